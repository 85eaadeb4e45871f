"""How people join an offer, as choices; whatever is not known yet can stay so."""

from __future__ import annotations

from app.directory.models.offers import Appointment, Registration
from app.i18n import gettext as _


def registration_choices() -> list[tuple[str, str]]:
    """Whether people sign up first."""
    return [
        (Registration.NONE.value, _("Nee, je komt gewoon langs")),
        (Registration.RECOMMENDED.value, _("Liefst wel, het hoeft niet")),
        (Registration.REQUIRED.value, _("Ja, vooraf inschrijven")),
        ("", _("Weet ik nog niet")),
    ]


def appointment_choices() -> list[tuple[str, str]]:
    """Whether people make an appointment."""
    return [
        (Appointment.WALK_IN.value, _("Nee, je komt gewoon langs")),
        (Appointment.BY_APPOINTMENT.value, _("Ja, je maakt een afspraak")),
        (Appointment.BOTH.value, _("Het kan allebei")),
        ("", _("Weet ik nog niet")),
    ]
