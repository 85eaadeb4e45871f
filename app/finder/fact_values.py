"""The values of an offer that is no row yet, as short Dutch lines: one fact at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.agenda.recurrence import Recurrence
from app.agenda.recurrence_text import RecurrenceError
from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    ImageDraft,
    LocationDraft,
    ScheduleDraft,
)
from app.directory.models.offers import (
    Appointment,
    Audience,
    OfferKind,
    OfferState,
    Online,
    Registration,
)
from app.directory.timetables import make_recurrence
from app.finder.presentation import kind_label
from app.finder.rules import hours_notes, recurrence_text, short_hours
from app.finder.site import get_catalogue, read_hours
from app.finder.wording import (
    amount_of_age,
    clock_text,
    euro_text,
    hours_text,
    language_name,
    weekday_name,
)
from app.i18n import choose_text, format_day
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language

DAY = "EEEE d MMMM y"
_COUNT = re.compile(r"\bCOUNT=\d+;?")


def value_lines(
    fact: str, value: Any, *, places: Sequence[LocationDraft], today: date
) -> tuple[str, ...]:
    """The lines of one value as `app.publishing.differences.Difference` holds it; none if empty."""
    if value is None or value in ("", ()):
        return ()
    if fact == "schedules":
        names = {place.key: place.name or place.street for place in places}
        return tuple(line for item in value for line in schedule_lines(item, names, today))
    write = _WRITERS.get(fact)
    if write is not None:
        return tuple(write(value))
    return tuple(line for line in str(value).splitlines() if line.strip())


def schedule_lines(
    item: ScheduleDraft, place_names: Mapping[str, str], today: date
) -> tuple[str, ...]:
    """A rule in words, with its first and last day, its place and the days that differ."""
    main = _hours_line(item) if item.opening_hours else _rule_line(item, today)
    place = place_names.get(item.location_key or "")
    if place:
        main = _("%(when)s, in %(place)s", when=main, place=place)
    return (
        main,
        *(_("Niet op %(day)s", day=format_day(day, DAY)) for day in item.except_days),
        *(_("Ook op %(day)s", day=format_day(day, DAY)) for day in item.extra_days),
    )


def _hours_line(item: ScheduleDraft) -> str:
    hours = read_hours(item.opening_hours)
    if hours is None:
        return item.opening_hours
    month_days = [
        " ".join(
            (weekday_name(row.weekday), *(hours_text(*interval) for interval in row.intervals))
        )
        for row in hours.monthly()
    ]
    # What no sentence tells is shown as it was written: a change must never look like none.
    is_whole = not month_days and not any(rule.selector.spans for rule in hours.rules)
    parts = [short_hours(hours) or _("geen vaste uren"), *hours_notes(hours)]
    return "; ".join([*parts, *([] if is_whole else [item.opening_hours])])


def _rule_line(item: ScheduleDraft, today: date) -> str:
    if item.starts_on is None or item.start_time is None or item.end_time is None:
        return _("zonder uren")
    first = format_day(item.starts_on, DAY)
    try:
        recurrence = make_recurrence(item, None)
    except (RecurrenceError, ValueError):
        return _("%(rule)s, vanaf %(day)s", rule=item.rrule, day=first)
    if recurrence.rule is None:
        # With its year, whatever the day of today is: two versions can differ by it.
        text = _("%(day)s, %(hours)s", day=first, hours=hours_text(item.start_time, item.end_time))
        days = _("%(num)s dagen lang", num=item.days)
        return f"{text}, {days}" if item.days > 1 else text
    parts = [_rhythm(recurrence, today) or item.rrule, _("vanaf %(day)s", day=first)]
    if recurrence.rule.count:
        parts.append(_("%(num)s keer", num=recurrence.rule.count))
    if recurrence.rule.until is not None:
        parts.append(_("tot en met %(day)s", day=format_day(recurrence.rule.until.date(), DAY)))
    return ", ".join(parts)


def _rhythm(recurrence: Recurrence, today: date) -> str | None:
    """The rule in words; how often it repeats is told apart, so that it can be said at all."""
    endless = _COUNT.sub("", recurrence.rrule or "").strip(";")
    return recurrence_text(replace(recurrence, rrule=endless), today)


def _kind(value: OfferKind) -> tuple[str]:
    return (kind_label(OfferKind(value).value),)


def _state(value: OfferState) -> tuple[str]:
    return (
        {
            OfferState.DRAFT: _("nog niet gepubliceerd"),
            OfferState.PUBLISHED: _("te vinden voor gezinnen"),
            OfferState.TEMPORARILY_CLOSED: _("tijdelijk gesloten"),
            OfferState.CANCELLED: _("gaat niet door"),
        }[OfferState(value)],
    )


def _audience(value: str) -> tuple[str]:
    return (
        {
            Audience.CHILD.value: _("kinderen"),
            Audience.PARENT.value: _("ouders"),
            Audience.BOTH.value: _("ouders en kinderen samen"),
            Audience.PROFESSIONAL.value: _("mensen die met gezinnen werken"),
        }.get(value, value),
    )


def _online(value: str) -> tuple[str]:
    return (
        {
            Online.NO.value: _("nee, ter plaatse"),
            Online.YES.value: _("ja, online of per telefoon"),
            Online.BOTH.value: _("ter plaatse en online"),
        }.get(value, value),
    )


def _registration(value: str) -> tuple[str]:
    return (
        {
            Registration.NONE.value: _("hoeft niet"),
            Registration.RECOMMENDED.value: _("liefst vooraf"),
            Registration.REQUIRED.value: _("moet vooraf"),
        }.get(value, value),
    )


def _appointment(value: str) -> tuple[str]:
    return (
        {
            Appointment.WALK_IN.value: _("niet nodig"),
            Appointment.BY_APPOINTMENT.value: _("op afspraak"),
            Appointment.BOTH.value: _("met of zonder afspraak"),
        }.get(value, value),
    )


def _yes_or_no(value: bool) -> tuple[str]:  # noqa: FBT001 - one fact, which is a yes or a no
    return (_("ja") if value else _("nee"),)


def _age(value: int) -> tuple[str]:
    return (_("zwangerschap") if value < 0 else amount_of_age(value),)


def _day(value: date) -> tuple[str]:
    return (format_day(value, "d MMMM y"),)


def _terms(value: Iterable[str]) -> Iterable[str]:
    taxonomy, language = get_catalogue().taxonomy, page_language()
    found = ((term_id, taxonomy.find(term_id)) for term_id in value)
    return (term.label(language) if term is not None else term_id for term_id, term in found)


def _places(value: Iterable[LocationDraft]) -> Iterable[str]:
    return (place_line(place) for place in value)


def place_line(place: LocationDraft) -> str:
    """A place on one line: name, address, what helps to get in, and when it is closed."""
    parts = [place.name, place.street, f"{place.postcode} {place.place}".strip()]
    line = ", ".join(part for part in parts if part)
    more = "; ".join([*_terms(place.term_ids), *_closures(place.closures)])
    return f"{line} ({more})" if more else line


def _areas(value: Iterable[str]) -> Iterable[str]:
    gazetteer, language = get_installation().gazetteer, page_language()
    found = ((nis, gazetteer.find_municipality(nis)) for nis in value)
    return (place.name(language) if place is not None else nis for nis, place in found)


def _languages(value: Iterable[str]) -> Iterable[str]:
    return (language_name(code) for code in value)


def _contacts(value: Iterable[ContactDraft]) -> Iterable[str]:
    kinds = {"phone": _("telefoon"), "email": _("e-mail"), "website": _("website")}
    for item in value:
        parts = [f"{kinds.get(item.kind, item.kind)}: {item.value}", item.label]
        if item.hours:
            hours = read_hours(item.hours)
            parts.append(short_hours(hours) or item.hours if hours else item.hours)
        parts.append("" if item.is_public else _("alleen voor collega's"))
        yield ", ".join(part for part in parts if part)


def _images(value: Iterable[ImageDraft]) -> Iterable[str]:
    for item in value:
        chosen = choose_text(item.alternatives, page_language())
        name = item.photo_name or item.file_name or item.source_url
        yield _("beeld: %(alternative)s", alternative=chosen[1] if chosen else name)
        for code in sorted(item.alternatives):
            if chosen and code != chosen[0]:
                yield f"{language_name(code)}: {item.alternatives[code]}"


def _closures(value: Iterable[ClosureDraft]) -> Iterable[str]:
    for item in value:
        pattern = "d MMMM" if item.is_yearly else DAY
        first, last = format_day(item.first_day, pattern), format_day(item.last_day, pattern)
        line = first
        if item.last_day != item.first_day:
            line = _("%(first)s tot en met %(last)s", first=first, last=last)
        if item.is_yearly:
            line = _("%(days)s, elk jaar", days=line)
        yield _with_reason(line, item.reason)


def _cancellations(value: Iterable[CancellationDraft]) -> Iterable[str]:
    for item in value:
        line = format_day(item.day, DAY)
        if item.start_time is not None:
            line = _("%(day)s om %(hour)s uur", day=line, hour=clock_text(item.start_time))
        yield _with_reason(line, item.reason)


def _with_reason(line: str, reason: str) -> str:
    return f"{line} ({reason})" if reason else line


_WRITERS: Mapping[str, Callable[[Any], Iterable[str]]] = {
    "kind": _kind,
    "state": _state,
    "term_ids": _terms,
    "min_age_months": _age,
    "max_age_months": _age,
    "audience": _audience,
    "closures": _closures,
    "cancellations": _cancellations,
    "location_keys": _places,
    "area_nis": _areas,
    "online": _online,
    "is_at_home": _yes_or_no,
    "price_cents": lambda cents: (euro_text(cents),),
    "pass_price_cents": lambda cents: (euro_text(cents),),
    "registration": _registration,
    "appointment": _appointment,
    "waiting_reported_on": _day,
    "languages": _languages,
    "contacts": _contacts,
    "images": _images,
}
