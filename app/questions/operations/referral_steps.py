"""The steps of a referral as people take them: which are possible now, and taking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.questions.errors import NoConsentError
from app.questions.models.questions import Author
from app.questions.models.referrals import Referral, ReferralState
from app.questions.operations.changing import Doer
from app.questions.operations.consenting import standing_consent, stop_referral
from app.questions.operations.partner_answers import (
    accept_referral,
    ask_back,
    decline_referral,
    finish_referral,
    put_on_waiting_list,
    record_contact,
    report_no_contact,
)
from app.questions.states import REFERRAL_CHANGES, RUNNING, is_allowed


class Step(StrEnum):
    """A step, as the last part of an address."""

    ACCEPT = "aannemen"
    WAITING_LIST = "wachtlijst"
    CONTACT = "contact"
    DONE = "klaar"
    ASK_BACK = "terugvragen"
    NO_CONTACT = "onbereikbaar"
    DECLINE = "afwijzen"
    STOP = "stoppen"


LEADS_TO = {
    Step.ACCEPT: ReferralState.ACCEPTED,
    Step.WAITING_LIST: ReferralState.WAITING_LIST,
    Step.CONTACT: ReferralState.CONTACT_MADE,
    Step.DONE: ReferralState.DONE,
    Step.NO_CONTACT: ReferralState.NO_CONTACT,
    Step.DECLINE: ReferralState.DECLINED,
    Step.STOP: ReferralState.STOPPED_BY_FAMILY,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was filled in with a step; most steps need little of it."""

    taken_over_by: str = ""
    expectation: str = ""
    reason_id: int = 0
    note: str = ""
    until: date | None = None
    text: str = ""


def list_steps(referral: Referral, author: Author) -> tuple[Step, ...]:
    """What somebody can do with a referral now, the likeliest first."""
    state = ReferralState(referral.state)
    return tuple(
        step
        for step in Step
        if (
            state in RUNNING and author is Author.PARTNER
            if step is Step.ASK_BACK
            else is_allowed(REFERRAL_CHANGES, state, LEADS_TO[step], author)
        )
    )


def take_step(
    session: Session,
    referral: Referral,
    step: Step,
    answer: Answer,
    *,
    by: Doer,
    now: datetime,
    site_url: str,
) -> None:
    """Take a step; what is not possible (any more) raises as the operation itself does.

    A partner does nothing with a question that it may not see: `NoConsentError`.
    """
    is_partner = by.author is Author.PARTNER
    if is_partner and standing_consent(session, referral, as_local(now).date()) is None:
        raise NoConsentError
    match step:
        case Step.ACCEPT:
            accept_referral(
                session,
                referral,
                taken_over_by=answer.taken_over_by,
                expectation=answer.expectation,
                by=by,
                now=now,
                site_url=site_url,
            )
        case Step.DECLINE:
            decline_referral(
                session,
                referral,
                reason_id=answer.reason_id,
                note=answer.note,
                by=by,
                now=now,
                site_url=site_url,
            )
        case Step.WAITING_LIST:
            until = answer.until
            put_on_waiting_list(session, referral, until=until, by=by, now=now, site_url=site_url)
        case Step.ASK_BACK:
            ask_back(session, referral, text=answer.text, by=by, now=now, site_url=site_url)
        case Step.CONTACT:
            record_contact(session, referral, by=by, now=now, site_url=site_url)
        case Step.NO_CONTACT:
            report_no_contact(session, referral, by=by, now=now, site_url=site_url)
        case Step.DONE:
            finish_referral(session, referral, by=by, now=now, site_url=site_url)
        case Step.STOP:
            stop_referral(session, referral, by=by, now=now, site_url=site_url)
