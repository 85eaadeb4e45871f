"""What a typed line says beside its topic: ages, days, parts of the day, money, entry, places."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.geo.places import Place
from app.search.queries import Part


class FactKind(StrEnum):
    """What a fact is about; the comment names the type of its value."""

    AGE = "age"  # int: months
    WEEKDAYS = "weekdays"  # tuple of int: 0 is Monday
    PART = "part"  # Part
    DATES = "dates"  # DateRange
    FREE = "free"  # True
    PASS = "pass"  # noqa: S105 - True; a discount card
    WALK_IN = "walk_in"  # True
    ONLINE = "online"  # True
    AT_HOME = "at_home"  # True
    RADIUS = "radius"  # float: kilometres
    PLACE = "place"  # tuple of Place, the likeliest first


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from the first up to and including the last."""

    first: date
    last: date


FactValue = int | float | bool | tuple[int, ...] | Part | DateRange | tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact and the characters `start` up to `end` of the line that say it.

    Taking these characters out of the line takes the fact away. A soft fact comes from a word that
    also is a topic
    (`peuter`, `zwanger`): it should order results rather than hide them.
    """

    kind: FactKind
    value: FactValue
    start: int
    end: int
    text: str
    is_soft: bool = False


class Line:
    """A typed line, of which parts are claimed by facts, in the order in which the readers come."""

    def __init__(self, text: str) -> None:
        """Starts with nothing claimed."""
        self.text = text
        self.facts: list[Fact] = []
        self._claimed: list[tuple[int, int]] = []
        self._protected: list[tuple[int, int]] = []

    @property
    def claimed(self) -> tuple[tuple[int, int], ...]:
        """Where the claimed parts stand."""
        return tuple(self._claimed)

    def protect(self, start: int, end: int) -> None:
        """Keeps the characters of a topic from being read as a day, a place or a price."""
        self._protected.append((start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Says whether none of the characters is claimed or protected."""
        return not any(
            start < other_end and other_start < end
            for other_start, other_end in (*self._claimed, *self._protected)
        )

    def claim(self, start: int, end: int) -> None:
        """Takes characters out of the topic without a fact of their own."""
        self._claimed.append((start, end))

    def add(
        self, kind: FactKind, value: FactValue, start: int, end: int, *, is_soft: bool = False
    ) -> None:
        """Notes a fact; a soft one leaves its word in the topic."""
        self.facts.append(Fact(kind, value, start, end, self.text[start:end], is_soft))
        if not is_soft:
            self._claimed.append((start, end))

    def is_claimed(self, start: int, end: int) -> bool:
        """Says whether any of the characters is claimed."""
        return any(
            start < other_end and other_start < end for other_start, other_end in self._claimed
        )

    def is_protected(self, start: int, end: int) -> bool:
        """Says whether any of the characters belongs to a known topic."""
        return any(
            start < other_end and other_start < end for other_start, other_end in self._protected
        )
