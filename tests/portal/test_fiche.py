"""The fiche of an offer, a part at a time: what is kept, what is refused, and what families see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from app.db import Database
from app.directory.drafts import ContactDraft, ScheduleDraft
from app.finder.site import local_now
from app.publishing.operations.revising import find_proposed
from tests.accounts.signing_in import find_token, signed_in
from tests.policing import PolicedClient
from tests.portal.fiche_forms import change_offer, fields_of, offer_of, part_page, send_part
from tests.questions.desk_examples import Example

SECTIONS = (
    "uren",
    "voorwaarden",
    "contact",
    "fotos",
    "talen",
    "teksten",
    "verwijzers",
    "sluiting",
)


def test_every_part_opens_and_sent_back_as_it_is_changes_nothing(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    before = offer_of(database, revision_id)
    for section in SECTIONS[:-1]:
        assert send_part(client, part_page(revision_id, section), {}).status_code == 303, section
        after = offer_of(database, revision_id)
        assert replace(after, term_ids=(), schedules=()) == replace(
            before, term_ids=(), schedules=()
        ), section
        assert set(after.term_ids) == set(before.term_ids)
        assert after.schedules == before.schedules


def test_version_of_another_partner_does_not_exist(
    site: Flask, example: Example, revision_id: int
) -> None:
    other = signed_in(site, example.other_partner_id)
    for section in SECTIONS:
        assert other.get(part_page(revision_id, section)).status_code == 404
    token = find_token(other, "/nl/partners/doorverwijzingen")
    data = {"csrf_token": token, "version": "1", "intake": "overgenomen"}
    assert other.post(part_page(revision_id, "verwijzers"), data=data).status_code == 404


def test_version_that_changed_meanwhile_keeps_what_was_typed(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    address = part_page(revision_id, "verwijzers")
    fields = fields_of(client.get(address).get_data(as_text=True))
    change_offer(database, example, revision_id, referrer_contact="Bel An.")
    answer = client.post(address, data={**fields, "intake": "Mail eerst."})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Iemand veranderde dit ondertussen" in page
    assert "Mail eerst." in page
    assert offer_of(database, revision_id).intake != "Mail eerst."
    assert (
        client.post(address, data={**fields_of(page), "intake": "Mail eerst."}).status_code == 303
    )
    assert offer_of(database, revision_id).intake == "Mail eerst."


def test_hours_of_one_place_are_kept_with_holidays_and_exceptions(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    opening = ScheduleDraft(opening_hours="Mo-Fr 09:00-12:00", location_key="bib-lokeren")
    change_offer(database, example, revision_id, schedules=(opening,))
    address = f"{part_page(revision_id, 'uren')}?plaats=1"
    changes = {
        "d2_1_from": "13:30",
        "d2_1_to": "17u",
        "holidays": "closed",
        "is_off_on_public_holidays": "y",
        "e0_day": "2026-12-24",
        "e0_0_from": "9",
        "e0_0_to": "12",
        "c0_first": "2027-07-15",
        "c0_last": "2027-08-15",
        "c0_yearly": "y",
    }
    assert send_part(client, address, changes).status_code == 303
    (kept,) = offer_of(database, revision_id).schedules
    assert kept.location_key == "bib-lokeren"
    assert kept.opening_hours == (
        "Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,13:30-17:00; SH off; PH off;"
        " Jul 15-Aug 15 off; 2026 Dec 24 09:00-12:00"
    )
    wrong = {"d0_0_from": "14:00", "d0_0_to": "12:00", "e0_day": "", "c1_first": "2026-01-05"}
    answer = send_part(client, address, wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for sentence in ("het einde komt na het begin", "ook een datum", "een laatste dag daarna"):
        assert sentence in page
    assert offer_of(database, revision_id).schedules == (kept,)
    assert client.get(f"{part_page(revision_id, 'uren')}?plaats=9").status_code == 404


def test_hours_that_no_table_can_say_stay_as_notation(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    opening = ScheduleDraft(opening_hours="Th[1] 14:00-16:00")
    change_offer(database, example, revision_id, schedules=(opening,))
    address = part_page(revision_id, "uren")
    page = client.get(address).get_data(as_text=True)
    assert "De eerste donderdag" in page
    assert send_part(client, address, {"notation": "Th[1] 14:00"}).status_code == 422
    assert send_part(client, address, {"notation": "Th[2] 14:00-16:00"}).status_code == 303
    assert offer_of(database, revision_id).schedules[0].opening_hours == "Th[2] 14:00-16:00"
    assert send_part(client, address, {"notation": ""}).status_code == 303
    assert 'name="d0_0_from"' in client.get(address).get_data(as_text=True)


def test_conditions_are_kept_and_a_new_wait_is_dated_today(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = part_page(revision_id, "voorwaarden")
    told = {
        "price": "2,50",
        "pass_price": "gratis",
        "not_for": "Niet voor honden.",
        "waiting": "Zes weken.",
    }
    assert send_part(client, address, told).status_code == 303
    offer = offer_of(database, revision_id)
    assert (offer.price_cents, offer.pass_price_cents) == (250, 0)
    assert offer.words["nl"].not_for == "Niet voor honden."
    assert offer.waiting_reported_on == local_now().date()
    wrong = {"price": "veel", "booking_url": "http://bib.example"}
    page = send_part(client, address, wrong).get_data(as_text=True)
    assert "Typ een bedrag" in page
    assert "Het begint met https://" in page
    assert 'value="veel"' in page


def test_contacts_are_read_added_and_taken_away_in_rows(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    kept = ContactDraft("phone", "09 000 56 78", "An", "We 13:00-17:00")
    change_offer(
        database, example, revision_id, contacts=(kept, ContactDraft("email", "a@b.example"))
    )
    address = part_page(revision_id, "contact")
    added = {
        "k1_value": "",
        "k2_kind": "email",
        "k2_value": "hallo@bibdepagina.example",
        "k2_seen_by": "colleagues",
        "k3_kind": "website",
        "k3_value": "https://bibdepagina.example/voorlezen",
    }
    assert (
        send_part(client, address, {**added, "more": "y"}).headers["Location"].endswith("/contact")
    )
    assert offer_of(database, revision_id).contacts == (
        kept,
        ContactDraft("email", "hallo@bibdepagina.example", is_public=False),
        ContactDraft("website", "https://bibdepagina.example/voorlezen"),
    )
    before = offer_of(database, revision_id).contacts
    for value in ("12", "javascript:alert(1)", "09 000 56 78 Jan"):
        answer = send_part(client, address, {"k3_kind": "phone", "k3_value": value})
        assert answer.status_code == 422
        assert "Dit is geen telefoonnummer" in answer.get_data(as_text=True)
    for kind, value in (("email", "geen adres"), ("website", "javascript:alert(1)")):
        assert send_part(client, address, {"k3_kind": kind, "k3_value": value}).status_code == 422
    assert offer_of(database, revision_id).contacts == before


def test_language_comes_with_a_title_and_goes_without(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = part_page(revision_id, "teksten")
    assert "fr" in offer_of(database, revision_id).words
    told = {"title_fr": "", "title_en": "Story hour", "bring_en": "A blanket."}
    assert send_part(client, address, told).status_code == 303
    words = offer_of(database, revision_id).words
    assert (set(words), words["en"].bring) == ({"nl", "en"}, "A blanket.")
    answer = send_part(client, address, {"summary_ar": "وصف"})
    assert answer.status_code == 422
    assert "een titel" in answer.get_data(as_text=True)


def test_ticks_of_access_are_kept_beside_the_themes(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = part_page(revision_id, "talen")
    themes = {term for term in offer_of(database, revision_id).term_ids if term != "acc-buggy"}
    assert send_part(client, address, {"terms": "acc-buggy", "languages": "tr"}).status_code == 303
    offer = offer_of(database, revision_id)
    assert set(offer.term_ids) == themes | {"acc-buggy"}
    assert offer.languages == ("tr",)
    assert send_part(client, address, {"terms": "playing-together"}).status_code == 422


def test_closing_of_a_published_offer_is_seen_at_once_and_can_end(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    today = local_now().date()
    address = part_page(revision_id, "sluiting")
    days = {"first_day": today.isoformat(), "last_day": (today + timedelta(days=9)).isoformat()}
    assert send_part(client, address, days).status_code == 422
    with_number = {**days, "reason": "Bel 0470 12 34 56"}
    assert send_part(client, address, with_number).status_code == 422
    assert send_part(client, address, {**days, "reason": "We verbouwen."}).status_code == 303
    assert _closings(database, example) == [(today, today + timedelta(days=9), "We verbouwen.")]
    assert "We verbouwen." in client.get(address).get_data(as_text=True)
    assert send_part(client, address, {"s0_ended": "y"}).status_code == 303
    assert _closings(database, example) == []


def _closings(database: Database, example: Example) -> list[tuple[object, object, str]]:
    with database.reading() as session:
        proposed = find_proposed(session, example.offer_id)
    assert proposed is not None
    return [
        (item.first_day, item.last_day, item.reason)
        for item in proposed.offer.closures
        if not item.is_yearly
    ]
