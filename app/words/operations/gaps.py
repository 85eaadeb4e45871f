"""What families search for and do not find, and what they say that they miss; small numbers never
stand by themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.words.models import MissedWish, SearchCount
from app.words.operations.counting import SEEN_OFTEN

MOST_ROWS = 50


class Ranked(StrEnum):
    """By what searches are listed."""

    EMPTY = "empty"
    """How often nothing was found."""
    POOR = "poor"
    """How often it was met for a part only, or somebody said that it was not it."""
    MOST = "most"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A search with how often it was made and how it went."""

    text: str
    language: str
    searches: int
    without_result: int
    weak: int
    missed: int


@dataclass(frozen=True, slots=True)
class WishRow:
    """Wishes of one theme in one municipality; either is empty when it is not known."""

    theme_id: str
    municipality_nis: str
    count: int


@dataclass(frozen=True, slots=True)
class WishText:
    """What families wrote that they miss, word for word the same."""

    text: str
    theme_id: str
    count: int


def list_searches(
    session: Session, ranked: Ranked, *, since: date, limit: int = MOST_ROWS
) -> list[SearchRow]:
    """The searches from a month on that were made three times or more, by language, worst first."""
    searches, empty, weak, missed = (
        func.sum(column)
        for column in (
            SearchCount.searches,
            SearchCount.without_result,
            SearchCount.weak,
            SearchCount.missed,
        )
    )
    amount = {Ranked.EMPTY: empty, Ranked.POOR: weak + missed, Ranked.MOST: searches}[ranked]
    query = (
        select(SearchCount.text, SearchCount.language, searches, empty, weak, missed)
        .where(SearchCount.month >= since)
        .group_by(SearchCount.text, SearchCount.language)
        .having(searches >= SEEN_OFTEN, amount > 0)
        .order_by(amount.desc(), SearchCount.text, SearchCount.language)
        .limit(limit)
    )
    return [
        SearchRow(text, language, *map(int, numbers))
        for text, language, *numbers in session.execute(query)
    ]


def list_wishes(
    session: Session, municipalities: Collection[str], *, since: date
) -> tuple[list[WishRow], int]:
    """Wishes from a month on by theme and municipality, and how many stand in too small numbers.

    Those of other municipalities are left out; where it is not known, they count for every House.
    """
    total = func.sum(MissedWish.count)
    query = (
        select(MissedWish.theme_id, MissedWish.municipality_nis, total)
        .where(MissedWish.month >= since, _is_of(municipalities))
        .group_by(MissedWish.theme_id, MissedWish.municipality_nis)
        .order_by(total.desc(), MissedWish.theme_id, MissedWish.municipality_nis)
    )
    rows = [WishRow(theme, place, int(count)) for theme, place, count in session.execute(query)]
    shown = [row for row in rows if row.count >= SEEN_OFTEN][:MOST_ROWS]
    return shown, sum(row.count for row in rows if row.count < SEEN_OFTEN)


def list_wish_texts(
    session: Session, municipalities: Collection[str], *, since: date
) -> list[WishText]:
    """What was written three times or more, by theme, most first."""
    total = func.sum(MissedWish.count)
    query = (
        select(MissedWish.text, MissedWish.theme_id, total)
        .where(MissedWish.month >= since, MissedWish.text != "", _is_of(municipalities))
        .group_by(MissedWish.text, MissedWish.theme_id)
        .having(total >= SEEN_OFTEN)
        .order_by(total.desc(), MissedWish.text, MissedWish.theme_id)
        .limit(MOST_ROWS)
    )
    return [WishText(text, theme, int(count)) for text, theme, count in session.execute(query)]


def _is_of(municipalities: Collection[str]) -> ColumnElement[bool]:
    return MissedWish.municipality_nis.in_(["", *sorted(municipalities)])
