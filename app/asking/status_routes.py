"""What a family sees and does once its question is open: each press is one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.asking.forms import EnterForm, PressForm, ReplyForm
from app.asking.pages import QUICK_EXIT, find_own
from app.asking.status_page import read_status_page
from app.asking.visits import end_visit, find_visit, keep_code, keep_private
from app.db import utc_now
from app.i18n import gettext as _
from app.questions.errors import (
    ChangeNotAllowedError,
    QuestionErasedError,
    ReferralNotFoundError,
)
from app.questions.models.questions import Question
from app.questions.operations import family
from app.questions.operations.changing import FAMILY
from app.questions.operations.codes_again import renew_code
from app.questions.operations.consenting import confirm_asked_consent, refuse_asked_consent
from app.questions.operations.erasing import empty_log, erase_question
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation

blueprint = Blueprint("question_status", __name__, url_prefix="/<language:language>/mijn-vraag")
blueprint.before_request(keep_private)
STATUS = "asking/status.html"
Change = Callable[[Any, Question, Any], object]


@blueprint.get("/overzicht")
@public
def show() -> Response | str:
    """Show who has the question, what happens next, and what can be done."""
    page = read_status_page()
    if page is None:
        return _ask_code()
    return render_template(STATUS, form=ReplyForm(formdata=None), page=page)


@blueprint.post("/overzicht/antwoord")
@public
def reply() -> Response | tuple[str, int]:
    """Add the words of the family; without a code by now they wait until it is given."""
    form = ReplyForm()
    if find_own() is None:
        waiting = EnterForm(formdata=None, data={"text": form.text.data})
        return answer_form("asking/enter.html", waiting, exit_url=QUICK_EXIT)
    page = read_status_page() if not form.is_sent() else None
    if page is not None:
        return answer_form(STATUS, form, page=page)
    return _change(
        lambda session, question, facts: family.reply(
            session, question, form.text.data or "", **facts
        ),
        _("Je bericht is aangekomen."),
    )


@blueprint.post("/overzicht/contact/<int(max=2147483647):referral_id>")
@public
def called(referral_id: int) -> Response:
    """Say that the partner made contact."""
    return _change_referral(
        referral_id, family.report_contact, _("Fijn. We schrijven op dat jullie contact hadden.")
    )


@blueprint.post("/overzicht/in-orde/<int(max=2147483647):referral_id>")
@public
def confirm(referral_id: int) -> Response:
    """Say that it goes on with the partner."""
    return _change_referral(
        referral_id, family.confirm_contact, _("Fijn dat het gelukt is. Dank je om het te zeggen.")
    )


@blueprint.post("/overzicht/geen-contact/<int(max=2147483647):referral_id>")
@public
def not_called(referral_id: int) -> Response:
    """Say that nobody called."""
    return _change_referral(
        referral_id, family.report_no_contact, _("Jammer. Je vraag ligt weer bij het onthaal.")
    )


@blueprint.post("/overzicht/stop/<int(max=2147483647):referral_id>")
@public
def withdraw(referral_id: int) -> Response:
    """Take back what one partner may see."""
    return _change_referral(
        referral_id, family.withdraw_consent, _("Gestopt. Deze partner ziet niets meer.")
    )


@blueprint.post("/overzicht/toestemming/<int(max=2147483647):referral_id>")
@public
def answer_consent(referral_id: int) -> Response:
    """Say yes or no to what the desk wants to share."""
    is_yes = request.form.get("answer") == "yes"
    answer = confirm_asked_consent if is_yes else refuse_asked_consent
    text = (
        _("Dank je. Het onthaal stuurt je vraag door.")
        if is_yes
        else _("Goed. We delen niets met deze partner.")
    )
    return _change(
        lambda session, question, facts: answer(session, question, referral_id, **facts), text
    )


@blueprint.post("/overzicht/nieuwe-code")
@public
def renew() -> Response:
    """Give a new code to who still has the page open."""

    def change(session: Any, question: Question, facts: Any) -> None:
        keep_code(renew_code(session, question, now=facts["now"]))

    _change(change, "")
    return redirect(url_for("asking.sent"), 303)


@blueprint.get("/overzicht/wissen")
@public
def ask_erase() -> Response | str:
    """Ask once more before everything is erased."""
    question = find_own()
    if question is None:
        return _ask_code()
    return render_template(
        "asking/erase.html", reference=question.reference, exit_url=QUICK_EXIT, form=PressForm()
    )


@blueprint.post("/overzicht/wissen")
@public
def erase() -> Response:
    """Erase everything; what the log of the database still held goes too."""
    _change(
        lambda session, question, facts: erase_question(session, question, by=FAMILY, **facts), ""
    )
    empty_log(get_installation().database)
    end_visit()
    return redirect(url_for("question_status.erased"), 303)


@blueprint.get("/gewist")
@public
def erased() -> str:
    """Say that everything is gone."""
    return render_template("asking/erased.html", exit_url=QUICK_EXIT)


@blueprint.post("/overzicht/weg")
@public
def leave() -> Response:
    """Close the question on this browser."""
    end_visit()
    return redirect(url_for("finder.home"), 303)


def _ask_code() -> Response:
    return redirect(url_for("asking.enter"), 302 if request.method == "GET" else 303)


def _change_referral(referral_id: int, operation: Callable[..., None], text: str) -> Response:
    def change(session: Any, question: Question, facts: Any) -> None:
        referral = family.get_own_referral(session, question, referral_id)
        operation(session, question, referral, **facts)

    return _change(change, text)


def _change(change: Change, text: str) -> Response:
    """Do one thing to the question of this visit; what is no longer possible is a sentence."""
    question_id, installation = find_visit(), get_installation()
    if question_id is None:
        return _ask_code()
    facts = {"now": utc_now(), "site_url": installation.settings.site_url}
    try:
        with installation.database.transaction() as session:
            question = family.get_asked_question(session, question_id, is_changing=True)
            if question is None:
                end_visit()
                return _ask_code()
            change(session, question, facts)
    except ReferralNotFoundError:
        abort(404)
    except (ChangeNotAllowedError, QuestionErasedError):
        text = _("Dat kan nu niet meer. Hieronder zie je hoe het staat.")
    if text:
        flash(text)
    return redirect(url_for("question_status.show"), 303)
