"""Writes the search index anew from the database."""

from __future__ import annotations

from datetime import datetime

from app.directory.connecting import Parts
from app.directory.documents import read_documents
from app.search.following import clear_pending


def rebuild_index(parts: Parts) -> int:
    """Write the whole index, while the site answers; gives how many offers it holds."""
    with parts.database.transaction() as session:
        # What was waiting is in the index that is written now.
        clear_pending(session)
    with parts.database.reading() as session:
        return parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))


def follow_words(parts: Parts, _now: datetime) -> None:
    """Have the index written anew when it was written with other words than those of now.

    A change of words starts that at once; this finds what a pause or a stopped process left undone.
    """
    if parts.engine.is_behind():
        parts.repairer.repair_soon()


def renew_index(parts: Parts, _now: datetime) -> None:
    """Bring new days into the index, which reaches 400 days ahead."""
    rebuild_index(parts)
