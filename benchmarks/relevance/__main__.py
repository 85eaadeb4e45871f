"""Prints how well searches are answered, ours and others beside it: `make relevance`."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.config import PROJECT_FOLDER
from app.directory.models.terms import Facet
from app.directory.taxonomy_file import read_taxonomy_file
from app.geo.gazetteer import Gazetteer
from benchmarks.relevance.ablation import measure_without, print_without
from benchmarks.relevance.agreement import print_agreement
from benchmarks.relevance.corpus_site import OurSearch, list_documents, list_ids, make_parts
from benchmarks.relevance.judged import find_places, read_offers, read_queries
from benchmarks.relevance.judging import Answered, Judges, read_readers
from benchmarks.relevance.measures import Score, mean
from benchmarks.relevance.rivals import Engine, Fts5, Postgres, Tantivy
from tests.postgres import run_postgres

SEED = PROJECT_FOLDER / "data" / "seed"
WORST = 30
FACETS = {Facet.DOMAIN.value, Facet.FORM.value}


def main() -> int:
    """Measure every engine on the whole set and print the tables."""
    known = frozenset(
        term.id for term in read_taxonomy_file(SEED / "taxonomy.csv") if term.facet in FACETS
    )
    offers, queries = read_offers(known), read_queries(known)
    places = find_places(offers, queries, Gazetteer.load(SEED / "gazetteer.csv"))
    judges = Judges(offers, queries, places, read_readers())
    seen = sum(not query.is_unseen for query in judges.queries)
    print(
        f"{len(offers)} offers, {len(judges.queries)} searches: {seen} to tune on, the rest unseen"
    )
    print(f"({judges.left_out} searches left out: nothing in the corpus answers them)")
    print(f"{sum(map(len, judges.read.values()))} pairs graded by readers")
    with tempfile.TemporaryDirectory() as name, run_postgres() as postgres:
        folder = Path(name)
        parts = make_parts(folder, offers, places)
        documents, ids = list_documents(parts), list_ids(parts)
        rival = Postgres(postgres.connect(postgres.create_database()))
        rival.build(documents)
        ours = OurSearch(parts)
        engines: list[Engine] = [
            ours,
            Fts5(documents),
            rival,
            Tantivy(documents, folder / "tantivy"),
        ]
        answers = {
            engine.name: [
                judges.judge(query, [ids[key] for key in engine.search(query.text)])
                for query in judges.queries
            ]
            for engine in engines
        }
        readings = {query.text: ours.explain(query.text) for query in judges.queries}
        without = measure_without(parts, judges, documents, ids, folder / "without")
        parts.database.dispose()
    for is_unseen, title in ((False, "to tune on"), (True, "unseen")):
        print_engines(title, answers, lambda item, wanted=is_unseen: item.query.is_unseen == wanted)
    print_unread(answers)
    print_classes(answers[OurSearch.name])
    print_worst(answers[OurSearch.name], readings)
    print_without(without)
    print_agreement(judges)
    return 0


def print_unread(answers: Mapping[str, Sequence[Answered]]) -> None:
    """How many of the first ten results no reader graded, by engine: they count as 0."""
    print(f"\n{'not read, of ten':<22}")
    for name, found in answers.items():
        print(f"{name:<22}{sum(item.unread for item in found) / len(found):>10.2f}")


def print_engines(
    title: str,
    answers: Mapping[str, Sequence[Answered]],
    is_counted: Callable[[Answered], bool],
) -> None:
    """One line an engine."""
    print(f"\n{title:<22}{'success@1':>10}{'@3':>8}{'@10':>8}{'nDCG@10':>10}{'MRR':>8}")
    for name, found in answers.items():
        print_score(name, mean([item.score for item in found if is_counted(item)]))


def print_classes(answers: Sequence[Answered]) -> None:
    """One line a class of searches, of ours, unseen part only."""
    classes: dict[str, list[Score]] = defaultdict(list)
    for item in answers:
        if item.query.is_unseen:
            classes[f"{item.query.kind}"].append(item.score)
    print(
        f"\n{'Dichtbij, unseen':<22}{'success@1':>10}{'@3':>8}{'@10':>8}{'nDCG@10':>10}{'MRR':>8}"
    )
    for name, scores in sorted(classes.items(), key=lambda pair: mean(pair[1]).success_3):
        print_score(f"{name} ({len(scores)})", mean(scores))


def print_score(name: str, score: Score) -> None:
    """One line of a table."""
    print(
        f"{name:<22}{score.success_1:>10.3f}{score.success_3:>8.3f}{score.success_10:>8.3f}"
        f"{score.ndcg:>10.3f}{score.reciprocal_rank:>8.3f}"
    )


def print_worst(answers: Sequence[Answered], readings: Mapping[str, str]) -> None:
    """The searches to look at: of the part to tune on, so that the unseen one stays unseen."""
    seen = [item for item in answers if not item.query.is_unseen]
    print(f"\nThe {WORST} worst to tune on")
    for item in sorted(seen, key=lambda found: (found.score.ndcg, found.query.text))[:WORST]:
        shown = "; ".join(f"{title[:40]} [{found}]" for title, found in item.shown) or "nothing"
        wants = ", ".join(item.query.wants)
        print(f"  {item.score.ndcg:.2f} {item.query.text[:60]!r} wants {wants}: {shown}")
        print(f"       read as {readings[item.query.text][:160]}")


if __name__ == "__main__":
    sys.exit(main())
