"""Where the time of a page of results goes, stage by stage, and how fast suggestions come.

Every stage is timed inside the page that is really answered, so the figures of one run belong
together. A name that no longer exists, or that no page reaches, stops the measuring.
"""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from importlib import import_module
from unittest.mock import patch

import numpy as np
from flask.testing import FlaskClient

from app.web.installation import Installation

STAGES = {
    "reading the line": "app.finder.searching.understand",
    "search as a whole": "app.search.engine.SearchEngine.search",
    "  wording": "app.search.engine.word_the_query",
    "    notions in it": "app.search.reading.wording.find_notions",
    "    correction in it": "app.search.reading.correction.Corrector.correct",
    "  matching": "app.search.engine.match_words",
    "  filters": "app.search.engine.find_candidates",
    "  ordering": "app.search.engine.list_hits",
    "  what nearly fits": "app.search.engine.list_near",
    "  facets": "app.search.engine.count_facets",
    "rows of the offers": "app.directory.shelf.Shelf.list_offers",
    "page made": "app.finder.routes.make_results_page",
    "page written": "app.finder.routes.render_template",
}
PAGE = "page as a whole"
WORK = "work of the processor"
"""Without what a busy machine makes a page wait."""
MISSPELT = "misspelt, each time anew"
SEARCHES = {
    "a word": ("pampers", "crèche", "gratis kleertjes", "logopedie", "bso", "babyzit", "huiswerk"),
    "a compound": (
        "huiswerkbegeleiding",
        "opvoedingsondersteuningsgroep",
        "zwangerschapsgymnastiek",
        "kinderopvangtoeslag",
    ),
    MISSPELT: (
        "kinderopvang",
        "huiswerkbegeleiding",
        "borstvoeding",
        "spelotheek",
        "vertrouwenspersoon",
        "zwangerschap",
    ),
    "a question": (
        "mijn zoon van 3 slaapt niet door",
        "waar kan ik terecht met mijn puber die niet luistert",
        "wat te doen zaterdag met kleuters",
        "mijn man is weg en ik kan de huur niet meer betalen",
        "ik zoek iemand om mee te praten, ik ben zo moe van de baby",
    ),
    "with facts": (
        "zwemmen woensdagnamiddag 6 jaar gratis Lokeren",
        "speelgroep peuter Temse zondag avond gratis",
        "opvang voor baby van 9 maanden in Gent",
        "kamp autisme 10 jaar paasvakantie Beveren",
    ),
    "other languages": ("دار الحضانة", "cours de natation enfants", "çocuk bakımı", "ясла"),
}
SUGGESTED = {
    "a beginning": ("lui", "spe", "huisw", "bor", "opv", "zwan"),
    "misspelt": ("spellot", "huiswrk", "krech", "borstvoe", "zwagner", "logopd", "spelotek"),
    "several words": ("gratis kle", "baby slaapt n", "opvang in te", "huiswerk mijn zoo"),
    "misspelt behind words": ("gratis spellot", "hulp bij huiswrk", "mijn kind borstvoding"),
    "nothing": ("xqzw", "qqqqqqqq", "zzz xxq"),
}
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (benchmark)"}
ROUNDS = 12
PAGE_GOAL_MS, SUGGESTIONS_GOAL_MS = 30, 5


