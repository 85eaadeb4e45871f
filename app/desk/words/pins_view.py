"""Pinned answers in words: the list of a House, and the form with what stands first now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from app.desk.words.forms import PinForm
from app.desk.words.preview_view import offer_title
from app.directory.models.answers import AnswerCard
from app.directory.models.offers import Offer
from app.directory.operations.answers import list_house_answers
from app.directory.operations.offers import load_cards
from app.finder.answering import answer_query, understand
from app.finder.parameters import SearchRequest
from app.finder.site import get_shelf, local_now
from app.finder.wording import day_text
from app.i18n import choose_text
from app.i18n import gettext as _
from app.search.text.folding import fold
from app.web.installation import reading_session
from app.web.languages import page_language
from app.words.models import PinnedAnswer
from app.words.operations.pinning import PinDraft, has_ended
from app.words.operations.pins import list_pins
from app.words.operations.previewing import FIRST

OFFER, CARD = "offer", "card"
_CHOICE = re.compile(rf"({OFFER}|{CARD})-(\d{{1,9}})")
_ADDRESS = re.compile(r"(?:.*/aanbod/)?(\d{1,9})(?:[-/?#].*)?")


@dataclass(frozen=True, slots=True)
class PinRow:
    """One pinned answer."""

    id: int
    title: str
    note: str
    """Until when, or why families do not see it."""
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class PinGroup:
    """The pinned answers of one search, in their order."""

    words: str
    rows: tuple[PinRow, ...]


@dataclass(frozen=True, slots=True)
class PinPage:
    """The form of a pinned answer, for one search."""

    words: str
    topic: str
    """What of the words counts: without place, age and day."""
    seek: str
    now: tuple[str, ...]
    """What stands first now, pinned answers included."""


def pin_groups(pins: Iterable[PinnedAnswer], house_id: int, today: date) -> list[PinGroup]:
    """The pinned answers of a House by their search."""
    listed = list(pins)
    titles = PinTitles(listed, house_id)
    groups = []
    for words, found in groupby(listed, key=lambda pin: pin.words):
        rows = list(found)
        groups.append(
            PinGroup(
                words,
                tuple(
                    PinRow(
                        pin.id,
                        titles.title(pin.offer_id, pin.card_id),
                        titles.note(pin, today),
                        is_first=place == 0,
                        is_last=place == len(rows) - 1,
                    )
                    for place, pin in enumerate(rows)
                ),
            )
        )
    return groups


class PinTitles:
    """The names of pinned offers and cards, read once."""

    def __init__(self, pins: Sequence[PinnedAnswer | PinDraft], house_id: int) -> None:
        """Read everything that the pins name."""
        session = reading_session()
        offer_ids = [pin.offer_id for pin in pins if pin.offer_id is not None]
        self._offers: dict[int, Offer] = {
            offer.id: offer for offer in load_cards(session, offer_ids)
        }
        shown = get_shelf().list_offers(session, offer_ids)
        self._shown = {offer.id for offer in shown}
        cards = list_house_answers(session, house_id) if len(offer_ids) < len(pins) else []
        self._cards = {card.id: card for card in cards}

    def title(self, offer_id: int | None, card_id: int | None) -> str:
        """The name of what is pinned."""
        if offer_id is not None:
            offer = self._offers.get(offer_id)
            return offer_title(offer) if offer else _("een aanbod dat er niet meer is")
        card = self._cards.get(card_id or 0)
        return card_title(card) if card else _("een antwoord dat er niet meer is")

    def note(self, pin: PinnedAnswer, today: date) -> str:
        """Until when it stands first, or why it does not."""
        card = self._cards.get(pin.card_id or 0)
        if pin.offer_id is not None and pin.offer_id not in self._shown:
            return _("staat niet online")
        if pin.card_id is not None and (card is None or not card.is_shown):
            return _("is verborgen")
        if pin.until_on is None:
            return _("zonder einde")
        day = day_text(pin.until_on, today)
        if has_ended(pin, today):
            return _("voorbij sinds %(day)s", day=day)
        return _("tot en met %(day)s", day=day)


def card_title(card: AnswerCard) -> str:
    """The title of an answer card in the language of the page."""
    chosen = choose_text({text.language: text.title for text in card.texts}, page_language())
    return chosen[1] if chosen is not None else ""


def topic_of(words: str) -> str:
    """The folded words of a search that are its topic: without place, age, day and price."""
    return fold(understand(SearchRequest(words=words)).understood.words) if words else ""


def make_pin_page(words: str, seek: str, house_id: int) -> PinPage:
    """What stands first for the words now: what the House pinned, then what the search finds."""
    topic, session = topic_of(words), reading_session()
    pins = list_pins(session, house_id, topic, local_now().date())
    titles = PinTitles(pins, house_id)
    pinned = [titles.title(pin.offer_id, pin.card_id) for pin in pins]
    found = [offer_title(offer) for offer in _find_first(words)] if words else []
    first = tuple(dict.fromkeys([*pinned, *found]))
    return PinPage(words, topic, seek, first[: max(FIRST, len(pinned))])


def make_pin_form(words: str, seek: str, house_id: int) -> PinForm:
    """The form with what can be pinned: what the search finds, and the answers of the House."""
    form = PinForm(data={"words": words, "seek": seek})
    offers = _find_first(seek or words, limit=8) if words else []
    cards = list_house_answers(reading_session(), house_id) if words else []
    form.answer.choices = [
        *((f"{OFFER}-{offer.id}", offer_title(offer)) for offer in offers),
        *(
            (f"{CARD}-{card.id}", _("Kort antwoord: %(title)s", title=card_title(card)))
            for card in cards
            if card.is_shown
        ),
    ]
    return form


def read_draft(form: PinForm, house_id: int, today: date) -> PinDraft | None:
    """What is pinned; None, with a sentence at its field, for what is not there."""
    topic, until_on = topic_of(form.words.data or ""), form.until_on.data
    if until_on is not None and until_on < today:
        form.refuse("until_on", _("Deze dag is al voorbij."))
        return None
    if not topic:
        refuse_answer(form, _("Zet er ook een onderwerp bij. Een plaats alleen telt niet."))
        return None
    chosen = _CHOICE.fullmatch(form.answer.data or "")
    address = form.address.data or ""
    number = _ADDRESS.fullmatch(address)
    if address:
        draft = PinDraft(topic, offer_id=int(number[1]) if number else 0, until_on=until_on)
    elif chosen is None:
        refuse_answer(form, _("Kies wat er eerst komt."))
        return None
    elif chosen[1] == OFFER:
        draft = PinDraft(topic, offer_id=int(chosen[2]), until_on=until_on)
    else:
        draft = PinDraft(topic, card_id=int(chosen[2]), until_on=until_on)
    if not _is_shown(draft, house_id):
        refuse_answer(form, _("Dit staat niet online. Kies iets anders."))
        return None
    return draft


def refuse_answer(form: PinForm, message: str) -> None:
    """Put a mistake where the answer was chosen, or was to be."""
    is_typed = bool(form.address.data) or not form.answer.choices
    form.refuse("address" if is_typed else "answer", message)


def _is_shown(draft: PinDraft, house_id: int) -> bool:
    session = reading_session()
    if draft.offer_id is not None:
        return bool(get_shelf().list_offers(session, [draft.offer_id]))
    cards = list_house_answers(session, house_id)
    return any(card.id == draft.card_id and card.is_shown for card in cards)


def _find_first(words: str, limit: int = FIRST) -> Sequence[Offer]:
    query = understand(SearchRequest(words=words)).query
    return answer_query(replace(query, limit=limit, offset=0, facets=False)).offers
