"""What a partner answers, itself or by phone to the desk, and whether contact was made."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.questions.errors import ChangeNotAllowedError
from app.questions.models.questions import CloseReason, MessageKind, Question, QuestionState
from app.questions.models.referrals import ListingProposal, Referral, ReferralState
from app.questions.operations.changing import (
    SYSTEM,
    Doer,
    change_referral,
    close_question,
)
from app.questions.operations.links import end_links
from app.questions.operations.listings import propose_notice
from app.questions.operations.reasons import check_reason
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.telling import bring_back, has_other_running, tell_desk, tell_family
from app.questions.operations.writing import write_message
from app.questions.states import REFERRAL_CHANGES, RUNNING, check_change
from app.sealing import seal


def accept_referral(
    session: Session,
    referral: Referral,
    *,
    taken_over_by: str,
    expectation: str = "",
    by: Doer,
    now: datetime,
    site_url: str,
) -> None:
    """A partner takes the question over: the family reads who, and what it may expect."""
    question = _begin(session, referral, ReferralState.ACCEPTED, by)
    rules = get_rules(session, question.house_id)
    days = get_working_days(session, question.house_id)
    referral.taken_over_by_sealed = seal(session, taken_over_by)
    if expectation:
        referral.expectation_sealed = seal(session, expectation)
    _note_answer(referral, now)
    referral.ask_family_on = days.add(as_local(now).date(), rules.contact_check_days)
    change_referral(session, question, referral, ReferralState.ACCEPTED, by=by, now=now)
    _tell_both(session, question, by=by, site_url=site_url)


def decline_referral(
    session: Session,
    referral: Referral,
    *,
    reason_id: int,
    note: str = "",
    by: Doer,
    now: datetime,
    site_url: str,
) -> ListingProposal | None:
    """A partner cannot help: the question is back at the desk, on top.

    Gives the notice that is proposed when an offer was full three times in a row. Raises
    `HouseRowNotFoundError` for a reason that this House does not have.
    """
    question = _begin(session, referral, ReferralState.DECLINED, by)
    check_reason(session, question.house_id, reason_id)
    # Together with the state: the database wants a reason with this state and no other.
    referral.decline_reason_id = reason_id
    change_referral(session, question, referral, ReferralState.DECLINED, by=by, now=now)
    _note_answer(referral, now)
    if note:
        _write_to_desk(session, question, referral, note, by=by, now=now)
    end_links(session, referral, now=now)
    bring_back(session, question, by=by, now=now, action="returned-declined", referral=referral)
    _tell_both(session, question, by=by, site_url=site_url)
    return propose_notice(session, referral, now=now)


def put_on_waiting_list(
    session: Session,
    referral: Referral,
    *,
    until: date | None,
    by: Doer,
    now: datetime,
    site_url: str,
) -> ListingProposal | None:
    """A partner has no place yet; the day on which it expects one is shown to the family.

    Gives the notice that is proposed when an offer was full three times in a row.
    """
    question = _begin(session, referral, ReferralState.WAITING_LIST, by)
    referral.waiting_until = until
    _note_answer(referral, now)
    change_referral(session, question, referral, ReferralState.WAITING_LIST, by=by, now=now)
    _tell_both(session, question, by=by, site_url=site_url)
    return propose_notice(session, referral, now=now)


def ask_back(
    session: Session, referral: Referral, *, text: str, by: Doer, now: datetime, site_url: str
) -> None:
    """A partner asks the desk something; the referral stays as it is, the question comes back."""
    question = session.get_one(Question, referral.question_id)
    if ReferralState(referral.state) not in RUNNING:
        raise ChangeNotAllowedError(referral.state, referral.state, by.author.value)
    _write_to_desk(session, question, referral, text, by=by, now=now)
    bring_back(session, question, by=by, now=now, action="asked-back", referral=referral)
    tell_desk(session, question, by=by, site_url=site_url)


def record_contact(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Family and partner spoke to each other."""
    question = session.get_one(Question, referral.question_id)
    change_referral(session, question, referral, ReferralState.CONTACT_MADE, by=by, now=now)
    referral.contact_made_at = now
    tell_desk(session, question, by=by, site_url=site_url)


def report_no_contact(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Nobody reached the other: the question is back at the desk, on top."""
    question = session.get_one(Question, referral.question_id)
    change_referral(session, question, referral, ReferralState.NO_CONTACT, by=by, now=now)
    referral.ask_family_on = None
    end_links(session, referral, now=now)
    bring_back(session, question, by=by, now=now, action="returned-no-contact", referral=referral)
    tell_desk(session, question, by=by, site_url=site_url)


def finish_referral(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """The partner has taken it from here; a question that waits for nothing else is closed."""
    question = session.get_one(Question, referral.question_id)
    change_referral(session, question, referral, ReferralState.DONE, by=by, now=now)
    referral.ask_family_on = None
    end_links(session, referral, now=now)
    waits = question.state == QuestionState.WAITING_PARTNER.value
    if waits and not has_other_running(session, referral):
        close_question(session, question, CloseReason.HANDED_OVER, by=SYSTEM, now=now)
    tell_desk(session, question, by=by, site_url=site_url)


def _begin(session: Session, referral: Referral, new: ReferralState, by: Doer) -> Question:
    """The question of a referral that may make this step; nothing changes before."""
    check_change(REFERRAL_CHANGES, ReferralState(referral.state), new, by.author)
    return session.get_one(Question, referral.question_id)


def _note_answer(referral: Referral, now: datetime) -> None:
    referral.answered_at = now
    referral.next_reminder_on = None


def _write_to_desk(
    session: Session, question: Question, referral: Referral, text: str, *, by: Doer, now: datetime
) -> None:
    kind = MessageKind.ASK_BACK
    write_message(session, question, text, kind=kind, by=by, now=now, referral_id=referral.id)


def _tell_both(session: Session, question: Question, *, by: Doer, site_url: str) -> None:
    tell_desk(session, question, by=by, site_url=site_url)
    tell_family(session, question, site_url=site_url)
