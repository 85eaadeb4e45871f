"""A referral as its partner sees it, by link or with an account: words only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.directory.models.organizations import House, Organization
from app.finder.site import get_catalogue, phone_href
from app.finder.wording import child_text, language_name
from app.i18n import format_day
from app.i18n import gettext as _
from app.questions.consent_words import item_label
from app.questions.errors import NoConsentError
from app.questions.models.questions import Author, Question
from app.questions.models.referrals import Referral, ReferralState, SharedItem
from app.questions.operations.changing import Doer
from app.questions.operations.listings import list_proposals, word_notices
from app.questions.operations.reasons import list_choices, reason_label
from app.questions.operations.referral_steps import Step, list_steps
from app.questions.operations.sharing import SharedQuestion, read_shared
from app.web.forms import Form, KeptFields
from app.web.installation import get_installation
from app.web.languages import page_language
from app.web.referral_forms import StepForm, make_form


@dataclass(frozen=True, slots=True)
class SharedFact:
    """One thing that the family lets the partner see."""

    name: str
    text: str
    href: str = ""
    is_words: bool = False
    """Words of people, which keep their own direction."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice that is proposed for an offer of the partner."""

    id: int
    offer: str
    notice: str
    url: str


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """What the page shows; without facts the partner may see nothing (any more)."""

    partner: str
    house: str
    house_phone: str
    house_phone_href: str
    state: str
    facts: tuple[SharedFact, ...]
    until: str
    steps: tuple[StepForm, ...]
    proposals: tuple[Proposal, ...]
    mistakes: Form | None


def state_text(state: str) -> str:
    """Where a referral stands, for the partner."""
    return {
        ReferralState.DRAFT: "",
        ReferralState.ASKED: _("Deze vraag wacht op jouw antwoord."),
        ReferralState.ACCEPTED: _("Jullie nemen deze vraag over. Dank je wel!"),
        ReferralState.DECLINED: _("Jullie kunnen niet helpen. Het onthaal zoekt verder."),
        ReferralState.WAITING_LIST: _("Het gezin staat op jullie wachtlijst."),
        ReferralState.CONTACT_MADE: _("Er was contact met het gezin."),
        ReferralState.DONE: _("Deze vraag is rond. Dank je wel!"),
        ReferralState.STOPPED_BY_FAMILY: _("Het gezin stopte deze vraag. Je hoeft niets te doen."),
        ReferralState.NO_CONTACT: _("Er was geen contact. Het onthaal neemt het weer op."),
        ReferralState.EXPIRED: _("De tijd om te antwoorden is voorbij. Het onthaal zoekt verder."),
    }[ReferralState(state)]


def short_state(state: str) -> str:
    """The same in a word or two, for a list."""
    return {
        ReferralState.DRAFT: "",
        ReferralState.ASKED: _("wacht op jou"),
        ReferralState.ACCEPTED: _("overgenomen"),
        ReferralState.DECLINED: _("niet aangenomen"),
        ReferralState.WAITING_LIST: _("op de wachtlijst"),
        ReferralState.CONTACT_MADE: _("er was contact"),
        ReferralState.DONE: _("rond"),
        ReferralState.STOPPED_BY_FAMILY: _("gestopt door het gezin"),
        ReferralState.NO_CONTACT: _("geen contact"),
        ReferralState.EXPIRED: _("te laat"),
    }[ReferralState(state)]


def step_words(step: Step) -> tuple[str, str, str]:
    """(title, button, explanation) of a step that a partner takes."""
    return {
        Step.ACCEPT: (
            _("Ik neem dit over"),
            _("Neem over"),
            _("Het gezin leest wie het is, en wat het mag verwachten."),
        ),
        Step.WAITING_LIST: (
            _("We hebben een wachtlijst"),
            _("Zet op de wachtlijst"),
            _("Het gezin leest vanaf wanneer er plaats is."),
        ),
        Step.CONTACT: (_("We hadden contact"), _("Ja, er was contact"), ""),
        Step.DONE: (
            _("Het is rond"),
            _("Rond af"),
            _("Daarna zie je deze gegevens hier niet meer."),
        ),
        Step.ASK_BACK: (
            _("Ik wil eerst iets weten"),
            _("Vraag het aan het onthaal"),
            _("Alleen het onthaal leest dit. Je krijgt een nieuwe link als er meer is."),
        ),
        Step.NO_CONTACT: (
            _("We krijgen geen contact"),
            _("Meld dat er geen contact is"),
            _("Het onthaal neemt het weer van je over."),
        ),
        Step.DECLINE: (
            _("Dit lukt ons niet"),
            _("Neem niet aan"),
            _("Het onthaal zoekt dan verder. Dat is geen probleem."),
        ),
        Step.STOP: ("", "", ""),
    }[step]


