"""What families search for and miss, as a coordinator reads it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete

from app.db import Database, utc_now
from app.finder.site import local_now
from app.words.models import MissedWish, SearchCount
from app.words.operations.counting import count_wish, months_before
from tests.accounts.signing_in import signed_in
from tests.desk.tools_site import text_of
from tests.questions.desk_examples import Example

PAGE = "/nl/onthaal/beheer/gezocht"


@pytest.fixture(autouse=True)
def counts(site: Flask, database: Database) -> None:
    month = local_now().date().replace(day=1)
    with database.transaction() as session:
        for table in (MissedWish, SearchCount):
            session.execute(delete(table))
        for text, language, when, searches, empty in (
            ("krolplankje", "nl", month, 4, 3),
            ("zeldzaamkastje", "nl", month, 2, 2),
            ("ouderwetsplankje", "nl", months_before(month, 5), 9, 9),
            ("حفاضات", "ar", month, 3, 0),
        ):
            session.add(_count(text, language, when, searches, empty))
        for _ in range(3):
            count_wish(session, "skatebaan", municipality_nis="", theme_id="", now=utc_now())
        count_wish(session, "nachtkribbe", municipality_nis="", theme_id="sleep", now=utc_now())


def _count(text: str, language: str, month: date, searches: int, empty: int) -> SearchCount:
    return SearchCount(
        text=text, language=language, month=month, searches=searches, without_result=empty
    )


def test_searches_stand_with_their_counts_and_one_press_from_a_word(
    site: Flask, example: Example
) -> None:
    page = text_of(signed_in(site, example.coordinator_id), PAGE)
    empty = page.split('id="empty"')[1].split("</section>")[0]
    assert "krolplankje" in empty
    assert "/nl/onthaal/beheer/woorden/nieuw?woord=krolplankje&amp;taal=nl" in empty
    assert "/nl/zoek?q=krolplankje" in empty
    assert "حفاضات" not in empty
    assert 'lang="ar" dir="rtl">حفاضات' in page.split('id="most"')[1]
    assert "zeldzaamkastje" not in page, "twice is too rare to be shown"
    assert "ouderwetsplankje" not in page, "three months are shown"


def test_the_months_are_chosen(site: Flask, example: Example) -> None:
    coordinator = signed_in(site, example.coordinator_id)
    assert "ouderwetsplankje" in text_of(coordinator, f"{PAGE}?maanden=6")
    assert "ouderwetsplankje" not in text_of(coordinator, f"{PAGE}?maanden=99")


def test_the_gap_list_tells_no_rare_wish(site: Flask, example: Example) -> None:
    page = text_of(signed_in(site, example.coordinator_id), PAGE)
    missed = page.split('id="gemist"')[1]
    assert "skatebaan" in missed
    assert "nachtkribbe" not in missed
    assert "Nog 1 wens" in missed


def test_only_a_coordinator_reads_it(site: Flask, example: Example) -> None:
    assert signed_in(site, example.onthaal_id).get(PAGE).status_code == 403
