"""From the forms of a series to the facts of a version: the same rules in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.agenda.recurrence_text import RecurrenceError
from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft
from app.directory.timetables import make_recurrence
from app.i18n import gettext as _
from app.portal.moments.forms import Pairs, SeriesForm, SingleForm
from app.portal.moments.reading import read_days
from app.publishing.facts import ProposedOffer
from app.publishing.series import Pattern, choice_of, rule_days, schedule_of, spread_extra_days
from app.publishing.series_changes import replace_rule, with_place

MOST_RULES = 60


@dataclass(slots=True)
class Entry:
    """One rule of an offer on the page, with its form when it is a series or a single moment."""

    index: int
    schedule: ScheduleDraft
    form: SeriesForm | SingleForm | None
    is_over: bool
    """Whether all of it is before today: it stays as it is and is not shown."""


@dataclass(slots=True)
class DatesSheet:
    """Everything of the page that can be filled in."""

    proposed: ProposedOffer
    entries: list[Entry]
    new_series: SeriesForm
    new_single: SingleForm
    places: Mapping[str, LocationDraft]
    """Every place that can be chosen."""


def make_sheet(
    proposed: ProposedOffer,
    places: Mapping[str, LocationDraft],
    labels: Pairs,
    today: date,
) -> DatesSheet:
    """The forms of the rules of an offer, and an empty one of each kind."""
    entries = []
    for index, schedule in enumerate(spread_extra_days(proposed.offer.schedules)):
        choice = choice_of(schedule)
        is_over = schedule.starts_on is not None and _is_over(schedule, today)
        form: SeriesForm | SingleForm | None = None
        if choice is not None and not is_over:
            if choice.pattern is Pattern.ONCE:
                form = SingleForm(prefix=f"m{index}-")
                form.offer_places(labels)
            else:
                form = SeriesForm(prefix=f"r{index}-")
                form.offer(labels)
            if not form.is_submitted():
                form.fill(choice)
        entries.append(Entry(index, schedule, form, is_over))
    new_series, new_single = SeriesForm(prefix="nieuw-"), SingleForm(prefix="extra-")
    new_series.offer(labels)
    new_single.offer_places(labels)
    return DatesSheet(proposed, entries, new_series, new_single, places)


def _is_over(schedule: ScheduleDraft, today: date) -> bool:
    if not schedule.rrule and not schedule.extra_days:
        return schedule.starts_on is not None and schedule.starts_on < today
    coming = rule_days(schedule, today)
    return not coming and all(day < today for day in schedule.extra_days)


def read_sheet(
    sheet: DatesSheet, today: date, *, dropped: int | None, put_back: tuple[int, date] | None
) -> ProposedOffer | None:
    """The offer as it was filled in, or None when the forms have mistakes."""
    schedules: list[ScheduleDraft] = []
    for entry in sheet.entries:
        if entry.index == dropped:
            continue
        schedules.extend(_read_entry(entry, today, put_back))
    for form in (sheet.new_series, sheet.new_single):
        if form.is_filled:
            made = _read_form(form, (), today)
            schedules.extend([made] if made else [])
    if len(schedules) > MOST_RULES:
        sheet.new_series.refuse("first_day", _("Zo veel reeksen kan één aanbod niet hebben."))
    if list_mistakes(sheet):
        return None
    return _with_places(sheet, tuple(schedules))


def list_mistakes(sheet: DatesSheet) -> list[tuple[object, str]]:
    """(field, message) of every mistake on the page, in its order."""
    forms = [entry.form for entry in sheet.entries if entry.form is not None]
    return [
        item
        for form in (*forms, sheet.new_series, sheet.new_single)
        for item in form.list_mistakes()
    ]


def _read_entry(
    entry: Entry, today: date, put_back: tuple[int, date] | None
) -> list[ScheduleDraft]:
    old = entry.schedule
    except_days = old.except_days
    if put_back is not None and put_back[0] == entry.index and put_back[1] >= today:
        except_days = tuple(day for day in except_days if day != put_back[1])
    if entry.form is None:
        return [replace(old, except_days=except_days)]
    made = _read_form(entry.form, except_days, today)
    if made is None:
        return []
    choice = choice_of(old)
    if choice == choice_of(made):
        # Nothing but the days that are left out: the rule keeps its own words.
        return [replace(old, except_days=made.except_days)]
    return replace_rule(old, made, today)


def _read_form(
    form: SeriesForm | SingleForm, except_days: tuple[date, ...], today: date
) -> ScheduleDraft | None:
    form.validate()
    choice = form.read_choice()
    if choice is None:
        return None
    try:
        made = schedule_of(choice)
    except RecurrenceError:
        form.refuse("first_day", _("Deze reeks heeft geen dagen. Kijk de dagen na."))
        return None
    if choice.pattern is Pattern.ONCE:
        if choice.first_day < today:
            form.refuse("first_day", _("Deze dag is voorbij."))
            return None
        return made
    if not rule_days(made, choice.first_day):
        form.refuse("last_day", _("In deze periode valt geen enkele keer. Kijk de dagen na."))
        return None
    left_out = _read_left_out(form, made, today) if isinstance(form, SeriesForm) else ()
    made = replace(made, except_days=(*except_days, *left_out))
    try:
        make_recurrence(made, None)
    except RecurrenceError:
        form.refuse("leave_out", _("Zo veel dagen kan een reeks niet overslaan."))
        return None
    return None if form.list_mistakes() else made


def _read_left_out(form: SeriesForm, made: ScheduleDraft, today: date) -> tuple[date, ...]:
    """The typed days on which the series is not; a range leaves out the moments inside it."""
    found = read_days(form.leave_out.data or "", today)
    for piece in found.unread:
        text = _(
            "“%(piece)s” lezen we niet als een dag. Schrijf zoals 12/6 of 19 juni.", piece=piece
        )
        form.refuse("leave_out", text)
    if not found.days:
        return ()
    moments = set(rule_days(made, found.days[0], last=found.days[-1]))
    wanted = tuple(day for day in found.days if day in moments and day >= today)
    if not wanted and not found.unread:
        form.refuse("leave_out", _("Op die dag is er niets in deze reeks. Kijk de datum na."))
    return wanted


def _with_places(sheet: DatesSheet, schedules: tuple[ScheduleDraft, ...]) -> ProposedOffer:
    offer: OfferDraft = replace(sheet.proposed.offer, schedules=schedules)
    known = {place.key: place for place in sheet.proposed.places}
    for schedule in schedules:
        key = schedule.location_key
        if key is not None and key in sheet.places:
            offer = with_place(offer, key)
            known.setdefault(key, sheet.places[key])
    return ProposedOffer(offer, tuple(known.values()))
