"""How a text reads: its long sentences, and words that only professionals use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.config import PROJECT_FOLDER
from app.web.markup import plain_text

JARGON_FILE = PROJECT_FOLDER / "data" / "seed" / "jargon.toml"
LONGEST_SENTENCE = 20
"""Words; a longer sentence is hard to read on a phone."""
LONGEST_AVERAGE = 12.0
"""Words a sentence, as on the site's own pages."""
LONGEST_TEXT = 20_000
_ENDINGS = r"(?:en|s|e|n|'s)?"
_WORD = re.compile(r"[^\W_](?:[\w'’@/+-]|\.(?=\w))*")
_SHORT = frozenset(
    {
        *("a.u.b", "b.v", "bijv", "bv", "blz", "ca", "d.w.z", "dhr", "dr", "e.a", "e.d", "enz"),
        *("etc", "evt", "excl", "h", "i.p.v", "i.v.m", "incl", "ing", "jl", "m.a.w", "m.b.t"),
        *("max", "mevr", "min", "mr", "mvr", "n.a.v", "n.v.t", "nl", "nr", "nrs", "o.a", "o.l.v"),
        *("o.l.vr", "p", "p.p", "prof", "resp", "s.v.p", "st", "t.a.v", "t.e.m", "t.o.v", "t.v"),
        *("t/m", "tel", "u", "vb", "vnl", "vzw", "z.o.z", "zgn"),
    }
)
"""What is written with a dot at its end, without that dot."""
_STOP = re.compile(r"[.!?…]+[\"'’”)\]]*(?=\s|$)")
_MARKER = re.compile(r"^\s*(?:-|\d{1,3}\.)\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadingAid:
    """What makes a text hard to read."""

    sentences: int
    average_words: float
    """Words a sentence; 0 without any."""
    long_sentences: tuple[str, ...]
    """Those of more than twenty words, as they were typed."""
    jargon: tuple[tuple[str, str], ...]
    """Words of professionals with plainer ones, each once, in the order of the text."""


def read_aloud(text: str) -> ReadingAid:
    """Count sentences and words of a Dutch text; addresses behind links are not read."""
    plain = plain_text(text[:LONGEST_TEXT], with_addresses=False)
    counted = [(sentence, len(_WORD.findall(sentence))) for sentence in split_sentences(plain)]
    counted = [(sentence, words) for sentence, words in counted if words]
    total = sum(words for _sentence, words in counted)
    return ReadingAid(
        sentences=len(counted),
        average_words=round(total / len(counted), 1) if counted else 0.0,
        long_sentences=tuple(text for text, words in counted if words > LONGEST_SENTENCE),
        jargon=_find_jargon(plain),
    )


def split_sentences(text: str) -> list[str]:
    """The sentences of a Dutch text: a stop, a blank line or a list item ends one.

    "14.00 u.", "o.a.", "St." and web addresses do not; before a capital or at the end of a line
    an hour with "u." may.
    """
    found: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:-|\d{1,3}\.)\s)", text):
        line = " ".join(_MARKER.sub("", block).split())
        begin = 0
        for stop in _STOP.finditer(line):
            if _ends_here(line, stop):
                found.append(line[begin : stop.end()].strip())
                begin = stop.end()
        found.append(line[begin:].strip())
    return [sentence for sentence in found if sentence]


def _ends_here(line: str, stop: re.Match[str]) -> bool:
    after = line[stop.end() :].lstrip(" \"'‘’“(")
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return not after[:1].islower()
    before = line[: stop.start()].rpartition(" ")[2].strip("(\"'‘“").casefold()
    if after[:1].islower():
        return False
    if before not in _SHORT:
        # A single letter is somebody's initial.
        return len(before) > 1 or not before.isalpha()
    return before in {"u", "enz", "etc", "e.a", "e.d"} and after[:1].isupper()


@cache
def read_jargon() -> Mapping[str, str]:
    """Words of professionals with plainer ones, from the file of the seed."""
    with JARGON_FILE.open("rb") as file:
        words: dict[str, str] = tomllib.load(file)["words"]
    return MappingProxyType(words)


@cache
def _jargon_pattern() -> re.Pattern[str]:
    # The longest first, so that "intakegesprek" is not read as "intake".
    words = sorted(read_jargon(), key=lambda word: -len(word))
    listed = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<!\w)({listed}){_ENDINGS}(?!\w)", re.IGNORECASE)


def _find_jargon(text: str) -> tuple[tuple[str, str], ...]:
    words = read_jargon()
    found = (match[1].casefold() for match in _jargon_pattern().finditer(text))
    return tuple((word, words[word]) for word in dict.fromkeys(found))
