"""The page of a referral in words: what is shared, where it stands, what the desk can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.accounts.guards import unsaved_fields
from app.agenda.clock import as_local
from app.desk.referral_forms import ConsentForm, HandoverForm, RecipientForm, handover_text
from app.desk.steps import author_text, step_text
from app.desk.wording import referral_label, since_text
from app.finder.cards import Label
from app.finder.wording import day_text
from app.i18n import format_day
from app.i18n import gettext as _
from app.questions.consent_words import item_label, read_items
from app.questions.models.questions import Author
from app.questions.models.referrals import ConsentChannel, Handover, Referral, ReferralState
from app.questions.operations.consenting import Agreement
from app.questions.operations.referral_reading import OpenedConsent, OpenedReferral
from app.questions.operations.referral_steps import Step, list_steps
from app.questions.states import RUNNING
from app.web.forms import Form
from app.web.referral_forms import StepForm, make_form, today


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent in words."""

    label: Label
    wording: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a draft still needs."""

    wording: tuple[str, ...]
    language: str
    has_consent: bool
    is_asked: bool
    consent_form: ConsentForm
    edit_url: str


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """What the page shows."""

    id: int
    partner: str
    offer: str
    question_url: str
    reference: str
    label: Label
    facts: tuple[tuple[str, str], ...]
    summary: str
    items: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    """When, what the partner wrote."""
    draft: DraftView | None
    can_send_again: bool
    steps: tuple[StepForm, ...]
    handover: HandoverForm | None
    revise: RecipientForm | None
    consents: tuple[ConsentView, ...]
    history: tuple[tuple[str, str, str], ...]
    mistakes: Form | None
    """The form that came back with mistakes."""


def step_words(step: Step) -> tuple[str, str, str]:
    """(title, button, explanation) of a step that the desk writes down."""
    return {
        Step.ACCEPT: (
            _("De partner neemt het over"),
            _("Leg vast"),
            _("Het gezin leest dit op zijn pagina."),
        ),
        Step.WAITING_LIST: (
            _("De partner zet het gezin op de wachtlijst"),
            _("Leg vast"),
            _("Weet de partner geen dag? Laat ze dan leeg."),
        ),
        Step.CONTACT: (_("Er was contact"), _("Leg vast dat er contact was"), ""),
        Step.DONE: (
            _("Het is rond"),
            _("Rond af"),
            _("De partner helpt het gezin verder. De link van de partner stopt."),
        ),
        Step.NO_CONTACT: (
            _("Er was geen contact"),
            _("Leg vast dat er geen contact was"),
            _("De vraag komt weer bij jullie."),
        ),
        Step.DECLINE: (
            _("De partner kan niet helpen"),
            _("Leg vast"),
            _("De vraag komt weer bovenaan bij jullie."),
        ),
        Step.STOP: (
            _("Het gezin wil stoppen"),
            _("Stop deze doorverwijzing"),
            _("De toestemming eindigt meteen. De partner ziet niets meer."),
        ),
        Step.ASK_BACK: ("", "", ""),
    }[step]


def make_step_forms(
    referral: Referral, reasons: Sequence[tuple[str, str]], sent: tuple[Step, Form] | None
) -> tuple[StepForm, ...]:
    """The steps that the desk can write down now; the one that came back keeps what was typed."""
    forms = []
    for step in list_steps(referral, Author.DESK):
        title, button, hint = step_words(step)
        form = sent[1] if sent and sent[0] is step else make_form(step, reasons, is_sent=False)
        url = url_for("desk_referral.step", referral_id=referral.id, step=step.value)
        is_kept = form.refill(unsaved_fields(url))
        forms.append(StepForm(step.value, title, button, hint, url, form, is_kept=is_kept))
    return tuple(forms)


def make_referral_page(
    opened: OpenedReferral,
    steps: tuple[StepForm, ...],
    draft: DraftView | None,
    now: datetime,
    *,
    sent: Form | None = None,
) -> ReferralPage:
    """The whole page."""
    referral = opened.referral
    state = ReferralState(referral.state)
    is_erased = opened.question.text_erased_at is not None
    may_bring = not is_erased and (state in RUNNING or state is ReferralState.DRAFT)
    return ReferralPage(
        id=referral.id,
        partner=opened.partner,
        offer=opened.offer_title,
        question_url=url_for("desk_question.show", question_id=opened.question.id),
        reference=opened.question.reference,
        label=referral_label(referral.state),
        facts=_facts(opened, now),
        summary=opened.summary,
        items=tuple(item_label(item) for item in read_items(referral.items)),
        notes=tuple((since_text(item.written_at, now), text) for item, text in opened.notes),
        draft=draft,
        can_send_again=not is_erased and state in {ReferralState.NO_CONTACT, ReferralState.EXPIRED},
        steps=() if is_erased else steps,
        handover=_handover_form(opened, sent) if may_bring else None,
        revise=_revise_form(opened, sent) if state in RUNNING and not is_erased else None,
        consents=tuple(_consent(item, now) for item in opened.consents),
        history=tuple(
            (
                since_text(item.at, now),
                step_text(item.action, partner=opened.partner),
                author_text(item.author, None, opened.partner),
            )
            for item in opened.steps
        ),
        mistakes=sent if sent is not None and sent.errors else None,
    )


def make_draft_view(
    opened: OpenedReferral, agreement: Agreement, form: ConsentForm, *, has_consent: bool
) -> DraftView:
    """What a draft still needs: the words of the consent as the family would read them."""
    return DraftView(
        wording=tuple(agreement.wording.splitlines()),
        language=agreement.language,
        has_consent=has_consent,
        is_asked=opened.referral.consent_asked_at is not None,
        consent_form=form,
        edit_url=url_for("desk_referral.edit", referral_id=opened.referral.id),
    )


def _handover_form(opened: OpenedReferral, sent: Form | None) -> HandoverForm:
    if isinstance(sent, HandoverForm):
        return sent
    referral = opened.referral
    form = HandoverForm(formdata=None).offer_ways()
    form.how.data = referral.handover or Handover.CALLED_TOGETHER.value
    form.on.data = referral.handover_on or today()
    form.who.data, form.expects.data = opened.taken_over_by, opened.expectation
    form.refill(unsaved_fields(url_for("desk_referral.handover", referral_id=referral.id)))
    return form


def _revise_form(opened: OpenedReferral, sent: Form | None) -> RecipientForm:
    if isinstance(sent, RecipientForm):
        return sent
    form = RecipientForm(formdata=None)
    form.recipient.data, form.summary.data = opened.recipient, opened.summary
    form.refill(unsaved_fields(url_for("desk_referral.revise", referral_id=opened.referral.id)))
    return form


def _facts(opened: OpenedReferral, now: datetime) -> tuple[tuple[str, str], ...]:
    referral, on = opened.referral, as_local(now).date()

    def when(at: datetime | None) -> str:
        return since_text(at, now) if at is not None else ""

    def day(value: date | None) -> str:
        if value is None:
            return ""
        # A place on a waiting list may be a year away.
        return day_text(value, on) if value.year == on.year else format_day(value, "d MMMM y")

    state = ReferralState(referral.state)
    is_asked = state is ReferralState.ASKED
    how = handover_text(Handover(referral.handover)) if referral.handover else ""
    facts = (
        (_("Mail gaat naar"), opened.recipient),
        (_("Gevraagd"), when(referral.asked_at)),
        (_("Volgende herinnering"), day(referral.next_reminder_on) if is_asked else ""),
        (_("Vervalt"), day(referral.expires_on) if is_asked else ""),
        (_("Antwoord"), when(referral.answered_at)),
        (_("Reden"), opened.reason),
        (_("Plaats verwacht"), day(referral.waiting_until)),
        (_("Neemt het over"), opened.taken_over_by),
        (_("Het gezin mag verwachten"), opened.expectation),
        (_("Samengebracht"), f"{how}, {day(referral.handover_on)}" if how else ""),
        (_("Gezin gevraagd naar contact"), when(referral.family_asked_at)),
        (_("Contact"), when(referral.contact_made_at)),
    )
    return tuple((name, value) for name, value in facts if value)


def _consent(item: OpenedConsent, now: datetime) -> ConsentView:
    consent, on = item.consent, as_local(now).date()
    if consent.withdrawn_at is not None:
        label = Label(
            _("ingetrokken %(when)s", when=since_text(consent.withdrawn_at, now)), "hand-stop"
        )
    elif consent.superseded_at is not None:
        label = Label(
            _("vervangen %(when)s", when=since_text(consent.superseded_at, now)), "ui-clock"
        )
    elif consent.valid_until < on:
        label = Label(
            _("voorbij sinds %(day)s", day=format_day(consent.valid_until, "d MMMM y")), "ui-clock"
        )
    else:
        label = Label(
            _("geldt tot en met %(day)s", day=format_day(consent.valid_until, "d MMMM y")),
            "ui-check",
        )
    how = {
        ConsentChannel.FORM: _("Op de eigen pagina"),
        ConsentChannel.PHONE: _("Aan de telefoon"),
        ConsentChannel.IN_PERSON: _("Aan het onthaal"),
    }[ConsentChannel(consent.channel)]
    told = ", ".join(
        part for part in (how, since_text(consent.given_at, now), item.recorded_by) if part
    )
    return ConsentView(label, tuple(item.wording.splitlines()), told)
