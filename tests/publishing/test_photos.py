"""Photos of partners: drawn anew, without what the camera told, and cleaned up when unused."""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from app.db import Database, utc_now
from app.directory.drafts import ImageDraft
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Photo
from app.publishing.operations.keeping_photos import clean_photos, keep_photo
from app.publishing.operations.revising import Author, begin_change, save_draft
from app.publishing.photos import (
    MadePhoto,
    NotAPhotoError,
    PhotoTooLargeError,
    make_photo,
    size_of,
    small_name,
)
from tests.publishing.photo_files import BLUE, RED, draw_photo
from tests.questions.desk_examples import Example
from tests.sites import visit

ORIENTATION_ON_ITS_SIDE = 6


def test_where_a_photo_was_taken_does_not_go_on() -> None:
    data = draw_photo(gps=True)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    photo = make_photo(data)
    for made in (photo.large, photo.small):
        picture = Image.open(io.BytesIO(made))
        assert picture.format == "WEBP"
        assert not picture.getexif()
        assert {"exif", "xmp", "icc_profile"}.isdisjoint(picture.info)
        assert b"Lokeren" not in made


def test_photo_taken_on_its_side_stands_upright_and_fits() -> None:
    photo = make_photo(draw_photo(size=(2_000, 1_000), orientation=ORIENTATION_ON_ITS_SIDE))
    assert (photo.width, photo.height) == (800, 1_600)
    assert size_of(photo.name) == (800, 1_600)
    assert Image.open(io.BytesIO(photo.small)).size == (640, 1_280)
    large = Image.open(io.BytesIO(photo.large)).convert("RGB")
    # The left half was red; turned a quarter to the right it is on top.
    assert _is_near(large.getpixel((400, 100)), RED)
    assert _is_near(large.getpixel((400, 1_500)), BLUE)


def _is_near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 40 for one, other in zip(found, wanted, strict=True))


def test_what_is_transparent_becomes_white() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(output, "PNG")
    picture = Image.open(io.BytesIO(make_photo(output.getvalue()).large)).convert("RGB")
    assert _is_near(picture.getpixel((20, 15)), (255, 255, 255))


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_000, 6_000), (60_000, 60_000)])
def test_picture_with_too_many_pixels_is_never_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(PhotoTooLargeError):
        make_photo(_bomb(*size))


def test_file_with_too_many_bytes_is_refused() -> None:
    with pytest.raises(PhotoTooLargeError):
        make_photo(b"\xff\xd8" + b"\0" * (8 * 1024 * 1024))


@pytest.mark.parametrize(
    "data",
    [b"", b"dit is geen foto", b'<svg xmlns="http://www.w3.org/2000/svg"/>', _bomb(100, 100)],
    ids=["empty", "text", "drawing", "broken"],
)
def test_file_that_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPhotoError):
        make_photo(data)


def test_other_kinds_of_pictures_are_refused() -> None:
    output = io.BytesIO()
    Image.new("RGB", (20, 20)).save(output, "GIF")
    with pytest.raises(NotAPhotoError):
        make_photo(output.getvalue())


def _photos(site: Flask) -> Path:
    folder: Path = site.extensions["dichtbij"].settings.photo_folder
    return folder


def _author(example: Example) -> Author:
    return Author(example.partner_id, frozenset({example.organization_id}))


def _keep(site: Flask, database: Database, example: Example, photo: MadePhoto, days: int) -> None:
    with database.transaction() as session:
        keep_photo(
            session,
            _author(example),
            example.organization_id,
            photo,
            folder=_photos(site),
            now=utc_now() - timedelta(days=days),
        )
    long_ago = (utc_now() - timedelta(days=days)).timestamp()
    for name in (photo.name, small_name(photo.name)):
        os.utime(_photos(site) / name, (long_ago, long_ago))


def test_photo_belongs_to_who_sent_it(site: Flask, database: Database, example: Example) -> None:
    photo = make_photo(draw_photo(size=(60, 40)))
    _keep(site, database, example, photo, days=0)
    with database.reading() as session:
        assert session.get(Photo, (photo.name, example.organization_id)) is not None
        assert session.get(Photo, (photo.name, example.other_organization_id)) is None


def test_only_photos_that_nothing_shows_for_a_month_are_deleted(
    site: Flask, database: Database, example: Example
) -> None:
    used, unused, fresh = (make_photo(draw_photo(size=(50, height))) for height in (20, 30, 41))
    for photo, days in ((used, 40), (unused, 40), (fresh, 10)):
        _keep(site, database, example, photo, days)
    loose = _photos(site) / f"{'0' * 32}-10x10.webp"
    loose.write_bytes(b"half a day old")
    with database.transaction() as session:
        author = _author(example)
        revision = begin_change(session, author, example.offer_id)
        offer = read_facts(revision.facts)
        images = (ImageDraft(photo_name=used.name, alternatives={"nl": "Een kring"}),)
        shown = replace(offer, offer=replace(offer.offer, images=images))
        save_draft(session, author, revision, shown, now=utc_now())
    settings = site.extensions["dichtbij"].settings
    assert clean_photos(database, settings, utc_now()) == 2
    left = {path.name for path in _photos(site).glob("*")}
    assert {used.name, small_name(used.name), fresh.name, loose.name} <= left
    assert unused.name not in left
    with database.reading() as session:
        assert session.get(Photo, (unused.name, example.organization_id)) is None
    assert clean_photos(database, settings, utc_now() + timedelta(days=2)) == 1


def test_photo_is_served_to_be_kept_and_nothing_else_of_the_folder(
    site: Flask, database: Database, example: Example
) -> None:
    photo = make_photo(draw_photo(size=(50, 60)))
    _keep(site, database, example, photo, days=0)
    (_photos(site) / "geheim.txt").write_text("niet voor jou")
    client = visit(site)
    for name in (photo.name, small_name(photo.name)):
        answer = client.get(f"/foto/{name}")
        assert answer.status_code == 200
        assert answer.content_type == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    for name in ("geheim.txt", "..%2fsite.sqlite", f"{'1' * 32}-10x10.webp"):
        answer = client.get(f"/foto/{name}")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
