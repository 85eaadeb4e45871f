"""What becomes of own offers: changed, repeated, searched, and never in other hands."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.db import Database
from app.directory.models.offers import Offer, OfferText
from tests.accounts.signing_in import find_token, signed_in
from tests.data.directory_examples import LOKEREN
from tests.policing import PolicedClient
from tests.portal.short_form import FIELDS, HOME, load, send, submit_new
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press, read
from tests.sites import TODAY


def test_a_waiting_version_is_taken_back_when_it_is_edited(
    pia: PolicedClient, database: Database
) -> None:
    revision_id = submit_new(pia, title="Zandkasteel")
    page = f"/nl/partners/versie/{revision_id}"
    press(pia, page, f"{page}/stuur")
    version = str(load(database, revision_id)[0].version)
    old = send(pia, f"{page}/kern", title="Zandtaart", version="1")
    assert old.status_code == 422
    assert "Een collega wijzigde dit ook." in old.get_data(as_text=True)
    assert load(database, revision_id)[0].state == "submitted"
    assert send(pia, f"{page}/kern", title="Zandtaart", version=version).status_code == 303
    revision, _ = load(database, revision_id)
    assert (revision.state, revision.title) == ("draft", "Zandtaart")
    press(pia, page, f"{page}/trek-in")
    assert load(database, revision_id)[0].state == "withdrawn"
    assert "Zandtaart" not in read(pia, HOME)


def test_last_year_again_keeps_everything_but_the_dates(
    pia: PolicedClient, database: Database, example: Example
) -> None:
    answer = press(pia, HOME, f"{HOME}/{example.offer_id}/opnieuw")
    assert answer.status_code == 303
    assert answer.location.endswith("/kern")
    revision_id = int(answer.location.split("/")[-2])
    revision, proposed = load(database, revision_id)
    assert (revision.offer_id, revision.title) == (None, "Voorleesuur")
    assert proposed.offer.schedules == ()
    assert proposed.offer.term_ids == ("playing-together",)
    assert 'value="Voorleesuur"' in read(pia, answer.location)


def test_saving_a_change_without_changing_anything_changes_nothing(
    pia: PolicedClient, database: Database, example: Example
) -> None:
    answer = press(pia, HOME, f"{HOME}/{example.offer_id}/wijzig")
    page = answer.location
    revision_id = int(page.rsplit("/", 1)[1])
    before = load(database, revision_id)[1]
    fields = {
        "title": "Voorleesuur",
        "summary": "We lezen samen.",
        "min_age": "3",
        "min_unit": "years",
        "first_day": "2024-01-03",
        "pattern": "weekly",
        "last_day": None,
        "places": ["bib-lokeren", "zaal-temse"],
        "areas": LOKEREN,
        "price_kind": "free",
        "price": None,
    }
    assert send(pia, f"{page}/kern", **fields).status_code == 303
    assert load(database, revision_id)[1] == before
    assert "Er is nog niets veranderd." in read(pia, page)
    send(pia, f"{page}/kern", **{**fields, "title": "Voorleesfeest"})
    shown = read(pia, page)
    assert "Dit verandert er" in shown
    assert "Voorleesfeest" in shown
    press(pia, page, f"{page}/trek-in")


def test_what_is_not_the_partners_does_not_exist(
    site: Flask, pia: PolicedClient, database: Database, example: Example
) -> None:
    revision_id = submit_new(pia)
    tijl = signed_in(site, example.other_partner_id)
    token = find_token(tijl, HOME)
    page = f"/nl/partners/versie/{revision_id}"
    for address in (page, f"{page}/kern"):
        assert tijl.get(address).status_code == 404
    addresses = [f"{page}/{step}" for step in ("kern", "stuur", "neem-terug", "trek-in")]
    addresses += [f"{HOME}/{example.offer_id}/{step}" for step in ("wijzig", "opnieuw")]
    for address in addresses:
        answer = tijl.post(address, data={**FIELDS, "csrf_token": token})
        assert answer.status_code == 404, address
    assert load(database, revision_id)[0].state == "draft"
    assert "Knutselen met klei" not in read(tijl, HOME)


def test_with_many_offers_there_is_a_field_to_search_them(
    pia: PolicedClient, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        for number in range(16):
            session.add(
                Offer(
                    source="test",
                    source_id=f"veel-{number}",
                    slug="veel",
                    kind="service",
                    state="published",
                    organization_id=example.organization_id,
                    verified_on=TODAY - timedelta(days=900),
                    texts=[OfferText(language="nl", title=f"Rij {chr(65 + number)}")],
                )
            )
    assert 'name="q"' in read(pia, HOME)
    found = read(pia, f"{HOME}?q=rij+c&pagina=x")
    assert "Rij C" in found
    assert "Rij D" not in found
    assert "Niets gevonden met deze woorden." in read(pia, f"{HOME}?q=xyz")
