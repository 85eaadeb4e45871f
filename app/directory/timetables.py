"""From stored schedules to the timetable that answers when an offer happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.agenda.moments import Cancellation as CancelledMoment
from app.agenda.moments import Closure as ClosedPeriod
from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.recurrence_text import RecurrenceError
from app.agenda.timetable import PlacedHours, Timetable
from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft
from app.directory.models.offers import Offer
from app.directory.models.schedules import Schedule


@dataclass(frozen=True, slots=True)
class PlacedSchedule:
    """A schedule with the id of its place, None for every place of the offer."""

    facts: ScheduleDraft
    place_id: int | None


def make_recurrence(draft: ScheduleDraft, place_id: int | None) -> Recurrence:
    """The recurrence of a schedule that has a first day; raises RecurrenceError."""
    if draft.starts_on is None or draft.start_time is None or draft.end_time is None:
        raise ValueError("a recurrence needs a first day and times")
    return Recurrence(
        starts_on=draft.starts_on,
        start_time=draft.start_time,
        end_time=draft.end_time,
        rrule=draft.rrule or None,
        days=draft.days,
        except_dates=frozenset(draft.except_days),
        extra_dates=frozenset(draft.extra_days),
        holidays=HolidayPolicy(draft.holidays),
        off_on_public_holidays=draft.is_off_on_public_holidays,
        place_key=place_id,
    )


def schedule_facts(row: Schedule, location_key: str | None = None) -> ScheduleDraft:
    """A stored schedule as facts."""
    return ScheduleDraft(
        opening_hours=row.opening_hours,
        starts_on=row.starts_on,
        start_time=row.start_time,
        end_time=row.end_time,
        days=row.days,
        rrule=row.rrule,
        holidays=row.holidays,
        is_off_on_public_holidays=row.is_off_on_public_holidays,
        except_days=tuple(item.day for item in row.dates if not item.is_extra),
        extra_days=tuple(item.day for item in row.dates if item.is_extra),
        location_key=location_key,
    )


def build_timetable(
    schedules: Iterable[PlacedSchedule],
    closures: tuple[ClosedPeriod, ...] = (),
    cancellations: tuple[CancelledMoment, ...] = (),
) -> Timetable:
    """The timetable of schedules; a rule that cannot be read is left out, never guessed."""
    recurrences: list[Recurrence] = []
    hours: list[PlacedHours] = []
    for placed in schedules:
        try:
            if placed.facts.opening_hours:
                parsed = OpeningHours.parse(placed.facts.opening_hours)
                hours.append(PlacedHours(parsed, placed.place_id))
            else:
                recurrences.append(make_recurrence(placed.facts, placed.place_id))
        except (OpeningHoursError, RecurrenceError):
            continue
    return Timetable(tuple(recurrences), tuple(hours), closures, cancellations)


def timetable_of(offer: Offer) -> Timetable:
    """The timetable of a stored offer with the closings of its places."""
    closures = [
        ClosedPeriod(row.first_day, row.last_day, row.is_yearly, row.reason)
        for row in offer.closures
    ]
    for link in offer.locations:
        closures.extend(
            ClosedPeriod(row.first_day, row.last_day, row.is_yearly, row.reason, link.location_id)
            for row in link.location.closures
        )
    cancellations = tuple(
        CancelledMoment(row.day, row.start_time, row.reason or None) for row in offer.cancellations
    )
    only_place = offer.locations[0].location_id if len(offer.locations) == 1 else None
    return build_timetable(
        (
            PlacedSchedule(schedule_facts(row), row.location_id or only_place)
            for row in offer.schedules
        ),
        tuple(closures),
        cancellations,
    )


def timetable_of_draft(draft: OfferDraft, places: Sequence[LocationDraft]) -> Timetable:
    """The timetable of an offer that is not stored; the key of a place is its number in `places`.

    Numbers begin at 1, in the order of `places`, because a timetable knows places by number.
    """
    numbers = {place.key: number for number, place in enumerate(places, start=1)}
    own = [numbers[key] for key in draft.location_keys if key in numbers]
    closures = [
        ClosedPeriod(item.first_day, item.last_day, item.is_yearly, item.reason)
        for item in draft.closures
    ]
    for place in places:
        if numbers[place.key] in own:
            closures.extend(
                ClosedPeriod(
                    item.first_day, item.last_day, item.is_yearly, item.reason, numbers[place.key]
                )
                for item in place.closures
            )
    cancellations = tuple(
        CancelledMoment(item.day, item.start_time, item.reason or None)
        for item in draft.cancellations
    )
    only_place = own[0] if len(own) == 1 else None
    return build_timetable(
        (
            PlacedSchedule(item, numbers.get(item.location_key or "") or only_place)
            for item in draft.schedules
        ),
        tuple(closures),
        cancellations,
    )
