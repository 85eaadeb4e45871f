"""The coordinator's review of what partners and visitors send in."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.review.forms import TogetherForm
from app.desk.review.page import make_queue_view, read_filter, together_messages
from app.desk.review.showing import (
    decide,
    get_review,
    get_reviewer,
    make_back_form,
    make_publish_form,
    show_revision,
)
from app.finder.site import local_now
from app.i18n import gettext as _
from app.publishing.errors import RevisionNotFoundError
from app.publishing.operations.judging_together import judge_together
from app.publishing.operations.placing import approve_under_name
from app.publishing.operations.review_queue import read_queue
from app.publishing.operations.reviewing import mark_sample_seen, send_back_revision
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_review", __name__, url_prefix="/<language:language>/onthaal")
NUMBER = "int(max=2147483647)"
BACK = "terug"


def _show_queue(form: TogetherForm) -> ResponseReturnValue:
    chosen, today = read_filter(request.args.get("toon", "")), local_now().date()
    number = request.args.get("pagina", "")
    queue = read_queue(
        reading_session(),
        current_member().get_house_id(),
        today=today,
        chosen=chosen,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    view = make_queue_view(queue, chosen, today)
    return answer_form("desk/review/queue.html", form, page=view, ticked=form.marks.data or [])


@blueprint.get("/nakijken")
@needs(Permission.REVIEW_OFFERS)
def queue() -> ResponseReturnValue:
    """Show what waits, by partner, the oldest promise first."""
    form = TogetherForm()
    form.offer()
    return _show_queue(form)


@blueprint.post("/nakijken/samen")
@needs(Permission.REVIEW_OFFERS)
def together() -> ResponseReturnValue:
    """Publish or send back what was ticked; what needs a look of its own is named."""
    form = TogetherForm()
    form.offer()
    is_back = request.form.get("wat") == BACK
    if not form.is_sent():
        return _show_queue(form)
    if not form.read_marks():
        form.refuse("marks", _("Vink eerst iets aan."))
        return _show_queue(form)
    if is_back and not form.is_whole():
        return _show_queue(form)
    try:
        with get_installation().database.transaction() as session:
            result = judge_together(
                session,
                get_reviewer(),
                form.read_marks(),
                reason=form.write_reason() if is_back else None,
                site_url=get_installation().settings.site_url,
                now=utc_now(),
            )
    except RevisionNotFoundError:
        abort(404)
    for message in together_messages(result, is_back=is_back):
        flash(message)
    return redirect(url_for("desk_review.queue"), SEE_OTHER)


@blueprint.get(f"/nakijken/<{NUMBER}:revision_id>")
@needs(Permission.REVIEW_OFFERS)
def show(revision_id: int) -> ResponseReturnValue:
    """Show one revision, fact by fact, beside what families read now."""
    return show_revision(get_review(revision_id))


@blueprint.post(f"/nakijken/<{NUMBER}:revision_id>/publiceer")
@needs(Permission.REVIEW_OFFERS)
def publish(revision_id: int) -> ResponseReturnValue:
    """Publish a revision, a suggestion under the chosen name."""
    review = get_review(revision_id)
    form = make_publish_form(review)
    if not form.is_sent():
        return show_revision(review, publish=form, problem=_("Kies onder wiens naam dit komt."))
    return decide(
        revision_id,
        lambda session: approve_under_name(
            session,
            get_reviewer(),
            revision_id,
            form.destination(),
            version=form.read_version(),
            site_url=get_installation().settings.site_url,
            now=utc_now(),
        ),
        _("Gezinnen vinden het nu op de site."),
        publish=form,
    )


@blueprint.post(f"/nakijken/<{NUMBER}:revision_id>/terug")
@needs(Permission.REVIEW_OFFERS)
def send_back(revision_id: int) -> ResponseReturnValue:
    """Give a revision back to its author with a reason."""
    review, form = get_review(revision_id), make_back_form()
    if not form.is_sent() or not form.is_whole():
        return show_revision(review, back=form)
    return decide(
        revision_id,
        lambda session: send_back_revision(
            session,
            get_reviewer(),
            revision_id,
            reason=form.write_reason(),
            version=form.read_version(),
            site_url=get_installation().settings.site_url,
            now=utc_now(),
        ),
        _("Teruggestuurd, met je uitleg erbij."),
        back=form,
    )


@blueprint.post(f"/nakijken/<{NUMBER}:revision_id>/gezien")
@needs(Permission.REVIEW_OFFERS)
def mark_seen(revision_id: int) -> ResponseReturnValue:
    """Note that a sample was looked at."""
    get_review(revision_id)
    return decide(
        revision_id,
        lambda session: mark_sample_seen(session, get_reviewer(), revision_id, now=utc_now()),
        _("Genoteerd: je bekeek deze steekproef."),
    )
