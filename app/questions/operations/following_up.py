"""What time does to referrals: reminders, expiry, waiting lists, and whether contact was made.

Each function takes one referral, locks it with its question, looks again whether it is due, and
says whether it did anything: so a run may be repeated or broken off at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.mail.outbox import queue_letter
from app.questions.models.questions import Question
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.questions.operations.changing import SYSTEM, change_referral
from app.questions.operations.links import make_link
from app.questions.operations.noting import has_step, lock_referral, note_step
from app.questions.operations.reading import open_contact
from app.questions.operations.referring import let_expire
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.telling import bring_back
from app.questions.operations.told_people import list_told
from app.questions.partner_letters import PartnerLetter, draft_partner_letter
from app.questions.time_letters import draft_contact_check, draft_question_returned
from app.sealing import unseal

MOST_REMINDERS = 2
WAITING_OVER = "waiting-list-over"


def list_to_remind(session: Session, now: datetime) -> Sequence[int]:
    """Referrals whose partner has not answered and gets a reminder."""
    return _list_asked(session, Referral.next_reminder_on <= as_local(now).date())


def list_to_expire(session: Session, now: datetime) -> Sequence[int]:
    """Referrals whose partner has not answered in the time the House gives."""
    return _list_asked(session, Referral.expires_on <= as_local(now).date())


def list_waiting(session: Session) -> Sequence[int]:
    """Referrals on a waiting list."""
    return _list_in(session, ReferralState.WAITING_LIST)


def list_to_check(session: Session, now: datetime) -> Sequence[int]:
    """Accepted referrals after which the family is to be asked, or was asked."""
    return _list_in(
        session,
        ReferralState.ACCEPTED,
        or_(
            Referral.ask_family_on <= as_local(now).date(),
            Referral.family_asked_at.is_not(None),
        ),
    )


def _list_asked(session: Session, condition: ColumnElement[bool]) -> Sequence[int]:
    return _list_in(session, ReferralState.ASKED, condition)


def _list_in(
    session: Session, state: ReferralState, *conditions: ColumnElement[bool]
) -> Sequence[int]:
    return session.scalars(
        select(Referral.id).where(Referral.state == state.value, *conditions).order_by(Referral.id)
    ).all()


def remind_partner(session: Session, referral_id: int, *, now: datetime, site_url: str) -> bool:
    """Remind a partner that has not answered, with a fresh link; twice at the most."""
    question, referral = lock_referral(session, referral_id)
    is_due = _is_past(referral.next_reminder_on, now)
    if referral.state != ReferralState.ASKED.value or not is_due:
        return False
    referral.next_reminder_on = None
    is_over = _is_past(referral.expires_on, now) or referral.reminders_sent >= MOST_REMINDERS
    if is_over or referral.recipient_sealed is None or not _may_share(session, referral, now):
        return False
    referral.reminders_sent += 1
    if referral.reminders_sent < MOST_REMINDERS:
        referral.next_reminder_on = _next_reminder(session, question, referral, now)
    recipient = unseal(session, referral.recipient_sealed)
    token = make_link(session, referral, now=now)
    letter = draft_partner_letter(
        PartnerLetter.REMIND,
        question,
        referral,
        recipient=recipient,
        token=token,
        site_url=site_url,
    )
    queue_letter(session, letter)
    note_step(session, question, "partner-reminded", now=now, referral=referral)
    return True


def _next_reminder(session: Session, question: Question, referral: Referral, now: datetime) -> date:
    """The day of the second reminder, and never the day of the first one."""
    days = get_working_days(session, question.house_id)
    wanted = get_rules(session, question.house_id).second_reminder_days
    asked_on = as_local(referral.asked_at or referral.created_at).date()
    return max(days.add(asked_on, wanted), days.add(as_local(now).date(), 1))


def _may_share(session: Session, referral: Referral, now: datetime) -> bool:
    """Whether a consent for this referral stands."""
    standing = select(Consent.id).where(
        Consent.referral_id == referral.id,
        Consent.withdrawn_at.is_(None),
        Consent.superseded_at.is_(None),
        Consent.valid_until >= as_local(now).date(),
    )
    return session.scalar(standing) is not None


def expire_referral(session: Session, referral_id: int, *, now: datetime, site_url: str) -> bool:
    """End a referral that its partner left unanswered, and bring the question back on top."""
    _question, referral = lock_referral(session, referral_id)
    is_due = _is_past(referral.expires_on, now)
    if referral.state != ReferralState.ASKED.value or not is_due:
        return False
    let_expire(session, referral, by=SYSTEM, now=now, site_url=site_url)
    return True


def end_waiting(session: Session, referral_id: int, *, now: datetime, site_url: str) -> bool:
    """Tell the desk that the day of a waiting list is past; the referral itself waits on.

    A list without a day is looked at again when a partner's time to answer would be over.
    """
    question, referral = lock_referral(session, referral_id)
    if referral.state != ReferralState.WAITING_LIST.value:
        return False
    over_on = referral.waiting_until
    answered_on = as_local(referral.answered_at or referral.created_at).date()
    if over_on is None:
        days = get_working_days(session, question.house_id)
        over_on = days.add(answered_on, get_rules(session, question.house_id).expiry_days)
    if as_local(now).date() <= over_on:
        return False
    since = referral.answered_at or referral.created_at
    if has_step(session, question, WAITING_OVER, since=since, referral=referral):
        return False
    _bring_back(session, question, referral, WAITING_OVER, now=now, site_url=site_url)
    return True


def check_contact(session: Session, referral_id: int, *, now: datetime, site_url: str) -> bool:
    """Ask the family whether the partner made contact; silence of all brings the question back."""
    question, referral = lock_referral(session, referral_id)
    if referral.state != ReferralState.ACCEPTED.value or question.text_erased_at is not None:
        return False
    if referral.family_asked_at is None:
        if not _is_past(referral.ask_family_on, now):
            return False
        _ask_family(session, question, referral, now=now, site_url=site_url)
        return True
    days = get_working_days(session, question.house_id)
    asked_on = as_local(referral.family_asked_at).date()
    patience = get_rules(session, question.house_id).contact_check_days
    if as_local(now).date() <= days.add(asked_on, patience):
        return False
    change_referral(session, question, referral, ReferralState.NO_CONTACT, by=SYSTEM, now=now)
    _bring_back(session, question, referral, "partner-silent", now=now, site_url=site_url)
    return True


def _ask_family(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> None:
    referral.family_asked_at = now
    note_step(session, question, "family-asked", now=now, referral=referral)
    contact = open_contact(session, question)
    if contact.email:
        queue_letter(session, draft_contact_check(question, contact.email, site_url=site_url))


def _bring_back(
    session: Session,
    question: Question,
    referral: Referral,
    action: str,
    *,
    now: datetime,
    site_url: str,
) -> None:
    """Bring a question back to the desk, closed or not, with a letter to who looks after it."""
    bring_back(session, question, by=SYSTEM, now=now, action=action, referral=referral)
    for person in list_told(session, question):
        queue_letter(session, draft_question_returned(question, person, site_url=site_url))


def _is_past(day: date | None, now: datetime) -> bool:
    """Whether a day has come."""
    return day is not None and day <= as_local(now).date()
