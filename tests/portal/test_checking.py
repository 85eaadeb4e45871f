"""A check is answered by pressing yes or no: without account by the link, or from the own list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.accounts.models import PartnerMembership
from app.agenda.clock import as_local
from app.audit.models import AuditEntry
from app.db import Database, utc_now
from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer, OfferText
from app.publishing.models.checks import CheckedOffer, CheckLetter
from tests.accounts.signing_in import send, signed_in
from tests.portal.check_answers import STALE, Asked, answer, checks_of, read_offer
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press, read
from tests.sites import visit
from tests.statements import count_statements


def test_opening_the_link_changes_nothing_however_often(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    for _time in range(3):
        page = read(visit(site), asked.page)
    assert "Elke week op woensdag" in page
    assert "€\u00a02" in page
    assert page.count('value="yes"') == 6
    assert 'content="noindex"' in page
    assert checks_of(database, example) == {}
    assert read_offer(database, example).verified_on == STALE


def test_each_yes_is_a_press_and_all_of_them_make_the_offer_fresh(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    today = as_local(utc_now()).date()
    with database.transaction() as session:
        session.get_one(Offer, example.offer_id).hidden_on = date(2025, 5, 1)
    client = visit(site)
    for fact in ("when", "where", "price", "ages", "contact"):
        assert answer(client, asked, example, fact) == 303
        assert read_offer(database, example).verified_on == STALE
    assert answer(client, asked, example, "places-left") == 303
    offer = read_offer(database, example)
    assert (offer.verified_on, offer.verified_by, offer.hidden_on) == (today, "partner", None)
    assert "Alles is nagekeken. Dank je wel!" in read(client, asked.page)
    with database.reading() as session:
        done = session.scalars(
            select(AuditEntry.actor_id).where(AuditEntry.action == "confirmed_fact")
        ).all()
    assert set(done) == {example.partner_id}


def test_everything_is_right_is_one_press(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client, fields = visit(site), {"offer_id": str(example.offer_id)}
    answered = press(client, asked.page, f"{asked.page}/alles-klopt", **fields)
    assert answered.location.endswith(f"#aanbod-{example.offer_id}")
    assert read_offer(database, example).verified_by == "partner"
    assert len(checks_of(database, example)) == 6


def test_a_no_marks_the_fact_and_offers_to_mend_it(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client = visit(site)
    assert answer(client, asked, example, "when", "no") == 303
    assert answer(client, asked, example, "price", "no") == 303
    assert checks_of(database, example) == {"when": False, "price": False}
    page = read(client, asked.page)
    assert f"/nl/partners/aanbod/{example.offer_id}/data" in page
    assert 'name="amount"' in page
    assert "Alles klopt" not in page
    assert "uren en prijs nog niet bevestigd" in read(
        client, f"/nl/aanbod/{example.offer_id}-voorleesuur"
    )


def test_no_places_left_is_told_to_families_at_once(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client = visit(site)
    assert answer(client, asked, example, "places-left", "no") == 303
    with database.reading() as session:
        notes = dict(
            session.execute(
                select(OfferText.language, OfferText.waiting).where(
                    OfferText.offer_id == example.offer_id
                )
            ).all()
        )
    assert notes["nl"] == "Volzet."
    assert checks_of(database, example) == {"places-left": True}
    assert "Gezinnen lezen nu dat het volzet is." in read(client, asked.page)


@pytest.mark.parametrize(
    "fields",
    [
        {"offer_id": "foreign"},
        {"offer_id": "999999"},
        {"offer_id": "een"},
        {"fact": "colour"},
        {"answer": "maybe"},
    ],
)
def test_nothing_but_what_the_letter_asked_can_be_answered(
    site: Flask, database: Database, example: Example, asked: Asked, fields: dict[str, str]
) -> None:
    sent = {"offer_id": str(example.offer_id), "fact": "price", "answer": "yes", **fields}
    if sent["offer_id"] == "foreign":
        sent["offer_id"] = str(example.other_offer_id)
    found = press(visit(site), asked.page, f"{asked.page}/antwoord", **sent)
    assert found.status_code == 404
    with database.reading() as session:
        assert session.scalars(select(FactCheck.fact)).all() == []


def test_a_link_that_is_unknown_too_old_or_of_somebody_who_left_shows_the_same_page(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client = visit(site)
    pages = [client.get("/nl/nakijken/onbekend")]
    with database.transaction() as session:
        session.get_one(CheckLetter, asked.letter_id).expires_at = utc_now()
    pages.append(client.get(asked.page))
    with database.transaction() as session:
        letter = session.get_one(CheckLetter, asked.letter_id)
        letter.expires_at = utc_now() + timedelta(days=1)
    assert client.get(asked.page).status_code == 200
    with database.transaction() as session:
        session.delete(
            session.get_one(PartnerMembership, (example.partner_id, example.organization_id))
        )
    pages.append(client.get(asked.page))
    assert {page.status_code for page in pages} == {404}
    assert all("Deze link werkt niet" in page.get_data(as_text=True) for page in pages)


def test_with_an_account_the_own_list_is_answered_and_nothing_of_others(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    page = "/nl/partners/nakijken"
    with database.transaction() as session:
        # The letter is no part of this: the list stands on what is due.
        session.execute(delete(CheckedOffer))
        session.get_one(Offer, example.offer_id).kind = "service"
    pia, tijl = signed_in(site, example.partner_id), signed_in(site, example.other_partner_id)
    fields = {"offer_id": str(example.offer_id), "fact": "price"}
    assert "Voorleesuur" in read(pia, page)
    assert "Voorleesuur" not in read(tijl, page)
    stolen = send(tijl, f"{page}/antwoord", page=page, answer="yes", **fields)
    assert (stolen.status_code, checks_of(database, example)) == (404, {})
    assert press(pia, page, f"{page}/antwoord", answer="no", **fields).status_code == 303
    assert press(pia, page, f"{page}/verbeter", amount="x", **fields).status_code == 422
    assert send(pia, f"{page}/alles-klopt", page=page, **fields).status_code == 303
    assert "Voorleesuur" not in read(pia, page)


def test_more_offers_in_a_letter_ask_for_no_more_statements(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client = visit(site)
    counts = []
    for _round in range(2):
        read(client, asked.page)
        with count_statements(database) as statements:
            read(client, asked.page)
        counts.append(len(statements))
        with database.transaction() as session:
            session.get_one(Offer, example.other_offer_id).organization_id = example.organization_id
            session.merge(
                CheckedOffer(
                    letter_id=asked.letter_id, offer_id=example.other_offer_id, stage="first"
                )
            )
    with database.transaction() as session:
        other = session.get_one(Offer, example.other_offer_id)
        other.organization_id = example.other_organization_id
    assert counts[0] == counts[1]
