"""Files in which pages note which offers were seen; nothing about who looked is ever in them.

One line a page: a letter for the kind, the numbers of the offers, the month. A line that a full
disk cut off does not fit the pattern and is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.counted_files import Notebook, append_line, month_at
from app.publishing.models.visitors import SightKind

MOST_OFFERS = 200
"""More offers than any page shows."""
_MARKS = {SightKind.FOUND: "f", SightKind.OPENED: "o", SightKind.KEPT: "k"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_LINE = re.compile(r"([fok]) ([1-9]\d{0,9}(?:,[1-9]\d{0,9})*) (2\d{3})-(0[1-9]|1[0-2])\n")

Sight = tuple[int, date, SightKind]
"""An offer, the first day of a month, and what happened."""


def sight_notebook(folder: Path) -> Notebook:
    """The files of a folder in which looks are noted."""
    return Notebook(folder, ".sights")


def write_sight(folder: Path, kind: SightKind, offer_ids: Sequence[int], seconds: float) -> None:
    """Append one line at a moment (seconds since 1970); raises OSError when it cannot be kept."""
    numbers = ",".join(map(str, offer_ids[:MOST_OFFERS]))
    line = f"{_MARKS[kind]} {numbers} {month_at(seconds)}"
    append_line(sight_notebook(folder), line, seconds)


def read_sights(path: Path) -> Counter[Sight]:
    """How often each thing happened according to one file."""
    counts: Counter[Sight] = Counter()
    with path.open(encoding="ascii", errors="replace", newline="\n") as lines:
        for line in lines:
            found = _LINE.fullmatch(line)
            if found is None:
                continue
            month = date(int(found[3]), int(found[4]), 1)
            for number in found[2].split(","):
                counts[int(number), month, _KINDS[found[1]]] += 1
    return counts
