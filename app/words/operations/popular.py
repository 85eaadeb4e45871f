"""Searches that many families make: proposals for who begins to type the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.words.models import SearchCount
from app.words.operations.counting import SEEN_OFTEN, month_of, months_before

_MONTHS = 3
_MOST = 300


@dataclass(frozen=True, slots=True)
class PopularSearch:
    """Words that were searched for, in a language of the site, and how often."""

    text: str
    language: str
    searches: int


def list_popular(session: Session, *, now: datetime) -> list[PopularSearch]:
    """The searches of this month and the two before it that were made often and found something.

    A text of fewer than SEEN_OFTEN searches is never shown: it could be one family's.
    """
    searches = func.sum(SearchCount.searches)
    failed = func.sum(SearchCount.without_result + SearchCount.weak + SearchCount.missed)
    rows = session.execute(
        select(SearchCount.text, SearchCount.language, searches)
        .where(SearchCount.month >= months_before(month_of(now), _MONTHS - 1))
        .group_by(SearchCount.text, SearchCount.language)
        .having(searches >= SEEN_OFTEN, failed * 2 < searches)
        .order_by(searches.desc(), SearchCount.text, SearchCount.language)
        .limit(_MOST)
    )
    return [PopularSearch(text, language, int(amount)) for text, language, amount in rows]
