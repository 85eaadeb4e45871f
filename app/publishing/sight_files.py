"""Files in which pages note which offers were seen; nothing about who looked is ever in them.

A process appends one line a page to a file of its own for this hour: a letter for the kind, the
numbers of the offers, the month. A file is finished some minutes after its hour; no page writes in
it any more, so it can be counted as it stands. A line that a full disk cut off does not fit the
pattern and is left out.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from app.agenda.clock import as_local
from app.publishing.models.visitors import SightKind

HOUR_S = 3600
FINISHED_AFTER = timedelta(minutes=5)
MOST_OFFERS = 200
"""More offers than any page shows."""
_MARKS = {SightKind.FOUND: "f", SightKind.OPENED: "o", SightKind.KEPT: "k"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_LINE = re.compile(r"([fok]) ([1-9]\d{0,9}(?:,[1-9]\d{0,9})*) (2\d{3})-(0[1-9]|1[0-2])\n")
_NAME = re.compile(r"(2\d{9})-\d{1,10}\.sights")
_MODE = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC

Sight = tuple[int, date, SightKind]
"""An offer, the first day of a month, and what happened."""


def write_sight(folder: Path, kind: SightKind, offer_ids: Sequence[int], seconds: float) -> None:
    """Append one line at a moment (seconds since 1970); raises OSError when it cannot be kept."""
    name, month = _of_hour(int(seconds) // HOUR_S)
    numbers = ",".join(map(str, offer_ids[:MOST_OFFERS]))
    line = f"{_MARKS[kind]} {numbers} {month}\n".encode("ascii")
    path = f"{folder}/{name}-{os.getpid()}.sights"
    try:
        file = os.open(path, _MODE, 0o600)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(path, _MODE, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)


def list_finished(folder: Path, now: datetime) -> list[Path]:
    """The files whose hour is over, the oldest first; other files are left alone."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        name = _NAME.fullmatch(path.name)
        if name is not None and _end_of(name[1]) + FINISHED_AFTER <= now:
            found.append(path)
    return found


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


@lru_cache(maxsize=4)
def _of_hour(hour: int) -> tuple[str, str]:
    """The beginning of the names of an hour's files, and its month in Brussels."""
    moment = datetime.fromtimestamp(hour * HOUR_S, UTC)
    return moment.strftime("%Y%m%d%H"), as_local(moment).strftime("%Y-%m")


def _end_of(hour: str) -> datetime:
    try:
        start = datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC)
    except ValueError:
        # No hour of ours: it is never finished.
        return datetime.max.replace(tzinfo=UTC) - FINISHED_AFTER
    return start + timedelta(seconds=HOUR_S)
