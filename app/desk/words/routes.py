"""The word table: what words of families mean, looked up and changed by staff."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.words.forms import LONGEST, SwitchForm, WordForm
from app.desk.words.preview_view import BACK, KEEP, chosen_step
from app.desk.words.word_preview import preview_off, preview_taking_back, preview_word
from app.desk.words.word_view import (
    PAGE_SIZE,
    draft_of,
    draft_of_row,
    find_double,
    find_known_line,
    find_rows,
    form_values,
    make_word_form,
    prefilled,
)
from app.i18n import gettext as _
from app.search.table.synonym_table import WORRY
from app.web.forms import answer_form, clean_text
from app.web.installation import get_installation, reading_session
from app.words.errors import WordKnownError, WordRowNotFoundError
from app.words.models import OwnWord
from app.words.operations.changes import Editor
from app.words.operations.keeping import find_same, find_word, save_word, take_back_word
from app.words.vocabulary import key_of

blueprint = Blueprint(
    "desk_words", __name__, url_prefix="/<language:language>/onthaal/beheer/woorden"
)
PAGE, NUMBER = "desk/words/word.html", "int(max=2147483647)"


def get_editor() -> Editor:
    """Who is signed in, as the history of words names who changed something."""
    member = current_member()
    return Editor(member.person_id, member.get_house_id())


def read_line(name: str, longest: int = LONGEST) -> str:
    """A line of text from the address, cut where a field would refuse it."""
    return " ".join(clean_text(request.args.get(name, "")).split())[:longest]


def read_page() -> int:
    """The number of the page that the address asks for; nonsense is the first."""
    number = request.args.get("pagina", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 5
    return max(1, int(number)) if is_number else 1


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show what words mean now."""
    text, page = read_line("q"), read_page()
    rows, found = find_rows(text, page)
    return render_template(
        "desk/words/words.html",
        rows=rows,
        text=text,
        total=found.total,
        page=page,
        has_more=page * PAGE_SIZE < found.total,
    )


@blueprint.get("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def new() -> ResponseReturnValue:
    """Show the form for a new word, filled with what the address tells."""
    values = prefilled(read_line("woord"), read_line("taal", 8), read_line("betekenis"))
    form = make_word_form(values)
    form.refill(unsaved_fields(url_for("desk_words.add")))
    return answer_form(PAGE, form, word=None, known_url="")


def _get_word(word_id: int) -> OwnWord:
    found = find_word(reading_session(), word_id)
    if found is None:
        abort(404)
    return found


@blueprint.get(f"/<{NUMBER}:word_id>")
@needs(Permission.MANAGE_HOUSE)
def word(word_id: int) -> ResponseReturnValue:
    """Show one word of staff to change."""
    found = _get_word(word_id)
    form = make_word_form(form_values(found))
    form.refill(unsaved_fields(url_for("desk_words.change", word_id=word_id)))
    return answer_form(PAGE, form, word=found, known_url="")


@blueprint.post("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Show what a new word would change, then keep it."""
    return _take(None)


@blueprint.post(f"/<{NUMBER}:word_id>")
@needs(Permission.MANAGE_HOUSE)
def change(word_id: int) -> ResponseReturnValue:
    """Show what a change would do, then keep it."""
    return _take(_get_word(word_id))


def _take(known: OwnWord | None) -> ResponseReturnValue:
    form, step, word_id = make_word_form(), chosen_step(), known.id if known else None
    if step == BACK:
        return render_template(PAGE, form=form, word=known, known_url="")
    if not form.is_sent() or not form.is_whole():
        return answer_form(PAGE, form, word=known, known_url="")
    draft = draft_of(form, known)
    double = find_double(draft, word_id)
    if double is not None:
        return _refuse_double(form, known, double)
    if step != KEEP:
        return preview_word(draft, known)
    try:
        with get_installation().database.transaction() as session:
            save_word(session, word_id, draft, by=get_editor())
    except WordKnownError as error:
        url = url_for("desk_words.word", word_id=error.row_id)
        return _refuse_double(form, known, url)
    except WordRowNotFoundError:
        abort(404)
    kinds = {draft.kind, known.kind if known else draft.kind}
    return _back(_("Bewaard. Het woord telt nu mee."), draft.variant, kinds)


def _refuse_double(form: WordForm, known: OwnWord | None, url: str) -> ResponseReturnValue:
    form.refuse("variant", _("Dit woord staat al in de lijst, met deze betekenis."))
    return answer_form(PAGE, form, word=known, known_url=url)


def _back(message: str, variant: str, kinds: set[str]) -> ResponseReturnValue:
    if kinds != {WORRY}:
        # Worries count in searches only; other words also in the texts of offers.
        get_installation().renew_index()
    flash(message)
    return redirect(url_for("desk_words.show", q=variant), SEE_OTHER)


@blueprint.post("/uit")
@needs(Permission.MANAGE_HOUSE)
def switch_off() -> ResponseReturnValue:
    """Show what changes when a word no longer means this, then keep it so."""
    form = SwitchForm()
    if not form.is_sent():
        abort(404)
    key = key_of(*(str(field.data) for field in (form.variant, form.language, form.meaning)))
    line = find_known_line(key)
    if line is None or line.is_off:
        abort(404)
    draft = draft_of_row(line.row, is_off=True)
    if chosen_step() != KEEP:
        return preview_off(draft)
    with get_installation().database.transaction() as session:
        same = find_same(session, draft)
        save_word(session, same.id if same else None, draft, by=get_editor())
    return _back(_("Dit woord telt niet meer met deze betekenis."), draft.variant, {draft.kind})


@blueprint.post(f"/<{NUMBER}:word_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def take_back(word_id: int) -> ResponseReturnValue:
    """Show what changes without a word of staff, then take it away."""
    found = _get_word(word_id)
    if chosen_step() != KEEP:
        return preview_taking_back(found)
    try:
        with get_installation().database.transaction() as session:
            take_back_word(session, word_id, by=get_editor())
    except WordRowNotFoundError:
        abort(404)
    return _back(_("Dat is teruggenomen."), found.variant, {found.kind})
