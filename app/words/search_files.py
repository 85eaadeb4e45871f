"""Files in which pages note what was searched for; nothing about who searched is ever in them.

One line a search: a letter for how it went, the language of the page, the month, the folded words.
What looks personal never comes here (see `personal`). A line that a full disk cut off does not fit
the pattern, or holds more than folded words, and is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from app.counted_files import Notebook, append_line, month_at
from app.search.text.folding import fold
from app.words.personal import LONGEST_TEXT

_LINE = re.compile(rf"([nwf]) ([a-z]{{2,3}}) (2\d{{3}})-(0[1-9]|1[0-2]) (.{{1,{LONGEST_TEXT}}})\n")


class Outcome(StrEnum):
    """How a search went."""

    NONE = "none"
    """Nothing was found."""
    WEAK = "weak"
    """What was found meets the search only for a part."""
    FINE = "fine"


class CountedSearch(NamedTuple):
    """What is counted of a search."""

    text: str
    language: str
    month: date
    """The first day of the month."""
    outcome: Outcome


_MARKS = {outcome: outcome.value[0] for outcome in Outcome}
_OUTCOMES = {mark: outcome for outcome, mark in _MARKS.items()}


def search_notebook(folder: Path) -> Notebook:
    """The files of a folder in which searches are noted."""
    return Notebook(folder, ".searches")


def write_search(folder: Path, text: str, language: str, outcome: Outcome, seconds: float) -> None:
    """Append one line at a moment (seconds since 1970); raises OSError when it cannot be kept.

    The text is folded, and was looked at for what is personal.
    """
    line = f"{_MARKS[outcome]} {language} {month_at(seconds)} {text}"
    append_line(search_notebook(folder), line, seconds)


def read_searches(path: Path) -> Counter[CountedSearch]:
    """How often each search went how, according to one file."""
    counts: Counter[CountedSearch] = Counter()
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            found = _LINE.fullmatch(line)
            if found is None or fold(found[5]) != found[5]:
                continue
            month = date(int(found[3]), int(found[4]), 1)
            counts[CountedSearch(found[5], found[2], month, _OUTCOMES[found[1]])] += 1
    return counts
