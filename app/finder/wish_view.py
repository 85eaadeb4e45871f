"""What the page of results asks after a search: what is missing, or whether this was it."""

from __future__ import annotations

from dataclasses import dataclass

from app.finder.searching import Search, SearchDoor, get_door
from app.web.stamps import new_stamp
from app.words.personal import LONGEST_TEXT
from app.words.search_files import Outcome


@dataclass(frozen=True, slots=True)
class WishBox:
    """The form "dit mis ik", or the small question below the results that were found."""

    words: str
    place: str
    stamp: str
    is_small: bool


def make_wish_box(search: Search, outcome: Outcome) -> WishBox | None:
    """The box for a search of families; none on later pages, and none for merely looking around."""
    request = search.request
    if get_door() != SearchDoor() or request.page > 1:
        return None
    is_small = outcome is Outcome.FINE
    if is_small and not request.words:
        return None
    words = request.words if is_small else request.words[:LONGEST_TEXT]
    return WishBox(words, request.place, new_stamp(), is_small)
