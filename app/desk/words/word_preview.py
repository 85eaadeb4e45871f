"""What each change of a row of the word table would do, before it is kept."""

from __future__ import annotations

from flask import url_for

from app.desk.words.preview_view import WordChanges, show_preview
from app.desk.words.word_view import draft_of_row, find_known_line, row_text
from app.web.installation import get_installation
from app.words.models import OwnWord
from app.words.operations.keeping import WordDraft


def preview_word(draft: WordDraft, known: OwnWord | None) -> str:
    """The page for a new word, or for another row over a known one."""
    line = find_known_line(draft.key) if known is None else None
    shown = known or (line.row if line is not None else None)
    is_off = known.is_off if known else line is not None and line.is_off
    typed = [(draft.variant, draft.language)]
    if shown is not None:
        typed.append((shown.variant, shown.language))
    changes = WordChanges(
        typed=tuple(typed),
        canonical=draft.canonical,
        term_id=draft.term_id,
        changed=(draft.make_row(),),
        without=(known.id,) if known else (),
    )
    return show_preview(
        changes,
        before=row_text(shown, is_off=is_off) if shown else "",
        after=row_text(draft),
        action=url_for("desk_words.change", word_id=known.id)
        if known is not None
        else url_for("desk_words.add"),
    )


def preview_off(draft: WordDraft) -> str:
    """The page for a word that would no longer mean this."""
    changes = WordChanges(
        typed=((draft.variant, draft.language),),
        canonical=draft.canonical,
        term_id=draft.term_id,
        changed=(draft.make_row(),),
    )
    return show_preview(
        changes,
        before=row_text(draft),
        after=row_text(draft, is_off=True),
        action=url_for("desk_words.switch_off"),
        back_url=url_for("desk_words.show", q=draft.variant),
    )


def preview_taking_back(word: OwnWord) -> str:
    """The page for a word of staff that would go; what the site says of it counts then."""
    draft = draft_of_row(word)
    shipped = get_installation().vocabulary.shipped.get(draft.key)
    changes = WordChanges(
        typed=((draft.variant, draft.language),),
        canonical=draft.canonical,
        term_id=draft.term_id,
        without=(word.id,),
    )
    return show_preview(
        changes,
        before=row_text(word, is_off=word.is_off),
        after=row_text(shipped) if shipped else "",
        action=url_for("desk_words.take_back", word_id=word.id),
        back_url=url_for("desk_words.show", q=draft.variant),
    )
