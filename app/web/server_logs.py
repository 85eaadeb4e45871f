"""gunicorn's own logs: a request that fails is told by its kind, never by what it asked."""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # it carries no types

from app.web.errors import place_of

REFUSED = "Invalid request"
ON_REQUESTS = ("Error handling request", "Socket error")


class ServerLogger(Logger):  # type: ignore[misc]  # see above
    """What gunicorn writes of requests that it cannot read holds their text; this leaves it out."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log a warning, one of a refused request without its words and its sender."""
        if str(msg).startswith(REFUSED):
            super().warning("A request that cannot be read was refused.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an error, one of a request without its address and without what the error says."""
        error = sys.exc_info()[1]
        if error is not None and str(msg).startswith(ON_REQUESTS):
            kind = type(error).__name__
            super().error("The server failed on a request: %s at %s.", kind, place_of(error))
        else:
            super().exception(msg, *args, **kwargs)
