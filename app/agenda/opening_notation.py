"""Opening notation reads the OpenStreetMap subset of the offers CSV and writes it back.

A rule is ``[dates] [PH|SH] [weekdays] hours``, rules are separated by ``;``. Read are day ranges,
lists, numbered weekdays (``Th[1]``), months, yearly and single dates, ``off``, ``24/7`` and quoted
comments.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from app.agenda.opening_rules import (
    DAY_MINUTES,
    DateSpan,
    DaySelector,
    HolidayKind,
    HoursRule,
    Interval,
)

MAX_TEXT_LENGTH = 1000
MAX_RULES = 60
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAY_NUMBERS = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_HOLIDAYS = {kind.value.lower(): kind for kind in HolidayKind}
_OFF = ("off", "closed")
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<always>24/7)|(?P<time>[0-9]{1,2}:[0-9]{2})|(?P<number>[0-9]{1,4})"
    r'|(?P<word>[A-Za-z]+)|(?P<comment>"[^"]*")|(?P<sign>[-\u2013\u2014,;:\[\]])'
)


class OpeningHoursError(ValueError):
    """Hours that cannot be read: ``key`` is the fact, ``position`` (from 0) the place."""

    def __init__(self, key: str, position: int, found: str) -> None:
        """Keeps the fact, the place and the text."""
        super().__init__(f"{key} at {position}: {found}")
        self.key = key
        self.position = position
        self.found = found


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def read_rules(text: str) -> tuple[HoursRule, ...]:
    """Reads a text of at most 1,000 characters and 60 rules; raises OpeningHoursError."""
    if len(text) > MAX_TEXT_LENGTH:
        raise OpeningHoursError("too-long", MAX_TEXT_LENGTH, text[MAX_TEXT_LENGTH:][:20])
    reader = _Reader(_tokens(text))
    rules: list[HoursRule] = []
    while reader.kind != "end":
        if reader.accept(";"):
            continue
        rules.extend(reader.read_rule())
        if len(rules) > MAX_RULES:
            raise reader.error("too-many-rules")
        if reader.kind != "end" and not reader.accept(";") and not reader.accept(","):
            raise reader.error("separator-expected")
    if not rules:
        raise reader.error("empty")
    return tuple(rules)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            key = "quote-not-closed" if text[position] == '"' else "unexpected-character"
            raise OpeningHoursError(key, position, text[position : position + 20])
        kind = match.lastgroup or ""
        if kind != "space":
            found = match[0]
            if kind == "sign":
                found = "-" if found in "\u2013\u2014" else found
                kind = found
            tokens.append(_Token(kind, found, position))
        position = match.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


class _Reader:
    """Walks over the tokens of one text."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at].kind

    @property
    def word(self) -> str:
        token = self._tokens[self._at]
        return token.text.lower() if token.kind == "word" else ""

    def accept(self, kind: str) -> bool:
        if self.kind != kind:
            return False
        self._at += 1
        return True

    def error(self, key: str, back: int = 0) -> OpeningHoursError:
        token = self._tokens[self._at - back]
        return OpeningHoursError(key, token.position, token.text)

    def read_rule(self) -> list[HoursRule]:
        if self.accept("always"):
            everything = (Interval(0, DAY_MINUTES),)
            return [HoursRule(DaySelector(), everything, comment=self._comment())]
        spans = self._spans()
        holidays, weekdays, is_either = self._days()
        selectors = [DaySelector(spans, holidays, weekdays)]
        if is_either:
            selectors = [DaySelector(spans, weekdays=weekdays), DaySelector(spans, holidays)]
        self.accept(":")
        intervals: tuple[Interval, ...] = ()
        is_off = self.word in _OFF
        if is_off:
            self._at += 1
        elif self.kind == "time":
            intervals = self._intervals()
        elif self.kind != "comment":
            raise self.error("unknown-word" if self.word else "hours-expected")
        comment = self._comment()
        return [HoursRule(selector, intervals, is_off, comment) for selector in selectors]

    def _comment(self) -> str | None:
        token = self._tokens[self._at]
        return token.text.strip('"') if self.accept("comment") else None

    def _next_is(self, *kinds: str) -> bool:
        return self.kind == "," and self._tokens[self._at + 1].kind in kinds

    def _intervals(self) -> tuple[Interval, ...]:
        found = [self._interval()]
        while self._next_is("time"):
            self._at += 1
            found.append(self._interval())
        return tuple(found)

    def _interval(self) -> Interval:
        start = self._minute()
        if start >= DAY_MINUTES:
            raise self.error("time-out-of-range", 1)
        if not self.accept("-"):
            raise self.error("end-time-expected")
        end = self._minute()
        if end <= start:
            end += DAY_MINUTES
        if end - start > DAY_MINUTES:
            raise self.error("time-out-of-range", 1)
        return Interval(start, end)

    def _minute(self) -> int:
        token = self._tokens[self._at]
        if not self.accept("time"):
            raise self.error("time-expected")
        hours, minutes = (int(part) for part in token.text.split(":"))
        if minutes > 59 or hours * 60 + minutes > 2 * DAY_MINUTES:
            raise self.error("time-out-of-range", 1)
        return hours * 60 + minutes

    def _days(self) -> tuple[frozenset[HolidayKind], frozenset[tuple[int, int]], bool]:
        holidays: set[HolidayKind] = set()
        weekdays: set[tuple[int, int]] = set()
        is_either = False
        while self.word in _HOLIDAYS or self.word in _WEEKDAY_NUMBERS:
            if self.word in _HOLIDAYS:
                is_either = is_either or bool(weekdays)
                holidays.add(_HOLIDAYS[self.word])
                self._at += 1
            else:
                weekdays.update(self._weekday_range())
            if self.kind == ",":
                self._at += 1
                if self.word not in _HOLIDAYS and self.word not in _WEEKDAY_NUMBERS:
                    raise self.error("weekday-expected")
                is_either = is_either or (
                    self.word in _WEEKDAY_NUMBERS and bool(holidays) and not weekdays
                )
        return frozenset(holidays), frozenset(weekdays), is_either

    def _weekday_range(self) -> set[tuple[int, int]]:
        first = self._weekday()
        if self.accept("-"):
            last = self._weekday()
            return {(0, (first + step) % 7) for step in range((last - first) % 7 + 1)}
        if not self.accept("["):
            return {(0, first)}
        found = set(self._positions(first))
        while self.accept(","):
            found.update(self._positions(first))
        if not self.accept("]"):
            raise self.error("bracket-not-closed")
        return found

    def _positions(self, weekday: int) -> list[tuple[int, int]]:
        is_from_end = self.accept("-")
        first = last = self._number("position-out-of-range", 1, 5)
        if not is_from_end and self.accept("-"):
            last = self._number("position-out-of-range", first, 5)
        return [(-at if is_from_end else at, weekday) for at in range(first, last + 1)]

    def _weekday(self) -> int:
        number = _WEEKDAY_NUMBERS.get(self.word)
        if number is None:
            raise self.error("weekday-expected")
        self._at += 1
        return number

    def _number(self, key: str, low: int, high: int) -> int:
        token = self._tokens[self._at]
        if token.kind != "number" or not low <= int(token.text) <= high:
            raise self.error(key)
        self._at += 1
        return int(token.text)

    def _spans(self) -> tuple[DateSpan, ...]:
        found: list[DateSpan] = []
        while self.kind == "number" or self.word in _MONTH_NUMBERS:
            found.append(self._span())
            following = self._tokens[self._at + 1] if self.kind == "," else None
            if following and (
                following.kind == "number" or following.text.lower() in _MONTH_NUMBERS
            ):
                self._at += 1
        return tuple(found)

    def _span(self) -> DateSpan:
        first_year = self._year()
        first_month = self._month()
        first_day = self._month_day(first_year, first_month)
        last_year, last_month, last_day = first_year, first_month, first_day
        if self.accept("-"):
            last_year = self._year()
            if last_year is None and first_day is not None and self.kind == "number":
                last_year = first_year
                if int(self._tokens[self._at].text) < first_day:
                    raise self.error("ends-before-it-starts")
            else:
                last_month = self._month()
            last_day = self._month_day(last_year or first_year, last_month)
            if last_year is not None and first_year is None:
                raise self.error("year-missing", 1)
        start, end = (first_month, first_day or 1), (last_month, last_day or 31)
        if first_year is not None and last_year is None:
            last_year = first_year if end >= start else first_year + 1
        if first_year and last_year and (last_year, *end) < (first_year, *start):
            raise self.error("ends-before-it-starts", 1)
        return DateSpan(first_year, first_month, first_day, last_year, last_month, last_day)

    def _year(self) -> int | None:
        if self.kind != "number" or len(self._tokens[self._at].text) != 4:
            return None
        return self._number("year-out-of-range", 1900, 9998)

    def _month(self) -> int:
        number = _MONTH_NUMBERS.get(self.word)
        if number is None:
            raise self.error("month-expected")
        self._at += 1
        return number

    def _month_day(self, year: int | None, month: int) -> int | None:
        if self.kind != "number" or len(self._tokens[self._at].text) == 4:
            return None
        return self._number("date-out-of-range", 1, monthrange(year or 2000, month)[1])
