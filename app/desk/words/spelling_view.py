"""Exceptions to the correction in words, and what one of them would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from app.desk.words.preview_view import WordChanges, show_preview
from app.i18n import gettext as _
from app.search.text.folding import fold
from app.web.installation import reading_session
from app.web.languages import page_language
from app.words.models import SpellingRule
from app.words.operations.spelling import list_spelling


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """One exception."""

    id: int
    typed: str
    reading: str


def spelling_text(typed: str, meant: str) -> str:
    """An exception as one line."""
    if not meant:
        return _("%(word)s blijft zoals het getypt is", word=typed)
    return _("%(word)s lezen we als %(meant)s", word=typed, meant=meant)


def spelling_rows(rules: Iterable[SpellingRule]) -> list[SpellingRow]:
    """The exceptions in their order."""
    return [
        SpellingRow(rule.id, rule.typed, spelling_text(rule.typed, rule.meant)) for rule in rules
    ]


def preview_spelling(
    typed: str, known: SpellingRule | None, *, meant: str | None, action: str
) -> str:
    """The page with what would change; without `meant` the exception goes."""
    rules = {rule.typed: rule.meant for rule in list_spelling(reading_session())}
    rules.pop(fold(typed), None)
    if meant is not None:
        rules[fold(typed)] = fold(meant)
    language = page_language()
    return show_preview(
        WordChanges(typed=((typed, language),), canonical=meant or "", spelling=rules),
        before=spelling_text(known.typed, known.meant) if known is not None else "",
        after=spelling_text(typed, meant) if meant is not None else "",
        action=action,
        back_url=url_for("desk_spelling.show") if meant is None else "",
    )
