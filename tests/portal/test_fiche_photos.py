"""Photos of an offer: what is kept of them, what is refused, and what families see."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask

from app.db import Database, utc_now
from app.directory.catalogue import Taxonomy
from app.directory.documents import make_document
from app.directory.drafts import ImageDraft
from app.directory.operations.saving import save_offers
from app.finder.site import local_now
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Photo, Revision
from app.publishing.operations.keeping_photos import keep_photo
from app.publishing.operations.revising import Author
from app.publishing.photos import make_photo
from tests.data.directory_examples import get_saved
from tests.policing import PolicedClient
from tests.portal.fiche_forms import change_offer, offer_of, part_page, send_part
from tests.publishing.photo_files import draw_photo
from tests.questions.desk_examples import Example


def _photo(name: str = "foto.jpg", **facts: object) -> tuple[io.BytesIO, str]:
    return io.BytesIO(draw_photo(**facts)), name  # type: ignore[arg-type]


def test_photo_needs_words_and_goes_online_without_its_place(
    client: PolicedClient, database: Database, example: Example, revision_id: int
) -> None:
    address = part_page(revision_id, "fotos")
    answer = send_part(client, address, {"photo": _photo(gps=True), "new_alt_fr": "Un cercle"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Schrijf wat er op de foto staat" in page
    assert "Un cercle" in page
    sent = {"photo": _photo(gps=True), "new_alt_nl": "Een kring kinderen", "p0_removed": "y"}
    assert send_part(client, address, sent).status_code == 303
    (image,) = offer_of(database, revision_id).images
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
    assert send_part(client, part_page(revision_id, "fotos"), sent).status_code == 303
    for section, status in (("fotos", 400), ("talen", 413)):
        fields = {"photo": (io.BytesIO(padded), "groot.jpg")}
        assert client.post(part_page(revision_id, section), data=fields).status_code == status


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
    before = offer_of(database, revision_id).images
    sent = {"photo": (io.BytesIO(data), "foto.jpg"), "new_alt_nl": "Een rode bal"}
    answer = send_part(client, part_page(revision_id, "fotos"), sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "Een rode bal" in page
    assert offer_of(database, revision_id).images == before


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
    change_offer(
        database,
        example,
        revision_id,
        images=(ImageDraft("voorlezen.svg", "", {"nl": "Een kring"}),),
    )
    stolen = {"p0_name": photo.name, "p1_name": photo.name, "photo_name": photo.name}
    assert send_part(client, part_page(revision_id, "fotos"), stolen).status_code == 303
    images = offer_of(database, revision_id).images
    assert all(image.photo_name != photo.name for image in images)


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
