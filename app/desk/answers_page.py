"""The answer cards of a House in words, for whoever edits them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.directory.models.answers import AnswerCard
from app.finder.answers import AnswerView, make_answer_view
from app.finder.site import get_catalogue
from app.finder.wording import age_range_text
from app.web.languages import page_language


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One card of the list."""

    id: int
    view: AnswerView
    about: str
    """Theme and ages."""
    languages: str
    is_own: bool
    """Of this House; others are of every House and are only read."""
    is_shown: bool


def answer_rows(cards: Iterable[AnswerCard], house: str, today: date) -> list[AnswerRow]:
    """The cards in their order."""
    return [_make_row(card, house, today) for card in cards]


def _make_row(card: AnswerCard, house: str, today: date) -> AnswerRow:
    theme = get_catalogue().taxonomy.find(card.theme_id)
    ages = age_range_text(card.min_age_months, card.max_age_months)
    about = (theme.label(page_language()) if theme else card.theme_id, ages)
    return AnswerRow(
        id=card.id,
        view=make_answer_view(card, house, today),
        about=" · ".join(part for part in about if part),
        languages=", ".join(sorted(text.language for text in card.texts)),
        is_own=card.house_id is not None,
        is_shown=card.is_shown,
    )
