"""The outbox as staff see it: what is parked can be sent again, what is erased is gone."""

from __future__ import annotations

import pytest

from app.db import Database, utc_now
from app.mail.models import LetterState
from app.mail.outbox import (
    LetterDraft,
    LetterNotFoundError,
    LetterNotParkedError,
    drop_letters,
    list_letters,
    queue_letter,
    retry_letter,
)

DRAFT = LetterDraft("news", "amina@gezin.example", "Er is iets voor je", "Open het.", "nl", 1)


def queue_parked(database: Database) -> int:
    with database.transaction() as session:
        letter = queue_letter(session, DRAFT)
        letter.state, letter.attempts = LetterState.PARKED.value, 24
        return letter.id


def test_letters_are_listed_by_house_and_state(outbox: Database) -> None:
    with outbox.transaction() as session:
        for house_id in (1, 2, None):
            queue_letter(session, LetterDraft("news", "a@b.example", "s", "t", "nl", house_id))
    parked = queue_parked(outbox)
    with outbox.reading() as session:
        assert [letter.house_id for letter in list_letters(session, house_id=None)] == [None]
        assert len(list_letters(session, house_id=1)) == 2
        found = list_letters(session, house_id=1, state=LetterState.PARKED)
        assert [letter.id for letter in found] == [parked]
        assert list_letters(session, house_id=2, state=LetterState.PARKED) == []


def test_a_parked_letter_gets_another_72_hours(outbox: Database) -> None:
    parked = queue_parked(outbox)
    with outbox.transaction() as session:
        letter = retry_letter(session, parked, house_id=1)
        assert (letter.state, letter.attempts) == ("waiting", 0)
        assert letter.next_try_at <= utc_now() < letter.give_up_at
    with pytest.raises(LetterNotParkedError), outbox.transaction() as session:
        retry_letter(session, parked)


@pytest.mark.parametrize(("letter_id", "house_id"), [(1, 2), (99, 1), (99, None)])
def test_a_letter_of_another_house_is_not_there(
    outbox: Database, letter_id: int, house_id: int | None
) -> None:
    assert queue_parked(outbox) == 1
    with pytest.raises(LetterNotFoundError), outbox.transaction() as session:
        retry_letter(session, letter_id, house_id=house_id)


def test_erasing_a_subject_takes_its_letters_back_and_wipes_them(outbox: Database) -> None:
    with outbox.transaction() as session:
        about_12 = [
            queue_letter(session, LetterDraft("n", "a@b.example", "s", "t", "nl", 1, about))
            for about in (("question", 12), ("question", 12), ("question", 13), ("person", 12))
        ]
        about_12[0].state, about_12[0].sent_at = LetterState.SENT.value, utc_now()
    with outbox.transaction() as session:
        assert drop_letters(session, ("question", 12)) == 1
    with outbox.reading() as session:
        letters = list_letters(session, house_id=1)[::-1]
    assert [letter.state for letter in letters] == ["sent", "dropped", "waiting", "waiting"]
    assert [bool(letter.recipient_sealed) for letter in letters] == [False, False, True, True]
