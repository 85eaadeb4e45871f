"""Runs the migrations on the database of the settings."""

from alembic import context

from app.accounts import models as accounts  # noqa: F401
from app.audit import models as audit  # noqa: F401  these tables belong to the metadata
from app.cli import job_runs  # noqa: F401
from app.config import load_settings
from app.db import Base, Database, UtcDateTime
from app.directory.models import answers, offers, terms  # noqa: F401  their tables belong to the metadata
from app.mail import models as mail  # noqa: F401
from app.publishing.models import checks, revisions, visitors  # noqa: F401
from app.questions.models import desks, questions, referrals  # noqa: F401
from app.words import models as words  # noqa: F401
from app.search import following  # noqa: F401


def render_type(kind: str, value: object, _context: object) -> str | bool:
    """Write our own column types as the plain ones they store, so migrations import nothing."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


database = Database(context.config.get_main_option("database_url") or load_settings().database_url)
is_sqlite = database.engine.dialect.name == "sqlite"
with database.engine.connect() as connection:
    connection = connection.execution_options(is_write=True)
    if is_sqlite:
        # A batch drops the old table: rows that point to it would stop that, or go with it. It
        # can only be switched off before the transaction begins.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter most things in place; batches copy the table.
        render_as_batch=True,
        compare_type=True,
        render_item=render_type,
        # The engine begins by itself, so SQLite takes a failed migration back as a whole too.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left rows that point to nothing; nothing was changed")
database.dispose()
