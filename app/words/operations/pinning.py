"""Pinned answers of a House: what stands first for a search, in which order and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.search.text.folding import fold
from app.words.errors import TooManyPinsError, WordKnownError, WordRowNotFoundError
from app.words.models import PinnedAnswer
from app.words.operations.changes import Editor, begin_change, columns_of, note_change

MOST_PINS = 5
"""Pinned answers of one search; more would hide what the search itself finds."""


@dataclass(frozen=True, slots=True)
class PinDraft:
    """An answer to pin: an offer or an answer card, never both."""

    words: str
    offer_id: int | None = None
    card_id: int | None = None
    until_on: date | None = None


def has_ended(pin: PinnedAnswer, today: date) -> bool:
    """Whether the last day of a pinned answer is over."""
    return pin.until_on is not None and pin.until_on < today


def list_house_pins(session: Session, house_id: int) -> list[PinnedAnswer]:
    """Every pinned answer of a House, by the words and then in the order in which they stand."""
    return list(
        session.scalars(
            select(PinnedAnswer)
            .where(PinnedAnswer.house_id == house_id)
            .order_by(PinnedAnswer.words, PinnedAnswer.position, PinnedAnswer.id)
        )
    )


def pin_answer(session: Session, draft: PinDraft, *, today: date, by: Editor) -> PinnedAnswer:
    """Pin an answer after the others of the search, or give one that is pinned another last day.

    Raises WordKnownError when it is pinned so already, and TooManyPinsError when the search is
    full; what has ended makes room.
    """
    begin_change(session)
    words = fold(draft.words)
    pins = _pins_of(session, by.house_id, words)
    thing = (draft.offer_id, draft.card_id)
    pin = next((item for item in pins if (item.offer_id, item.card_id) == thing), None)
    if pin is not None and pin.until_on == draft.until_on:
        raise WordKnownError(pin.id)
    _refuse_when_full(pins, pin, today)
    before = None if pin is None else columns_of(pin)
    if pin is None:
        pin = PinnedAnswer(
            house_id=by.house_id,
            words=words,
            offer_id=draft.offer_id,
            card_id=draft.card_id,
            position=pins[-1].position + 1 if pins else 0,
        )
    pin.until_on = draft.until_on
    session.add(pin)
    session.flush()
    note_change(session, pin, before=before, after=columns_of(pin), by=by)
    return pin


def move_pin(session: Session, pin_id: int, *, step: int, by: Editor) -> None:
    """Put a pinned answer one place earlier (-1) or later (1); at an end nothing moves."""
    begin_change(session)
    pin = _get_pin(session, by.house_id, pin_id)
    pins = _pins_of(session, by.house_id, pin.words)
    place = pins.index(pin)
    other = place + step
    if not 0 <= other < len(pins):
        return
    pins[place], pins[other] = pins[other], pins[place]
    before = columns_of(pin)
    _number(pins)
    note_change(session, pin, before=before, after=columns_of(pin), by=by)


def settle_place(session: Session, pin: PinnedAnswer, today: date) -> None:
    """Let a pinned answer that is back stand at the place that it names, the others around it.

    Raises TooManyPinsError when others took the room meanwhile; what has ended takes none.
    """
    others = [item for item in _pins_of(session, pin.house_id, pin.words) if item is not pin]
    if not has_ended(pin, today):
        _refuse_when_full(others, pin, today)
    _number([*others[: pin.position], pin, *others[pin.position :]])


def unpin_answer(session: Session, pin_id: int, *, by: Editor) -> None:
    """Let the search of the House decide again."""
    begin_change(session)
    pin = _get_pin(session, by.house_id, pin_id)
    session.delete(pin)
    note_change(session, pin, before=columns_of(pin), after=None, by=by)


def _pins_of(session: Session, house_id: int, words: str) -> list[PinnedAnswer]:
    return [pin for pin in list_house_pins(session, house_id) if pin.words == words]


def _refuse_when_full(pins: list[PinnedAnswer], pin: PinnedAnswer | None, today: date) -> None:
    running = [item for item in pins if item is not pin and not has_ended(item, today)]
    if len(running) >= MOST_PINS:
        raise TooManyPinsError


def _number(pins: list[PinnedAnswer]) -> None:
    for position, pin in enumerate(pins):
        pin.position = position


def _get_pin(session: Session, house_id: int, pin_id: int) -> PinnedAnswer:
    pin = session.get(PinnedAnswer, pin_id)
    if pin is None or pin.house_id != house_id:
        raise WordRowNotFoundError
    return pin
