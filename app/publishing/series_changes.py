"""Changes to the dates of an offer that is not stored: this date, from here, all; nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from app.directory.drafts import CancellationDraft, OfferDraft, ScheduleDraft
from app.directory.timetables import make_recurrence, timetable_of_draft
from app.publishing.series import LAST_WEEK, SeriesChoice, choice_of, rule_days, schedule_of
from app.publishing.series_moving import SeriesCannotChangeError, make_mover, moved_end


class NoSuchMomentError(LookupError):
    """The rule has no moment on that day."""


@dataclass(frozen=True, slots=True)
class MomentChange:
    """What a moment becomes: its day, its times and its place (None is every place)."""

    day: date
    start_time: time
    end_time: time
    location_key: str | None = None


def takes_place(schedule: ScheduleDraft, day: date) -> bool:
    """Whether a rule has a moment that starts on a day; closings and cancellations aside."""
    if schedule.starts_on is None:
        return False
    ordinal = day.toordinal()
    return bool(make_recurrence(schedule, None).start_ordinals(ordinal, ordinal))


def leave_out(draft: OfferDraft, day: date, index: int) -> OfferDraft:
    """The offer without the moment of one rule on a day; a single moment goes with its rule.

    Raises RecurrenceError when the rule would name too many days.
    """
    schedule = _get_rule(draft, index)
    if not schedule.rrule and schedule.starts_on == day and not schedule.extra_days:
        return _with_schedules(draft, index)
    left_out = replace(schedule, except_days=(*schedule.except_days, day))
    # More days than a rule may name are refused here, not when families read it.
    make_recurrence(left_out, None)
    return _with_schedules(draft, index, left_out)


def put_back(draft: OfferDraft, day: date, index: int) -> OfferDraft:
    """The offer with a day that was left out of a rule back in it."""
    schedule = _get_rule(draft, index)
    kept = tuple(item for item in schedule.except_days if item != day)
    return _with_schedules(draft, index, replace(schedule, except_days=kept))


def with_place(draft: OfferDraft, location_key: str | None) -> OfferDraft:
    """The offer with one more place; what was at its only place stays there."""
    if location_key is None or location_key in draft.location_keys:
        return draft
    schedules = draft.schedules
    if len(draft.location_keys) == 1:
        (only,) = draft.location_keys
        schedules = tuple(
            replace(item, location_key=item.location_key or only) for item in schedules
        )
    keys = (*draft.location_keys, location_key)
    return replace(draft, location_keys=keys, schedules=schedules)


def change_one(draft: OfferDraft, index: int, day: date, change: MomentChange) -> OfferDraft:
    """The offer with one moment of a rule on another day, time or place."""
    schedule = _get_moment(draft, index, day)
    single = ScheduleDraft(
        starts_on=change.day,
        start_time=change.start_time,
        end_time=change.end_time,
        days=schedule.days,
        location_key=change.location_key,
    )
    changed = with_place(leave_out(draft, day, index), change.location_key)
    return replace(changed, schedules=(*changed.schedules, single))


def change_from(draft: OfferDraft, index: int, day: date, change: MomentChange) -> OfferDraft:
    """The offer with a rule that ends the day before, and goes on changed from that day.

    Days left out, added and called off stay on the side of the day on which they were, and move
    along with the moments. Raises SeriesCannotChangeError and NoSuchMomentError.
    """
    schedule = _get_moment(draft, index, day)
    choice = _get_choice(schedule)
    changed = with_place(draft, change.location_key)
    earlier = ended_before(changed.schedules[index], choice, day)
    later = _changed_from(schedule, choice, day, change)
    changed = _with_schedules(changed, index, *earlier, *later)
    return _move_called_off(changed, schedule, day, change)


def change_all(draft: OfferDraft, index: int, day: date, change: MomentChange) -> OfferDraft:
    """The offer with every moment of a rule moved as the one of a day is."""
    schedule = _get_moment(draft, index, day)
    first = min(_get_choice(schedule).first_day, *schedule.extra_days, day)
    changed = with_place(draft, change.location_key)
    later = _changed_from(schedule, _get_choice(schedule), first, change, moved=day)
    changed = _with_schedules(changed, index, *later)
    return _move_called_off(changed, schedule, first, change, moved=day)


def call_off(draft: OfferDraft, day: date, start_time: time | None, reason: str) -> OfferDraft:
    """The offer with the moments of a day (at one time, or all) marked as not taking place."""
    kept = [
        item for item in draft.cancellations if (item.day, item.start_time) != (day, start_time)
    ]
    return replace(draft, cancellations=(*kept, CancellationDraft(day, start_time, reason)))


def bring_back(draft: OfferDraft, day: date, start_time: time) -> OfferDraft:
    """The offer with the moments of a day at one time going on again; other times stay off."""
    kept = [
        item for item in draft.cancellations if (item.day, item.start_time) != (day, start_time)
    ]
    for whole in [item for item in kept if (item.day, item.start_time) == (day, None)]:
        kept.remove(whole)
        others = {moment.start.time() for moment in timetable_of_draft(draft, ()).moments(day, day)}
        others -= {start_time, *(item.start_time for item in kept if item.day == day)}
        kept.extend(CancellationDraft(day, other, whole.reason) for other in sorted(others))
    return replace(draft, cancellations=tuple(kept))


def _get_rule(draft: OfferDraft, index: int) -> ScheduleDraft:
    if not 0 <= index < len(draft.schedules) or draft.schedules[index].starts_on is None:
        raise NoSuchMomentError
    return draft.schedules[index]


def _get_moment(draft: OfferDraft, index: int, day: date) -> ScheduleDraft:
    schedule = _get_rule(draft, index)
    if not takes_place(schedule, day):
        raise NoSuchMomentError
    return schedule


def _get_choice(schedule: ScheduleDraft) -> SeriesChoice:
    choice = choice_of(schedule)
    if choice is None:
        raise SeriesCannotChangeError
    return choice


def _with_schedules(draft: OfferDraft, index: int, *schedules: ScheduleDraft) -> OfferDraft:
    before, after = draft.schedules[:index], draft.schedules[index + 1 :]
    return replace(draft, schedules=(*before, *schedules, *after))


def ended_before(schedule: ScheduleDraft, choice: SeriesChoice, day: date) -> list[ScheduleDraft]:
    """What a rule was before a day; nothing when it has no day before it."""
    end = day - timedelta(days=1)
    extra = tuple(item for item in schedule.extra_days if item < day)
    if not rule_days(schedule, choice.first_day, last=end):
        return _singles(schedule, extra)
    ended = schedule
    if schedule.rrule:
        ended = schedule_of(
            replace(
                choice,
                last_day=min(choice.last_day or end, end),
                location_key=schedule.location_key,
            )
        )
    except_days = tuple(item for item in schedule.except_days if item < day)
    return [replace(ended, except_days=except_days, extra_days=extra)]


def _singles(schedule: ScheduleDraft, days: tuple[date, ...]) -> list[ScheduleDraft]:
    """Days that were added to a rule, as one schedule without the rule."""
    if not days:
        return []
    return [replace(schedule, starts_on=days[0], rrule="", except_days=(), extra_days=days[1:])]


def _changed_from(
    schedule: ScheduleDraft,
    choice: SeriesChoice,
    first: date,
    change: MomentChange,
    *,
    moved: date | None = None,
) -> list[ScheduleDraft]:
    """The rule from a day on, with its moments moved as the one on `moved` is."""
    changed = replace(
        schedule,
        start_time=change.start_time,
        end_time=change.end_time,
        location_key=change.location_key,
    )
    extra = tuple(item for item in schedule.extra_days if item >= first)
    days = rule_days(schedule, first)
    old = moved or first
    move = make_mover(schedule, choice, old, change.day)
    if not days:
        return _singles(changed, tuple(move(item) for item in extra))
    if not schedule.rrule:
        extra = tuple(move(item) for item in extra)
        return [replace(changed, starts_on=move(days[0]), extra_days=extra)]
    begun = replace(
        choice,
        first_day=move(days[0]),
        start_time=change.start_time,
        end_time=change.end_time,
        location_key=change.location_key,
    )
    if change.day != old:
        is_last = replace(choice, first_day=change.day).week == LAST_WEEK
        begun = replace(begun, is_last_week=is_last)
    if choice.last_day is not None:
        begun = replace(begun, last_day=max(begun.first_day, moved_end(schedule, choice, move)))
    except_days = tuple(move(item) for item in schedule.except_days if item >= first)
    return [replace(schedule_of(begun), except_days=except_days, extra_days=extra)]


def _move_called_off(
    draft: OfferDraft,
    schedule: ScheduleDraft,
    first: date,
    change: MomentChange,
    *,
    moved: date | None = None,
) -> OfferDraft:
    """Moments that were called off stay so where they went."""
    move = make_mover(schedule, _get_choice(schedule), moved or first, change.day)
    known = {(item.day, item.start_time) for item in draft.cancellations}
    added: list[CancellationDraft] = []
    for item in _called_off(draft.cancellations, schedule, first):
        key = (move(item.day), change.start_time)
        if key not in known and (key[0], None) not in known:
            added.append(CancellationDraft(*key, item.reason))
    return replace(draft, cancellations=(*draft.cancellations, *added))


def _called_off(
    cancellations: Iterable[CancellationDraft], schedule: ScheduleDraft, first: date
) -> list[CancellationDraft]:
    times = {None, schedule.start_time}
    return [
        item
        for item in cancellations
        if item.day >= first and item.start_time in times and takes_place(schedule, item.day)
    ]


def replace_rule(old: ScheduleDraft, new: ScheduleDraft, today: date) -> list[ScheduleDraft]:
    """A rule in the place of another from today on; what is over stays as it was.

    `new` is a series without added days; the days that it leaves out go with it.
    """
    choice, changed = choice_of(old), choice_of(new)
    if choice is None or changed is None or _is_same_before(old, new, today):
        return [new]
    later = rule_days(new, max(today, changed.first_day))
    replaced = ended_before(old, choice, today)
    if later:
        begun = replace(changed, first_day=later[0])
        except_days = tuple(day for day in new.except_days if day >= today)
        replaced.append(replace(schedule_of(begun), except_days=except_days))
    return replaced


def _is_same_before(old: ScheduleDraft, new: ScheduleDraft, today: date) -> bool:
    def facts(item: ScheduleDraft) -> tuple[object, ...]:
        return (item.start_time, item.end_time, item.days, item.location_key)

    first, last = date.min.toordinal(), today.toordinal() - 1
    starts = [make_recurrence(item, None).start_ordinals(first, last) for item in (old, new)]
    return starts[0] == starts[1] and (facts(old) == facts(new) or not starts[0])
