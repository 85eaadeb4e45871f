"""What the database promises, whichever it is."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.db import BUSY_MILLISECONDS, Database
from app.directory.drafts import OrganizationDraft
from app.directory.models.offers import Offer
from app.directory.models.organizations import Organization
from app.directory.operations.partners import save_organization
from tests.data.directory_examples import OTHER_PARTNER, save_directory

PARTNER_WITHOUT_TERMS = OrganizationDraft("eerst", "Eerst")


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Database:
    path = tmp_path / "own.sqlite"
    path.write_bytes(migrated_file.read_bytes())
    return Database(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", BUSY_MILLISECONDS),
    ],
)
def test_every_connection_to_sqlite_is_durable_strict_and_wipes(
    sqlite: Database, pragma: str, expected: object
) -> None:
    with sqlite.engine.connect() as first, sqlite.engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


def test_a_deleted_text_is_gone_from_the_file_of_the_database(sqlite: Database) -> None:
    marker = "een-zeer-persoonlijk-verhaal"
    path = Path(str(sqlite.engine.url.database))
    with sqlite.transaction() as session:
        session.add(Organization(slug="weg", name=marker))
    with sqlite.transaction() as session:
        session.execute(text("DELETE FROM organization"))
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.dispose()
    assert marker.encode() not in path.read_bytes()


def count_organizations(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Organization.id))) or 0


def test_a_second_writer_waits_for_the_first_and_does_not_fail(database: Database) -> None:
    errors: list[BaseException] = []
    started = threading.Event()

    def write_later() -> None:
        started.wait()
        try:
            with database.transaction() as session:
                save_organization(session, OTHER_PARTNER)
        except BaseException as error:  # noqa: BLE001 - the test tells which
            errors.append(error)

    thread = threading.Thread(target=write_later)
    thread.start()
    with database.transaction() as session:
        save_organization(session, PARTNER_WITHOUT_TERMS)
        started.set()
        # Long enough for the other one to have asked for the same lock.
        time.sleep(0.2)
    thread.join()
    assert errors == []
    assert count_organizations(database) == 2


def test_a_writer_that_reads_first_waits_too(sqlite: Database) -> None:
    """A transaction that reads and then writes would fail at once without BEGIN IMMEDIATE."""
    barrier = threading.Barrier(2)
    errors: list[BaseException] = []

    def read_then_write(name: str) -> None:
        barrier.wait()
        try:
            with sqlite.transaction() as session:
                known = session.scalar(select(func.count(Organization.id)))
                time.sleep(0.05)
                session.add(Organization(slug=f"{name}-{known}", name=name))
        except BaseException as error:  # noqa: BLE001 - the test tells which
            errors.append(error)

    threads = [threading.Thread(target=read_then_write, args=(name,)) for name in ("een", "twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with sqlite.reading() as session:
        slugs = set(session.scalars(select(Organization.slug)))
    assert {slug[-1] for slug in slugs} == {"0", "1"}


def test_a_reader_is_not_kept_waiting_by_a_writer(database: Database) -> None:
    with database.transaction() as session:
        session.add(Organization(slug="nieuw", name="Nieuw"))
        session.flush()
        assert count_organizations(database) == 0
    assert count_organizations(database) == 1


def test_a_reading_after_a_transaction_does_not_begin_as_a_write(sqlite: Database) -> None:
    """The way to begin belongs to one transaction, not to the connection that the pool keeps."""
    with sqlite.transaction() as session:
        session.add(Organization(slug="een", name="Een"))
    with sqlite.reading() as session:
        session.execute(select(Organization.id)).all()
        other = Database(str(sqlite.engine.url))
        with other.transaction() as writing:
            writing.add(Organization(slug="twee", name="Twee"))
        other.dispose()
    assert count_organizations(sqlite) == 2


def test_an_error_takes_everything_in_the_transaction_back(database: Database) -> None:
    def save_and_fail() -> None:
        with database.transaction() as session:
            save_organization(session, PARTNER_WITHOUT_TERMS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert count_organizations(database) == 0


def test_a_commit_that_fails_is_not_followed(database: Database) -> None:
    calls: list[str] = []
    database.after_commit = lambda: calls.append("followed")

    def save_an_offer_of_nobody() -> None:
        with database.transaction() as session:
            session.info["touched"] = True
            session.add(Offer(source="x", source_id="y", slug="z", kind="service", state="draft"))

    with pytest.raises(IntegrityError):
        save_an_offer_of_nobody()
    assert calls == []


def test_what_a_reading_session_changes_is_never_written(database: Database) -> None:
    with database.transaction() as session:
        save_organization(session, PARTNER_WITHOUT_TERMS)
    with database.reading() as session:
        for row in session.scalars(select(Organization)):
            row.name = "Anders"
    with database.reading() as session:
        assert session.scalars(select(Organization.name)).all() == ["Eerst"]


def test_a_moment_without_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 1, 12)  # noqa: DTZ001 - exactly what must be refused

    def save_naive() -> None:
        with database.transaction() as session:
            session.execute(update(Offer).values(updated_at=naive))

    with pytest.raises(StatementError, match="time zone"):
        save_naive()


@pytest.mark.parametrize("hours", [-5, 0, 2, 14])
def test_a_moment_comes_back_in_utc_whatever_zone_it_had(database: Database, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    moment = datetime(2026, 10, 25, 2, 30, 15, 123_456, zone)
    with database.transaction() as session:
        save_directory(session)
        session.execute(update(Offer).values(updated_at=moment))
    with database.reading() as session:
        found = session.scalars(select(Offer.updated_at)).one()
    assert found == moment
    assert found.tzinfo is UTC


def test_moments_stand_in_order_whatever_zone_they_had(database: Database) -> None:
    early = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    late = datetime(2026, 1, 1, 9, tzinfo=UTC)
    with database.transaction() as session:
        save_directory(session)
        session.execute(update(Offer).values(updated_at=late, created_at=early))
    with database.reading() as session:
        in_order = select(func.count(Offer.id)).where(Offer.created_at < Offer.updated_at)
        assert session.scalar(in_order) == 1


def test_a_database_that_is_gone_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'site.sqlite'}")
    with pytest.raises(OperationalError), database.reading() as session:
        session.execute(text("SELECT 1"))
