"""The same questions for every engine: words as families type them, with filters and place."""

import random
from dataclasses import dataclass
from typing import Any

from app.search.queries import Part, Query
from benchmarks.corpus import Corpus

_SPOKEN = (
    "luiers",
    "crèche",
    "kinderopvang",
    "huiswerk",
    "babymassage",
    "zwanger",
    "spelotheek",
    "borstvoeding",
    "baby weent",
    "scheiden met kinderen",
    "wil niet slapen",
    "niet naar school",
    "kamp autisme",
    "speelgroep peuter",
    "hulp met papieren",
    "tolk",
    "opvang ziek kind",
    "potje",
    "psycholoog tiener",
    "schulden",
    "vroedvrouw",
    "zwemles kleuters",
    "samen spelen",
    "praatgroep ouders",
    "taal oefenen",
    "kleren ruilen",
    "eerste hulp kinderen",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the group of the mix that it belongs to."""

    group: str
    query: Query


def make_questions(corpus: Corpus, count: int = 400, seed: int = 7) -> list[Question]:
    """Gives a seeded mix; no two questions with words are the same."""
    chance = random.Random(seed)
    questions: list[Question] = []
    themes = [topic.id for topic in corpus.topics]
    while len(questions) < count:
        words = _words(corpus, chance)
        place = chance.choice(corpus.places)
        near: dict[str, Any] = {
            "point": place.point,
            "near": place.municipality_nis,
            "radius_km": chance.choice((5.0, 10.0, 25.0)),
        }
        filters: dict[str, Any] = chance.choice(
            (
                {"ages": (chance.randint(0, 200),)},
                {"ages": (9, 48)},
                {"weekdays": (chance.randrange(7),), "parts": (chance.choice(tuple(Part)),)},
                {"is_free": True, "ages": (chance.randint(0, 200),)},
                {"themes": tuple(chance.sample(themes, 2))},
                {"kinds": ("activity",), "walk_in": True},
                {"languages": ("fr",), "weekdays": (5, 6)},
            )
        )
        questions.extend(
            (
                Question("words", Query(words=words)),
                Question("words, place", Query(words=words, **near)),
                Question("words, filters", Query(words=_words(corpus, chance), **filters)),
                Question("words, filters, place", Query(words=words, **filters, **near)),
                Question("filters, place", Query(**filters, **near)),
            )
        )
    return questions[:count]


def _words(corpus: Corpus, chance: random.Random) -> str:
    kind = chance.random()
    compound = corpus.compounds[min(int(chance.expovariate(1 / 80)), len(corpus.compounds) - 1)]
    if kind < 0.25:
        return chance.choice(_SPOKEN)
    if kind < 0.45:
        return compound
    if kind < 0.6:
        return f"{chance.choice(corpus.topics).label.split(',')[0].lower()} {compound}"
    if kind < 0.7:
        return " ".join(topic.label.split()[0].lower() for topic in chance.sample(corpus.topics, 3))
    if kind < 0.8:
        return _mistyped(compound, chance)
    if kind < 0.9:
        return f"ik zoek {chance.choice(_SPOKEN)} {chance.choice(corpus.places).name_nl.lower()}"
    return chance.choice(corpus.names).lower()


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    if chance.random() < 0.5:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
