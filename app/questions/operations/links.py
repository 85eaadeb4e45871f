"""Secret links by which a partner without account answers a referral, one step at a time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.db import utc_now
from app.mail.outbox import queue_letter
from app.questions.errors import LinkNotUsableError
from app.questions.models.questions import Question
from app.questions.models.referrals import Referral, ReferralLink, ReferralState
from app.questions.partner_letters import PartnerLetter, draft_partner_letter
from app.questions.states import RUNNING
from app.sealing import digest, unseal

PURPOSE = "referral-link"
TOKEN_BYTES = 24
"""192 random bits."""
LASTS = timedelta(days=14)
MOST_LINKS = 12
"""Links of one referral in a day; whoever asks for more gets no more letters that day."""


class LinkState(StrEnum):
    """What a link can still do."""

    USABLE = "usable"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"
    """The referral has ended: nothing is left to answer."""


def make_link(session: Session, referral: Referral, *, now: datetime) -> str:
    """A new link for one step of a referral; gives the token, which is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _add_link(session, referral, token, now=now)
    return token


def find_link(session: Session, token: str) -> ReferralLink | None:
    """The link of a token, whatever it can still do."""
    return session.scalar(
        select(ReferralLink).where(ReferralLink.token_digest == digest(session, PURPOSE, token))
    )


def get_link(session: Session, token: str) -> ReferralLink:
    """The same, or `LinkNotUsableError`."""
    link = find_link(session, token)
    if link is None:
        raise LinkNotUsableError
    return link


def find_link_by_id(session: Session, link_id: int) -> ReferralLink | None:
    """The link that a visit was opened with."""
    return session.get(ReferralLink, link_id)


def get_linked_referral(session: Session, link: ReferralLink) -> Referral:
    """The referral that a link answers."""
    return session.get_one(Referral, link.referral_id)


def link_state(link: ReferralLink, referral: Referral, now: datetime) -> LinkState:
    """What a link can still do."""
    if ReferralState(referral.state) not in RUNNING:
        return LinkState.ENDED
    if link.used_at is not None:
        return LinkState.USED
    return LinkState.USABLE if now < link.expires_at else LinkState.EXPIRED


def press_link(link: ReferralLink, referral: Referral, *, now: datetime) -> ReferralLink:
    """Open a link by its button; opening it again before a step is taken is no harm."""
    _check(link, referral, now)
    link.opened_at = link.opened_at or now
    return link


def use_link(
    session: Session, link: ReferralLink, referral: Referral, *, now: datetime
) -> ReferralLink:
    """Spend a link on a step; gives the one for the next step in the same visit.

    The token of that one is told to nobody: only the visit itself holds its id.
    """
    _check(link, referral, now)
    # One statement decides, so that of two visits with the same link only one takes a step.
    spent = session.scalar(
        update(ReferralLink)
        .where(ReferralLink.id == link.id, ReferralLink.used_at.is_(None))
        .values(used_at=now)
        .returning(ReferralLink.id)
    )
    if spent is None:
        raise LinkNotUsableError
    following = _add_link(session, referral, secrets.token_urlsafe(TOKEN_BYTES), now=now)
    following.opened_at = now
    session.flush()
    return following


def renew_link(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> bool:
    """Mail a new link to the same address; False when this referral had enough letters today."""
    if ReferralState(referral.state) not in RUNNING or referral.recipient_sealed is None:
        raise LinkNotUsableError
    recent = session.scalar(
        select(func.count(ReferralLink.id)).where(
            ReferralLink.referral_id == referral.id, ReferralLink.made_at > now - timedelta(days=1)
        )
    )
    if (recent or 0) >= MOST_LINKS:
        return False
    recipient = unseal(session, referral.recipient_sealed)
    token = make_link(session, referral, now=now)
    queue_letter(
        session,
        draft_partner_letter(
            PartnerLetter.NEW_LINK,
            question,
            referral,
            recipient=recipient,
            token=token,
            site_url=site_url,
        ),
    )
    return True


def end_links(session: Session, referral: Referral, *, now: datetime | None = None) -> None:
    """End every link of a referral that still works."""
    now = now or utc_now()
    session.execute(
        update(ReferralLink)
        .where(ReferralLink.referral_id == referral.id, ReferralLink.expires_at > now)
        .values(expires_at=now)
    )


def _add_link(session: Session, referral: Referral, token: str, *, now: datetime) -> ReferralLink:
    link = ReferralLink(
        referral_id=referral.id,
        token_digest=digest(session, PURPOSE, token),
        made_at=now,
        expires_at=now + LASTS,
    )
    session.add(link)
    session.flush()
    return link


def _check(link: ReferralLink, referral: Referral, now: datetime) -> None:
    if link_state(link, referral, now) is not LinkState.USABLE:
        raise LinkNotUsableError
