"""Answer cards: which fit a question, and writing them for a House or for every House."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.audit.trail import Actor, record
from app.directory.models.answers import AnswerCard, AnswerCardText

MOST_ANSWERS = 3


class AnswerCardNotFoundError(LookupError):
    """The House has no such answer card of its own."""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer in one language; the link is empty or has both its address and its text."""

    title: str
    body: str
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer card as it was written; ages in months, the maximum exclusive."""

    theme_id: str
    words: Mapping[str, AnswerWords]
    """By language."""
    verified_on: date
    min_age_months: int | None = None
    max_age_months: int | None = None


def list_answers(
    session: Session,
    *,
    house_id: int,
    theme_ids: Sequence[str],
    age_months: int | None,
    limit: int = MOST_ANSWERS,
) -> list[AnswerCard]:
    """The shown cards on themes (nearest first, with their ancestors), in that order of themes.

    On one theme those of the House come before those of every House. An unknown age fits all.
    """
    nearness = {theme_id: place for place, theme_id in enumerate(theme_ids)}
    statement = (
        select(AnswerCard)
        .where(
            AnswerCard.is_shown,
            AnswerCard.theme_id.in_(nearness),
            or_(AnswerCard.house_id == house_id, AnswerCard.house_id.is_(None)),
        )
        .options(selectinload(AnswerCard.texts))
    )
    if age_months is not None:
        statement = statement.where(
            or_(AnswerCard.min_age_months.is_(None), AnswerCard.min_age_months <= age_months),
            or_(AnswerCard.max_age_months.is_(None), AnswerCard.max_age_months > age_months),
        )
    cards = sorted(
        session.scalars(statement),
        key=lambda card: (nearness[card.theme_id], card.house_id is None, card.position, card.id),
    )
    return cards[:limit]


def list_chosen_answers(
    session: Session, house_id: int, card_ids: Sequence[int]
) -> list[AnswerCard]:
    """The shown cards of a House, or of every House, with these numbers, in their order."""
    order = {card_id: place for place, card_id in enumerate(card_ids)}
    statement = (
        select(AnswerCard)
        .where(
            AnswerCard.id.in_(order),
            AnswerCard.is_shown,
            or_(AnswerCard.house_id == house_id, AnswerCard.house_id.is_(None)),
        )
        .options(selectinload(AnswerCard.texts))
    )
    return sorted(session.scalars(statement), key=lambda card: order[card.id])


def list_house_answers(session: Session, house_id: int) -> list[AnswerCard]:
    """The cards of a House, hidden ones too, and then those of every House."""
    return list(
        session.scalars(
            select(AnswerCard)
            .where(or_(AnswerCard.house_id == house_id, AnswerCard.house_id.is_(None)))
            .options(selectinload(AnswerCard.texts))
            .order_by(AnswerCard.house_id.is_(None), AnswerCard.position, AnswerCard.id)
        )
    )


def find_answer(session: Session, house_id: int, card_id: int) -> AnswerCard | None:
    """A card of this House itself, or None."""
    return session.scalar(
        select(AnswerCard)
        .where(AnswerCard.id == card_id, AnswerCard.house_id == house_id)
        .options(selectinload(AnswerCard.texts))
    )


def save_answer(
    session: Session, house_id: int, card_id: int | None, draft: AnswerDraft, *, by: Actor
) -> AnswerCard:
    """Write a new card after the others of the House, or another answer over one of them."""
    if card_id is None:
        last = session.scalar(
            select(func.max(AnswerCard.position)).where(AnswerCard.house_id == house_id)
        )
        card = AnswerCard(house_id=house_id, position=0 if last is None else last + 1, texts=[])
        session.add(card)
    else:
        card = _get_answer(session, house_id, card_id)
    _write(card, draft)
    session.flush()
    action = "answer-card-added" if card_id is None else "answer-card-changed"
    record(session, action, actor=by, subject=("answer_card", card.id), house_id=house_id)
    return card


def show_answer(
    session: Session, house_id: int, card_id: int, *, is_shown: bool, by: Actor
) -> None:
    """Show a card of the House to families, or hide it; the answer itself stays."""
    _get_answer(session, house_id, card_id).is_shown = is_shown
    action = "answer-card-shown" if is_shown else "answer-card-hidden"
    record(session, action, actor=by, subject=("answer_card", card_id), house_id=house_id)


def save_shared_answers(session: Session, drafts: Mapping[str, AnswerDraft]) -> int:
    """Bring the cards of every House up to date by their keys, in the given order."""
    known = {
        card.key: card
        for card in session.scalars(
            select(AnswerCard)
            .where(AnswerCard.key.in_(drafts))
            .options(selectinload(AnswerCard.texts))
        )
    }
    for position, (key, draft) in enumerate(drafts.items()):
        card = known.get(key)
        if card is None:
            card = AnswerCard(key=key, texts=[])
            session.add(card)
        card.position = position
        _write(card, draft)
    session.flush()
    return len(drafts)


def _write(card: AnswerCard, draft: AnswerDraft) -> None:
    card.theme_id, card.verified_on = draft.theme_id, draft.verified_on
    card.min_age_months, card.max_age_months = draft.min_age_months, draft.max_age_months
    texts = {text.language: text for text in card.texts}
    for language, words in draft.words.items():
        text = texts.pop(language, None)
        if text is None:
            text = AnswerCardText(language=language)
            card.texts.append(text)
        text.title, text.body = words.title, words.body
        text.link_url, text.link_text = words.link_url, words.link_text
    for gone in texts.values():
        card.texts.remove(gone)


def _get_answer(session: Session, house_id: int, card_id: int) -> AnswerCard:
    card = find_answer(session, house_id, card_id)
    if card is None:
        raise AnswerCardNotFoundError
    return card
