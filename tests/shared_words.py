"""One word table and one gazetteer for all sites of a test process: making them takes seconds."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.db import Base, Database
from app.directory import connecting
from app.geo.gazetteer import Gazetteer
from app.search.keeping import Keeper
from app.words.models import OwnWord, SpellingRule, WordChange
from app.words.vocabulary import Vocabulary

Stamp = tuple[tuple[str, int], ...]

_made: dict[Stamp, Vocabulary] = {}
_making = threading.Lock()


def share_words() -> None:
    """Let every installation of this process begin with a copy of what was read before.

    What staff of one changed is still read from its own tables, and made for it alone.
    """
    connecting.Vocabulary = vocabulary_of  # type: ignore[assignment,misc]
    connecting.Gazetteer = _Gazetteer  # type: ignore[assignment,misc]


def vocabulary_of(
    database: Database,
    folder: Path,
    labels: Iterable[tuple[str, str, str]],
    keeper: Keeper | None = None,
) -> Vocabulary:
    """A vocabulary that knows already what the files of a folder say."""
    with _making:
        stamp = _stamp_of(folder)
        first = _made.get(stamp)
        if first is None:
            first = _made[stamp] = Vocabulary(_nothing_changed(), folder, labels, keeper)
            first.current()
    own = copy.copy(first)
    own._database = database
    own._making = threading.Lock()
    own._looked_at = float("-inf")
    return own


class _Gazetteer(Gazetteer):
    """Places that nothing changes, read once from each state of a file."""

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """What `Gazetteer.load` gives, perhaps the one of another site."""
        return _read_places(path, path.stat().st_mtime_ns)


@cache
def _read_places(path: Path, _changed: int) -> Gazetteer:
    return Gazetteer.load(path)


def _nothing_changed() -> Database:
    """An empty table of changes, as an installation has whose staff changed nothing."""
    database = Database("sqlite://")
    tables = [
        Base.metadata.tables[item.__tablename__] for item in (OwnWord, SpellingRule, WordChange)
    ]
    Base.metadata.create_all(database.engine, tables)
    return database


def _stamp_of(folder: Path) -> Stamp:
    """Changes with the files, also when other ones come in their place."""
    return tuple(
        (str(path.resolve()), path.stat().st_mtime_ns) for path in sorted(folder.glob("*.csv"))
    )
