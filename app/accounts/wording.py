"""Moments in words, for pages behind a lock."""

from __future__ import annotations

from datetime import datetime

from app.agenda.clock import BRUSSELS
from app.i18n import format_day


def moment_text(at: datetime) -> str:
    """A moment on the clock of Brussels, such as "3 april 2026, 14:05"."""
    local = at.astimezone(BRUSSELS)
    return f"{format_day(local.date(), 'd MMMM yyyy')}, {local:%H:%M}"
