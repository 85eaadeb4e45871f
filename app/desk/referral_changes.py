"""What the routes of a referral share: one transaction on an own referral, and its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import abort, flash, render_template
from sqlalchemy.orm import Session

from app.accounts.guards import current_member
from app.agenda.clock import as_local
from app.db import utc_now
from app.desk.referral_forms import CONSENT_LASTS, ConsentForm
from app.desk.referral_page import (
    DraftView,
    ReferralPage,
    make_draft_view,
    make_referral_page,
    make_step_forms,
)
from app.i18n import gettext as _
from app.questions.consent_words import read_items
from app.questions.errors import (
    ChangeNotAllowedError,
    NoConsentError,
    QuestionErasedError,
    ReferralNotFoundError,
)
from app.questions.models.referrals import Referral, ReferralState
from app.questions.operations.consenting import Agreement, word_agreement
from app.questions.operations.locking import lock_own_question
from app.questions.operations.reasons import list_choices, reason_label
from app.questions.operations.referral_reading import (
    OpenedReferral,
    get_desk_referral,
    lock_for_change,
    open_referral,
)
from app.questions.operations.referral_steps import Step
from app.questions.operations.referring import has_full_consent
from app.web.forms import UNPROCESSABLE, Form
from app.web.installation import get_installation, reading_session

BEFORE_SENDING = frozenset({ReferralState.DRAFT, ReferralState.NO_CONTACT, ReferralState.EXPIRED})


@contextmanager
def own_referral(referral_id: int, done: str) -> Iterator[tuple[Session, Referral]]:
    """Change a referral of the own House; says that it is done, or why it cannot be."""
    house_id = current_member().get_house_id()
    try:
        with get_installation().database.transaction() as session:
            found = get_desk_referral(session, referral_id, house_id=house_id)
            lock_own_question(session, found.question_id, house_id=house_id)
            yield session, lock_for_change(session, found)
    except ReferralNotFoundError:
        abort(404)
    except ChangeNotAllowedError:
        flash(_("Dat kan nu niet meer. Kijk hieronder wat er intussen veranderde."))
    except NoConsentError:
        flash(_("Er vertrok niets: het gezin gaf hiervoor nog geen toestemming."))
    except QuestionErasedError:
        flash(_("Er vertrok niets: de tekst van deze vraag is gewist."))
    else:
        flash(done)


def read_reasons() -> list[tuple[str, str]]:
    """The reasons to decline that the own House knows, to choose from."""
    choices = list_choices(reading_session(), current_member().get_house_id())
    return [(str(reason.id), reason_label(reason)) for reason in choices]


def consent_until(referral: Referral, today: date) -> date:
    """Until when the family is asked: as the desk wrote, or anew once that day is past."""
    until = referral.consent_until
    return until if until is not None and until >= today else today + CONSENT_LASTS


def agreement_of(session: Session, referral: Referral) -> Agreement:
    """What the family would agree to now."""
    question = lock_own_question(
        session, referral.question_id, house_id=current_member().get_house_id()
    )
    return word_agreement(
        session,
        question,
        referral.organization_id,
        items=read_items(referral.items),
        valid_until=consent_until(referral, as_local(utc_now()).date()),
    )


def show_referral(
    referral_id: int, *, sent: Form | None = None, step: Step | None = None
) -> tuple[str, int]:
    """The page of a referral; 422 with the form that came back when it has mistakes."""
    member = current_member()
    reasons = read_reasons()
    with get_installation().database.transaction() as session:
        try:
            found = get_desk_referral(session, referral_id, house_id=member.get_house_id())
        except ReferralNotFoundError:
            abort(404)
        opened = open_referral(session, found, actor=member.actor)
        returned = (step, sent) if step is not None and sent is not None else None
        page: ReferralPage = make_referral_page(
            opened,
            make_step_forms(found, reasons, returned),
            _draft(session, opened, sent),
            utc_now(),
            sent=sent,
        )
        html = render_template("desk/referral.html", page=page)
    return html, UNPROCESSABLE if sent is not None else 200


def _draft(session: Session, opened: OpenedReferral, sent: Form | None) -> DraftView | None:
    referral = opened.referral
    is_erased = opened.question.text_erased_at is not None
    if ReferralState(referral.state) not in BEFORE_SENDING or is_erased:
        return None
    form = sent if isinstance(sent, ConsentForm) else ConsentForm(formdata=None)
    form.offer_channels(by_page=referral.state == ReferralState.DRAFT.value)
    return make_draft_view(
        opened,
        agreement_of(session, referral),
        form,
        has_consent=has_full_consent(session, referral, as_local(utc_now()).date()),
    )
