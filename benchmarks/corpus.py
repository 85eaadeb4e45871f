"""Offers made up by a seeded generator: real places, made-up offers, uneven as real data is."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.geo.gazetteer import Gazetteer
from app.geo.places import Place, Region
from app.geo.points import Point
from app.search.documents import DocumentText, OfferDocument
from app.search.index.packing import DAYS_KEPT
from app.search.text.compound_parts import DUTCH_PARTS

SEED_DATA = Path(__file__).parent.parent / "data" / "seed"
FIRST_DAY = date(2026, 9, 1)
_LANGUAGES = ("nl", "nl", "nl", "nl", "fr", "en", "ar", "tr", "uk")
_KINDS = ("service", "activity", "activity", "childcare")
_AUDIENCES = ("child", "parent", "both", "both", "both", "professional")
_AGES = (
    (None, None), (-9, 0), (-9, 12), (0, 12), (0, 36), (12, 36), (30, 72), (36, 72), (72, 144),
    (36, 144), (72, 108), (144, 216), (0, 216), (180, 288), (0, 288),
)  # fmt: skip
_OPENINGS = (
    "Kom gerust langs, je bent welkom zoals je bent.",
    "Een medewerker luistert naar je vraag en zoekt met je mee.",
    "Je kind speelt, jij praat met andere ouders bij een tas koffie.",
    "We werken in kleine groepen, zodat elk kind aandacht krijgt.",
    "Breng gemakkelijke kleren en een drankje mee.",
    "Grootouders en andere opvoeders zijn ook welkom.",
    "Inschrijven kan aan de balie of met een kort telefoontje.",
    "De eerste keer mag je gratis proberen.",
    "Er is een lift en je kan met de kinderwagen binnen.",
    "Spreek je weinig Nederlands? We zoeken samen een oplossing.",
)
_PATTERNS = (
    "{topic} in {place}", "{topic} voor {age}", "{compound} {place}", "{topic} en {other}",
    "Samen {compound}",
    "{name}: {topic}", "{compound}namiddag", "Spreekuur {topic}", "{name}",
)  # fmt: skip
_AGE_WORDS = ("baby's", "peuters", "kleuters", "jonge ouders", "tieners", "het hele gezin")
_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "do",
    "fa",
    "fi",
    "jo",
    "ka",
    "ki",
    "la",
    "li",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "no",
    "pa",
    "pi",
    "ra",
    "ri",
    "ro",
    "sa",
    "si",
    "ta",
    "ti",
    "to",
    "wa",
    "wi",
    "za",
]


@dataclass(frozen=True, slots=True)
class _Term:
    id: str
    parent_id: str
    label: str
    description: str
    facet: str


class Corpus:
    """Makes the same offers for the same seed and number."""

    def __init__(self, seed: int = 2026) -> None:
        """Reads the taxonomy and the places from the project's own data."""
        self._seed = seed
        self._gazetteer = Gazetteer.load(SEED_DATA / "gazetteer.csv")
        self.places = [
            place for place in self._gazetteer.list_places() if place.region is Region.FLANDERS
        ]
        with (SEED_DATA / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                _Term(
                    row["id"],
                    row["parent_id"],
                    row["label_nl"],
                    row["description_nl"],
                    row["facet"],
                )
                for row in csv.DictReader(file)
            ]
        self.topics = [row for row in rows if row.facet == "domain"]
        self._forms = [row for row in rows if row.facet == "form" and row.parent_id]
        self._accessibility = [
            row for row in rows if row.facet == "accessibility" and row.parent_id
        ]
        self._parts = sorted(DUTCH_PARTS)
        chance = random.Random(seed)
        weights = [1 / (rank + 4) for rank in range(len(self._parts))]
        heads = chance.choices(self._parts, weights, k=6000)
        tails = chance.choices(self._parts, weights, k=6000)
        self.compounds = sorted({head + tail for head, tail in zip(heads, tails, strict=True)})
        chance.shuffle(self.compounds)
        self._compound_weights = [1 / (rank + 30) for rank in range(len(self.compounds))]
        self._word_weights = weights
        self.names = ["".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(900)]

    def offers(self, count: int) -> Iterator[OfferDocument]:
        """Gives so many offers, numbered from 1."""
        chance = random.Random(self._seed + count)
        schedules = [_schedule(chance) for _ in range(600)]
        for number in range(1, count + 1):
            yield self._offer(number, chance, schedules)

    def _offer(self, number: int, chance: random.Random, schedules: list[bytes]) -> OfferDocument:
        topic, other = chance.choice(self.topics), chance.choice(self.topics)
        form = chance.choice(self._forms)
        place = chance.choice(self.places)
        compounds = chance.choices(self.compounds, self._compound_weights, k=chance.randint(4, 16))
        title = chance.choice(_PATTERNS).format(
            topic=topic.label,
            other=other.label.lower(),
            place=place.name_nl,
            age=chance.choice(_AGE_WORDS),
            compound=compounds[0],
            name=chance.choice(self.names),
        )
        minimum, maximum = chance.choice(_AGES)
        own = {topic.id, topic.parent_id, form.id, form.parent_id}
        own.update(row.id for row in chance.sample(self._accessibility, chance.randint(0, 5)))
        has_distance = chance.random() > 0.08
        points = tuple(_around(place, chance) for _ in range(2 if chance.random() < 0.05 else 1))
        serves = chance.random() < 0.1
        return OfferDocument(
            offer_id=number,
            kind=chance.choice(_KINDS),
            texts=self._texts(title, topic, form, compounds, place, chance),
            term_ids=tuple(sorted(own - {""})),
            labels=(("nl", topic.label), ("nl", form.label)),
            organization=f"{chance.choice(self.names)} {place.municipality_name}",
            place_names=(place.name_nl, place.municipality_name),
            min_age_months=minimum,
            max_age_months=maximum,
            audience=chance.choice(_AUDIENCES),
            points=points if has_distance else (),
            municipalities=frozenset({place.municipality_nis}),
            service_area=frozenset(self._neighbours(chance)) if serves else frozenset(),
            has_distance=has_distance,
            is_free=chance.random() < 0.5,
            has_pass=chance.random() < 0.3,
            walk_in=chance.random() < 0.3,
            languages=tuple({"nl", chance.choice(_LANGUAGES)}),
            parts_from=FIRST_DAY,
            day_parts=chance.choice(schedules) if chance.random() < 0.85 else b"",
            verified_on=FIRST_DAY - timedelta(chance.randint(0, 500)),
            completeness=chance.random(),
        )

    def _texts(
        self,
        title: str,
        topic: _Term,
        form: _Term,
        compounds: list[str],
        place: Place,
        chance: random.Random,
    ) -> tuple[DocumentText, ...]:
        words = chance.choices(self._parts, self._word_weights, k=chance.randint(10, 60))
        sentences = [f"{form.description} {' '.join(compounds[1:])}."]
        sentences.extend(chance.sample(_OPENINGS, chance.randint(1, 4)))
        sentences.append(f"{' '.join(words)}, vlakbij het centrum van {place.name_nl}.")
        texts = [DocumentText("nl", title, topic.description, " ".join(sentences))]
        if chance.random() < 0.1:
            texts.append(DocumentText("fr", f"{chance.choice(self.names)} pour les familles"))
        return tuple(texts)

    def _neighbours(self, chance: random.Random) -> list[str]:
        first = chance.randrange(len(self.places) - 8)
        return [place.municipality_nis for place in self.places[first : first + 8]]


def _around(place: Place, chance: random.Random) -> Point:
    return Point(
        round(place.point.latitude + chance.gauss(0, 0.01), 5),
        round(place.point.longitude + chance.gauss(0, 0.015), 5),
    )


def _schedule(chance: random.Random) -> bytes:
    days = bytearray(DAYS_KEPT)
    weekdays = chance.sample(range(7), chance.randint(1, 4))
    hour = chance.choice((9, 10, 13, 14, 16, 19, 20))
    part = 1 if hour < 12 else 2 if hour < 18 else 4
    step = chance.choice((7, 7, 7, 14, 28))
    start = chance.choice((0, 0, 0, 60, 300))
    for weekday in weekdays:
        first = (weekday - FIRST_DAY.weekday()) % 7 + start
        for day in range(first, DAYS_KEPT, step):
            days[day] = part | hour << 3
    return bytes(days)
