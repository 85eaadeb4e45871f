"""Why a partner cannot help: the reasons that every House has and those of a House itself."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.referrals import DeclineReason

FULL = "full"
"""The reason that says something about the offer: a notice may follow from it."""


def reason_label(reason: DeclineReason) -> str:
    """What a reason is called: a House's own words, or ours in the language of the request."""
    shared = {
        FULL: _("Alles is vol"),
        "age": _("De leeftijd past niet"),
        "area": _("Buiten ons werkgebied"),
        "other-help": _("Er is andere hulp nodig"),
        "no-time": _("Geen tijd of geen personeel"),
        "other": _("Iets anders"),
    }
    if reason.house_id is not None:
        return reason.label
    return shared.get(reason.key, reason.label)


def list_choices(session: Session, house_id: int) -> list[DeclineReason]:
    """The reasons that a partner can choose when it answers a House, in their order."""
    return list(
        session.scalars(
            select(DeclineReason)
            .where(
                or_(DeclineReason.house_id == house_id, DeclineReason.house_id.is_(None)),
                DeclineReason.is_active.is_(True),
            )
            .order_by(DeclineReason.position, DeclineReason.id)
        )
    )


def label_of(session: Session, reason_id: int | None) -> str:
    """What the reason of a decline is called; empty without one."""
    reason = session.get(DeclineReason, reason_id) if reason_id is not None else None
    return reason_label(reason) if reason is not None else ""


def check_reason(session: Session, house_id: int, reason_id: int) -> None:
    """Raise `HouseRowNotFoundError` for a reason that cannot be chosen in this House."""
    if reason_id not in {reason.id for reason in list_choices(session, house_id)}:
        raise HouseRowNotFoundError
