"""A partner submits something new in one form, and sends it in from the page of its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.accounts.models import PartnerMembership
from app.db import Database
from app.directory.models.offers import Offer
from app.publishing.models.revisions import PartnerStanding, Revision
from tests.accounts.signing_in import find_token, signed_in
from tests.data.directory_examples import LOKEREN
from tests.policing import PolicedClient
from tests.portal.short_form import FIELDS, HOME, NEW, WEDNESDAY, load, send, submit_new
from tests.publishing.revising_steps import trust
from tests.questions.desk_examples import Example, add_person
from tests.questions.referral_site import press, read


@pytest.fixture
def trusted(database: Database, example: Example) -> Iterator[None]:
    with database.transaction() as session:
        trust(session, example)
    yield
    with database.transaction() as session:
        session.delete(session.get_one(PartnerStanding, example.organization_id))


def count_offers(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Offer.id)).all())


def test_a_series_is_submitted_in_one_form_and_waits_with_a_promise(
    pia: PolicedClient, database: Database, example: Example
) -> None:
    revision_id = submit_new(pia, organization=str(example.other_organization_id))
    page = f"/nl/partners/versie/{revision_id}"
    revision, proposed = load(database, revision_id)
    offer = proposed.offer
    # The organization comes from the account, whatever the form says.
    assert revision.organization_id == example.organization_id
    assert offer.organization_slug == "bib-de-pagina"
    assert (offer.min_age_months, offer.max_age_months, offer.price_cents) == (18, 72, 250)
    assert (offer.location_keys, offer.term_ids) == (("bib-lokeren",), ("playing-together",))
    (schedule,) = offer.schedules
    assert schedule.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20991230"
    assert (schedule.starts_on, schedule.start_time) == (WEDNESDAY, time(14))
    assert schedule.holidays == "not"
    count = count_offers(database)
    shown = read(pia, page)
    # The card is a preview: nothing of it reaches the aanbod of families.
    assert count_offers(database) == count
    assert "Knutselen met klei" in shown
    assert "€\u00a02,50" in shown
    assert "Dit heb je nog nodig" not in shown
    assert press(pia, page, f"{page}/stuur").status_code == 303
    revision, _ = load(database, revision_id)
    assert revision.state == "submitted"
    assert revision.promised_on is not None
    waiting = read(pia, page)
    assert "Je krijgt antwoord tegen" in waiting
    assert f"{page}/neem-terug" in waiting
    assert "antwoord tegen" in read(pia, HOME)


def test_what_was_typed_stays_after_a_mistake_and_nothing_is_kept(
    pia: PolicedClient, database: Database
) -> None:
    with database.reading() as session:
        before = len(session.scalars(select(Revision.id)).all())
    answer = send(pia, NEW, price="veel", max_age="1", min_age="3", min_unit="years")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "We maken samen een dier van klei." in html
    assert "Typ een bedrag" in html
    assert "De hoogste leeftijd komt na de laagste." in html
    with database.reading() as session:
        assert len(session.scalars(select(Revision.id)).all()) == before


def test_a_draft_may_miss_everything_and_is_not_sent_before_it_is_whole(
    pia: PolicedClient, database: Database
) -> None:
    nothing = dict.fromkeys(FIELDS)
    answer = send(pia, NEW, **nothing, then="draft")
    assert answer.location == HOME
    assert "Activiteit zonder titel" in read(pia, HOME)
    revision_id = submit_new(pia, **{**nothing, "title": "Later"})
    page = f"/nl/partners/versie/{revision_id}"
    shown = read(pia, page)
    assert "Kies een thema." in shown
    assert f"{page}/stuur" not in shown
    answer = pia.post(f"{page}/stuur", data={"csrf_token": find_token(pia, page)})
    assert answer.status_code == 303
    assert "Er ontbreekt nog iets." in read(pia, page)
    assert load(database, revision_id)[0].state == "draft"


def test_a_new_place_gets_its_municipality_and_a_name_of_two_towns_asks_which(
    pia: PolicedClient, database: Database
) -> None:
    place = {"places": None, "place_name": "Speelhuis", "place_street": "Kerkstraat 1"}
    revision_id = submit_new(pia, **place, place_town="9160 Lokeren")
    (found,) = load(database, revision_id)[1].places
    assert (found.municipality_nis, found.postcode, found.place) == (LOKEREN, "9160", "Lokeren")
    assert found.latitude is not None
    answer = send(pia, NEW, **place, place_town="Beveren")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'name="place_choice"' in html
    chosen = html.split('id="place_choice"')[1].split('<option value="')[2].split('"')[0]
    revision_id = submit_new(pia, **place, place_town="Beveren", place_choice=chosen)
    assert load(database, revision_id)[1].places[0].municipality_nis


def test_a_trusted_partner_publishes_at_once(
    pia: PolicedClient, database: Database, trusted: None
) -> None:
    revision_id = submit_new(pia, title="Modder en klei")
    page = f"/nl/partners/versie/{revision_id}"
    assert "Publiceer" in read(pia, page)
    press(pia, page, f"{page}/stuur")
    revision, _ = load(database, revision_id)
    assert revision.state == "published"
    assert "Het staat nu online." in (shown := read(pia, page))
    address = f"/nl/aanbod/{revision.offer_id}-modder-en-klei"
    assert address in shown
    assert "Modder en klei" in read(pia, address)
    assert address in read(pia, HOME)
    # What is online is changed by a new version; its old form only leads there.
    assert pia.get(f"{page}/kern").location == page


def test_who_acts_for_two_organizations_chooses_and_sees_them_apart(
    site: Flask, database: Database, example: Example
) -> None:
    own = [example.organization_id, example.other_organization_id]
    with database.transaction() as session:
        person_id = add_person(session, "Bo", "bo@bibdepagina.example")
        session.add_all(
            PartnerMembership(person_id=person_id, organization_id=number) for number in own
        )
    bo = signed_in(site, person_id)
    home = read(bo, HOME)
    assert home.index("Bib De Pagina</h2>") < home.index("Speelclub De Tol</h2>")
    revision_id = submit_new(bo, organization=str(own[1]), title="Springtouw")
    assert load(database, revision_id)[0].organization_id == own[1]
    assert send(bo, NEW, organization="999").status_code == 422


def test_every_tick_of_a_form_comes_back_when_the_sign_in_had_ended(
    site: Flask, example: Example
) -> None:
    with time_machine.travel(datetime(2026, 4, 7, 12, tzinfo=UTC), tick=False) as clock:
        pia = signed_in(site, example.partner_id)
        token = find_token(pia, NEW)
        clock.shift(timedelta(minutes=45))
        ticked = [*FIELDS.items(), ("places", "zaal-temse"), ("csrf_token", token)]
        answer = pia.post(NEW, data=MultiDict(ticked))
        assert answer.location.startswith("/nl/aanmelden?verder=")
        page = signed_in(site, example.partner_id).get(NEW).get_data(as_text=True)
    ticks = re.findall(r'value="([^"]+)" checked', page)
    assert {"bib-lokeren", "zaal-temse"} <= set(ticks)
    assert "Knutselen met klei" in page
