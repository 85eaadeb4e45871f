"""Handing a question over to a partner: drafted, sent with consent, brought together, expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.mail.outbox import queue_letter
from app.questions.consent_words import join_items
from app.questions.errors import ChangeNotAllowedError, NoConsentError, QuestionErasedError
from app.questions.models.questions import Question, QuestionState
from app.questions.models.referrals import Handover, Referral, ReferralState, SharedItem
from app.questions.operations.changing import Doer, add_step, change_question, change_referral
from app.questions.operations.consenting import check_consent, supersede_consent
from app.questions.operations.links import end_links, make_link, renew_link
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.telling import bring_back, tell_desk
from app.questions.partner_letters import PartnerLetter, draft_partner_letter
from app.questions.states import QUESTION_CHANGES, REFERRAL_CHANGES, RUNNING, check_change
from app.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """What a desk writes before it hands a question over."""

    organization_id: int
    recipient: str
    items: tuple[SharedItem, ...]
    summary: str
    consent_until: date
    offer_id: int | None = None


def draft_referral(
    session: Session, question: Question, draft: ReferralDraft, *, by: Doer, now: datetime
) -> Referral:
    """Prepare a hand-over; nothing leaves before the family agreed and the desk sends it."""
    if question.text_erased_at is not None:
        raise QuestionErasedError
    if by.person_id is None or question.state == QuestionState.CLOSED.value:
        raise ChangeNotAllowedError(question.state, ReferralState.DRAFT.value, by.author.value)
    referral = Referral(
        question_id=question.id,
        organization_id=draft.organization_id,
        offer_id=draft.offer_id,
        created_by=by.person_id,
        created_at=now,
        items=join_items(draft.items),
        consent_until=draft.consent_until,
        recipient_sealed=seal(session, draft.recipient),
        summary_sealed=seal(session, draft.summary),
    )
    session.add(referral)
    session.flush()
    add_step(session, question, "referral-drafted", by=by, now=now, referral=referral)
    return referral


def change_draft(
    session: Session, referral: Referral, draft: ReferralDraft, *, by: Doer, now: datetime
) -> None:
    """Write a draft anew; other items or another end date need a consent of their own."""
    if referral.state != ReferralState.DRAFT.value:
        raise ChangeNotAllowedError(referral.state, ReferralState.DRAFT.value, by.author.value)
    question = session.get_one(Question, referral.question_id)
    items = join_items(draft.items)
    if (items, draft.consent_until) != (referral.items, referral.consent_until):
        supersede_consent(session, referral, now=now)
        referral.consent_asked_at = None
    referral.items, referral.consent_until = items, draft.consent_until
    referral.recipient_sealed = seal(session, draft.recipient)
    referral.summary_sealed = seal(session, draft.summary)
    referral.version += 1
    add_step(session, question, "referral-revised", by=by, now=now, referral=referral)


def send_referral(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Ask the partner: a letter with a link leaves, and the time to answer begins.

    Raises `NoConsentError` without a standing consent for this partner and these items.
    """
    question = session.get_one(Question, referral.question_id)
    check_change(REFERRAL_CHANGES, ReferralState(referral.state), ReferralState.ASKED, by.author)
    if question.text_erased_at is not None or referral.recipient_sealed is None:
        raise QuestionErasedError
    today = as_local(now).date()
    check_consent(session, referral, today)
    waiting = QuestionState.WAITING_PARTNER
    if question.state != waiting.value:
        check_change(QUESTION_CHANGES, QuestionState(question.state), waiting, by.author)
    rules = get_rules(session, question.house_id)
    days = get_working_days(session, question.house_id)
    referral.asked_at = now
    referral.answered_at = referral.contact_made_at = referral.family_asked_at = None
    referral.ask_family_on = referral.waiting_until = None
    referral.reminders_sent = 0
    referral.next_reminder_on = days.add(today, rules.first_reminder_days)
    referral.expires_on = days.add(today, rules.expiry_days)
    change_referral(session, question, referral, ReferralState.ASKED, by=by, now=now)
    due_at = days.due_at(now, rules.expiry_days)
    question.is_returned = False
    change_question(
        session, question, waiting, by=by, now=now, action="waits-for-partner", due_at=due_at
    )
    recipient = unseal(session, referral.recipient_sealed)
    token = make_link(session, referral, now=now)
    letter = draft_partner_letter(
        PartnerLetter.ASK, question, referral, recipient=recipient, token=token, site_url=site_url
    )
    queue_letter(session, letter)


def has_full_consent(session: Session, referral: Referral, today: date) -> bool:
    """Whether a consent stands for everything that this referral wants to share."""
    try:
        check_consent(session, referral, today)
    except NoConsentError:
        return False
    return True


def record_handover(
    session: Session,
    referral: Referral,
    *,
    how: Handover,
    on: date,
    taken_over_by: str = "",
    expectation: str = "",
    by: Doer,
    now: datetime,
) -> None:
    """Write down how family and partner were brought together, and what the family may expect.

    What is left empty stays as it was: nothing is typed twice.
    """
    question = session.get_one(Question, referral.question_id)
    if question.text_erased_at is not None:
        raise QuestionErasedError
    referral.handover, referral.handover_on = how.value, on
    if taken_over_by:
        referral.taken_over_by_sealed = seal(session, taken_over_by)
    if expectation:
        referral.expectation_sealed = seal(session, expectation)
    referral.version += 1
    add_step(session, question, f"handover-{how.value}", by=by, now=now, referral=referral)


def revise_referral(
    session: Session,
    referral: Referral,
    *,
    recipient: str,
    summary: str,
    by: Doer,
    now: datetime,
    site_url: str,
) -> bool:
    """Correct the address or the words for a partner; one that was asked gets a new link.

    False when the partner had enough letters today, or was not asked yet.
    """
    question = session.get_one(Question, referral.question_id)
    if question.text_erased_at is not None:
        raise QuestionErasedError
    is_moved = referral.recipient_sealed is None or recipient != unseal(
        session, referral.recipient_sealed
    )
    referral.recipient_sealed = seal(session, recipient)
    referral.summary_sealed = seal(session, summary)
    referral.version += 1
    add_step(session, question, "referral-revised", by=by, now=now, referral=referral)
    if ReferralState(referral.state) not in RUNNING:
        return False
    if is_moved:
        # Whoever had the old address must not open it any more.
        end_links(session, referral, now=now)
    return renew_link(session, question, referral, now=now, site_url=site_url)


def let_expire(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """End a referral that its partner left as it was; the question is back at the desk, on top."""
    question = session.get_one(Question, referral.question_id)
    change_referral(session, question, referral, ReferralState.EXPIRED, by=by, now=now)
    referral.next_reminder_on = None
    end_links(session, referral, now=now)
    bring_back(session, question, by=by, now=now, action="partner-silent", referral=referral)
    tell_desk(session, question, by=by, site_url=site_url)
