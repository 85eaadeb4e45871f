"""Shows one revision with its forms, and carries out what a reviewer decides about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.accounts.guards import SEE_OTHER, current_member, unsaved_fields
from app.accounts.people import list_house_partners
from app.desk.review.forms import BackForm, PublishForm
from app.desk.review.revision_page import make_revision_view
from app.finder.fact_words import fact_label
from app.finder.site import local_now
from app.i18n import gettext as _
from app.publishing.errors import (
    OwnRevisionError,
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
    RevisionStateError,
)
from app.publishing.operations.placing import GroupWithoutNameError
from app.publishing.operations.review_queue import find_next
from app.publishing.operations.review_reading import Review, read_review
from app.publishing.operations.reviewing import (
    PartnerNotFoundError,
    Reviewer,
    SuggestionWithoutPartnerError,
)
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

Decision = Callable[[Session], object]


def get_reviewer() -> Reviewer:
    """The coordinator who is signed in, for the House of now."""
    member = current_member()
    return Reviewer(member.person_id, member.get_house_id())


def get_review(revision_id: int) -> Review:
    """A revision of this House with its differences; answers 404 for any other."""
    try:
        return read_review(reading_session(), current_member().get_house_id(), revision_id)
    except RevisionNotFoundError:
        abort(404)


def make_publish_form(review: Review) -> PublishForm:
    """The form to publish; for a suggestion with the names it can stand under."""
    form = PublishForm()
    partners = []
    if review.suggestion is not None and review.revision.organization_id is None:
        partners = list_house_partners(reading_session(), current_member().get_house_id())
    form.offer(partners, review.suggestion.group_name if review.suggestion else "")
    return form


def make_back_form() -> BackForm:
    """The form to send back."""
    form = BackForm()
    form.offer()
    return form


def show_revision(
    review: Review,
    *,
    publish: PublishForm | None = None,
    back: BackForm | None = None,
    problem: str = "",
) -> ResponseReturnValue:
    """The page of a revision; with what was typed and a sentence when something went wrong."""
    member, today = current_member(), local_now().date()
    revision_id = review.revision.id
    is_wrong = bool(problem) or bool(back and back.list_mistakes())
    next_id = find_next(reading_session(), member.get_house_id(), revision_id, today=today)
    if back is None:
        back = make_back_form()
        back.refill(unsaved_fields(url_for("desk_review.send_back", revision_id=revision_id)))
    page = render_template(
        "desk/review/revision.html",
        page=make_revision_view(review, reader_id=member.person_id, next_id=next_id, today=today),
        publish=publish or make_publish_form(review),
        back=back,
        problem=problem,
    )
    return page, UNPROCESSABLE if is_wrong else 200


def decide(
    revision_id: int,
    decision: Decision,
    message: str,
    *,
    publish: PublishForm | None = None,
    back: BackForm | None = None,
) -> ResponseReturnValue:
    """Carry out a decision and go on to the next revision; say in words what stood in the way."""
    try:
        with get_installation().database.transaction() as session:
            decision(session)
    except (RevisionNotFoundError, PartnerNotFoundError):
        abort(404)
    except (
        OwnRevisionError,
        RevisionChangedError,
        RevisionStateError,
        RevisionNotWholeError,
        SuggestionWithoutPartnerError,
        GroupWithoutNameError,
    ) as error:
        return show_revision(
            get_review(revision_id), publish=publish, back=back, problem=problem_text(error)
        )
    flash(message)
    house_id = current_member().get_house_id()
    with get_installation().database.reading() as session:
        next_id = find_next(session, house_id, revision_id, today=local_now().date())
    address = (
        url_for("desk_review.show", revision_id=next_id)
        if next_id is not None
        else url_for("desk_review.queue")
    )
    return redirect(address, SEE_OTHER)


def problem_text(error: Exception) -> str:
    """What stood in the way of a decision."""
    match error:
        case OwnRevisionError():
            return _("Je schreef dit zelf. Laat een collega het nakijken.")
        case RevisionChangedError():
            return _("Iemand veranderde dit intussen. Kijk na wat er nu staat.")
        case RevisionNotWholeError():
            names = ", ".join(fact_label(name) for name in error.missing)
            return _("Dit ontbreekt nog: %(facts)s.", facts=names)
        case SuggestionWithoutPartnerError() | GroupWithoutNameError():
            return _("Kies eerst onder wiens naam dit komt te staan.")
        case _:
            return _("Dit kan nu niet meer: de stand van deze versie veranderde.")
