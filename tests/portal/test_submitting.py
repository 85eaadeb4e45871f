"""A partner submits something new in one form, and sends it in from the page of its version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.accounts.models import PartnerMembership
from app.db import Database, utc_now
from app.directory.models.offers import Offer, OfferText
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import PartnerStanding, Revision
from tests.accounts.signing_in import find_token, signed_in
from tests.data.directory_examples import LOKEREN
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example, add_person
from tests.questions.referral_site import press, read

HOME = "/nl/partners/aanbod"
NEW = f"{HOME}/nieuw?soort=activiteit"
WEDNESDAY = date(2099, 9, 2)
FIELDS = {
    "title": "Knutselen met klei",
    "summary": "We maken samen een dier van klei.",
    "theme": "playing-together",
    "min_age": "18",
    "min_unit": "months",
    "max_age": "6",
    "max_unit": "years",
    "audience": "both",
    "first_day": WEDNESDAY.isoformat(),
    "start_time": "14:00",
    "end_time": "16:00",
    "pattern": "fortnightly",
    "last_day": "2099-12-30",
    "holidays": "not",
    "places": "bib-lokeren",
    "price_kind": "amount",
    "price": "2,50",
    "registration": "none",
}


@pytest.fixture
def pia(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


@pytest.fixture
def trusted(database: Database, example: Example) -> Iterator[None]:
    with database.transaction() as session:
        session.add(
            PartnerStanding(
                organization_id=example.organization_id,
                is_trusted=True,
                changed_at=utc_now(),
                changed_by=example.coordinator_id,
            )
        )
    yield
    with database.transaction() as session:
        session.delete(session.get_one(PartnerStanding, example.organization_id))


def send(client: PolicedClient, address: str, **changes: object) -> TestResponse:
    """Send the whole form with some fields otherwise; None leaves a field out."""
    fields = MultiDict({**FIELDS, "csrf_token": find_token(client, address), **changes})
    return client.post(
        address, data={name: value for name, value in fields.lists() if value != [None]}
    )


def submit_new(client: PolicedClient, **changes: object) -> int:
    """Fill in something new; gives the id of its version."""
    answer = send(client, NEW, **changes)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.rsplit("/", 1)[1])


def load(database: Database, revision_id: int) -> tuple[Revision, ProposedOffer]:
    with database.reading() as session:
        revision = session.get_one(Revision, revision_id)
        return revision, read_facts(revision.facts)


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
                    verified_on=date.today() - timedelta(days=900),  # noqa: DTZ011 - any old day
                    texts=[OfferText(language="nl", title=f"Rij {chr(65 + number)}")],
                )
            )
    assert 'name="q"' in read(pia, HOME)
    found = read(pia, f"{HOME}?q=rij+c&pagina=x")
    assert "Rij C" in found
    assert "Rij D" not in found
    assert "Niets gevonden met deze woorden." in read(pia, f"{HOME}?q=xyz")
