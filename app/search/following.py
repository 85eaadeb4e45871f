"""The index follows the commit: touched offers are written down in the same transaction.

The rows of `index_change` outlive a crash between the commit and the index, so nothing is missed:
whoever follows next reads what is left (design/architecture: mail and index writes follow the
commit, never precede it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from sqlalchemy import delete, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from app.db import Base, Database
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.errors import IndexUnavailableError

log = structlog.get_logger()

Touched = Callable[[Session, object], Iterable[int]]
Mark = Callable[[Session, Sequence[int]], None]
Read = Callable[[Session, Sequence[int]], Iterable[OfferDocument]]


class IndexChange(Base):
    """An offer whose document in the index may be behind; in order of writing."""

    __tablename__ = "index_change"
    # Without it SQLite gives the numbers of deleted rows out again, and a slow follower would
    # delete a change that it never saw.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own way

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    offer_id: Mapped[int]


def count_pending(session: Session) -> int:
    """How many changes the index has not seen."""
    return session.scalar(select(func.count(IndexChange.sequence))) or 0


def clear_pending(session: Session) -> None:
    """Forget what was waiting: the caller writes the whole index after this."""
    session.execute(delete(IndexChange))


class Follower:
    """Writes touched offers down with their transaction, and brings the index up to date after it.

    `touched` says which offers a flushed row belongs to; `mark` moves the moment of their last
    change; `read` makes their documents (offers that families may not find give none, and leave
    the index).
    """

    def __init__(
        self,
        database: Database,
        engine: SearchEngine,
        *,
        touched: Touched,
        mark: Mark,
        read: Read,
    ) -> None:
        """Listen to the sessions of one database."""
        self._database = database
        self._engine = engine
        self._touched = touched
        self._mark = mark
        self._read = read
        event.listen(database.sessions, "after_flush", self._write_down)
        database.after_commit = self.follow_quietly

    def _write_down(self, session: Session, _context: UOWTransaction) -> None:
        # After the flush, not before the commit: an autoflush would have emptied session.new.
        ids: set[int] = set()
        for row in (*session.new, *session.dirty, *session.deleted):
            ids.update(self._touched(session, row))
        if ids:
            rows: list[dict[str, Any]] = [{"offer_id": offer_id} for offer_id in sorted(ids)]
            session.execute(insert(IndexChange), rows)
            self._mark(session, sorted(ids))
            session.info["touched"] = True

    def follow(self, limit: int = 2_000) -> int:
        """Bring the index up to date with the first `limit` changes; gives how many offers.

        Raises IndexUnavailableError when there is no sound index to write in: the changes stay.
        """
        with self._database.reading() as session:
            changes = session.execute(
                select(IndexChange.sequence, IndexChange.offer_id)
                .order_by(IndexChange.sequence)
                .limit(limit)
            ).all()
            if not changes:
                return 0
            ids = sorted({change.offer_id for change in changes})
            documents = list(self._read(session, ids))
        present = {document.offer_id for document in documents}
        self._engine.update(documents, [key for key in ids if key not in present])
        with self._database.transaction() as session:
            last = changes[-1].sequence
            session.execute(delete(IndexChange).where(IndexChange.sequence <= last))
        return len(ids)

    def follow_all(self) -> int:
        """Follow until nothing is left; gives how many offers were written."""
        total = 0
        while count := self.follow():
            total += count
        return total

    def follow_quietly(self) -> None:
        """Follow after a commit; what fails is logged and stays to be followed later."""
        try:
            self.follow_all()
        except IndexUnavailableError:
            log.warning("index_not_followed", reason="unavailable")
        except OSError as error:
            # No traceback: only what kind of thing went wrong.
            log.error("index_not_followed", reason=type(error).__name__)  # noqa: TRY400
