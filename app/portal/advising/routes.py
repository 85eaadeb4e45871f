"""Advice while something is typed: doubles, clashes, what is missing, long sentences."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.guards import current_member, needs
from app.accounts.permissions import Permission
from app.finder.site import local_now
from app.portal.advising.begun import find_begun
from app.portal.advising.page import advice_view
from app.portal.advising.typed import read_typed
from app.publishing.errors import RevisionNotFoundError
from app.web.installation import reading_session

blueprint = Blueprint("portal_advice", __name__, url_prefix="/<language:language>/partners/advies")
ASKED = frozenset({"age", "place", "when", "price", "entry", "summary"})
"""What the short form asks; the rest can be told later."""


@blueprint.post("")
@needs(Permission.ACT_AS_PARTNER)
def check() -> ResponseReturnValue:
    """Say what is worth knowing of a form as it is typed; nothing is kept and nothing refused."""
    session, own = reading_session(), current_member().organization_ids
    try:
        begun = find_begun(session, request.form, own)
    except RevisionNotFoundError:
        abort(404)
    proposed = read_typed(request.form, begun.before, {begun.organization_id})
    view = advice_view(
        session,
        proposed,
        local_now().date(),
        begun.offer_id,
        revision_id=begun.revision_id,
    )
    items = [
        {"kind": item.kind, "text": item.text, "url": item.url}
        for item in view.items
        if item.kind != "missing" or item.fact in ASKED
    ]
    return jsonify(items=items)
