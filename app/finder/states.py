"""The state of an offer at this moment as a label: nu open, straks open, opnieuw morgen."""

from __future__ import annotations

from datetime import datetime

from app.agenda.moments import OpenKind, OpenState
from app.finder.cards import Label, Tone
from app.finder.wording import clock_text, near_day_text
from app.i18n import gettext as _


def state_label(state: OpenState, now: datetime, *, is_phone: bool = False) -> Label | None:
    """What to say of the state now; None when nothing is known."""
    match state.kind:
        case OpenKind.OPEN:
            if state.until is None or state.until.date() > now.date():
                text = _("Nu bereikbaar") if is_phone else _("Nu open")
            else:
                until = clock_text(state.until.time())
                text = (
                    _("Nu bereikbaar, tot %(time)s uur", time=until)
                    if is_phone
                    else _("Nu open, tot %(time)s uur", time=until)
                )
            return Label(text, "ui-clock", Tone.GOOD)
        case OpenKind.OPENS_SOON if state.opens_at is not None:
            opens = clock_text(state.opens_at.time())
            text = (
                _("Straks bereikbaar, om %(time)s uur", time=opens)
                if is_phone
                else _("Straks, om %(time)s uur", time=opens)
            )
            return Label(text, "ui-clock", Tone.SOON)
        case OpenKind.CLOSED if state.opens_at is not None:
            day = near_day_text(state.opens_at.date(), now.date())
            opens = clock_text(state.opens_at.time())
            text = (
                _("Opnieuw bereikbaar %(day)s om %(time)s uur", day=day, time=opens)
                if is_phone
                else _("Opnieuw %(day)s om %(time)s uur", day=day, time=opens)
            )
            return Label(text, "ui-clock", Tone.CALM)
        case _:
            return None