class Stopwatch:
    """Milliseconds in each stage since the last reset."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.spent: dict[str, float] = {}

    def timing(self, name: str, action: Callable[..., object]) -> Callable[..., object]:
        """The same function, timed."""

        @wraps(action)
        def timed(*given: object, **named: object) -> object:
            start = time.perf_counter()
            try:
                return action(*given, **named)
            finally:
                took = (time.perf_counter() - start) * 1000
                self.spent[name] = self.spent.get(name, 0.0) + took

        return timed


@contextmanager
def timed_stages(watch: Stopwatch) -> Iterator[None]:
    """Time every stage; raises AttributeError or ModuleNotFoundError for one that is gone."""
    with ExitStack() as stack:
        for name, target in STAGES.items():
            stack.enter_context(patch(target, watch.timing(name, _found(target))))
        yield


def _found(target: str) -> Callable[..., object]:
    """The function behind a dotted name of a module and, perhaps, a class in it."""
    owner, _dot, name = target.rpartition(".")
    if owner.rpartition(".")[2][0].isupper():
        module, _dot, kind = owner.rpartition(".")
        return getattr(getattr(import_module(module), kind), name)  # type: ignore[no-any-return]
    return getattr(import_module(owner), name)  # type: ignore[no-any-return]


def time_pages(client: FlaskClient, rounds: int = ROUNDS) -> dict[str, list[dict[str, float]]]:
    """The stages of each page, by the kind of search."""
    for line in (line for lines in SEARCHES.values() for line in lines):
        client.get("/nl/zoek", query_string={"q": line}, environ_base=BROWSER)
    watch, chance = Stopwatch(), random.Random(5)
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in SEARCHES}
    with timed_stages(watch):
        for _round in range(rounds):
            for kind, lines in SEARCHES.items():
                for written in lines:
                    line = mistyped(written, chance) if kind == MISSPELT else written
                    gc.collect(0)
                    watch.spent = {}
                    start, worked = time.perf_counter(), time.process_time()
                    client.get("/nl/zoek", query_string={"q": line}, environ_base=BROWSER)
                    watch.spent[PAGE] = (time.perf_counter() - start) * 1000
                    watch.spent[WORK] = (time.process_time() - worked) * 1000
                    found[kind].append(watch.spent)
    return found


def mistyped(word: str, chance: random.Random) -> str:
    """The word with two neighbours exchanged or a letter dropped, and one written wrong."""
    first = chance.randrange(1, len(word) - 5)
    last = chance.randrange(first + 3, len(word) - 1)
    letters = list(word)
    letters[first], letters[first + 1] = letters[first + 1], letters[first]
    letters[last] = chance.choice(("", "e", "o", "k"))
    return "".join(letters)


def print_pages(found: Mapping[str, Sequence[Mapping[str, float]]]) -> None:
    """A line a kind of search, then a line a stage with its share of the page."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\n{'page of results, ms':28}{'p50':>8}{'p95':>8}{'slowest':>9}{'of goal':>9}", end="")
    print(f"{'work p50':>10}{'p95':>8}   (machine {busy:.1f} times busy)")
    every = [spent for pages in found.values() for spent in pages]
    for kind, pages in (*found.items(), ("all", every)):
        p50, p95, slowest = percentiles([spent[PAGE] for spent in pages])
        work50, work95, _slowest = percentiles([spent[WORK] for spent in pages])
        line = f"{kind:28}{p50:8.2f}{p95:8.2f}{slowest:9.1f}{p95 / PAGE_GOAL_MS:9.2f}"
        print(f"{line}{work50:10.2f}{work95:8.2f}")
    whole = sum(spent[PAGE] for spent in every)
    print(f"\n{'stage, ms':28}{'p50':>8}{'p95':>8}{'slowest':>9}{'share':>8}{'pages':>7}")
    for stage in (*STAGES, PAGE):
        took = [spent[stage] for spent in every if stage in spent]
        if not took:
            raise SystemExit(f"no page reaches {STAGES[stage]}")
        p50, p95, slowest = percentiles(took)
        line = f"{stage:28}{p50:8.2f}{p95:8.2f}{slowest:9.1f}"
        print(f"{line}{sum(took) / whole:8.0%}{len(took) / len(every):7.0%}")


def print_suggestions(client: FlaskClient, site: Installation) -> None:
    """The engine's own part beside the whole address."""
    print(
        f"\n{'suggestions, ms':28}{'engine p50':>11}{'p95':>8}{'address p50':>12}{'p95':>8}"
        f"{'slowest':>9}{'of goal':>9}"
    )
    every: list[float] = []
    for kind, beginnings in SUGGESTED.items():
        inside, whole = [], []
        for number in range(ROUNDS + 1):
            for text in beginnings:
                gc.collect(0)
                own = milliseconds(partial(site.engine.suggest, text, "nl"))
                took = milliseconds(partial(ask_suggestions, client, text))
                if number:
                    inside.append(own)
                    whole.append(took)
        every += whole
        p50, p95, slowest = percentiles(whole)
        own50, own95, _slowest = percentiles(inside)
        line = f"{kind:28}{own50:11.2f}{own95:8.2f}{p50:12.2f}{p95:8.2f}{slowest:9.1f}"
        print(f"{line}{p95 / SUGGESTIONS_GOAL_MS:9.2f}")
    p50, p95, slowest = percentiles(every)
    line = f"{'all':47}{p50:12.2f}{p95:8.2f}{slowest:9.1f}"
    print(f"{line}{p95 / SUGGESTIONS_GOAL_MS:9.2f}")


def ask_suggestions(client: FlaskClient, text: str) -> None:
    """One answer of the address for suggestions."""
    client.get("/nl/suggesties", query_string={"q": text}, environ_base=BROWSER)


def milliseconds(action: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def percentiles(took: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 95th percentile and the slowest."""
    p50, p95 = np.percentile(took, (50, 95))
    return float(p50), float(p95), max(took)
