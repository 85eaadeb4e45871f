"""Reports of visitors: never refused, told without their words, seen by who can mend, erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from app.audit.models import AuditEntry
from app.db import Database, utc_now
from app.directory.models.checks import FactCheck
from app.mail.models import Letter
from app.publishing.models.visitors import OfferReport, ReportAbout, ReportState
from app.publishing.operations.reports import forget_reports, report_offer
from app.publishing.report_letters import house_reports_path, partner_reports_path
from app.sealing import unseal
from tests.accounts.signing_in import find_token, send, signed_in
from tests.questions.desk_examples import SITE_URL, Example
from tests.questions.referral_site import press, read
from tests.sites import visit

WORDS = "De deur bleef toe op woensdag."
FORM = "/nl/aanbod/{}-voorleesuur/klopt-niet"


@pytest.fixture(autouse=True)
def forget(database: Database) -> None:
    """No report and no letter of another test."""
    with database.transaction() as session:
        for table in (OfferReport, Letter, FactCheck):
            session.execute(delete(table))


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends the form looked at it as long as people do."""
    monkeypatch.setattr("app.finder.report_routes.seconds_since", lambda _stamp: 20.0)


def add_report(database: Database, offer_id: int, *, is_suspect: bool = False) -> int:
    with database.transaction() as session:
        report = report_offer(
            session,
            offer_id,
            about=ReportAbout.WHEN,
            text=WORDS,
            is_suspect=is_suspect,
            now=utc_now(),
            site_url=SITE_URL,
        )
        return report.id


def send_report(site: Flask, example: Example, **fields: str) -> TestResponse:
    address = FORM.format(example.offer_id)
    return send(visit(site), address, about="when", text=WORDS, **fields)


def states_of(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(OfferReport.state).order_by(OfferReport.id)))


@pytest.mark.usefixtures("slowly")
def test_partner_and_coordinator_hear_of_a_report_once_a_day_and_never_its_words(
    site: Flask, database: Database, example: Example
) -> None:
    answer = send_report(site, example)
    assert answer.status_code == 303
    read(visit(site), answer.headers["Location"])
    assert send_report(site, example).status_code == 303
    with database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        told = {unseal(session, letter.recipient_sealed) for letter in letters}
        texts = [
            unseal(session, part)
            for letter in letters
            for part in (letter.subject_sealed, letter.body_sealed)
        ]
        sealed = session.scalars(select(OfferReport.text_sealed)).all()
    assert told == {"pia@bib-de-pagina.example", "cleo@durme.example"}
    assert len(letters) == 2
    assert not [text for text in texts if "deur" in text]
    assert any("Voorleesuur" in text for text in texts)
    assert WORDS.encode() not in b"".join(part for part in sealed if part)
    assert states_of(database) == ["open", "open"]


def test_what_looks_sent_by_a_machine_waits_apart_and_is_never_refused(
    site: Flask, database: Database, example: Example
) -> None:
    # Sent within a second of opening the page, and once with the field nobody sees.
    for fields in ({}, {"website": "https://koop.example"}):
        assert send_report(site, example, **fields).status_code == 303
    assert states_of(database) == ["suspect", "suspect"]
    with database.reading() as session:
        assert session.scalar(select(Letter.id)) is None
    page = read(signed_in(site, example.coordinator_id), house_reports_path("nl"))
    assert "2 meldingen die van een machine lijken" in page


def test_a_report_says_what_is_wrong_and_the_page_of_the_offer_leads_to_it(
    site: Flask, example: Example
) -> None:
    address = FORM.format(example.offer_id)
    client = visit(site)
    assert f'href="{address}"' in read(client, f"/nl/aanbod/{example.offer_id}-voorleesuur")
    token = find_token(client, address)
    refused = client.post(address, data={"csrf_token": token, "text": WORDS})
    assert refused.status_code == 422
    assert WORDS in refused.get_data(as_text=True)
    read(client, FORM.format(999_999), 404)


def test_the_partner_closes_a_report_and_what_was_right_counts_as_checked(
    site: Flask, database: Database, example: Example
) -> None:
    first, second = (add_report(database, example.offer_id) for _ in range(2))
    partner, page = signed_in(site, example.partner_id), partner_reports_path("nl")
    assert read(partner, page).count(WORDS) == 2
    assert press(partner, page, f"{page}/{first}/aangepast").status_code == 303
    with database.reading() as session:
        assert session.scalars(select(FactCheck)).all() == []
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.action == "read_reports"))
    assert press(partner, page, f"{page}/{second}/klopt-wel").status_code == 303
    with database.reading() as session:
        check = session.scalars(select(FactCheck)).one()
    assert (check.fact, check.is_right, check.checked_by) == ("when", True, example.partner_id)
    assert states_of(database) == ["mended", "right"]
    assert WORDS not in read(partner, page)


def test_a_report_about_somebody_elses_offer_does_not_exist(
    site: Flask, database: Database, example: Example
) -> None:
    own, theirs = (
        add_report(database, offer) for offer in (example.offer_id, example.other_offer_id)
    )
    partner = signed_in(site, example.partner_id)
    coordinator = signed_in(site, example.other_coordinator_id)
    for client, page, number in (
        (partner, partner_reports_path("nl"), theirs),
        (coordinator, house_reports_path("nl"), own),
    ):
        token = find_token(client, "/nl/mijn-account")
        for press_ in ("aangepast", "klopt-wel"):
            answer = client.post(f"{page}/{number}/{press_}", data={"csrf_token": token})
            assert answer.status_code == 404
    assert WORDS not in read(coordinator, house_reports_path("nl"))
    assert states_of(database) == [ReportState.OPEN.value] * 2


def test_words_go_thirty_days_after_closing_and_ninety_days_after_coming_in(
    database: Database, example: Example
) -> None:
    closed, waiting = (add_report(database, example.offer_id) for _ in range(2))
    now = utc_now()
    with database.transaction() as session:
        report = session.get_one(OfferReport, closed)
        report.state, report.closed_at = ReportState.MENDED.value, now
    for days, count in ((29, 0), (31, 1), (89, 0), (91, 1)):
        with database.transaction() as session:
            assert forget_reports(session, now + timedelta(days=days)) == count
    with database.reading() as session:
        assert session.get_one(OfferReport, waiting).text_sealed is None
