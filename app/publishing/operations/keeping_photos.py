"""Photos of partners: kept with their file, and cleaned up when nothing shows them any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import Database
from app.directory.models.offers import OfferImage
from app.publishing.models.revisions import Photo, Revision, RevisionState
from app.publishing.operations.revising import Author
from app.publishing.photos import FILE_NAME, PHOTO_NAME, MadePhoto, small_name, write_photo
from app.publishing.states import OPEN_STATES

KEEP_UNUSED = timedelta(days=30)
KEEP_LOOSE_FILE = timedelta(days=1)
"""A file comes before its row: without one it may be a moment old, but not a day."""
BATCH = 200


def keep_photo(
    session: Session,
    author: Author,
    organization_id: int,
    photo: MadePhoto,
    *,
    folder: Path,
    now: datetime,
) -> str:
    """Keep a photo of an organization, the file before the row; gives its name."""
    write_photo(folder, photo)
    session.merge(
        Photo(
            name=photo.name,
            organization_id=organization_id,
            width=photo.width,
            height=photo.height,
            sent_by=author.person_id,
            sent_at=now,
        )
    )
    return photo.name


def clean_photos(database: Database, settings: Settings, now: datetime) -> int:
    """Delete photos that nothing shows and nobody works on for 30 days; gives how many files.

    What is published, waits, or is in the history of an offer keeps its photos.
    """
    with database.transaction() as session:
        old = session.scalars(select(Photo).where(Photo.sent_at < now - KEEP_UNUSED)).all()
        if old:
            used = _list_used(session, now)
            unused = {photo.name for photo in old} - used
            session.execute(
                delete(Photo).where(Photo.name.in_(list(unused)), Photo.sent_at < now - KEEP_UNUSED)
            )
        known = set(session.scalars(select(Photo.name)))
        # Nobody can send the same photo again meanwhile: this transaction has the turn to write.
        return _delete_loose_files(settings.photo_folder, known, now)


def _list_used(session: Session, now: datetime) -> set[str]:
    """Names of photos on offers, and in versions that are open, were online or are recent."""
    used = set(session.scalars(select(OfferImage.photo_name).where(OfferImage.photo_name != "")))
    states = [*(state.value for state in OPEN_STATES), RevisionState.PUBLISHED.value]
    versions = session.execute(
        select(Revision.facts, Revision.base_facts)
        .where(
            or_(Revision.state.in_(states), Revision.saved_at > now - KEEP_UNUSED),
            or_(Revision.facts.contains(".webp"), Revision.base_facts.contains(".webp")),
        )
        .execution_options(yield_per=BATCH)
    )
    for texts in versions:
        used.update(_names_in(texts))
    return used


def _names_in(texts: Iterable[str]) -> set[str]:
    return {match.group() for text in texts for match in PHOTO_NAME.finditer(text)}


def _delete_loose_files(folder: Path, known: set[str], now: datetime) -> int:
    kept = known | {small_name(name) for name in known}
    count = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        is_ours = FILE_NAME.fullmatch(path.name) or path.suffix == ".part"
        if not is_ours or path.name in kept:
            continue
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if changed_at < now - KEEP_LOOSE_FILE:
            path.unlink(missing_ok=True)
            count += 1
    return count
