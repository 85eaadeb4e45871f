"""What one row tells of an offer: every cell read, every bad value refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.agenda.recurrence import HolidayPolicy
from app.directory.drafts import ScheduleDraft
from app.directory.models.offers import (
    Appointment,
    Audience,
    OfferKind,
    OfferState,
    Online,
    Registration,
)
from app.exchange.offers_csv_places import PlaceFacts, check_distance, find_town, read_area
from app.exchange.offers_csv_reading import Row
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_times import read_days, read_opening_hours, read_recurrence
from app.exchange.offers_csv_values import (
    ValueRefused,
    clean_text,
    read_cents,
    read_choice,
    read_day,
    read_degrees,
    read_languages,
    read_mail,
    read_max_age,
    read_min_age,
    read_moment,
    read_phone,
    read_short_text,
    read_web_address,
    split_list,
)
from app.exchange.reporting import RowProblem, Sentence
from app.geo.gazetteer import Gazetteer
from app.geo.points import Point

T = TypeVar("T")
NO_TERMS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """The values of one row; ages in months, minimum inclusive, maximum exclusive."""

    source_id: str
    title: str
    summary: str
    description: str
    kind: OfferKind
    organization: str
    themes: tuple[str, ...]
    accessibility: tuple[str, ...]
    reductions: tuple[str, ...]
    reductions_text: str
    min_age_months: int | None
    max_age_months: int | None
    audience: str | None
    place: PlaceFacts | None
    area_nis: tuple[str, ...]
    online: str
    recurrence: ScheduleDraft | None
    opening_hours: str
    price_cents: int | None
    price_note: str
    registration: str | None
    appointment: str | None
    languages: tuple[str, ...]
    phone: str
    email: str
    website: str
    booking_url: str
    image_url: str
    verified_on: date | None
    state: OfferState


FACT_NAMES = tuple(field.name for field in fields(RowFacts))


class FactReader:
    """Reads rows with one taxonomy and one gazetteer."""

    def __init__(self, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        """Keep what names are looked up in."""
        self._vocabulary = vocabulary
        self._gazetteer = gazetteer

    def read(self, row: Row) -> tuple[RowFacts, list[RowProblem]]:
        """The facts of a row and its problems; facts of refused cells are empty ones."""
        reading = _RowReading(row, self._vocabulary, self._gazetteer)
        return reading.read_facts(), reading.problems


class _RowReading:
    """One row on its way to facts, collecting what is wrong."""

    def __init__(self, row: Row, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self._row = row
        self._vocabulary = vocabulary
        self._gazetteer = gazetteer
        self.problems: list[RowProblem] = list(row.problems)

    def read_facts(self) -> RowFacts:
        min_age = self._read("min_age", read_min_age, None)
        max_age = self._read("max_age", read_max_age, None)
        if min_age is not None and max_age is not None and max_age <= min_age:
            advice = Sentence(
                "De hoogste leeftijd is lager dan de laagste. Wissel ze om.",
                "The highest age is below the lowest. Swap them.",
            )
            self._refuse("max_age", advice)
            min_age = max_age = None
        kind = self._read("kind", lambda text: read_choice(text, OfferKind), None)
        self._require("kind")
        recurrence, hours = self._read_times()
        reductions, accessibility = self._read_terms()
        free_words = [
            part
            for part in split_list(self._cell("reductions"))
            if self._vocabulary.find_reduction(part) is None
        ]
        return RowFacts(
            source_id=self._required("id", 200),
            title=self._required("title", 150),
            summary=clean_text(self._cell("summary")),
            description=clean_text(self._cell("description")),
            kind=kind or OfferKind.SERVICE,
            organization=self._required("organization", 150),
            themes=self._read("themes", self._read_themes, NO_TERMS),
            accessibility=accessibility,
            reductions=reductions,
            reductions_text=" | ".join(free_words),
            min_age_months=min_age,
            max_age_months=max_age,
            audience=self._choose("for_whom", Audience),
            place=self._read_place(),
            area_nis=self._read(
                "service_area", lambda text: read_area(split_list(text), self._gazetteer), ()
            ),
            online=self._choose("online", Online) or Online.NO.value,
            recurrence=recurrence,
            opening_hours=hours,
            price_cents=self._read("price", read_cents, None),
            price_note=clean_text(self._cell("price_note")),
            registration=self._choose("registration", Registration),
            appointment=self._choose("appointment", Appointment),
            languages=self._read("languages", read_languages, ()),
            phone=self._read("phone", read_phone, ""),
            email=self._read("email", read_mail, ""),
            website=self._read("website", lambda text: read_web_address(text, 300), ""),
            booking_url=self._read("booking_url", lambda text: read_web_address(text, 500), ""),
            image_url=self._read("image_url", lambda text: read_web_address(text, 500), ""),
            verified_on=self._read("verified_on", read_day, None),
            state=self._read("status", lambda text: read_choice(text, OfferState), None)
            or OfferState.PUBLISHED,
        )

    def _cell(self, name: str) -> str:
        return self._row.cells.get(name, "")

    def _read(self, name: str, read: Callable[[str], T], empty: T) -> T:
        try:
            return read(self._cell(name))
        except ValueRefused as error:
            self._refuse(name, error.advice)
            return empty

    def _choose(self, name: str, kind: type[StrEnum]) -> str | None:
        found = self._read(name, lambda text: read_choice(text, kind), None)
        return found.value if found is not None else None

    def _refuse(self, name: str, advice: Sentence) -> None:
        header = self._row.headers.get(name, name)
        self.problems.append(RowProblem(self._row.line, header, self._cell(name), advice))

    def _require(self, name: str) -> None:
        if not self._cell(name).strip():
            advice = Sentence(
                "Deze cel is verplicht. Vul ze in.", "This cell is required. Fill it in."
            )
            self._refuse(name, advice)

    def _required(self, name: str, limit: int) -> str:
        self._require(name)
        return self._read(name, lambda text: read_short_text(text, limit), "")

    def _read_themes(self, text: str) -> tuple[str, ...]:
        found = []
        for part in split_list(text):
            theme = self._vocabulary.find_theme(part)
            if theme is None:
                near = self._vocabulary.suggest_theme(part)
                raise ValueRefused(*_unknown_term("thema", "theme", part, near))
            found.append(theme)
        return tuple(dict.fromkeys(found))

    def _read_terms(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reductions and accessibility; a tariff named under accessibility is a reduction."""
        wanted = self._read("accessibility", self._read_accessibility, NO_TERMS)
        named = [
            found
            for part in split_list(self._cell("reductions"))
            if (found := self._vocabulary.find_reduction(part)) is not None
        ]
        groups = self._vocabulary.group(dict.fromkeys([*named, *wanted]))
        return groups.reductions, groups.accessibility

    def _read_accessibility(self, text: str) -> tuple[str, ...]:
        found = []
        for part in split_list(text):
            term_id = self._vocabulary.find_accessibility(part)
            if term_id is None:
                near = self._vocabulary.suggest_accessibility(part)
                raise ValueRefused(*_unknown_term("toegankelijkheid", "accessibility", part, near))
            found.append(term_id)
        return tuple(dict.fromkeys(found))

    def _read_place(self) -> PlaceFacts | None:
        name = self._read("location", lambda text: read_short_text(text, 150), "")
        street = self._read("street", lambda text: read_short_text(text, 150), "")
        postcode = self._read("postcode", lambda text: read_short_text(text, 10), "")
        place = self._read("municipality", lambda text: read_short_text(text, 80), "")
        point = self._read_point()
        if not (name or street or postcode or place or point):
            return None
        try:
            town = find_town(postcode, place, point, self._gazetteer)
        except ValueRefused as error:
            self._refuse("municipality" if place else "postcode", error.advice)
            town = None
        if town is not None and point is not None:
            try:
                check_distance(point, town)
            except ValueRefused as error:
                self._refuse("latitude", error.advice)
        shown = point or (town.point if town else None)
        return PlaceFacts(
            name=name or street or place or (town.name_nl if town else self._organization()),
            street=street,
            postcode=postcode,
            place=place or (town.name_nl if town else ""),
            municipality_nis=town.municipality_nis if town else None,
            latitude=shown.latitude if shown else None,
            longitude=shown.longitude if shown else None,
            is_exact=point is not None and (town is None or point != town.point),
        )

    def _organization(self) -> str:
        return " ".join(self._cell("organization").split())[:150]

    def _read_point(self) -> Point | None:
        latitude = self._read("latitude", lambda text: read_degrees(text, 90.0), None)
        longitude = self._read("longitude", lambda text: read_degrees(text, 180.0), None)
        cells = [self._cell(name).strip() for name in ("latitude", "longitude")]
        if any(cells) and not all(cells):
            advice = Sentence(
                "Vul breedtegraad en lengtegraad allebei in, of geen van beide.",
                "Fill in both latitude and longitude, or neither.",
            )
            self._refuse("latitude" if cells[0] else "longitude", advice)
        if latitude is None or longitude is None:
            return None
        return Point(latitude, longitude)

    def _read_times(self) -> tuple[ScheduleDraft | None, str]:
        holidays = self._read("holidays", lambda text: read_choice(text, HolidayPolicy), None)
        start = self._read("starts_at", read_moment, None)
        end = self._read("ends_at", read_moment, None)
        days = self._read("except_dates", read_days, ())
        rrule = clean_text(self._cell("rrule"))
        hours = clean_text(self._cell("opening_hours"))
        recurrence = None
        if start is not None:
            kept = "rrule" if rrule else "ends_at"
            try:
                recurrence = read_recurrence(
                    start, end, rrule=rrule, except_days=days, holidays=holidays
                )
            except ValueRefused as error:
                self._refuse("ends_at" if end is not None and end < start else kept, error.advice)
        elif not self._cell("starts_at").strip():
            self._refuse_without_begin()
        if hours:
            policy = holidays if start is None else None
            hours = self._read(
                "opening_hours", lambda text: read_opening_hours(clean_text(text), policy), ""
            )
        return recurrence, hours

    def _refuse_without_begin(self) -> None:
        for name in ("ends_at", "rrule", "except_dates"):
            if self._cell(name).strip():
                advice = Sentence(
                    "Vul ook het begin in: de eerste dag met het uur.",
                    "Fill in starts_at too: the first day with its time.",
                )
                self._refuse(name, advice)
        if self._cell("holidays").strip() and not self._cell("opening_hours").strip():
            advice = Sentence(
                "Vul ook het begin of de openingsuren in, of laat schoolvakanties leeg.",
                "Fill in starts_at or opening_hours too, or leave holidays empty.",
            )
            self._refuse("holidays", advice)


def _unknown_term(dutch: str, english: str, part: str, near: str) -> tuple[str, str]:
    hint_nl = f" Bedoel je {near!r}?" if near else ""
    hint_en = f" Do you mean {near!r}?" if near else ""
    return (
        f"{part!r} is geen bekende waarde voor {dutch}.{hint_nl} De lijst staat in de taxonomie.",
        f"{part!r} is no known {english}.{hint_en} The taxonomy has the list.",
    )

