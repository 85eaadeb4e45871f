"""Opening hours say on which days a place is open and between which times."""

from dataclasses import dataclass, field
from datetime import date, time

from app.agenda.moments import DayReason
from app.agenda.opening_notation import read_rules
from app.agenda.opening_rules import (
    DaySelector,
    HolidayKind,
    HoursRule,
    Interval,
    resolve_rules,
    selector_ordinals,
)
from app.agenda.opening_text import write_rules

TimePair = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WeekdayHours:
    """One row of the table of a week: a weekday (0 is Monday) and its hours, none when closed.

    ``position`` is 0 for every week, else the place in the month: 1 the first, -1 the last.
    """

    weekday: int
    intervals: tuple[TimePair, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of a place: its ordinary rules come first and then the others in order.

    So ``PH off; Mo-Fr 09:00-17:00`` means what people mean with it, in either order.
    """

    rules: tuple[HoursRule, ...]
    _plain: tuple[HoursRule, ...] = field(init=False, repr=False, compare=False)
    _special: tuple[HoursRule, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sorts the rules in those of every week and the others."""
        ordered = sorted(self.rules, key=lambda rule: not rule.selector.is_ordinary)
        is_week = [rule.selector.is_plain_week for rule in ordered]
        cut = is_week.index(False) if False in is_week else len(ordered)
        object.__setattr__(self, "_plain", tuple(ordered[:cut]))
        object.__setattr__(self, "_special", tuple(ordered[cut:]))

    @classmethod
    def parse(cls, text: str) -> "OpeningHours":
        """Reads the OpenStreetMap subset of the offers CSV; raises OpeningHoursError."""
        return cls(read_rules(text))

    def format(self) -> str:
        """Writes the hours in the notation from which ``parse`` reads equal ones."""
        return write_rules(self.rules)

    @property
    def has_times(self) -> bool:
        """Says whether there is any hour at all, and not only comments and closings."""
        return any(rule.intervals for rule in self.rules)

    @property
    def comments(self) -> tuple[str, ...]:
        """Gives the quoted remarks, in the order of the rules, each one once."""
        return tuple(dict.fromkeys(rule.comment for rule in self.rules if rule.comment))

    @property
    def is_closed_on_public_holidays(self) -> bool:
        """Says whether a rule closes the place on public holidays."""
        return self._has_holiday_rule(HolidayKind.PUBLIC, is_off=True)

    @property
    def is_closed_in_school_holidays(self) -> bool:
        """Says whether a rule closes the place in all school holidays, and none opens it then."""
        is_closed = self._has_holiday_rule(HolidayKind.SCHOOL, is_off=True)
        return is_closed and not self.has_other_hours_in_school_holidays

    @property
    def has_other_hours_in_school_holidays(self) -> bool:
        """Says whether school holidays have hours of their own."""
        return self._has_holiday_rule(HolidayKind.SCHOOL, is_off=False)

    def intervals_on(self, day: date) -> tuple[TimePair, ...]:
        """Gives the sorted hours of a day; an end not after its start is on the next day."""
        intervals, _ = resolve_rules(self._rules_on(day))
        return tuple(interval.as_times() for interval in intervals)

    def weekly(self) -> tuple[WeekdayHours, ...]:
        """Gives seven rows, Monday first: the hours of an ordinary week, without other rules."""
        return tuple(WeekdayHours(day, _week_times(self._plain, day)) for day in range(7))

    def monthly(self) -> tuple[WeekdayHours, ...]:
        """Gives a row for each weekday of the month (``Th[1]``) that has its own hours."""
        rows: dict[tuple[int, int], list[Interval]] = {}
        for rule in self._special:
            if rule.selector.is_ordinary:
                for position, weekday in sorted(rule.selector.weekdays):
                    if position:
                        rows.setdefault((weekday, position), []).extend(rule.intervals)
        return tuple(
            WeekdayHours(weekday, tuple(item.as_times() for item in sorted(intervals)), position)
            for (weekday, position), intervals in rows.items()
            if intervals
        )

    def school_holiday_weekly(self) -> tuple[WeekdayHours, ...]:
        """Gives seven rows, Monday first: the hours of a week in the school holidays."""
        rules = self._plain + tuple(
            rule
            for rule in self._special
            if HolidayKind.SCHOOL in rule.selector.holidays and not rule.selector.spans
        )
        return tuple(WeekdayHours(day, _week_times(rules, day)) for day in range(7))

    def ordinals_by_interval(self, first: int, last: int) -> dict[Interval, list[int]]:
        """Gives for each interval its sorted ordinals, from first to last included."""
        masks: dict[int, int] = {}
        for index, rule in enumerate(self._special):
            for ordinal in selector_ordinals(rule.selector, first, last):
                masks[ordinal] = masks.get(ordinal, 0) | 1 << index
        lists: dict[tuple[int, int], list[int]] = {}
        by_hours: dict[tuple[Interval, ...], list[int]] = {}
        for ordinal in range(first, last + 1):
            key = ((ordinal - 1) % 7, masks.get(ordinal, 0))
            days = lists.get(key)
            if days is None:
                days = lists[key] = by_hours.setdefault(self._resolved(*key), [])
            days.append(ordinal)
        found: dict[Interval, list[int]] = {}
        for intervals, ordinals in by_hours.items():
            for interval in intervals:
                found.setdefault(interval, []).extend(ordinals)
        for ordinals in found.values():
            ordinals.sort()
        return found

    def reason_on(self, day: date) -> DayReason:
        """Says why the place is open or closed on a day."""
        rules = self._rules_on(day)
        intervals, decisive = resolve_rules(rules)
        if intervals:
            return DayReason.TAKES_PLACE
        is_usual, _ = resolve_rules(rule for rule in rules if not rule.is_off)
        if decisive is not None and is_usual:
            return _closing_reason(decisive.selector)
        if not any(rule.intervals for rule in self._plain):
            selectors = [rule.selector for rule in self._special if rule.intervals]
            if selectors and all(HolidayKind.SCHOOL in item.holidays for item in selectors):
                return DayReason.ONLY_SCHOOL_HOLIDAYS
            if selectors and all(
                item.spans and not any(span.covers(day) for span in item.spans)
                for item in selectors
            ):
                return DayReason.OUTSIDE_SEASON
        return DayReason.NOT_THAT_DAY if self.has_times else DayReason.NO_TIMES

    def _has_holiday_rule(self, kind: HolidayKind, *, is_off: bool) -> bool:
        return any(
            kind in rule.selector.holidays
            and not rule.selector.spans
            and (rule.is_off if is_off else bool(rule.intervals))
            for rule in self.rules
        )

    def _rules_on(self, day: date) -> list[HoursRule]:
        return [rule for rule in self._plain + self._special if rule.selector.covers(day)]

    def _resolved(self, weekday: int, mask: int) -> tuple[Interval, ...]:
        rules = _week_rules(self._plain, weekday)
        rules.extend(rule for index, rule in enumerate(self._special) if mask >> index & 1)
        return resolve_rules(rules)[0]


def _week_rules(rules: tuple[HoursRule, ...], weekday: int) -> list[HoursRule]:
    return [
        rule
        for rule in rules
        if not rule.selector.weekdays or (0, weekday) in rule.selector.weekdays
    ]


def _week_times(rules: tuple[HoursRule, ...], weekday: int) -> tuple[TimePair, ...]:
    intervals, _ = resolve_rules(_week_rules(rules, weekday))
    return tuple(interval.as_times() for interval in intervals)


def _closing_reason(selector: DaySelector) -> DayReason:
    if selector.spans:
        return DayReason.CLOSED_PERIOD
    if HolidayKind.SCHOOL in selector.holidays:
        return DayReason.SCHOOL_HOLIDAY
    if HolidayKind.PUBLIC in selector.holidays:
        return DayReason.PUBLIC_HOLIDAY
    return DayReason.NOT_THAT_DAY
