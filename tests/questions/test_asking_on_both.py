"""What depends on the database: counting in one statement, and the whole asking, on both."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.questions.models.questions import AskTally
from app.questions.operations.asking import QuestionDraft, ask_question
from app.questions.operations.changing import FAMILY
from app.questions.operations.erasing import empty_log, erase_question
from app.questions.operations.family import find_own_question
from app.questions.operations.quarantine import Signals
from app.questions.operations.tallies import add_to_tally
from tests.questions.desk_examples import NOW, SITE_URL, make_house_desk
from tests.sites import sealed_database


def test_asking_opening_and_erasing_on_both_databases(database_url: str, tmp_path: Path) -> None:
    database = sealed_database(database_url, tmp_path)
    make_house_desk(database)
    draft = QuestionDraft("Een vraag", "nl", municipality_nis="46025")
    signals = Signals("10.0.0.1", seconds=60)
    with database.transaction() as session:
        asked = ask_question(session, draft, now=NOW, site_url=SITE_URL, signals=signals)
        reference, code = asked.question.reference, asked.code
    for _number in range(2):
        with database.transaction() as session:
            assert find_own_question(session, reference, "lala", now=NOW) is None
    with database.transaction() as session:
        assert add_to_tally(session, "x" * 64, now=NOW) == 1
        assert add_to_tally(session, "x" * 64, now=NOW) == 2
        found = find_own_question(session, reference, code, now=NOW)
        assert found is not None
        erase_question(session, found, by=FAMILY, now=NOW, site_url=SITE_URL)
    assert empty_log(database)
    with database.reading() as session:
        counts = sorted(session.scalars(select(AskTally.count)))
    assert counts == [1, 1, 2, 2, 2]
    database.dispose()
