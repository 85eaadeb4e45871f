"""Figures for partners: only the own offers, small numbers never told, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.agenda.clock import as_local
from app.db import Database, utc_now
from app.directory.models.offers import OfferText
from app.portal.reporting.figures_page import list_months
from app.publishing.models.visitors import OfferSight, SightKind
from app.questions.models.questions import OfferAsked
from app.questions.operations.asked_offers import count_asked_offers, count_referred_offers
from app.questions.operations.asking import QuestionDraft, ask_question
from app.questions.operations.quarantine import Signals
from app.questions.values import SearchContext
from tests.accounts.signing_in import signed_in
from tests.questions.desk_examples import SITE_URL, Example
from tests.questions.referral_site import asked, read

PAGE = "/nl/partners/cijfers"


@pytest.fixture
def month(database: Database) -> date:
    """This month, with nothing counted in it."""
    with database.transaction() as session:
        for table in (OfferSight, OfferAsked):
            session.execute(delete(table))
    return as_local(utc_now()).date().replace(day=1)


def test_a_partner_sees_the_own_offers_by_month_and_no_small_number(
    site: Flask, database: Database, example: Example, month: date
) -> None:
    with database.transaction() as session:
        for offer_id, count in ((example.offer_id, 120), (example.other_offer_id, 777)):
            session.add(
                OfferSight(offer_id=offer_id, month=month, kind=SightKind.FOUND.value, count=count)
            )
        session.add(OfferAsked(offer_id=example.offer_id, month=month, count=3))
        asked(session, example)
    partner = signed_in(site, example.partner_id)
    page = read(partner, PAGE)
    assert "zagen gezinnen dit 120 keer" in page
    assert page.count('<td class="number-cell">&lt;5</td>') == 4
    assert '<td class="number-cell">3</td>' not in page
    assert "777" not in read(partner, f"{PAGE}?aanbod={example.other_offer_id}")
    assert read(signed_in(site, example.coordinator_id), PAGE, 403)


def test_the_file_holds_every_month_and_nothing_that_runs(
    site: Flask, database: Database, example: Example, month: date
) -> None:
    with database.transaction() as session:
        title = select(OfferText).where(
            OfferText.offer_id == example.offer_id, OfferText.language == "nl"
        )
        session.scalars(title).one().title = "=1+1"
    answer = signed_in(site, example.partner_id).get(f"{PAGE}.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert answer.mimetype == "text/csv"
    assert len(rows) == 13
    assert rows[1][:2] == ["'=1+1", f"{month:%Y-%m}"]
    with database.transaction() as session:
        session.scalars(title).one().title = "Voorleesuur"


def test_a_question_counts_the_offers_it_carries_and_a_machine_does_not(
    database: Database, example: Example, month: date
) -> None:
    offers = (example.offer_id, 999_999)
    draft = QuestionDraft("Is er nog plaats?", "nl", context=SearchContext("", "", offers))
    with database.transaction() as session:
        for signals in (None, Signals(hidden="koop")):
            ask_question(session, draft, now=utc_now(), site_url=SITE_URL, signals=signals)
    with database.transaction() as session:
        ask_question(session, draft, now=utc_now(), site_url=SITE_URL)
        assert count_asked_offers(session, offers, since=month) == {(example.offer_id, month): 2}
        assert count_asked_offers(session, [example.other_offer_id], since=month) == {}


def test_a_referral_counts_in_the_month_of_brussels(database: Database, example: Example) -> None:
    with database.transaction() as session:
        late = datetime(2031, 3, 31, 22, 30, tzinfo=UTC)
        asked(session, example, asked_at=late)
        since = date(2031, 3, 1)
        found = count_referred_offers(session, [example.offer_id], since=since)
        assert found == {(example.offer_id, date(2031, 4, 1)): 1}
        session.rollback()


def test_the_months_are_twelve_and_the_newest_comes_first() -> None:
    months = list_months(date(2026, 2, 28))
    assert (months[0], months[1], months[-1]) == (
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 3, 1),
    )
    assert len(months) == 12
