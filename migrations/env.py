"""Runs the migrations on the database of the settings."""

from alembic import context

from app.config import load_settings
from app.db import Base, Database, UtcDateTime
from app.directory.models import offers, terms  # noqa: F401  their tables belong to the metadata
from app.search import following  # noqa: F401


def render_type(kind: str, value: object, _context: object) -> str | bool:
    """Write our own column types as the plain ones they store, so migrations import nothing."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


database = Database(context.config.get_main_option("database_url") or load_settings().database_url)
with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter most things in place; batches copy the table.
        render_as_batch=True,
        compare_type=True,
        render_item=render_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.dispose()
