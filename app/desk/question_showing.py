"""Shows the page of a question and carries out what a colleague does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.accounts.guards import SEE_OTHER, current_member, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.attaching import forget_attached, list_attached
from app.desk.question_forms import (
    AnswerForm,
    AssignForm,
    CloseForm,
    MergeForm,
    NoteForm,
    PhoneForm,
    SnoozeForm,
)
from app.desk.question_page import QuestionView, list_pointed, make_question_view
from app.i18n import gettext as _
from app.questions.errors import (
    ChangeNotAllowedError,
    QuestionChangedError,
    QuestionErasedError,
    QuestionNotFoundError,
)
from app.questions.models.questions import Question
from app.questions.operations.handling import (
    ClosedQuestionError,
    MergeNotAllowedError,
    NobodyElseError,
    ReferralsRunningError,
    SnoozeTooLongError,
)
from app.questions.operations.locking import lock_own_question
from app.questions.operations.owners import OwnerNotFoundError, list_owners, list_teams
from app.questions.operations.showing import ShownQuestion, show_question
from app.questions.operations.templates import list_templates
from app.web.forms import UNPROCESSABLE, Form, KeptFields
from app.web.installation import get_installation, reading_session

CONFLICT = 409
Act = Callable[[Session, Question], object]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not done, and the status of the answer that says so."""

    text: str
    status: int = UNPROCESSABLE


def show_page(
    question_id: int, *, used: Form | None = None, problem: Problem | None = None
) -> ResponseReturnValue:
    """The page of a question; the form that was used keeps what was typed in it."""
    member, now = current_member(), utc_now()
    try:
        with get_installation().database.transaction() as session:
            shown = show_question(
                session,
                question_id,
                house_id=member.get_house_id(),
                person_id=member.person_id,
                may_answer=member.may(Permission.ANSWER),
                now=now,
            )
    except QuestionNotFoundError:
        abort(404)
    page = make_question_view(shown, member, now)
    status = problem.status if problem else (UNPROCESSABLE if used else 200)
    forms = _make_forms(shown, page, used)
    context = {
        "page": page,
        "forms": forms,
        "problem": problem.text if problem else "",
        "used": type(used).__name__ if used else "",
        "attached": list_pointed(list_attached(question_id)),
        "templates": list_templates(reading_session(), member.get_house_id()),
    }
    return render_template("desk/question.html", **context), status


def carry_out(
    question_id: int,
    act: Act,
    said: str,
    *,
    used: Form | None = None,
    is_done_here: bool = False,
) -> ResponseReturnValue:
    """Change a question and say so; what stands in the way is told on its page.

    With `is_done_here` the inbox comes next, for what is no longer up to this colleague.
    """
    problem = _try(question_id, act)
    if problem is not None:
        return show_page(question_id, used=used, problem=problem)
    flash(said)
    if is_done_here:
        forget_attached(question_id)
    address = url_for("desk_question.show", question_id=question_id)
    return redirect(url_for("desk.inbox") if is_done_here else address, SEE_OTHER)


def _try(question_id: int, act: Act) -> Problem | None:
    try:
        with get_installation().database.transaction() as session:
            house_id = current_member().get_house_id()
            act(session, lock_own_question(session, question_id, house_id=house_id))
    except QuestionNotFoundError:
        abort(404)
    except QuestionChangedError:
        text = _("Een collega was je net voor. Lees eerst wat er nieuw is. Je tekst staat er nog.")
        return Problem(text, CONFLICT)
    except tuple(_sentences()) as error:
        return Problem(_sentences()[type(error)])
    return None


def _sentences() -> dict[type[Exception], str]:
    return {
        ChangeNotAllowedError: _("Dat kan nu niet met deze vraag."),
        ClosedQuestionError: _("Deze vraag is afgesloten. Open ze eerst opnieuw."),
        QuestionErasedError: _("De tekst van deze vraag is al gewist."),
        ReferralsRunningError: _("Een partner is er nog mee bezig. Stop eerst de doorverwijzing."),
        SnoozeTooLongError: _(
            "Kies een dag na vandaag. Wacht het gezin nog op een eerste antwoord? "
            "Dan kan het niet later dan beloofd."
        ),
        MergeNotAllowedError: _("Deze twee vragen kunnen niet samen. Kijk het nummer na."),
        NobodyElseError: _("Er is nu geen back-up. Spreek een coördinator aan."),
        OwnerNotFoundError: _("Die collega of dat team is er niet. Kies een ander."),
    }


def _make_forms(shown: ShownQuestion, page: QuestionView, used: Form | None) -> dict[str, Form]:
    """A form for everything that can be done; only the used one holds what was sent."""
    made: list[Form] = [
        used if isinstance(used, kind) else kind(formdata=None)
        for kind in (AnswerForm, NoteForm, PhoneForm, SnoozeForm, MergeForm)
    ]
    made += [_assign_form(shown, used), _close_form(used)]
    forms = {type(form).__name__.removesuffix("Form").lower(): form for form in made}
    for name in ("answer", "note"):
        if page.may_answer and forms[name] is not used:
            address = url_for(f"desk_question.{name}", question_id=page.id)
            _put_back(forms[name], unsaved_fields(address))
    return forms


def _put_back(form: Form, kept: KeptFields | None) -> None:
    """Put text back that was kept for this form; its fields start with nothing."""
    for field in form:
        if kept and kept.get(field.name) and field.name in {"text", "note"}:
            field.data = kept[field.name][0]


def _assign_form(shown: ShownQuestion, used: Form | None) -> AssignForm:
    question = shown.opened.question
    if isinstance(used, AssignForm):
        return used
    form = AssignForm(
        formdata=None,
        data={"owner": str(question.owner_id or ""), "team": str(question.team_id or "")},
    )
    offer_owners(form)
    return form


def offer_owners(form: AssignForm) -> None:
    """Fill in the colleagues and the teams of this House."""
    session, house_id = reading_session(), current_member().get_house_id()
    form.offer(
        [(str(person.id), person.name) for person in list_owners(session, house_id)],
        [(str(team.id), team.name) for team in list_teams(session, house_id)],
    )


def _close_form(used: Form | None) -> CloseForm:
    if isinstance(used, CloseForm):
        return used
    form = CloseForm(formdata=None)
    form.offer()
    return form
