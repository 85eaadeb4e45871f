"""The slowest page for 4 kB of anything, asked of the real address; the promise is 500 ms."""

from __future__ import annotations

import gc
import random
import unicodedata
from collections.abc import Callable, Iterator

from flask.testing import FlaskClient

from app.search.table.synonym_table import WORRY
from app.search.table.synonyms import Synonyms
from app.search.text.compound_parts import DUTCH_PARTS
from app.web.installation import Installation
from benchmarks.stages import BROWSER, milliseconds, percentiles

BYTES = 4_096
GOAL_MS = 500
TIMES = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ODD_SCRIPTS = ("ARABIC", "CYRILLIC", "GREEK", "HEBREW", "HANGUL", "THAI", "DEVANAGARI", "LATIN")
_FACTS = (
    "woensdagnamiddag",
    "3 jaar",
    "9 maanden",
    "gratis",
    "zondag",
    "12/12",
    "14u30",
    "5 km",
    "morgen",
    "zonder afspraak",
    "tot 6 jaar",
    "1 januari",
    "Gent",
)


def whole_bytes(parts: Iterator[str], between: str = " ") -> str:
    """Parts until they fill 4 kB of UTF-8."""
    found: list[str] = []
    room = BYTES
    for part in parts:
        room -= len((part + between).encode())
        if room < 0:
            return between.join(found)
        found.append(part)
    return between.join(found)


def make_inputs(site: Installation, chance: random.Random) -> dict[str, str]:
    """Every kind of input, filled anew by chance so that nothing of it is remembered."""
    synonyms = site.vocabulary.current()
    words = sorted(word for word in synonyms.list_words() if 4 < len(word) < 14 and word.isascii())
    worried = _worried_words(synonyms)
    names = [place.name_nl for place in site.gazetteer.list_places()]
    parts = sorted(part for part in DUTCH_PARTS if len(part) > 3)
    kinds: dict[str, Callable[[], str]] = {
        "one word repeated": lambda: "zwemmen",
        "different short words": lambda: _letters(chance, chance.randint(1, 3)),
        "known words": lambda: chance.choice(words),
        "misspelt words": lambda: _mistyped(chance.choice(words), chance),
        "short misspelt words": lambda: _letters(chance, chance.randint(4, 6)),
        "words of all worries": lambda: chance.choice(worried),
        "small words of worries": lambda: chance.choice(worried[:40]),
        "phrases of the table": lambda: chance.choice(synonyms.rows).variant,
        "digits": lambda: str(chance.randint(0, 99)),
        "facts": lambda: chance.choice(_FACTS),
        "place names": lambda: chance.choice(names),
        "misspelt place names": lambda: _mistyped(chance.choice(names), chance),
        "compounds nobody writes": lambda: "".join(chance.choices(parts, k=4)),
        "compounds with a misspelt end": lambda: (
            "".join(chance.choices(parts, k=3)) + _letters(chance, 9)
        )[:40],
        "words of 40 chance letters": lambda: _letters(chance, 40),
        "stretched words": lambda: chance.choice(words).replace("e", "eee"),
        "signs": lambda: chance.choice(("[a TO z]", "*?*", "NOT", "((", "'--", "\\", "%_", "🙂")),
    }
    found = {name: whole_bytes(_forever(make)) for name, make in kinds.items()}
    scripts = _letters_of_all_scripts()
    found["letters of all scripts"] = whole_bytes(
        _forever(lambda: "".join(chance.choices(scripts, k=5)))
    )
    found["accents on one letter"] = whole_bytes(_forever(lambda: "e\u0301"), "")
    found["one word of 4,000 letters"] = whole_bytes(_forever(lambda: chance.choice(_LETTERS)), "")
    found["one compound without end"] = whole_bytes(_forever(lambda: chance.choice(parts)), "")
    return found


def _forever(make: Callable[[], str]) -> Iterator[str]:
    while True:
        yield make()


def _letters(chance: random.Random, amount: int) -> str:
    return "".join(chance.choices(_LETTERS, k=amount))


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(_LETTERS) + word[place + 1 :]


def _worried_words(synonyms: Synonyms) -> list[str]:
    """The words of all worries, those of most worries first."""
    counts: dict[str, int] = {}
    for row in synonyms.rows:
        if row.kind == WORRY:
            for word in row.variant.split():
                counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: (-counts[word], word))


def _letters_of_all_scripts() -> list[str]:
    return [
        chr(code)
        for code in range(0x30, 0xD7A4)
        if chr(code).isalpha() and unicodedata.name(chr(code), "").split(" ")[0] in _ODD_SCRIPTS
    ]


def print_hostile(client: FlaskClient, site: Installation) -> None:
    """A line a kind of input: the page of results, and the suggestions for it."""
    print(f"\n{'4 kB of, ms':32}{'p50':>8}{'slowest':>9}{'of goal':>9}{'suggestions':>13}")
    client.get("/nl/zoek", query_string={"q": "opvng"}, environ_base=BROWSER)
    took: dict[str, list[float]] = {}
    suggested: dict[str, list[float]] = {}
    for number in range(TIMES):
        for name, text in make_inputs(site, random.Random(number)).items():
            gc.collect(0)
            took.setdefault(name, []).append(ask(client, "/nl/zoek", text))
            suggested.setdefault(name, []).append(ask(client, "/nl/suggesties", text))
    for name, times in sorted(took.items(), key=lambda pair: -max(pair[1])):
        p50, _p95, slowest = percentiles(times)
        line = f"{name:32}{p50:8.1f}{slowest:9.1f}{slowest / GOAL_MS:9.2f}"
        print(f"{line}{max(suggested[name]):13.1f}")


def ask(client: FlaskClient, path: str, text: str) -> float:
    """Milliseconds of one answer, which must be an answer."""

    def get() -> None:
        found = client.get(path, query_string={"q": text}, environ_base=BROWSER)
        if found.status_code != 200:
            raise SystemExit(f"{found.status} at {path}")

    return milliseconds(get)
