"""Counted looks: nobody is in them, none counts twice, and no page waits or fails for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.accounts.guards import COOKIE
from app.counted_files import list_finished
from app.db import Database
from app.publishing.models.visitors import OfferSight, SightFile, SightKind
from app.publishing.operations.sights import count_sights, list_sights
from app.publishing.sight_files import read_sights, sight_notebook, write_sight
from app.web.installation import Installation
from tests.questions.desk_examples import Example
from tests.questions.referral_site import read
from tests.sites import visit

HOUR = datetime(2026, 11, 30, 22, 10, tzinfo=UTC)
LATER = HOUR + timedelta(hours=1)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def forget(database: Database) -> None:
    """No look of another test."""
    with database.transaction() as session:
        for table in (OfferSight, SightFile):
            session.execute(delete(table))


def lines_of(site: Flask) -> list[str]:
    installation: Installation = site.extensions["dichtbij"]
    folder = installation.settings.sight_folder
    paths = sorted(folder.glob("*")) if folder.is_dir() else []
    lines = [line for path in paths for line in path.read_text().splitlines()]
    for path in paths:
        path.unlink()
    return [line.rsplit(" ", 1)[0] for line in lines]


def test_a_page_notes_what_it_showed_and_nothing_about_who_looked(
    site: Flask, example: Example
) -> None:
    lines_of(site)
    client, page = visit(site), f"/nl/aanbod/{example.offer_id}-voorleesuur"
    read(client, page)
    read(client, f"/nl/mijn-lijst?o={example.offer_id},999999")
    assert lines_of(site) == [f"o {example.offer_id}", f"k {example.offer_id}"]


def test_robots_and_people_who_are_signed_in_are_left_out(site: Flask, example: Example) -> None:
    lines_of(site)
    page = f"/nl/aanbod/{example.offer_id}-voorleesuur"
    for name in ("Zoekbot/2.1", "WhatsApp Preview", "SomeCrawler", "spider", ""):
        assert visit(site).get(page, headers={"User-Agent": name}).status_code == 200
    colleague = visit(site)
    colleague.set_cookie(COOKIE, "x")
    assert colleague.get(page).status_code == 200
    assert visit(site).head(page).status_code == 200
    assert lines_of(site) == []


def test_a_folder_that_cannot_be_written_breaks_no_page(
    site: Flask, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file stands where the folder must come, so that it fails for every user, root too.
    (tmp_path / "file").touch()
    monkeypatch.setattr(
        "app.finder.sightings.write_sight",
        lambda _folder, *facts: write_sight(tmp_path / "file" / "sights", *facts),
    )
    read(visit(site), f"/nl/aanbod/{example.offer_id}-voorleesuur")

    def full(*_facts: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.finder.sightings.write_sight", full)
    read(visit(site), f"/nl/aanbod/{example.offer_id}-voorleesuur")


def test_finished_files_are_added_up_once_also_when_the_worker_died_before_deleting(
    database: Database, example: Example, tmp_path: Path
) -> None:
    offer = example.offer_id
    for _ in range(3):
        write_sight(tmp_path, SightKind.FOUND, (offer, 999_999), HOUR.timestamp())
    write_sight(tmp_path, SightKind.OPENED, (offer,), HOUR.timestamp())
    # Eleven in the evening in London is December in Brussels already.
    write_sight(tmp_path, SightKind.OPENED, (offer,), LATER.timestamp())
    assert count_sights(database, tmp_path, HOUR + timedelta(minutes=10)) == 0
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    now = LATER + timedelta(hours=2)
    assert count_sights(database, tmp_path, now) == 2
    assert list(tmp_path.iterdir()) == []
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    assert count_sights(database, tmp_path, now) == 0
    assert list(tmp_path.iterdir()) == []
    with database.reading() as session:
        assert list_sights(session, [offer], since=NOVEMBER) == {
            (offer, NOVEMBER, SightKind.FOUND): 3,
            (offer, NOVEMBER, SightKind.OPENED): 1,
            (offer, DECEMBER, SightKind.OPENED): 1,
        }
        assert (
            session.scalar(select(OfferSight.offer_id).where(OfferSight.offer_id != offer)) is None
        )


def test_more_files_add_to_the_same_month(
    database: Database, example: Example, tmp_path: Path
) -> None:
    for hours in (3, 2):
        moment = (HOUR - timedelta(hours=hours)).timestamp()
        write_sight(tmp_path, SightKind.KEPT, (example.offer_id,), moment)
    assert count_sights(database, tmp_path, LATER) == 2
    with database.reading() as session:
        assert session.scalars(select(OfferSight.count)).one() == 2


def test_half_a_line_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write_sight(tmp_path, SightKind.FOUND, (7,), HOUR.timestamp())
    path = next(tmp_path.iterdir())
    # The disk was full after the first number; the next line came behind it.
    path.write_text(path.read_text() + "f 8,1o 9 2026-11\no 9 2026-13\nx\no 9 2026-11")
    assert dict(read_sights(path)) == {(7, NOVEMBER, SightKind.FOUND): 1}
    for name in ("README", "2026999999-1.sights", "20261130.sights"):
        (tmp_path / name).touch()
    assert list_finished(sight_notebook(tmp_path), LATER + timedelta(days=400)) == [path]
