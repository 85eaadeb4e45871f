"""Our search with one ability taken away at a time: what each of them brings.

An ability goes by making the parts differently, or by putting something simpler in the place of a
function. A name that no longer exists, or that no search reaches, stops the measuring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from app.directory.connecting import Parts
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.reading.understanding import Understanding
from app.search.table.fact_words import FactWords
from app.search.table.synonym_table import WORRY, read_related
from app.search.table.synonyms import Synonyms
from app.search.text.stemming import WholeWords
from benchmarks.relevance.corpus_site import OurSearch
from benchmarks.relevance.judging import Answered, Judges
from benchmarks.relevance.measures import mean

EVERYTHING = "all abilities"


class AbilityNotFoundError(RuntimeError):
    """What was put in the place of a function is never reached: the figure would say nothing."""


@dataclass(frozen=True, slots=True)
class Ability:
    """Something that the search can do, and how to take it away."""

    name: str
    words: Mapping[str, Callable[[Synonyms], object]] = field(default_factory=dict)
    """What the synonym table is made with instead, by the name of the part."""
    instead: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    """What stands in the place of a function, by its dotted name."""


@dataclass(frozen=True, slots=True)
class Without:
    """How the whole judged set is answered without an ability."""

    name: str
    answers: Sequence[Answered]
    ids: Sequence[Sequence[str]]


def _nothing(*_given: object, **_named: object) -> None:
    return None


def _none_of_them(*_given: object, **_named: object) -> tuple[()]:
    return ()


def _only_words(text: str, *_given: object, **_named: object) -> Understanding:
    return Understanding(text, text, ())


ABILITIES = (
    Ability(EVERYTHING),
    Ability("stems", words={"stems": lambda _known: WholeWords()}),
    Ability(
        "compounds",
        instead={
            "app.search.text.compounds.Lexicon.split": _none_of_them,
            "app.search.reading.pieces.Pieces.split": _none_of_them,
        },
    ),
    Ability(
        "synonyms",
        words={"rows": lambda known: [row for row in known.rows if row.kind == WORRY]},
    ),
    Ability(
        "worries",
        words={"rows": lambda known: [row for row in known.rows if row.kind != WORRY]},
    ),
    Ability("related terms", words={"related": lambda _known: ()}),
    Ability(
        "correction",
        instead={
            "app.search.reading.correction.Corrector.correct": _nothing,
            "app.search.reading.correction.Corrector.offer": _nothing,
        },
    ),
    Ability("facets", instead={"app.finder.searching.understand": _only_words}),
    Ability("what nearly fits", instead={"app.search.engine.list_near": _none_of_them}),
    Ability("facts elsewhere", words={"fact_words": lambda _known: FactWords()}),
)


def measure_without(
    parts: Parts,
    judges: Judges,
    documents: Sequence[OfferDocument],
    ids: Mapping[int, str],
    folder: Path,
) -> list[Without]:
    """Answer every search without each ability, on an index that is written without it too."""
    site = OurSearch(parts)
    known, related = (
        parts.vocabulary.current(),
        read_related(parts.settings.seed_folder / "related.csv"),
    )
    found = []
    for number, ability in enumerate(ABILITIES):
        words = make_words(known, related, ability)
        with ExitStack() as stack:
            reached = take_away(ability, stack)
            engine = SearchEngine(folder / str(number), words)
            engine.rebuild(documents)
            site.answer_with(words, engine)
            shown = [[ids[key] for key in site.search(query.text)] for query in judges.queries]
        if unreached := [name for name, times in reached.items() if not times]:
            raise AbilityNotFoundError(f"{ability.name}: nothing calls {', '.join(unreached)}")
        answers = [
            judges.judge(query, keys) for query, keys in zip(judges.queries, shown, strict=True)
        ]
        found.append(Without(ability.name, answers, shown))
    return found


def make_words(known: Synonyms, related: Sequence[Any], ability: Ability) -> Synonyms:
    """The synonym table without what belongs to an ability."""
    made: dict[str, Any] = {
        "rows": known.rows,
        "labels": known.labels,
        "stems": known.stems,
        "related": related,
        "spelling": known.spelling,
        "fact_words": known.fact_words,
    }
    for name, make in ability.words.items():
        if name not in made:
            raise AbilityNotFoundError(f"{ability.name}: no part {name} of the synonym table")
        made[name] = make(known)
    return Synonyms.of(**made)


def take_away(ability: Ability, stack: ExitStack) -> dict[str, int]:
    """Put what is simpler in its place until the stack closes; gives how often it is called.

    Raises AttributeError or ModuleNotFoundError for a name that no longer exists.
    """
    reached = dict.fromkeys(ability.instead, 0)
    for name, simpler in ability.instead.items():
        stack.enter_context(patch(name, _counted(name, simpler, reached)))
    return reached


def _counted(
    name: str, simpler: Callable[..., object], reached: dict[str, int]
) -> Callable[..., object]:
    @wraps(simpler)
    def answer(*given: object, **named: object) -> object:
        reached[name] += 1
        return simpler(*given, **named)

    return answer


def print_without(found: Sequence[Without]) -> None:
    """One line an ability: both parts of the set, and how many first tens are other ones."""
    whole = found[0]
    print(f"\n{'without':<20}{'to tune on @3':>14}{'nDCG@10':>9}", end="")
    print(f"{'unseen @3':>14}{'nDCG@10':>9}{'other answers':>15}")
    for one in found:
        line = f"{one.name:<20}"
        for is_unseen in (False, True):
            score = mean([item.score for item in one.answers if item.query.is_unseen == is_unseen])
            line += f"{score.success_3:>14.3f}{score.ndcg:>9.3f}"
        others = sum(mine != theirs for mine, theirs in zip(one.ids, whole.ids, strict=True))
        print(f"{line}{others:>15}")
