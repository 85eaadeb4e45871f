"""A small site with two desks, for the walks along pages behind the sign-in."""

from __future__ import annotations

from tests.questions.desk_fixtures import desk_file, example, site

__all__ = ["desk_file", "example", "site"]
