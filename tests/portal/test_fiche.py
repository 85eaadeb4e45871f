"""The fiche of an offer, a part at a time: what is kept, what is refused, and what families see."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import html5lib  # type: ignore[import-untyped]  # it carries no types
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.db import Database, utc_now
from app.directory.catalogue import Taxonomy
from app.directory.documents import make_document
from app.directory.drafts import ContactDraft, ImageDraft, OfferDraft, ScheduleDraft
from app.directory.operations.saving import save_offers
from app.finder.site import local_now
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Photo, Revision
from app.publishing.operations.keeping_photos import keep_photo
from app.publishing.operations.revising import Author, begin_change, find_proposed, save_draft
from app.publishing.photos import make_photo
from tests.accounts.signing_in import find_token, signed_in
from tests.data.directory_examples import get_saved
from tests.policing import PolicedClient
from tests.publishing.photo_files import draw_photo
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


@pytest.fixture(scope="module")
def client(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


@pytest.fixture
def revision_id(database: Database, example: Example) -> int:
    """The working version of the own offer, with its hours at one place."""
    author = Author(example.partner_id, frozenset({example.organization_id}))
    with database.transaction() as session:
        return begin_change(session, author, example.offer_id).id


def _offer(database: Database, revision_id: int) -> OfferDraft:
    with database.reading() as session:
        return read_facts(session.get_one(Revision, revision_id).facts).offer


def _change(database: Database, example: Example, revision_id: int, **facts: object) -> None:
    author = Author(example.partner_id, frozenset({example.organization_id}))
    with database.transaction() as session:
        revision = session.get_one(Revision, revision_id)
        proposed = read_facts(revision.facts)
        changed = replace(proposed, offer=replace(proposed.offer, **facts))  # type: ignore[arg-type]
        save_draft(session, author, revision, changed, now=utc_now())


def _fields(page: str) -> dict[str, object]:
    """What a browser would send back of the page of a part: its texts, choices and ticks."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(
        item for item in root.iter("form") if item.find(".//input[@name='version']") is not None
    )
    found: dict[str, object] = {}
    ticked: dict[str, list[str]] = {}
    for item in form.iter():
        name = item.get("name") if isinstance(item.tag, str) else None
        if not name or item.tag == "button":
            continue
        if item.tag == "textarea":
            found[name] = (item.text or "").lstrip("\n")
        elif item.tag == "select":
            options = list(item.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            found[name] = (chosen or options)[0].get("value") or ""
        elif item.get("type") == "checkbox":
            if item.get("checked") is not None:
                ticked.setdefault(name, []).append(item.get("value") or "on")
        elif item.get("type") == "radio":
            if item.get("checked") is not None:
                found[name] = item.get("value") or ""
        elif item.get("type") != "file":
            found[name] = item.get("value") or ""
    return found | ticked


def _send(client: PolicedClient, address: str, changes: Mapping[str, object]) -> TestResponse:
    """Fill in the page of a part and send it, as a browser without JavaScript does."""
    fields: dict[str, object] = {**_fields(client.get(address).get_data(as_text=True)), **changes}
    return client.post(address, data=fields)


def _page(revision_id: int, section: str) -> str:
    return f"/nl/partners/versie/{revision_id}/{section}"


def test_every_part_opens_and_sent_back_as_it_is_changes_nothing(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    before = _offer(database, revision_id)
    for section in SECTIONS[:-1]:
        assert _send(client, _page(revision_id, section), {}).status_code == 303, section
        after = _offer(database, revision_id)
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
        assert other.get(_page(revision_id, section)).status_code == 404
    token = find_token(other, "/nl/partners/doorverwijzingen")
    data = {"csrf_token": token, "version": "1", "intake": "overgenomen"}
    assert other.post(_page(revision_id, "verwijzers"), data=data).status_code == 404


def test_version_that_changed_meanwhile_keeps_what_was_typed(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    address = _page(revision_id, "verwijzers")
    fields = _fields(client.get(address).get_data(as_text=True))
    _change(database, example, revision_id, referrer_contact="Bel An.")
    answer = client.post(address, data={**fields, "intake": "Mail eerst."})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Iemand veranderde dit ondertussen" in page
    assert "Mail eerst." in page
    assert _offer(database, revision_id).intake != "Mail eerst."
    assert client.post(address, data={**_fields(page), "intake": "Mail eerst."}).status_code == 303
    assert _offer(database, revision_id).intake == "Mail eerst."


def test_hours_of_one_place_are_kept_with_holidays_and_exceptions(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    opening = ScheduleDraft(opening_hours="Mo-Fr 09:00-12:00", location_key="bib-lokeren")
    _change(database, example, revision_id, schedules=(opening,))
    address = f"{_page(revision_id, 'uren')}?plaats=1"
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
    assert _send(client, address, changes).status_code == 303
    (kept,) = _offer(database, revision_id).schedules
    assert kept.location_key == "bib-lokeren"
    assert kept.opening_hours == (
        "Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,13:30-17:00; SH off; PH off;"
        " Jul 15-Aug 15 off; 2026 Dec 24 09:00-12:00"
    )
    wrong = {"d0_0_from": "14:00", "d0_0_to": "12:00", "e0_day": "", "c1_first": "2026-01-05"}
    answer = _send(client, address, wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for sentence in ("het einde komt na het begin", "ook een datum", "een laatste dag daarna"):
        assert sentence in page
    assert _offer(database, revision_id).schedules == (kept,)
    assert client.get(f"{_page(revision_id, 'uren')}?plaats=9").status_code == 404


def test_hours_that_no_table_can_say_stay_as_notation(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    opening = ScheduleDraft(opening_hours="Th[1] 14:00-16:00")
    _change(database, example, revision_id, schedules=(opening,))
    address = _page(revision_id, "uren")
    page = client.get(address).get_data(as_text=True)
    assert "De eerste donderdag" in page
    assert _send(client, address, {"notation": "Th[1] 14:00"}).status_code == 422
    assert _send(client, address, {"notation": "Th[2] 14:00-16:00"}).status_code == 303
    assert _offer(database, revision_id).schedules[0].opening_hours == "Th[2] 14:00-16:00"
    assert _send(client, address, {"notation": ""}).status_code == 303
    assert 'name="d0_0_from"' in client.get(address).get_data(as_text=True)


def test_conditions_are_kept_and_a_new_wait_is_dated_today(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = _page(revision_id, "voorwaarden")
    told = {
        "price": "2,50",
        "pass_price": "gratis",
        "not_for": "Niet voor honden.",
        "waiting": "Zes weken.",
    }
    assert _send(client, address, told).status_code == 303
    offer = _offer(database, revision_id)
    assert (offer.price_cents, offer.pass_price_cents) == (250, 0)
    assert offer.words["nl"].not_for == "Niet voor honden."
    assert offer.waiting_reported_on == local_now().date()
    wrong = {"price": "veel", "booking_url": "http://bib.example"}
    page = _send(client, address, wrong).get_data(as_text=True)
    assert "Typ een bedrag" in page
    assert "Het begint met https://" in page
    assert 'value="veel"' in page


def test_contacts_are_read_added_and_taken_away_in_rows(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    kept = ContactDraft("phone", "09 000 56 78", "An", "We 13:00-17:00")
    _change(database, example, revision_id, contacts=(kept, ContactDraft("email", "a@b.example")))
    address = _page(revision_id, "contact")
    added = {
        "k1_value": "",
        "k2_kind": "email",
        "k2_value": "hallo@bibdepagina.example",
        "k2_seen_by": "colleagues",
        "k3_kind": "website",
        "k3_value": "https://bibdepagina.example/voorlezen",
    }
    assert _send(client, address, {**added, "more": "y"}).headers["Location"].endswith("/contact")
    assert _offer(database, revision_id).contacts == (
        kept,
        ContactDraft("email", "hallo@bibdepagina.example", is_public=False),
        ContactDraft("website", "https://bibdepagina.example/voorlezen"),
    )
    before = _offer(database, revision_id).contacts
    for value in ("12", "javascript:alert(1)", "09 000 56 78 Jan"):
        answer = _send(client, address, {"k3_kind": "phone", "k3_value": value})
        assert answer.status_code == 422
        assert "Dit is geen telefoonnummer" in answer.get_data(as_text=True)
    for kind, value in (("email", "geen adres"), ("website", "javascript:alert(1)")):
        assert _send(client, address, {"k3_kind": kind, "k3_value": value}).status_code == 422
    assert _offer(database, revision_id).contacts == before


def test_language_comes_with_a_title_and_goes_without(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = _page(revision_id, "teksten")
    assert "fr" in _offer(database, revision_id).words
    told = {"title_fr": "", "title_en": "Story hour", "bring_en": "A blanket."}
    assert _send(client, address, told).status_code == 303
    words = _offer(database, revision_id).words
    assert (set(words), words["en"].bring) == ({"nl", "en"}, "A blanket.")
    answer = _send(client, address, {"summary_ar": "وصف"})
    assert answer.status_code == 422
    assert "een titel" in answer.get_data(as_text=True)


def test_ticks_of_access_are_kept_beside_the_themes(
    client: PolicedClient, database: Database, revision_id: int
) -> None:
    address = _page(revision_id, "talen")
    themes = {term for term in _offer(database, revision_id).term_ids if term != "acc-buggy"}
    assert _send(client, address, {"terms": "acc-buggy", "languages": "tr"}).status_code == 303
    offer = _offer(database, revision_id)
    assert set(offer.term_ids) == themes | {"acc-buggy"}
    assert offer.languages == ("tr",)
    assert _send(client, address, {"terms": "playing-together"}).status_code == 422


def _photo(name: str = "foto.jpg", **facts: object) -> tuple[io.BytesIO, str]:
    return io.BytesIO(draw_photo(**facts)), name  # type: ignore[arg-type]


def test_photo_needs_words_and_goes_online_without_its_place(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    address = _page(revision_id, "fotos")
    answer = _send(client, address, {"photo": _photo(gps=True), "new_alt_fr": "Un cercle"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Schrijf wat er op de foto staat" in page
    assert "Un cercle" in page
    sent = {"photo": _photo(gps=True), "new_alt_nl": "Een kring kinderen", "p0_removed": "y"}
    assert _send(client, address, sent).status_code == 303
    (image,) = _offer(database, revision_id).images
    assert image.alternatives == {"nl": "Een kring kinderen"}
    with database.reading() as session:
        assert session.get(Photo, (image.photo_name, example.organization_id)) is not None
    served = client.get(f"/foto/{image.photo_name}")
    assert served.status_code == 200
    assert b"Lokeren" not in served.data


def test_large_photo_passes_the_limit_of_other_forms(
    client: PolicedClient, revision_id: int
) -> None:
    # A photo of a phone is larger than any form: the token is read all the same.
    padded = draw_photo() + b"\0" * 500_000
    sent = {"photo": (io.BytesIO(padded), "groot.jpg"), "new_alt_nl": "Een kring"}
    assert _send(client, _page(revision_id, "fotos"), sent).status_code == 303
    for section, status in (("fotos", 400), ("talen", 413)):
        fields = {"photo": (io.BytesIO(padded), "groot.jpg")}
        assert client.post(_page(revision_id, section), data=fields).status_code == status


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"MZ geen foto", "We kunnen dit niet lezen"),
        (b"\xff\xd8" + b"\0" * (8 * 1024 * 1024), "Deze foto is te groot"),
    ],
    ids=["not-a-photo", "too-large"],
)
def test_what_is_no_photo_is_refused_and_its_words_stay(
    client: PolicedClient, database: Database, revision_id: int, data: bytes, sentence: str
) -> None:
    before = _offer(database, revision_id).images
    sent = {"photo": (io.BytesIO(data), "foto.jpg"), "new_alt_nl": "Een rode bal"}
    answer = _send(client, _page(revision_id, "fotos"), sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "Een rode bal" in page
    assert _offer(database, revision_id).images == before


def test_photo_of_another_partner_cannot_be_taken_over(
    site: Flask, client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    photo = make_photo(draw_photo(size=(64, 48)))
    other = Author(example.other_partner_id, frozenset({example.other_organization_id}))
    folder = site.extensions["dichtbij"].settings.photo_folder
    with database.transaction() as session:
        keep_photo(
            session, other, example.other_organization_id, photo, folder=folder, now=utc_now()
        )
    _change(
        database,
        example,
        revision_id,
        images=(ImageDraft("voorlezen.svg", "", {"nl": "Een kring"}),),
    )
    stolen = {"p0_name": photo.name, "p1_name": photo.name, "photo_name": photo.name}
    assert _send(client, _page(revision_id, "fotos"), stolen).status_code == 303
    images = _offer(database, revision_id).images
    assert all(image.photo_name != photo.name for image in images)


def test_closing_of_a_published_offer_is_seen_at_once_and_can_end(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    today = local_now().date()
    address = _page(revision_id, "sluiting")
    days = {"first_day": today.isoformat(), "last_day": (today + timedelta(days=9)).isoformat()}
    assert _send(client, address, days).status_code == 422
    with_number = {**days, "reason": "Bel 0470 12 34 56"}
    assert _send(client, address, with_number).status_code == 422
    assert _send(client, address, {**days, "reason": "We verbouwen."}).status_code == 303
    assert _closings(database, example) == [(today, today + timedelta(days=9), "We verbouwen.")]
    assert "We verbouwen." in client.get(address).get_data(as_text=True)
    assert _send(client, address, {"s0_ended": "y"}).status_code == 303
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


def test_families_see_the_photo_whom_it_is_not_for_and_search_engines_its_address(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    photo = make_photo(draw_photo(size=(1_200, 800)))
    with database.transaction() as session:
        revision = session.get_one(Revision, revision_id)
        proposed = read_facts(revision.facts)
        words = {"nl": replace(proposed.offer.words["nl"], not_for="Niet voor honden.")}
        shown = ImageDraft(photo_name=photo.name, alternatives={"nl": "Een rood vlak"})
        offer = replace(proposed.offer, words=words, images=(ImageDraft("voorlezen.svg"), shown))
        save_offers(session, [offer], is_by_partner=True)
    page = client.get(f"/nl/aanbod/{example.offer_id}-voorleesuur").get_data(as_text=True)
    small = photo.name.replace(".webp", "-klein.webp")
    assert f'src="/foto/{small}" srcset="/foto/{small} 640w, /foto/{photo.name} 1200w"' in page
    assert 'alt="Een rood vlak" width="640" height="427" loading="lazy"' in page
    assert f'/foto/{photo.name}"]' in page
    assert "voorlezen.svg" not in page
    assert "Niet voor honden." in page
    with database.reading() as session:
        saved = get_saved(session, example.offer_id)
        document = make_document(saved, Taxonomy({}), local_now().date())
    assert "honden" not in str(document.texts)
