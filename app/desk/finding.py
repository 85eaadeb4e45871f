"""The search as colleagues see it: the public answer, with what only they may know beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from app.accounts.members import Member
from app.accounts.permissions import Permission
from app.directory.freshness import is_overdue
from app.directory.models.offers import Offer, OfferText
from app.finder.cards import Card, Label, Link
from app.finder.explaining import explain_link, is_asked
from app.finder.notices import verified_label
from app.finder.offer_page import contact_view, waiting_text
from app.finder.pages import Contact, OfferPage, ResultsPage
from app.finder.parameters import SearchRequest
from app.finder.results import make_results_page
from app.finder.searching import Search, read_age_field
from app.finder.site import get_catalogue, get_shelf, local_now
from app.finder.wording import amount_of_age, day_text
from app.i18n import choose_text
from app.i18n import gettext as _
from app.publishing.operations.looking_after import looks_after
from app.questions.models.questions import Question
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.web.markup import render_markup


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What only colleagues see of an offer; what is not known is empty."""

    conditions: Markup
    waiting: str
    introduction: str
    """How to bring somebody there."""
    referrer_contact: str
    texts_language: str
    """Of conditions and waiting, by the fallback rule."""
    verified: Label
    is_overdue: bool

    @property
    def is_empty(self) -> bool:
        """Whether nobody told the desk anything yet."""
        return not (self.conditions or self.waiting or self.introduction or self.referrer_contact)


@dataclass(frozen=True, slots=True)
class StaffResult:
    """An offer in the list of a colleague."""

    card: Card
    facts: StaffFacts
    print_url: str
    actions: tuple[Link, ...]
    """What to do with it for the question in hand."""


@dataclass(frozen=True, slots=True)
class QuestionInHand:
    """The question for which a colleague searches: facts only, never its text."""

    id: int
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class StaffResultsPage:
    """A search answered for a colleague."""

    public: ResultsPage
    results: tuple[StaffResult, ...]
    question: QuestionInHand | None
    why: Link
    """Where to read why the order is this, or to leave that out again."""


@dataclass(frozen=True, slots=True)
class StaffOfferPage:
    """An offer for a colleague: everything that families see, and the rest."""

    public: OfferPage
    facts: StaffFacts
    contacts: tuple[Contact, ...]
    """Ways to reach the partner that are not for families."""
    public_url: str
    print_url: str
    actions: tuple[Link, ...]
    question: QuestionInHand | None
    back_url: str
    history_url: str | None = None
    """Where a coordinator of a House of the partner reads who changed what."""


def request_of_facts(question: Question) -> SearchRequest:
    """A search from the theme, municipality and age of a question, and from nothing it says."""
    taxonomy, language = get_catalogue().taxonomy, page_language()
    theme = taxonomy.find(question.theme_id) if question.theme_id else None
    place = get_installation().gazetteer.find_municipality(question.municipality_nis or "")
    age = question.child_age_months
    is_born = age is not None and age >= 0
    return SearchRequest(
        place=place.label(language) if place else "",
        ages=(_age_field(age),) if age is not None and is_born else (),
        age_groups=("age-pregnancy",) if age is not None and not is_born else (),
        themes=(theme.id,) if theme else (),
    )


def _age_field(months: int) -> str:
    """An age as the field for it is read: in words, or in years where those words are not."""
    words = amount_of_age(months)
    return words if read_age_field(words) == months else f"{months / 12:.2f}"


def in_hand(question: Question) -> QuestionInHand:
    """A question as the search shows it."""
    url = url_for("desk_question.show", question_id=question.id)
    return QuestionInHand(question.id, question.reference, url)


