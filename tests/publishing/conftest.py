"""A small site with two Houses and two partners, each with an offer and a person."""

from __future__ import annotations

from tests.questions.desk_fixtures import database, desk_file, example, site

__all__ = ["database", "desk_file", "example", "site"]
