"""Handing a question over: choosing a partner and what it may see."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.referral_changes import own_referral
from app.desk.referral_forms import CONSENT_LASTS, DraftForm
from app.i18n import gettext as _
from app.questions.consent_words import read_items
from app.questions.errors import (
    ChangeNotAllowedError,
    QuestionErasedError,
    QuestionNotFoundError,
    ReferralNotFoundError,
)
from app.questions.models.questions import Question
from app.questions.models.referrals import ReferralState, SharedItem
from app.questions.operations.changing import desk
from app.questions.operations.locking import lock_own_question
from app.questions.operations.reading import OpenedQuestion, find_question, open_question
from app.questions.operations.referral_reading import (
    Target,
    find_target,
    get_desk_referral,
    open_referral,
    search_targets,
    suggest_recipient,
)
from app.questions.operations.referring import ReferralDraft, change_draft, draft_referral
from app.web.forms import answer_form, clean_text
from app.web.installation import get_installation, reading_session
from app.web.referral_forms import today

blueprint = Blueprint("desk_referral", __name__, url_prefix="/<language:language>/onthaal")
NUMBER = "int(max=2147483647)"
LEAST_LETTERS = 2
NEW = "desk/refer.html"


def _get_question(question_id: int) -> Question:
    house_id = current_member().get_house_id()
    found = find_question(reading_session(), question_id, house_id=house_id)
    if found is None or found.text_erased_at is not None:
        abort(404)
    return found


def _read_target() -> Target | None:
    """The partner that the address names, by one of its offers or by itself."""
    wanted = {
        "offer_id": request.args.get("aanbod"),
        "organization_id": request.args.get("partner"),
    }
    numbers = {
        name: int(text)
        for name, text in wanted.items()
        if text and text.isascii() and text.isdigit() and len(text) < 10
    }
    return find_target(reading_session(), **numbers)


def _read_question(question_id: int) -> OpenedQuestion:
    """The question with its words, to begin the form with; the trail holds that it was read."""
    member = current_member()
    with get_installation().database.transaction() as session:
        try:
            found = lock_own_question(session, question_id, house_id=member.get_house_id())
        except QuestionNotFoundError:
            abort(404)
        return open_question(session, found, actor=member.actor, with_notes=False)


def _begin_form(opened: OpenedQuestion, target: Target) -> DraftForm:
    form = DraftForm(formdata=None).offer_items()
    contact = opened.contact
    given = {
        SharedItem.QUESTION: True,
        SharedItem.NAME: bool(contact.name),
        SharedItem.PHONE: bool(contact.phone),
        SharedItem.EMAIL: bool(contact.email) and not contact.phone,
    }
    form.items.data = [item.value for item, is_given in given.items() if is_given]
    form.recipient.data = suggest_recipient(reading_session(), target)
    form.summary.data = opened.asked
    form.until.data = today() + CONSENT_LASTS
    return form


@blueprint.get(f"/vraag/<{NUMBER}:question_id>/doorverwijzen")
@needs(Permission.REFER)
def new(question_id: int) -> ResponseReturnValue:
    """Choose a partner, then say what it may see."""
    question, target = _get_question(question_id), _read_target()
    if target is None:
        words = clean_text(request.args.get("naam", "")).strip()[:80]
        found = (
            search_targets(reading_session(), words, house_id=question.house_id)
            if len(words) >= LEAST_LETTERS
            else None
        )
        return render_template("desk/refer_to.html", question=question, words=words, found=found)
    opened = _read_question(question_id)
    form = _begin_form(opened, target)
    form.refill(unsaved_fields(request.path))
    return render_template(NEW, form=form, question=question, target=target, referral=None)


@blueprint.post(f"/vraag/<{NUMBER}:question_id>/doorverwijzen")
@needs(Permission.REFER)
def create(question_id: int) -> ResponseReturnValue:
    """Keep the hand-over as a draft: nothing leaves yet."""
    question, target = _get_question(question_id), _read_target()
    if target is None:
        abort(404)
    form, member = DraftForm().offer_items(), current_member()
    if not form.is_sent():
        return answer_form(NEW, form, question=question, target=target, referral=None)
    try:
        with get_installation().database.transaction() as session:
            locked = lock_own_question(session, question_id, house_id=member.get_house_id())
            referral = draft_referral(
                session,
                locked,
                _read_draft(form, target.organization_id, target.offer_id),
                by=desk(member.person_id),
                now=utc_now(),
            )
    except (ChangeNotAllowedError, QuestionErasedError):
        form.refuse("summary", _("Deze vraag is intussen afgesloten. Open ze eerst opnieuw."))
        return answer_form(NEW, form, question=question, target=target, referral=None)
    return redirect(url_for("desk_referral.show", referral_id=referral.id), SEE_OTHER)


def _read_draft(form: DraftForm, organization_id: int, offer_id: int | None) -> ReferralDraft:
    return ReferralDraft(
        organization_id=organization_id,
        recipient=form.recipient.data or "",
        items=form.chosen,
        summary=form.summary.data or "",
        consent_until=form.until.data or today() + CONSENT_LASTS,
        offer_id=offer_id,
    )


@blueprint.get(f"/doorverwijzing/<{NUMBER}:referral_id>/aanpassen")
@needs(Permission.REFER)
def edit(referral_id: int) -> ResponseReturnValue:
    """Show a draft to write it anew."""
    member = current_member()
    with get_installation().database.transaction() as session:
        try:
            found = get_desk_referral(session, referral_id, house_id=member.get_house_id())
        except ReferralNotFoundError:
            abort(404)
        if found.state != ReferralState.DRAFT.value:
            return redirect(url_for("desk_referral.show", referral_id=referral_id), SEE_OTHER)
        opened = open_referral(session, found, actor=member.actor)
    form = DraftForm(formdata=None).offer_items()
    form.recipient.data, form.summary.data = opened.recipient, opened.summary
    form.items.data = [item.value for item in read_items(found.items)]
    form.until.data = found.consent_until
    target = find_target(
        reading_session(), offer_id=found.offer_id, organization_id=found.organization_id
    )
    return render_template(NEW, form=form, question=opened.question, target=target, referral=found)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/aanpassen")
@needs(Permission.REFER)
def save(referral_id: int) -> ResponseReturnValue:
    """Keep a draft as it is written now; other items need a consent of their own."""
    form, member = DraftForm().offer_items(), current_member()
    try:
        found = get_desk_referral(reading_session(), referral_id, house_id=member.get_house_id())
    except ReferralNotFoundError:
        abort(404)
    if not form.is_sent():
        target = find_target(
            reading_session(), offer_id=found.offer_id, organization_id=found.organization_id
        )
        question = _get_question(found.question_id)
        return answer_form(NEW, form, question=question, target=target, referral=found)
    draft = _read_draft(form, found.organization_id, found.offer_id)
    with own_referral(referral_id, _("Aangepast.")) as (session, referral):
        change_draft(session, referral, draft, by=desk(member.person_id), now=utc_now())
    return redirect(url_for("desk_referral.show", referral_id=referral_id), SEE_OTHER)
