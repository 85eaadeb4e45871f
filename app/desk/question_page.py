"""The page of a question in words: facts, talk, notes, history and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from app.accounts.members import Member
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.desk.steps import author_text, step_text
from app.desk.wording import (
    behalf_text,
    channel_text,
    due_text,
    reach_text,
    reason_text,
    referral_label,
    since_text,
    snooze_text,
    state_text,
    suspicion_text,
)
from app.finder.cards import Label, Link, Tone
from app.finder.presentation import offer_url
from app.finder.site import get_catalogue, get_shelf, phone_href
from app.finder.wording import child_text, day_text, language_name
from app.i18n import choose_text
from app.i18n import gettext as _
from app.questions.models.questions import MessageKind, Question, QuestionState
from app.questions.operations.reading import OpenedMessage
from app.questions.operations.showing import ShownQuestion
from app.questions.values import ContactDetails
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

_FOR_COLLEAGUES = frozenset({MessageKind.NOTE.value, MessageKind.ASK_BACK.value})


@dataclass(frozen=True, slots=True)
class PointedOffer:
    """An offer by its title."""

    id: int
    title: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it is shown; without text it is erased."""

    author: str
    when: str
    text: str | None
    side: str
    """ "family", "desk" or "partner": how it looks."""
    offers: tuple[PointedOffer, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """How to reach the family, as far as it gave that."""

    name: str
    phone: str
    phone_href: str
    email: str
    when: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A hand-over in the list."""

    partner: str
    label: Label
    until: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What the page shows."""

    id: int
    reference: str
    version: int
    labels: tuple[Label, ...]
    due: str
    is_late: bool
    facts: tuple[tuple[str, str], ...]
    contact: ContactView | None
    searched: tuple[tuple[str, str], ...]
    searched_offers: tuple[PointedOffer, ...]
    search_url: str
    again_url: str | None
    """The staff search with the words and the place of the family."""
    messages: tuple[MessageView, ...]
    notes: tuple[MessageView, ...]
    history: tuple[tuple[str, str, str], ...]
    """When, what, who; the newest first."""
    referrals: tuple[ReferralView, ...]
    refer_url: str | None
    present: tuple[str, ...]
    writes_in: str | None
    """The language of the family, when it is not Dutch."""
    suspicion: str | None
    merged_into: Link | None
    doubles: tuple[Link, ...]
    is_open: bool
    is_erased: bool
    is_mine: bool
    has_owner: bool
    may_answer: bool


def make_question_view(shown: ShownQuestion, member: Member, now: datetime) -> QuestionView:
    """Put a question that was opened into words."""
    question, opened = shown.opened.question, shown.opened
    titles = _titles(opened.messages, opened.context.offer_ids)
    views = [(item.kind, _message(item, shown, titles, now)) for item in opened.messages]
    is_open = question.state != QuestionState.CLOSED.value
    may_refer = member.may(Permission.REFER) and is_open and not question.is_quarantined
    searched = [(_("Woorden"), opened.context.words), (_("Plaats"), opened.context.place)]
    given: dict[str, Any] = {
        "q": opened.context.words or None,
        "plaats": opened.context.place or None,
    }
    search = "desk_finding.search"
    return QuestionView(
        id=question.id,
        reference=question.reference,
        version=question.version,
        labels=_labels(question, now),
        due=due_text(question.due_at, now),
        is_late=question.due_at is not None and question.due_at <= now,
        facts=_facts(shown, now),
        contact=_contact(opened.contact),
        searched=tuple((name, text) for name, text in searched if text),
        searched_offers=_pointed(opened.context.offer_ids, titles),
        search_url=url_for(search, vraag=question.id),
        again_url=url_for(search, vraag=question.id, **given) if any(given.values()) else None,
        messages=tuple(view for kind, view in views if kind not in _FOR_COLLEAGUES),
        notes=tuple(view for kind, view in views if kind in _FOR_COLLEAGUES),
        history=tuple(
            (
                since_text(step.at, now),
                step_text(step.action, partner=step.partner),
                author_text(step.author, step.person, step.partner),
            )
            for step in shown.steps
        ),
        referrals=_referrals(shown, now),
        refer_url=url_for("desk_referral.new", question_id=question.id) if may_refer else None,
        present=shown.present,
        writes_in=language_name(question.language) if question.language != "nl" else None,
        suspicion=suspicion_text(question.quarantine_reason) if question.is_quarantined else None,
        merged_into=_named(shown.merged_into.id, shown.merged_into.reference)
        if shown.merged_into
        else None,
        doubles=tuple(_named(item.id, item.reference) for item in shown.doubles),
        is_open=is_open,
        is_erased=question.text_erased_at is not None,
        is_mine=question.owner_id == member.person_id,
        has_owner=question.owner_id is not None,
        may_answer=member.may(Permission.ANSWER),
    )


def list_pointed(offer_ids: Sequence[int]) -> tuple[PointedOffer, ...]:
    """Offers that families may see, by title, in the given order."""
    language, found = page_language(), []
    for offer in get_shelf().list_offers(reading_session(), list(offer_ids), is_hidden_too=True):
        code, text = choose_text({row.language: row for row in offer.texts}, language) or ("", None)
        if text is not None:
            found.append(PointedOffer(offer.id, text.title, code, offer_url(offer)))
    return tuple(found)


def _titles(messages: Sequence[OpenedMessage], searched: Sequence[int]) -> dict[int, PointedOffer]:
    ids = [*searched, *(offer_id for item in messages for offer_id in item.offer_ids)]
    return {item.id: item for item in list_pointed(list(dict.fromkeys(ids)))}


def _pointed(offer_ids: Sequence[int], titles: dict[int, PointedOffer]) -> tuple[PointedOffer, ...]:
    return tuple(titles[offer_id] for offer_id in offer_ids if offer_id in titles)


def _message(
    item: OpenedMessage, shown: ShownQuestion, titles: dict[int, PointedOffer], now: datetime
) -> MessageView:
    partners = {referral.id: referral.partner for referral in shown.referrals}
    name = shown.people.get(item.person_id) if item.person_id is not None else None
    return MessageView(
        author=author_text(item.author, name, partners.get(item.referral_id or 0, "")),
        when=since_text(item.written_at, now),
        text=item.text,
        side=item.author,
        offers=_pointed(item.offer_ids, titles),
    )


def _labels(question: Question, now: datetime) -> tuple[Label, ...]:
    found = [Label(state_text(question.state), "ui-info")]
    if question.close_reason is not None:
        found = [Label(reason_text(question.close_reason), "ui-check", Tone.GOOD)]
    if question.is_returned:
        found.append(Label(_("kwam terug"), "ui-warning", Tone.WARN))
    if question.is_quarantined:
        found.append(Label(_("apart gezet"), "shield", Tone.WARN))
    if question.escalated_at is not None and question.close_reason is None:
        found.append(Label(_("te moeilijk"), "raised-hand", Tone.SOON))
    today = as_local(now).date()
    if question.snoozed_until is not None and question.snoozed_until > today:
        found.append(Label(snooze_text(question.snoozed_until, today), "ui-moon", Tone.SOON))
    return tuple(found)


def _facts(shown: ShownQuestion, now: datetime) -> tuple[tuple[str, str], ...]:
    """What is known, as (name, value); what is not known is left out."""
    question, language, today = shown.opened.question, page_language(), as_local(now).date()
    place = get_installation().gazetteer.find_municipality(question.municipality_nis or "")
    theme = get_catalogue().taxonomy.find(question.theme_id or "")
    age, spoken = question.child_age_months, question.spoken_language
    facts = [
        (_("Van wie"), shown.owner or _("nog van niemand")),
        (_("Team"), shown.team or ""),
        (_("Gemeente"), place.name(language) if place else ""),
        (_("Voor"), child_text(age) if age is not None else ""),
        (_("Thema"), theme.label(language) if theme else ""),
        (_("Spreekt liefst"), language_name(spoken or question.language)),
        (_("Schrijft in het"), language_name(question.language) if spoken else ""),
        (
            _("Gevraagd door"),
            behalf_text(question.on_behalf, does_family_know=question.does_family_know),
        ),
        (_("Binnengekomen"), f"{since_text(question.asked_at, now)}, {_channel(question)}"),
        (_("Bereikbaar"), reach_text(question.reach)),
        (_("Contact gewist op"), day_text(shown.erase_on.contact_on, today)),
        (_("Tekst gewist op"), day_text(shown.erase_on.text_on, today)),
    ]
    return tuple((name, value) for name, value in facts if value)


def _channel(question: Question) -> str:
    return channel_text(question.channel)


def _contact(details: ContactDetails) -> ContactView | None:
    if details.is_empty and not details.when:
        return None
    href = phone_href(details.phone) if any(sign.isdigit() for sign in details.phone) else ""
    return ContactView(details.name, details.phone, href, details.email, details.when)


def _referrals(shown: ShownQuestion, now: datetime) -> tuple[ReferralView, ...]:
    today = as_local(now).date()
    return tuple(
        ReferralView(
            item.partner,
            referral_label(item.state),
            day_text(item.waiting_until, today) if item.waiting_until else "",
            url_for("desk_referral.show", referral_id=item.id),
        )
        for item in shown.referrals
    )


def _named(question_id: int, reference: str) -> Link:
    return Link(reference, url_for("desk_question.show", question_id=question_id))