def make_staff_results(
    search: Search, now: datetime, member: Member, question: QuestionInHand | None
) -> StaffResultsPage:
    """Answer a search for a colleague; cards lead to the card for staff."""
    is_explained = is_asked()
    public = make_results_page(search, now, is_explained=is_explained)
    offers = {
        offer.id: offer
        for offer in get_shelf().list_offers(
            reading_session(), [card.offer_id for card in public.cards]
        )
    }
    results = tuple(
        StaffResult(
            card=_for_staff(card, question),
            facts=staff_facts(offers[card.offer_id]),
            print_url=url_for("desk_finding.print_card", offer_id=card.offer_id),
            actions=actions_for(card.offer_id, member, question),
        )
        for card in public.cards
        if card.offer_id in offers
    )
    cards = tuple(_for_staff(card, question) for card in public.cards)
    days = tuple(
        replace(day, cards=tuple(_for_staff(card, question) for card in day.cards))
        for day in public.days
    )
    near = tuple(_for_staff(card, question) for card in public.near)
    return StaffResultsPage(
        replace(public, cards=cards, days=days, near=near),
        results,
        question,
        explain_link(search.request, is_explained=is_explained),
    )


def make_staff_offer(
    offer: Offer, public: OfferPage, member: Member, question: QuestionInHand | None
) -> StaffOfferPage:
    """The card of an offer for a colleague."""
    now = local_now()
    hidden = [*offer.contacts, *offer.organization.contacts]
    return StaffOfferPage(
        public=public,
        facts=staff_facts(offer),
        contacts=tuple(contact_view(row, now) for row in hidden if not row.is_public),
        public_url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        print_url=url_for("desk_finding.print_card", offer_id=offer.id),
        actions=actions_for(offer.id, member, question),
        question=question,
        back_url=url_for("desk_finding.search", vraag=question.id if question else None),
        history_url=_history_url(offer, member),
    )


def _history_url(offer: Offer, member: Member) -> str | None:
    if not member.may(Permission.REVIEW_OFFERS):
        return None
    if not looks_after(reading_session(), member.get_house_id(), offer.organization_id):
        return None
    return url_for("desk_review.history", offer_id=offer.id)


def staff_facts(offer: Offer) -> StaffFacts:
    """What a colleague may know of an offer whose rows are loaded."""
    chosen = choose_text({row.language: row for row in offer.texts}, page_language())
    language, text = chosen or (page_language(), OfferText(waiting="", conditions=""))
    return StaffFacts(
        conditions=render_markup(text.conditions),
        waiting=_waiting(offer, text),
        introduction=offer.intake,
        referrer_contact=offer.referrer_contact,
        texts_language=language,
        verified=_verified(offer),
        is_overdue=is_overdue(offer, local_now().date()),
    )


def _waiting(offer: Offer, text: OfferText) -> str:
    """The waiting time with the day on which it was told: an old one says little."""
    if not text.waiting or offer.waiting_reported_on is None:
        return waiting_text(offer, text) or ""
    today = local_now().date()
    day = day_text(offer.waiting_reported_on, today)
    return _("%(waiting)s (gemeld op %(day)s)", waiting=text.waiting, day=day)


def _verified(offer: Offer) -> Label:
    """Who last checked the offer and when, with what to do when that is too long ago."""
    today = local_now().date()
    label = verified_label(offer, today)
    if offer.verified_on is None or not is_overdue(offer, today):
        return label
    return replace(label, text=_("%(checked)s. Bel eerst.", checked=label.text))


def actions_for(offer_id: int, member: Member, question: QuestionInHand | None) -> tuple[Link, ...]:
    """Send it along or refer warmly, for the question in hand; nothing without one."""
    if question is None:
        return ()
    found = []
    if member.may(Permission.ANSWER):
        url = url_for("desk_question.show", question_id=question.id, aanbod=offer_id)
        found.append(Link(_("Stuur mee in je antwoord"), url, "ui-mail"))
    if member.may(Permission.REFER):
        url = url_for("desk_referral.new", question_id=question.id, aanbod=offer_id)
        found.append(Link(_("Verwijs warm"), url, "handshake"))
    return tuple(found)


def _for_staff(card: Card, question: QuestionInHand | None) -> Card:
    number = question.id if question else None
    return replace(card, url=url_for("desk_finding.offer", offer_id=card.offer_id, vraag=number))
