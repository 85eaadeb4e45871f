"""Rows of the word table in words, and the form of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.desk.words.choices import (
    WEIGHTS,
    kind_text,
    meaning_choices,
    sureness_of,
    sureness_text,
    term_text,
)
from app.desk.words.forms import WordForm
from app.finder.site import get_catalogue
from app.finder.wording import language_name
from app.i18n import gettext as _
from app.search.table.synonym_table import SynonymRow
from app.search.text.folding import fold
from app.web.installation import get_installation, reading_session
from app.words.lines import FoundLines, WordLine, find_line, find_lines
from app.words.models import OwnWord
from app.words.operations.keeping import WordDraft, find_same, list_words
from app.words.vocabulary import Key, key_of

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word with one meaning, and what can be done with it."""

    variant: str
    language: str
    language_name: str
    meaning: str
    about: str
    """Kind and sureness."""
    source: str
    """Whose it is: of the site, of staff, or both."""
    is_off: bool
    own_id: int | None
    is_shipped: bool
    edit_url: str
    key: str
    """Its meaning as the switch form sends it."""


def find_rows(text: str, page: int) -> tuple[tuple[WordRow, ...], FoundLines]:
    """A page of the table for what was typed, in words."""
    found = find_lines(
        get_installation().vocabulary.shipped,
        list_words(reading_session()),
        text,
        start=(page - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
    )
    return tuple(_make_row(line) for line in found.lines), found


def find_known_line(key: Key) -> WordLine | None:
    """The line of a word and meaning as it counts now."""
    session = reading_session()
    return find_line(get_installation().vocabulary.shipped, list_words(session), key)


def make_word_form(data: dict[str, object] | None = None) -> WordForm:
    """The form with its choices."""
    form = WordForm(data=data or {"language": "nl", "kind": "synonym", "sureness": "always"})
    form.offer(meaning_choices())
    return form


def form_values(row: SynonymRow | OwnWord) -> dict[str, object]:
    """A row as the form shows it."""
    return {
        "variant": row.variant,
        "language": row.language,
        "theme": row.term_id or "",
        "canonical": row.canonical,
        "kind": row.kind,
        "sureness": sureness_of(row.weight),
    }


def draft_of(form: WordForm, known: OwnWord | None) -> WordDraft:
    """The row as it was filled in; a weight between two steps stays while the step does."""
    theme, canonical = form.theme.data or None, form.canonical.data or ""
    if not canonical and theme:
        term = get_catalogue().taxonomy.find(theme)
        canonical = term.label("nl")[:80] if term is not None else theme
    sureness = form.sureness.data
    draft = WordDraft(
        variant=form.variant.data or "",
        language=form.language.data,
        kind=form.kind.data,
        canonical=canonical,
        term_id=theme,
        weight=WEIGHTS[sureness],
    )
    shipped = get_installation().vocabulary.shipped.get(draft.key)
    before = known or shipped
    if before is None or sureness_of(before.weight) != sureness:
        return draft
    return draft_of_row(draft, weight=before.weight)


def draft_of_row(
    row: SynonymRow | OwnWord | WordDraft, *, weight: float | None = None, is_off: bool = False
) -> WordDraft:
    """A row as a draft, with another weight or no longer counting."""
    return WordDraft(
        row.variant,
        row.language,
        row.kind,
        row.canonical,
        row.term_id,
        row.weight if weight is None else weight,
        is_off,
    )


def find_double(draft: WordDraft, word_id: int | None) -> str | None:
    """The address of what says this already, or None."""
    same = find_same(reading_session(), draft)
    if same is not None and same.id != word_id and not (word_id is None and same.is_off):
        return url_for("desk_words.word", word_id=same.id)
    shipped = get_installation().vocabulary.shipped.get(draft.key)
    is_theirs = shipped is not None and same is None and _says_the_same(shipped, draft)
    return url_for("desk_words.show", q=draft.variant) if is_theirs else None


def _says_the_same(row: SynonymRow, draft: WordDraft) -> bool:
    told = (row.kind, fold(row.canonical), row.weight)
    return told == (draft.kind, fold(draft.canonical), draft.weight)


def row_text(row: SynonymRow | OwnWord | WordDraft, *, is_off: bool = False) -> str:
    """A row as one line."""
    parts = (language_name(row.language), kind_text(row.kind), sureness_text(row.weight))
    about = _("telt niet meer") if is_off else ", ".join(parts)
    return _(
        "%(word)s betekent %(meaning)s (%(about)s)",
        word=row.variant,
        meaning=_meaning_text(row),
        about=about,
    )


def _meaning_text(row: SynonymRow | OwnWord | WordDraft) -> str:
    term = term_text(row.term_id)
    if not term or fold(term) == fold(row.canonical):
        return row.canonical
    return _("%(word)s, bij %(theme)s", word=row.canonical, theme=term)


def _make_row(line: WordLine) -> WordRow:
    row = line.row
    key = row.term_id or row.canonical
    if line.own_id is not None:
        edit_url = url_for("desk_words.word", word_id=line.own_id)
    else:
        edit_url = url_for("desk_words.new", woord=row.variant, taal=row.language, betekenis=key)
    source = _("van de site")
    if line.own_id is not None:
        source = _("aangepast door een Huis") if line.is_shipped else _("van een Huis")
    return WordRow(
        variant=row.variant,
        language=row.language,
        language_name=language_name(row.language),
        meaning=_meaning_text(row),
        about=f"{kind_text(row.kind)} · {sureness_text(row.weight)}",
        source=source,
        is_off=line.is_off,
        own_id=line.own_id,
        is_shipped=line.is_shipped,
        edit_url=edit_url,
        key=key,
    )


def prefilled(word: str, language: str, meaning: str) -> dict[str, object]:
    """The values of a new form from an address: of a row that is known, else only the word."""
    line = find_known_line(key_of(word, language, meaning)) if meaning else None
    if line is not None:
        return form_values(line.row)
    values = {"variant": word, "language": language or "nl"}
    return {**values, "kind": "synonym", "sureness": "always"}
