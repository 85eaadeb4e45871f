"""What a colleague does with a question beside answering: take, give, put away, end."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.guards import current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.question_forms import AssignForm, CloseForm, MergeForm, SnoozeForm, read_version
from app.desk.question_routes import blueprint
from app.desk.question_showing import carry_out, offer_owners, show_page
from app.i18n import gettext as _
from app.questions.models.questions import CloseReason
from app.questions.operations.changing import Doer, desk
from app.questions.operations.handling import (
    assign_question,
    end_question,
    escalate_question,
    merge_into,
    release_from_quarantine,
    release_question,
    reopen_question,
    snooze_question,
    take_question,
)
from app.web.installation import get_installation


def _me() -> Doer:
    return desk(current_member().person_id)


@blueprint.post("/neem")
@needs(Permission.ANSWER)
def take(question_id: int) -> ResponseReturnValue:
    """Take a question: "ik neem dit"."""
    return carry_out(
        question_id,
        lambda session, question: take_question(
            session, question, by=_me(), now=utc_now(), version=read_version()
        ),
        _("Deze vraag is nu van jou."),
    )


@blueprint.post("/laat-los")
@needs(Permission.ANSWER)
def release(question_id: int) -> ResponseReturnValue:
    """Put a question back for everybody."""
    return carry_out(
        question_id,
        lambda session, question: release_question(
            session, question, by=_me(), now=utc_now(), version=read_version()
        ),
        _("Deze vraag is nu van niemand. Iedereen ziet dat."),
    )


@blueprint.post("/geef")
@needs(Permission.ANSWER)
def assign(question_id: int) -> ResponseReturnValue:
    """Give a question to a colleague or a team."""
    form = AssignForm()
    offer_owners(form)
    if not form.is_sent():
        return show_page(question_id, used=form)
    return carry_out(
        question_id,
        lambda session, question: assign_question(
            session,
            question,
            owner_id=int(form.owner.data) if form.owner.data else None,
            team_id=int(form.team.data) if form.team.data else None,
            by=_me(),
            now=utc_now(),
            version=read_version(),
            site_url=get_installation().settings.site_url,
        ),
        _("De vraag is doorgegeven."),
        used=form,
        is_done_here=True,
    )


@blueprint.post("/te-moeilijk")
@needs(Permission.ANSWER)
def escalate(question_id: int) -> ResponseReturnValue:
    """Say that it is too hard; the back-up of today has it from now on."""
    return carry_out(
        question_id,
        lambda session, question: escalate_question(
            session,
            question,
            by=_me(),
            now=utc_now(),
            version=read_version(),
            site_url=get_installation().settings.site_url,
        ),
        _("Goed dat je het zegt. De back-up neemt over en kreeg een mail."),
        is_done_here=True,
    )


@blueprint.post("/later")
@needs(Permission.ANSWER)
def snooze(question_id: int) -> ResponseReturnValue:
    """Put a question away until a day."""
    form = SnoozeForm()
    if not form.is_sent() or form.until.data is None:
        return show_page(question_id, used=form)
    until = form.until.data
    return carry_out(
        question_id,
        lambda session, question: snooze_question(
            session, question, until, by=_me(), now=utc_now(), version=read_version()
        ),
        _("De vraag is weggelegd. Ze komt terug op de dag die je koos."),
        used=form,
        is_done_here=True,
    )


@blueprint.post("/sluit")
@needs(Permission.ANSWER)
def close(question_id: int) -> ResponseReturnValue:
    """Close a question for a reason."""
    form = CloseForm()
    form.offer()
    if not form.is_sent():
        return show_page(question_id, used=form)
    reason = CloseReason(form.reason.data)
    return carry_out(
        question_id,
        lambda session, question: end_question(
            session, question, reason, by=_me(), now=utc_now(), version=read_version()
        ),
        _("De vraag is afgesloten."),
        used=form,
        is_done_here=True,
    )


@blueprint.post("/heropen")
@needs(Permission.ANSWER)
def reopen(question_id: int) -> ResponseReturnValue:
    """Open a closed question again."""
    return carry_out(
        question_id,
        lambda session, question: reopen_question(
            session, question, by=_me(), now=utc_now(), version=read_version()
        ),
        _("De vraag is opnieuw open."),
    )


@blueprint.post("/dubbel")
@needs(Permission.ANSWER)
def merge(question_id: int) -> ResponseReturnValue:
    """Close a question that the same family asked twice."""
    form = MergeForm()
    if not form.is_sent():
        return show_page(question_id, used=form)
    return carry_out(
        question_id,
        lambda session, question: merge_into(
            session,
            question,
            form.into.data or "",
            is_same_family=bool(form.is_same_family.data),
            by=_me(),
            now=utc_now(),
            version=read_version(),
        ),
        _("De twee vragen zijn nu één."),
        used=form,
    )


@blueprint.post("/vrijgeven")
@needs(Permission.ANSWER)
def release_quarantined(question_id: int) -> ResponseReturnValue:
    """Say that what was put apart is a question after all."""
    return carry_out(
        question_id,
        lambda session, question: release_from_quarantine(
            session, question, by=_me(), now=utc_now(), version=read_version()
        ),
        _("Dit is een vraag. Ze staat nu bij de andere."),
    )
