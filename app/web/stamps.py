"""How long somebody looked at a form before sending it, as a signed moment in the form itself."""

from __future__ import annotations

import time

from flask import current_app
from itsdangerous import BadData, TimestampSigner

_SALT = "stel-je-vraag"


def new_stamp() -> str:
    """A signed moment for a form: how long somebody looked at it is told by the server alone."""
    return _signer().sign(b"").decode("ascii")


def seconds_since(stamp: str) -> float:
    """The seconds since a form was shown; none at all for a stamp that is not ours."""
    try:
        _value, made_at = _signer().unsign(stamp[:200], return_timestamp=True)
    except BadData:
        return 0.0
    return max(time.time() - made_at.timestamp(), 0.0)


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.config["SECRET_KEY"]), salt=_SALT)
