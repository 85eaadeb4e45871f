"""The coordinator's pages without JavaScript: the list, a revision fact by fact, its history."""

from __future__ import annotations

import re

import pytest
from flask import Flask, url_for

from app.accounts.models import PartnerMembership
from app.db import Database
from app.directory.models.offers import Offer
from app.publishing.models.revisions import PartnerStanding, Revision
from app.publishing.review_letters import offer_path, queue_path, version_path
from tests.accounts.signing_in import signed_in
from tests.policing import PolicedClient
from tests.publishing.revising_steps import send_in_change, send_in_new, suggest
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press, read

QUEUE = "/nl/onthaal/nakijken"


@pytest.fixture
def cleo(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.coordinator_id)


def waiting(database: Database, example: Example, title: str, **facts: object) -> tuple[int, int]:
    """Something new that waits: its id and version."""
    with database.transaction() as session:
        revision = send_in_new(session, example, title, **facts)
        return revision.id, revision.version


def state_of(database: Database, revision_id: int) -> tuple[str, str]:
    with database.reading() as session:
        revision = session.get_one(Revision, revision_id)
        return revision.state, revision.reason


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_revision_is_read_fact_by_fact_and_published(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        revision = send_in_change(
            session,
            example,
            description="Elke woensdag, <script>alert(1)</script>",
            join="Bel 0470 99 88 77.",
            price_cents=250,
        )
        address, version = f"{QUEUE}/{revision.id}", revision.version
        revision_id = revision.id
    page = read(cleo, address)
    assert "<script>alert" not in page
    assert '<ins><span class="quiet">nieuw: </span>' in page
    text = plain(page)
    assert "Prijs Nu weg: gratis Wordt nieuw: € 2,50" in text
    assert "nieuw nummer, adres of rekening: ga het na" in text
    assert "Van Pia, dinsdag 3 maart" in text
    stale = press(cleo, address, f"{address}/publiceer", version=version - 1)
    assert stale.status_code == 422
    assert "Iemand veranderde dit intussen" in stale.get_data(as_text=True)
    assert press(cleo, address, f"{address}/publiceer", version=version).status_code == 303
    assert state_of(database, revision_id)[0] == "published"
    assert "€ 2,50" in plain(read(cleo, f"/nl/onthaal/aanbod/{example.offer_id}"))


def test_what_comes_back_needs_a_reason_and_keeps_what_was_typed(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    number, version = waiting(database, example, "Zonder uren")
    address = f"{QUEUE}/{number}"
    empty = press(cleo, address, f"{address}/terug", version=version)
    assert empty.status_code == 422
    assert "Kies een reden of schrijf er een." in empty.get_data(as_text=True)
    stale = press(cleo, address, f"{address}/terug", version=0, reason="Bel eens.", quick="when")
    assert stale.status_code == 422
    kept = stale.get_data(as_text=True)
    assert "Bel eens.</textarea>" in kept
    assert re.search(r'value="when"\s+checked', kept)
    sent = press(
        cleo, address, f"{address}/terug", version=version, reason="Bel eens.", quick="when"
    )
    assert sent.status_code == 303
    assert state_of(database, number) == (
        "returned",
        "Schrijf wanneer het is: de dagen en de uren.\nBel eens.",
    )


def test_several_are_judged_together_and_what_is_protected_is_named(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    plain_one = waiting(database, example, "Samen een")
    protected = waiting(database, example, "Samen twee", booking_url="https://elders.example")
    marks = [f"{number}:{version}" for number, version in (plain_one, protected)]
    nothing = press(cleo, QUEUE, f"{QUEUE}/samen", wat="publiceer")
    assert nothing.status_code == 422
    no_reason = press(cleo, QUEUE, f"{QUEUE}/samen", wat="terug", marks=marks)
    assert no_reason.status_code == 422
    assert f'value="{marks[0]}" checked' in no_reason.get_data(as_text=True)
    assert press(cleo, QUEUE, f"{QUEUE}/samen", wat="publiceer", marks=marks).status_code == 303
    page = plain(read(cleo, QUEUE))
    assert "1 gepubliceerd" in page
    assert "“Samen twee” (telefoon, adres of rekening)" in page
    states = [state_of(database, number)[0] for number, _version in (plain_one, protected)]
    assert states == ["published", "submitted"]
    assert "Samen twee" in read(cleo, f"{QUEUE}?toon=beschermd")
    junk = press(cleo, QUEUE, f"{QUEUE}/samen", wat="publiceer", marks="999999:1")
    assert junk.status_code == 404


def test_a_suggestion_asks_under_whose_name_it_comes(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        revision = suggest(session, example)
        suspect = suggest(session, example, is_suspect=True, group="Robot")
        number, version, other = revision.id, revision.version, suspect.id
    queue = read(cleo, QUEUE)
    assert "Voorstellen van gezinnen en groepen" in queue
    assert queue.index(f"nakijken/{other}") > queue.index("Misschien van een machine")
    address = f"{QUEUE}/{number}"
    assert "Nieuwe partner: Straat van de Vos" in read(cleo, address)
    wrong = press(cleo, address, f"{address}/publiceer", version=version, whose="999999")
    assert wrong.status_code == 422
    sent = press(cleo, address, f"{address}/publiceer", version=version, whose="groep")
    assert sent.status_code == 303
    assert "Straat van de Vos" in read(cleo, "/nl/onthaal/partners")
    assert "Straat van de Vos" in read(cleo, "/nl/onthaal/partners?naam=VOS")
    assert "Straat van de Vos" not in read(cleo, "/nl/onthaal/partners?naam=niemand")


def test_the_own_work_is_left_to_a_colleague(
    site: Flask, cleo: PolicedClient, database: Database, example: Example
) -> None:
    number, version = waiting(database, example, "Van Cleo zelf")
    with database.transaction() as session:
        session.get_one(Revision, number).author_id = example.coordinator_id
    address = f"{QUEUE}/{number}"
    assert "Laat een collega het nakijken" in read(cleo, address)
    elsewhere = waiting(database, example, "Van een ander")[0]
    sent = press(
        cleo,
        f"{QUEUE}/{elsewhere}",
        f"{QUEUE}/{elsewhere}/publiceer",
        version=version,
    )
    assert sent.status_code == 303
    # A form that was made by hand is refused with the same sentence.
    token = read(cleo, QUEUE).split('name="csrf_token" value="')[1].split('"')[0]
    forged = cleo.post(f"{address}/publiceer", data={"csrf_token": token, "version": version})
    assert forged.status_code == 422
    assert "Je schreef dit zelf" in forged.get_data(as_text=True)
    assert state_of(database, number)[0] == "submitted"
    for stranger in (example.other_coordinator_id,):
        assert signed_in(site, stranger).get(address).status_code == 404
    for outsider in (example.onthaal_id, example.partner_id):
        assert signed_in(site, outsider).get(address).status_code == 403


def test_history_shows_each_version_and_brings_one_back(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    untouched = read(cleo, f"/nl/onthaal/aanbod/{example.offer_id}")
    address = f"/nl/onthaal/aanbod/{example.offer_id}/geschiedenis"
    assert address in untouched
    numbers = []
    for price in (500, 600):
        with database.transaction() as session:
            revision = send_in_change(session, example, price_cents=price)
            number, version = revision.id, revision.version
        page = f"{QUEUE}/{number}"
        assert press(cleo, page, f"{page}/publiceer", version=version).status_code == 303
        numbers.append(number)
    text = plain(read(cleo, address))
    assert text.index("€ 6") < text.index("Zoals ingelezen")
    assert "Nagekeken door Cleo" in text
    assert press(cleo, address, f"{address}/{numbers[0]}/zet-terug").status_code == 303
    assert "€ 5" in plain(read(cleo, f"/nl/onthaal/aanbod/{example.offer_id}"))
    assert "Cleo, voor het Huis" in plain(read(cleo, address))


def test_a_partner_is_trusted_by_a_press(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    address = f"/nl/onthaal/partners/{example.organization_id}/vertrouwen"
    for answer, is_trusted in (("ja", True), ("nee", False)):
        sent = press(cleo, "/nl/onthaal/partners", address, vertrouwd=answer)
        assert sent.status_code == 303
        with database.reading() as session:
            standing = session.get_one(PartnerStanding, example.organization_id)
            assert standing.is_trusted is is_trusted
    with database.transaction() as session:
        session.add(
            PartnerMembership(
                person_id=example.coordinator_id, organization_id=example.organization_id
            )
        )
    press(cleo, "/nl/onthaal/partners", address, vertrouwd="ja")
    assert "Je werkt zelf voor deze partner" in read(cleo, "/nl/onthaal/partners")


def test_letters_name_addresses_that_exist(
    site: Flask, database: Database, example: Example
) -> None:
    with site.test_request_context("/nl/"), database.reading() as session:
        offer = session.get_one(Offer, example.offer_id)
        assert queue_path("nl") == url_for("desk_review.queue")
        assert version_path("nl", 7) == url_for("portal_offers.show", revision_id=7)
        assert offer_path("nl", offer) == url_for(
            "finder.offer", offer_id=offer.id, slug=offer.slug
        )