def make_partner_page(
    session: Session,
    referral: Referral,
    *,
    by: Doer,
    now: datetime,
    step_url: Callable[[str], str],
    proposal_url: Callable[[int], str],
    kept: Callable[[str], KeptFields | None] = lambda _url: None,
    sent: tuple[Step, Form] | None = None,
) -> PartnerPage:
    """The page of one referral; the trail holds what the partner read of the question."""
    question = session.get_one(Question, referral.question_id)
    try:
        shared = read_shared(session, referral, by=by, now=now)
    except NoConsentError:
        shared = None
    house = next(item for item in get_catalogue().houses if item.id == question.house_id)
    phone = house.find_contact("phone")
    return PartnerPage(
        partner=session.get_one(Organization, referral.organization_id).name,
        house=house.name,
        house_phone=phone.value if phone else "",
        house_phone_href=phone_href(phone.value) if phone else "",
        state=state_text(referral.state),
        facts=_facts(shared) if shared else (),
        until=format_day(shared.valid_until, "d MMMM y") if shared else "",
        steps=_steps(session, referral, step_url, kept, sent) if shared else (),
        proposals=list_notices(
            session,
            frozenset({referral.organization_id}),
            proposal_url,
            offer_id=referral.offer_id,
        ),
        mistakes=sent[1] if sent else None,
    )


def list_notices(
    session: Session,
    organization_ids: frozenset[int],
    url: Callable[[int], str],
    *,
    offer_id: int | None = None,
) -> tuple[Proposal, ...]:
    """The notices that these partners may put on their offers."""
    rows = list_proposals(session, organization_ids, offer_id=offer_id)
    return tuple(
        Proposal(
            row.proposal.id,
            row.title,
            word_notices(row.proposal.waiting_until)[page_language()],
            url(row.proposal.id),
        )
        for row in rows
    )


def describe(session: Session, referral: Referral) -> tuple[str, str]:
    """(partner, House) of a referral: all that a link says before its button is pressed."""
    question = session.get_one(Question, referral.question_id)
    return (
        session.get_one(Organization, referral.organization_id).name,
        session.get_one(House, question.house_id).name,
    )


def read_reasons(session: Session, referral: Referral) -> list[tuple[str, str]]:
    """The reasons to decline that the House of a referral knows, to choose from."""
    question = session.get_one(Question, referral.question_id)
    choices = list_choices(session, question.house_id)
    return [(str(reason.id), reason_label(reason)) for reason in choices]


def _steps(
    session: Session,
    referral: Referral,
    url: Callable[[str], str],
    kept: Callable[[str], KeptFields | None],
    sent: tuple[Step, Form] | None,
) -> tuple[StepForm, ...]:
    reasons = read_reasons(session, referral)
    forms: list[StepForm] = []
    for step in list_steps(referral, Author.PARTNER):
        title, button, hint = step_words(step)
        form = sent[1] if sent and sent[0] is step else make_form(step, reasons, is_sent=False)
        address = url(step.value)
        is_kept = form.refill(kept(address))
        forms.append(StepForm(step.value, title, button, hint, address, form, not forms, is_kept))
    return tuple(forms)


def _facts(shared: SharedQuestion) -> tuple[SharedFact, ...]:
    facts = []
    for item in shared.items:
        name, value = item_label(item), _value_of(shared, item)
        if not value:
            value = _("niet ingevuld")
            facts.append(SharedFact(name, value))
        elif item is SharedItem.PHONE:
            facts.append(SharedFact(name, value, phone_href(value)))
            if shared.when:
                facts.append(SharedFact(_("Best bellen"), shared.when, is_words=True))
        elif item is SharedItem.EMAIL:
            facts.append(SharedFact(name, value, f"mailto:{value}"))
        else:
            is_words = item in {SharedItem.QUESTION, SharedItem.NAME}
            facts.append(SharedFact(name, value, is_words=is_words))
    return tuple(facts)


def _value_of(shared: SharedQuestion, item: SharedItem) -> str:
    months = shared.child_age_months
    place = get_installation().gazetteer.find_municipality(shared.municipality_nis or "")
    return {
        SharedItem.QUESTION: shared.question or "",
        SharedItem.NAME: shared.name or "",
        SharedItem.EMAIL: shared.email or "",
        SharedItem.PHONE: shared.phone or "",
        SharedItem.CHILD_AGE: child_text(months) if months is not None else "",
        SharedItem.MUNICIPALITY: place.name(page_language()) if place else "",
        SharedItem.LANGUAGE: language_name(shared.language) if shared.language else "",
    }[item]
