"""Offers that a colleague picked for an answer: their numbers travel in the signed cookie."""

from __future__ import annotations

from flask import session

from app.questions.operations.answering import MOST_OFFERS

_KEY = "attached"
MOST_QUESTIONS = 10
"""A cookie is small: of older questions the picked offers are forgotten."""


def list_attached(question_id: int) -> list[int]:
    """The offers that were picked for a question."""
    picked: dict[str, list[int]] = session.get(_KEY, {})
    return list(picked.get(str(question_id), []))


def attach_offer(question_id: int, offer_id: int) -> None:
    """Pick an offer for the answer to a question."""
    _keep(question_id, [*list_attached(question_id), offer_id])


def detach_others(question_id: int, offer_ids: list[int]) -> None:
    """Keep only those offers that are still ticked."""
    _keep(question_id, [item for item in list_attached(question_id) if item in offer_ids])


def forget_attached(question_id: int) -> None:
    """The answer is sent: nothing is picked any more."""
    _keep(question_id, [])


def _keep(question_id: int, offer_ids: list[int]) -> None:
    picked: dict[str, list[int]] = dict(session.get(_KEY, {}))
    old = picked.pop(str(question_id), [])
    wanted = list(dict.fromkeys(offer_ids))[:MOST_OFFERS]
    if wanted == old:
        return
    if wanted:
        picked[str(question_id)] = wanted
    session[_KEY] = dict(list(picked.items())[-MOST_QUESTIONS:])
