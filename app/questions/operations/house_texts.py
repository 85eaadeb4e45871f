"""What a coordinator writes for a House: texts that answers begin with and reasons to decline."""

from __future__ import annotations

import unicodedata

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.desks import ReplyTemplate
from app.questions.models.referrals import DeclineReason
from app.questions.operations.templates import find_template


def save_template(
    session: Session,
    house_id: int,
    template_id: int | None,
    *,
    title: str,
    body: str,
    language: str,
    by: Actor,
) -> ReplyTemplate:
    """Write a new text, or another one over it; other Houses' texts do not exist here."""
    if template_id is None:
        template = ReplyTemplate(house_id=house_id, title=title, body=body, language=language)
        session.add(template)
    else:
        template = _get_template(session, house_id, template_id)
        template.title, template.body, template.language = title, body, language
    session.flush()
    action = "reply-template-added" if template_id is None else "reply-template-changed"
    record(session, action, actor=by, subject=("reply_template", template.id), house_id=house_id)
    return template


def remove_template(session: Session, house_id: int, template_id: int, *, by: Actor) -> None:
    """Take a text away; answers that began with it stay as they are."""
    session.delete(_get_template(session, house_id, template_id))
    record(
        session,
        "reply-template-removed",
        actor=by,
        subject=("reply_template", template_id),
        house_id=house_id,
    )


def list_reasons(session: Session, house_id: int) -> list[DeclineReason]:
    """The reasons of a House and those of every House, in the order in which partners see them."""
    return list(
        session.scalars(
            select(DeclineReason)
            .where(or_(DeclineReason.house_id == house_id, DeclineReason.house_id.is_(None)))
            .order_by(DeclineReason.position, DeclineReason.id)
        )
    )


def add_reason(session: Session, house_id: int, label: str, *, by: Actor) -> DeclineReason:
    """Add a reason of the House itself, after the others."""
    last = session.scalar(
        select(func.max(DeclineReason.position)).where(
            or_(DeclineReason.house_id == house_id, DeclineReason.house_id.is_(None))
        )
    )
    reason = DeclineReason(
        house_id=house_id,
        key=_free_key(session, house_id, label),
        label=label,
        position=(last or 0) + 1,
    )
    session.add(reason)
    session.flush()
    record(
        session,
        "decline-reason-added",
        actor=by,
        subject=("decline_reason", reason.id),
        house_id=house_id,
    )
    return reason


def change_reason(
    session: Session, house_id: int, reason_id: int, *, label: str, is_active: bool, by: Actor
) -> None:
    """Word a reason of the House anew or stop offering it; what was declined keeps its reason."""
    reason = session.scalar(
        select(DeclineReason).where(
            DeclineReason.id == reason_id, DeclineReason.house_id == house_id
        )
    )
    if reason is None:
        raise HouseRowNotFoundError
    reason.label, reason.is_active = label, is_active
    record(
        session,
        "decline-reason-changed",
        actor=by,
        subject=("decline_reason", reason_id),
        house_id=house_id,
        details={"active": is_active},
    )


def _get_template(session: Session, house_id: int, template_id: int) -> ReplyTemplate:
    template = find_template(session, house_id, template_id)
    if template is None:
        raise HouseRowNotFoundError
    return template


def _free_key(session: Session, house_id: int, label: str) -> str:
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    stem = "-".join(words)[:32].strip("-") or "reden"
    taken = set(
        session.scalars(select(DeclineReason.key).where(DeclineReason.house_id == house_id))
    )
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
