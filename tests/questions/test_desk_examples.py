"""The example of the desks is whole, so that other tests stand on something."""

from __future__ import annotations

from app.audit.trail import Actor
from app.db import Database
from app.questions.operations.reading import get_question, open_question
from tests.questions.desk_examples import CONTACT, WORDS, Example, add_question, add_referral


def test_the_example_opens_as_it_was_saved(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        add_referral(session, example, made)
    with database.transaction() as session:
        found = get_question(session, made.id, house_id=example.house_id)
        opened = open_question(session, found, actor=Actor.system(), with_notes=False)
    assert opened.asked == WORDS
    assert opened.contact == CONTACT
