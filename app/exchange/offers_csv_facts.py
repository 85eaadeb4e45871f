"""What one row tells of an offer: every cell read, every bad value refused with what to do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from app.directory.drafts import ScheduleDraft
from app.directory.models.offers import (
    Appointment,
    Audience,
    OfferKind,
    OfferState,
    Online,
    Registration,
)
from app.exchange.offers_csv_cells import CellReader
from app.exchange.offers_csv_places import PlaceFacts, read_area, read_place
from app.exchange.offers_csv_reading import Row
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_times import read_times
from app.exchange.offers_csv_values import (
    ValueRefused,
    clean_text,
    read_cents,
    read_choice,
    read_day,
    read_languages,
    read_mail,
    read_max_age,
    read_min_age,
    read_phone,
    read_web_address,
    split_list,
)
from app.exchange.reporting import RowProblem, Sentence
from app.geo.gazetteer import Gazetteer

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


class _RowReading(CellReader):
    """One row on its way to facts, with the tables that its names are looked up in."""

    def __init__(self, row: Row, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        super().__init__(row)
        self._vocabulary = vocabulary
        self._gazetteer = gazetteer

    def read_facts(self) -> RowFacts:
        min_age = self.read("min_age", read_min_age, None)
        max_age = self.read("max_age", read_max_age, None)
        if min_age is not None and max_age is not None and max_age <= min_age:
            advice = Sentence(
                "De hoogste leeftijd is lager dan de laagste. Wissel ze om.",
                "The highest age is below the lowest. Swap them.",
            )
            self.refuse("max_age", advice)
            min_age = max_age = None
        kind = self.read("kind", lambda text: read_choice(text, OfferKind), None)
        self.require("kind")
        recurrence, hours = read_times(self)
        reductions, accessibility = self._read_terms()
        free_words = [
            part
            for part in split_list(self.cell("reductions"))
            if self._vocabulary.find_reduction(part) is None
        ]
        return RowFacts(
            source_id=self.read_required("id", 200),
            title=self.read_required("title", 150),
            summary=clean_text(self.cell("summary")),
            description=clean_text(self.cell("description")),
            kind=kind or OfferKind.SERVICE,
            organization=self.read_required("organization", 150),
            themes=self.read("themes", self._read_themes, NO_TERMS),
            accessibility=accessibility,
            reductions=reductions,
            reductions_text=" | ".join(free_words),
            min_age_months=min_age,
            max_age_months=max_age,
            audience=self.choose("for_whom", Audience),
            place=read_place(self, self._gazetteer),
            area_nis=self.read(
                "service_area", lambda text: read_area(split_list(text), self._gazetteer), ()
            ),
            online=self.choose("online", Online) or Online.NO.value,
            recurrence=recurrence,
            opening_hours=hours,
            price_cents=self.read("price", read_cents, None),
            price_note=clean_text(self.cell("price_note")),
            registration=self.choose("registration", Registration),
            appointment=self.choose("appointment", Appointment),
            languages=self.read("languages", read_languages, ()),
            phone=self.read("phone", read_phone, ""),
            email=self.read("email", read_mail, ""),
            website=self.read("website", lambda text: read_web_address(text, 300), ""),
            booking_url=self.read("booking_url", lambda text: read_web_address(text, 500), ""),
            image_url=self.read("image_url", lambda text: read_web_address(text, 500), ""),
            verified_on=self.read("verified_on", read_day, None),
            state=self.read("status", lambda text: read_choice(text, OfferState), None)
            or OfferState.PUBLISHED,
        )

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
        wanted = self.read("accessibility", self._read_accessibility, NO_TERMS)
        named = [
            found
            for part in split_list(self.cell("reductions"))
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


def _unknown_term(dutch: str, english: str, part: str, near: str) -> tuple[str, str]:
    hint_nl = f" Bedoel je {near!r}?" if near else ""
    hint_en = f" Do you mean {near!r}?" if near else ""
    return (
        f"{part!r} is geen bekende waarde voor {dutch}.{hint_nl} De lijst staat in de taxonomie.",
        f"{part!r} is no known {english}.{hint_en} The taxonomy has the list.",
    )
