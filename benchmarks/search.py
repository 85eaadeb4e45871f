"""Compares our engine with Tantivy and SQLite FTS5: `python -m benchmarks.search --sizes 5000`."""

import argparse
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from datetime import time as time_of_day
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from app.search.documents import DocumentText, OfferDocument
from app.search.engine import SearchEngine
from app.search.queries import Query
from app.search.table.synonyms import Synonyms
from benchmarks.corpus import FIRST_DAY, SEED_DATA, Corpus
from benchmarks.fts5_rival import Fts5Rival
from benchmarks.questions import Question, make_questions
from benchmarks.tantivy_rival import TantivyRival

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime.combine(FIRST_DAY, time_of_day(10), BRUSSELS)
_FTS5_EVERY = 8
_PREFIXES = (
    "lu",
    "spee",
    "huisw",
    "baby",
    "kin",
    "op",
    "zwa",
    "ge",
    "praat",
    "samen sp",
    "voor",
    "tol",
)
_HOSTILE = (
    "a" * 4096,
    "zwemmen " * 512,
    "[a TO z] *?* NOT NOT ((((" * 160,
    "кoд " * 1000,
    "kinderopvangbegeleidingsdienstverantwoordelijke " * 80,
    "e\u0301" * 2000,
    "1 en 2 en 3 en " * 270,
)


def main() -> None:
    """Runs the comparison and prints it as tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="5000,50000,200000")
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--without-fts5", action="store_true")
    options = parser.parse_args()
    corpus = Corpus()
    questions = make_questions(corpus, options.questions)
    for size in (int(size) for size in options.sizes.split(",")):
        folder = Path(tempfile.mkdtemp(prefix="dichtbij-bench-"))
        try:
            _compare(corpus, questions, size, folder, with_fts5=not options.without_fts5)
        finally:
            shutil.rmtree(folder)


def percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Gives p50, p95 and p99 in milliseconds."""
    ordered = sorted(seconds)
    return tuple(  # type: ignore[return-value]
        1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]
        for share in (0.5, 0.95, 0.99)
    )


def _compare(
    corpus: Corpus, questions: list[Question], size: int, folder: Path, *, with_fts5: bool
) -> None:
    documents = list(corpus.offers(size))
    print(f"\n## {size:,} offers\n")
    engine = SearchEngine(folder / "ours", Synonyms.load(SEED_DATA))
    tantivy = TantivyRival(folder / "tantivy")
    builds = {"ours": _timed(lambda: engine.rebuild(documents))}
    builds[tantivy.name] = _timed(lambda: tantivy.build(documents))
    runs: dict[str, tuple[Callable[[Query], int], int]] = {
        "ours": (lambda query: engine.search(query, NOW).total, 1),
        tantivy.name: (tantivy.search, 1),
    }
    if with_fts5:
        fts5 = Fts5Rival(folder / "fts5")
        builds[fts5.name] = _timed(lambda: fts5.build(documents))
        runs[fts5.name] = (fts5.search, _FTS5_EVERY)
    print("build: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in builds.items()))
    _print_searches(questions, runs)
    _print_rest(engine, tantivy, documents, folder / "ours")


def _print_searches(
    questions: list[Question], runs: dict[str, tuple[Callable[[Query], int], int]]
) -> None:
    # The engines take turns at every question, so that they share what else the machine does.
    times: dict[str, dict[str, list[float]]] = {name: {} for name in runs}
    for search, _ in runs.values():
        for question in questions[:5]:
            search(question.query)
    for number, question in enumerate(questions):
        for name, (search, every) in runs.items():
            if (number // every) % every:
                continue
            seconds = _timed(partial(search, question.query))
            times[name].setdefault(question.group, []).append(seconds)
            times[name].setdefault("all", []).append(seconds)
    print("\n| questions | " + " | ".join(f"{name} p50 / p95 / p99 ms" for name in times) + " |")
    print("|---|" + "---|" * len(times))
    for group in sorted(times["ours"], key=lambda group: (group == "all", group)):
        cells = []
        for name in times:
            p50, p95, p99 = percentiles(times[name][group])
            cells.append(f"{p50:.2f} / {p95:.2f} / {p99:.2f}")
        print(f"| {group} | " + " | ".join(cells) + " |")
    ours = percentiles(times["ours"]["all"])[1]
    for name in times:
        if name != "ours":
            print(f"p95 beside {name}: {ours / percentiles(times[name]['all'])[1]:.2f}")


def _print_rest(
    engine: SearchEngine, tantivy: TantivyRival, documents: list[OfferDocument], folder: Path
) -> None:
    suggestions = [
        _timed(partial(engine.suggest, prefix, "nl")) for _ in range(20) for prefix in _PREFIXES
    ]
    print("suggestions ms: {:.2f} / {:.2f} / {:.2f}".format(*percentiles(suggestions)))
    hostile = [_timed(partial(engine.search, Query(words=text), NOW)) for text in _HOSTILE]
    print(f"slowest answer to 4 kB of anything: {1000 * max(hostile):.1f} ms")
    visible = [_visible_after(engine, folder, number) for number in range(12)]
    print(
        "one offer until another process sees it ms: {:.0f} / {:.0f} / {:.0f}".format(
            *percentiles(visible)
        )
    )
    theirs = [_timed(partial(tantivy.update, documents[number])) for number in range(5)]
    print("one offer, Tantivy ms: {:.0f} / {:.0f} / {:.0f}".format(*percentiles(theirs)))
    for name, memory in _memory_of_two(folder).items():
        print(f"memory of a worker, {name}: {memory:.0f} MB")


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _visible_after(engine: SearchEngine, folder: Path, number: int) -> float:
    word = f"zichtbaar{'abcdefghijkl'[number]}"
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_watch, args=(folder, word, there)
    )
    process.start()
    here.recv()
    text = DocumentText("nl", f"{word} in de buurt")
    start = time.monotonic()
    engine.update([OfferDocument(10_000_000 + number, "service", (text,))])
    seen_at: float = here.recv()
    process.join()
    return seen_at - start


def _watch(folder: Path, word: str, connection: Connection) -> None:
    engine = SearchEngine(folder, Synonyms.load(SEED_DATA))
    engine.search(Query(words=word, is_exact=True), NOW)
    connection.send("ready")
    while not engine.search(Query(words=word, is_exact=True), NOW).total:
        time.sleep(0.001)
    connection.send(time.monotonic())


def _memory_of_two(folder: Path) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    workers = []
    for _ in range(2):
        here, there = multiprocessing.Pipe()
        process = context.Process(target=_work, args=(folder, there))
        process.start()
        workers.append((process, here))
    for _, connection in workers:
        connection.recv()
    for _, connection in workers:
        connection.send("measure")
    memory: dict[str, float] = {}
    for process, connection in workers:
        memory = connection.recv()
        process.join()
    return memory


def _work(folder: Path, connection: Connection) -> None:
    engine = SearchEngine(folder, Synonyms.load(SEED_DATA))
    for question in make_questions(Corpus(), 200):
        engine.search(question.query, NOW)
    connection.send("ready")
    connection.recv()
    rows = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = {row.split(":")[0]: int(row.split()[1]) / 1024 for row in rows}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    connection.send({"private (USS)": private, "with its share (PSS)": sizes["Pss"]})


if __name__ == "__main__":
    main()
