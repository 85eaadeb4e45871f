"""Migrations by command: forward to the newest, on whatever database the settings name."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from app.config import PROJECT_FOLDER


def alembic_config(database_url: str) -> Config:
    """The configuration of Alembic without a file."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT_FOLDER / "migrations"))
    # Alembic reads percent signs as its own interpolation.
    config.set_main_option("database_url", database_url.replace("%", "%%"))
    return config


def migrate(database_url: str) -> None:
    """Bring a database to the newest migration."""
    command.upgrade(alembic_config(database_url), "head")
