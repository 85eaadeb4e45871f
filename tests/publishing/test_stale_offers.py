"""The House sees what nobody confirmed, says that it is right, and chooses how often to ask."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.agenda.clock import as_local
from app.db import Database, utc_now
from app.directory.models.offers import Offer
from tests.accounts.signing_in import send, signed_in
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press, read

PAGE = "/nl/onthaal/verouderd"


@pytest.fixture(autouse=True)
def _stale(database: Database, example: Example) -> None:
    with database.transaction() as session:
        offer = session.get_one(Offer, example.offer_id)
        offer.verified_on, offer.verified_by = date(2024, 1, 5), "source"
        offer.hidden_on, offer.check_every_months = date(2024, 6, 1), 12


def test_the_coordinator_checks_by_phone_and_the_offer_is_found_again(
    site: Flask, database: Database, example: Example
) -> None:
    cleo = signed_in(site, example.coordinator_id)
    page = read(cleo, PAGE)
    assert "verborgen sinds 1 juni 2024" in page
    assert "mailto:hallo@bibdepagina.example" in page
    assert "niet meer" in read(cleo, f"/nl/aanbod/{example.offer_id}-voorleesuur")
    address = f"{PAGE}/{example.offer_id}"
    assert press(cleo, PAGE, f"{address}/hoe-vaak", months="3").status_code == 303
    assert press(cleo, PAGE, f"{address}/klopt").status_code == 303
    with database.reading() as session:
        offer = session.get_one(Offer, example.offer_id)
    today = as_local(utc_now()).date()
    assert (offer.verified_on, offer.verified_by, offer.hidden_on) == (today, "house", None)
    assert offer.check_every_months == 3
    assert "Voorleesuur" not in read(cleo, PAGE)
    assert "Nagekeken door het Huis op" in read(cleo, f"/nl/aanbod/{example.offer_id}-voorleesuur")


def test_nothing_of_another_house_and_no_other_period(
    site: Flask, database: Database, example: Example
) -> None:
    cleo = signed_in(site, example.coordinator_id)
    foreign = f"{PAGE}/{example.other_offer_id}"
    assert send(cleo, f"{foreign}/klopt", page=PAGE).status_code == 404
    assert send(cleo, f"{foreign}/hoe-vaak", page=PAGE, months="3").status_code == 404
    odd = send(cleo, f"{PAGE}/{example.offer_id}/hoe-vaak", page=PAGE, months="2")
    assert odd.status_code == 404
    celia = signed_in(site, example.other_coordinator_id)
    assert "Voorleesuur" not in read(celia, PAGE)
    assert signed_in(site, example.onthaal_id).get(PAGE).status_code == 403
    with database.reading() as session:
        assert session.get_one(Offer, example.other_offer_id).verified_by == ""
