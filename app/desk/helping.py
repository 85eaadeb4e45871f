"""Whom a colleague calls when it is too hard: today's back-up, and who comes after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.desk.rota_form import ShiftView, shift_view
from app.finder.cards import Desk, HelpLine
from app.finder.site import help_lines
from app.finder.wording import near_day_text
from app.questions.operations.rota import find_next_backup, is_running, name_of
from app.questions.operations.told_people import list_coordinators


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Whom to call, in this order."""

    backup: ShiftView | None
    is_now: bool
    """Whether the back-up is there at this moment."""
    day: str
    """When the back-up is there, in words."""
    coordinators: tuple[str, ...]
    desk: Desk
    help_lines: tuple[HelpLine, ...]


def make_help_page(session: Session, house_id: int, desk: Desk, now: datetime) -> HelpPage:
    """Today's back-up, else the next one; then the coordinators, the desk and the help lines."""
    shift = find_next_backup(session, house_id, now)
    return HelpPage(
        backup=shift_view(shift, name_of(session, shift)) if shift else None,
        is_now=shift is not None and is_running(shift, now),
        day=near_day_text(shift.day, as_local(now).date()) if shift else "",
        coordinators=tuple(person.name for person in list_coordinators(session, house_id)),
        desk=desk,
        help_lines=help_lines(),
    )
