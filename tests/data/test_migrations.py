"""Migrations lead to the models and back, and keep what was stored on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cli.databases import alembic_config, migrate
from app.config import PROJECT_FOLDER
from app.db import Base, Database, UtcDateTime
from app.directory.models.offers import Offer, OfferText
from app.directory.models.organizations import Contact
from app.directory.operations.stored import read_stored_offer
from tests.data.directory_examples import get_saved, save_directory

# What the next migration will look like: a table that has rows, and others that point to it, is
# made anew, which is how SQLite changes a column.
NEXT_REVISION = '''"""A next migration, only for this test."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen a column and add one."""
    with op.batch_alter_table("organization") as batch:
        batch.alter_column("name", existing_type=sa.String(150), type_=sa.String(180))
        batch.add_column(sa.Column("motto", sa.String(40), nullable=False, server_default=""))
    {more}

def downgrade() -> None:
    """Take both back."""
    with op.batch_alter_table("organization") as batch:
        batch.drop_column("motto")
        batch.alter_column("name", existing_type=sa.String(180), type_=sa.String(150))
'''


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    database = Database(blank_url)
    yield database
    database.dispose()


def scripts(config: Config | None = None) -> list[Script]:
    """All migrations, the first one first."""
    directory = ScriptDirectory.from_config(config or alembic_config("sqlite://"))
    return list(reversed(list(directory.walk_revisions())))


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def with_next_migration(database: Database, folder: Path, more: str = "") -> Config:
    """The configuration of a database whose migrations go one further than ours."""
    own = folder / "migrations"
    shutil.copytree(PROJECT_FOLDER / "migrations", own)
    revision = NEXT_REVISION.format(head=scripts()[-1].revision, more=more)
    (own / "versions" / "9999_next.py").write_text(revision, encoding="utf-8")
    config = alembic_config(url_of(database))
    config.set_main_option("script_location", str(own))
    return config


def count_stored(session: Session) -> tuple[int | None, ...]:
    kinds = (Offer.id, OfferText.offer_id, Contact.id)
    return tuple(session.scalar(select(func.count(column))) for column in kinds)


def count_rows(connection: Connection) -> dict[str, int | None]:
    """How many rows each table of the models holds that is there at this migration."""
    there = set(inspect(connection).get_table_names())
    return {
        name: connection.scalar(select(func.count()).select_from(table))
        for name, table in Base.metadata.tables.items()
        if name in there
    }


def test_there_is_one_head_and_each_migration_says_what_it_does() -> None:
    directory = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(directory.get_heads()) == 1
    for script in scripts():
        words = (script.doc or "").strip()
        assert len(words) > 10, script.revision
        assert words[0].isupper(), script.revision
        assert words.endswith("."), script.revision
        assert callable(script.module.downgrade), script.revision


def test_migrations_from_nothing_lead_to_the_models(blank: Database) -> None:
    migrate(url_of(blank))
    with blank.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    with database.transaction() as session:
        save_directory(session)
    migrate(url_of(database))
    with database.reading() as session:
        assert count_stored(session) == (1, 2, 4)


def test_migrations_can_be_taken_back_to_nothing(blank: Database) -> None:
    config = alembic_config(url_of(blank))
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert set(inspect(blank.engine).get_table_names()) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert set(Base.metadata.tables) <= set(inspect(blank.engine).get_table_names())


def test_what_is_stored_survives_every_step_to_the_newest_migration(database: Database) -> None:
    """Down one step and up again, with rows in every table that is left."""
    config = alembic_config(url_of(database))
    with database.transaction() as session:
        save_directory(session)
    with database.engine.connect() as connection:
        before = count_rows(connection)
    for script in reversed(scripts()[1:]):
        command.downgrade(config, str(script.down_revision))
        command.upgrade(config, script.revision)
        with database.engine.connect() as connection:
            after = count_rows(connection)
        # Tables that later migrations bring are not there yet; no other one may be missing.
        assert after == {name: before[name] for name in after}, script.revision
        assert {"offer", "offer_text", "contact", "schedule"} <= after.keys(), script.revision
    command.upgrade(config, "head")
    with database.engine.connect() as connection:
        assert count_rows(connection) == before
    with database.reading() as session:
        assert count_stored(session) == (1, 2, 4)


def test_offers_of_the_release_before_get_the_facts_of_this_one(database: Database) -> None:
    """What the newest migration adds starts as nobody's choice; the rest is as it was."""
    config = alembic_config(url_of(database))
    with database.transaction() as session:
        save_directory(session)
        offer = get_saved(session)
        offer.check_every_months, offer.is_partner_kept = 3, True
    with database.reading() as session:
        before = read_stored_offer(get_saved(session))
    command.downgrade(config, "0002")
    assert "is_partner_kept" not in {
        column["name"] for column in inspect(database.engine).get_columns("offer")
    }
    command.upgrade(config, "head")
    with database.reading() as session:
        offer = get_saved(session)
        assert (offer.check_every_months, offer.is_partner_kept, offer.hidden_on) == (
            12,
            False,
            None,
        )
        after = read_stored_offer(offer)
        assert (after.draft, after.places) == (before.draft, before.places)


def test_a_next_migration_keeps_what_is_stored(database: Database, tmp_path: Path) -> None:
    """The way migrations run here is safe for tables that have rows and rows that point to them."""
    config = with_next_migration(database, tmp_path)
    with database.transaction() as session:
        save_directory(session)
    command.upgrade(config, "head")
    with database.reading() as session:
        assert count_stored(session) == (1, 2, 4)
        assert get_saved(session).organization.name == "Bib De Pagina"
        assert session.execute(text("SELECT DISTINCT motto FROM organization")).scalars().all() == [
            ""
        ]
    command.downgrade(config, "-1")
    with database.reading() as session:
        assert count_stored(session) == (1, 2, 4)
        assert session.execute(text("SELECT count(*) FROM organization_text")).scalar() == 1


def test_a_migration_that_leaves_dangling_rows_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    config = with_next_migration(database, tmp_path, "op.execute('DELETE FROM organization')")
    with database.transaction() as session:
        save_directory(session)
    with pytest.raises((RuntimeError, IntegrityError)):
        command.upgrade(config, "head")
    with database.reading() as session:
        assert get_saved(session).organization.name == "Bib De Pagina"


def test_own_column_types_are_written_as_plain_ones() -> None:
    """A migration must still run when the code that it was made with has changed."""
    for script in scripts():
        source = Path(script.path).read_text(encoding="utf-8")
        assert "import app" not in source
        assert "from app" not in source
        assert UtcDateTime.__name__ not in source
