"""What the House pinned to a search: offers that come first, and short answers above them."""

from __future__ import annotations

from dataclasses import dataclass

from app.directory.operations.answers import list_chosen_answers
from app.finder.answers import AnswerView, make_answer_view
from app.finder.searching import Search
from app.finder.site import get_catalogue, local_now
from app.web.installation import reading_session
from app.words.operations.pins import list_pins


@dataclass(frozen=True, slots=True)
class Pins:
    """What stands first for a search: numbers of offers in order, and answers."""

    offer_ids: tuple[int, ...] = ()
    answers: tuple[AnswerView, ...] = ()


def find_pins(search: Search) -> Pins:
    """What the House of the place, or else the first House, pinned to the topic of a search.

    A pressed filter asks for less than everything, so then nothing is pinned.
    """
    request, where = search.request, search.where
    house = get_catalogue().find_house(where.place.municipality_nis if where.place else None)
    if house is None or request.filter_count or not search.understood.words:
        return Pins()
    session, today = reading_session(), local_now().date()
    pins = list_pins(session, house.id, search.understood.words, today)
    card_ids = [pin.card_id for pin in pins if pin.card_id is not None]
    cards = list_chosen_answers(session, house.id, card_ids) if card_ids else []
    return Pins(
        tuple(pin.offer_id for pin in pins if pin.offer_id is not None),
        tuple(make_answer_view(card, house.name, today) for card in cards),
    )
