"""A question at the desk: reading it, answering it and writing down what happened."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.accounts.unsaved import keep_unsaved
from app.db import utc_now
from app.desk.attaching import attach_offer, detach_others, list_attached
from app.desk.beginning import begin_with
from app.desk.question_forms import (
    LONGEST_TEXT,
    AnswerForm,
    NoteForm,
    PhoneForm,
    read_offers,
    read_version,
)
from app.desk.question_showing import carry_out, show_page
from app.i18n import gettext as _
from app.questions.errors import QuestionNotFoundError
from app.questions.operations.answering import add_note, answer_question, phone_family
from app.questions.operations.changing import desk
from app.questions.operations.locking import lock_own_question
from app.questions.operations.presence import leave_question, list_present, touch_presence
from app.questions.operations.reading import get_question
from app.web.forms import clean_text
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_question",
    __name__,
    url_prefix="/<language:language>/onthaal/vraag/<int(max=2147483647):question_id>",
)


@blueprint.get("")
@needs(Permission.READ_QUESTIONS)
def show(question_id: int) -> ResponseReturnValue:
    """Show a question; an offer that was picked in the search goes along with the answer."""
    picked = request.args.get("aanbod", "")
    if picked.isascii() and picked.isdigit() and len(picked) < 10:
        _get_or_404(question_id)
        attach_offer(question_id, int(picked))
    return show_page(question_id)


def _get_or_404(question_id: int) -> None:
    try:
        get_question(reading_session(), question_id, house_id=current_member().get_house_id())
    except QuestionNotFoundError:
        abort(404)


@blueprint.post("/antwoord")
@needs(Permission.ANSWER)
def answer(question_id: int) -> ResponseReturnValue:
    """Answer the family."""
    form, by = AnswerForm(), desk(current_member().person_id)
    detach_others(question_id, read_offers())
    if not form.is_sent():
        return show_page(question_id, used=form)
    return carry_out(
        question_id,
        lambda session, question: answer_question(
            session,
            question,
            form.text.data or "",
            by=by,
            now=utc_now(),
            version=read_version(),
            offer_ids=list_attached(question_id),
            site_url=get_installation().settings.site_url,
        ),
        _("Je antwoord is verstuurd. Het gezin leest het op zijn pagina."),
        used=form,
        is_done_here=True,
    )


@blueprint.post("/bewaar")
@needs(Permission.ANSWER)
def keep(question_id: int) -> ResponseReturnValue:
    """Keep an answer that is being written, then search offers or put a template under it."""
    member, next_step = current_member(), request.form.get("next", "")
    _get_or_404(question_id)
    detach_others(question_id, read_offers())
    text = clean_text(request.form.get("text", "")).strip()[:LONGEST_TEXT]
    if next_step == "template":
        begun = begin_with(question_id, text, request.form.get("template", ""))
        text = begun.text
        if begun.unknown:
            flash(_("Vul zelf nog in: %(names)s", names=", ".join(begun.unknown)))
    address = url_for("desk_question.answer", question_id=question_id)
    with get_installation().database.transaction() as session:
        keep_unsaved(session, member.person_id, address, [("text", text)])
    if next_step == "search":
        return redirect(url_for("desk_finding.search", vraag=question_id), SEE_OTHER)
    back = url_for("desk_question.show", question_id=question_id, _anchor="antwoord")
    return redirect(back, SEE_OTHER)


@blueprint.post("/notitie")
@needs(Permission.ANSWER)
def note(question_id: int) -> ResponseReturnValue:
    """Write a note for colleagues."""
    form, by = NoteForm(), desk(current_member().person_id)
    if not form.is_sent():
        return show_page(question_id, used=form)
    return carry_out(
        question_id,
        lambda session, question: add_note(
            session, question, form.note.data or "", by=by, now=utc_now()
        ),
        _("Je notitie staat erbij."),
        used=form,
    )


@blueprint.post("/gebeld")
@needs(Permission.ANSWER)
def phone(question_id: int) -> ResponseReturnValue:
    """Write down that the family was called."""
    form, by = PhoneForm(), desk(current_member().person_id)
    if not form.is_sent():
        return show_page(question_id, used=form)
    return carry_out(
        question_id,
        lambda session, question: phone_family(
            session,
            question,
            form.call_note.data or "",
            is_reached=form.outcome.data == "reached",
            by=by,
            now=utc_now(),
            version=read_version(),
        ),
        _("Het gesprek staat erbij."),
        used=form,
    )


@blueprint.post("/aanwezig")
@needs(Permission.READ_QUESTIONS)
def presence(question_id: int) -> ResponseReturnValue:
    """Say that the question is still open here, and who else has it open."""
    member, now = current_member(), utc_now()
    with get_installation().database.transaction() as session:
        try:
            question = lock_own_question(session, question_id, house_id=member.get_house_id())
        except QuestionNotFoundError:
            abort(404)
        if request.form.get("leaving"):
            leave_question(session, question, person_id=member.person_id)
        else:
            touch_presence(session, question, person_id=member.person_id, now=now)
        names = list_present(session, question, besides=member.person_id, now=now)
    return jsonify(present=names, version=question.version)
