"""Hard lines 3 and 4: search answers without a sound index, which then repairs itself."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from flask import Flask

from app.cli.commands import run_check_index
from app.config import Settings
from app.directory.connecting import connect
from app.directory.operations.offers import count_visible_offers
from app.directory.repairing import PAUSE_SECONDS, Repairer
from app.search.index.manifest import MANIFEST_NAME, read_manifest
from tests.policing import PolicedClient
from tests.sites import open_site, visit
from tests.thinning import copy_of, thin_out

NOTE = "De zoekmachine is even weg."
REPAIR_SECONDS = 60.0
PATHS = (
    "/nl/",
    "/nl/zoek",
    "/nl/zoek?q=luiers",
    "/nl/zoek?q=luiers&plaats=Temse&kind=9+maanden&weergave=kaart",
    "/nl/zoek?weergave=agenda",
    "/nl/zoek.ics?q=luiers",
    "/nl/zoek.atom?q=luiers",
    "/nl/suggesties?q=lui",
    "/nl/thema/sports",
    "/nl/leeftijd/age-baby",
    "/nl/gemeente/temse",
    "/nl/kalender",
    "/nl/partner/bib-de-papieren-boot",
)


def files_of(folder: Path) -> list[Path]:
    """The files of the index that hold something: its manifest first."""
    build = folder / read_manifest(folder).build
    files = sorted(path for path in build.rglob("*") if path.is_file() and path.stat().st_size)
    return [folder / MANIFEST_NAME, *(path for path in files if not path.name.endswith("LOCK"))]


def arrays_of(folder: Path) -> Path:
    return next(path for path in files_of(folder) if path.suffix == ".arrays")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle] ^= 0xFF
    # In place, as a failing disk does it.
    with path.open("r+b") as file:
        file.write(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no folder": rmtree,
    "no manifest": lambda folder: (folder / MANIFEST_NAME).unlink(),
    "an empty manifest": lambda folder: empty(folder / MANIFEST_NAME),
    "half a manifest": lambda folder: truncate(folder / MANIFEST_NAME),
    "a bit in the manifest": lambda folder: flip(folder / MANIFEST_NAME),
    "half the arrays": lambda folder: truncate(arrays_of(folder)),
    "no arrays left in them": lambda folder: empty(arrays_of(folder)),
    "a bit in the arrays": lambda folder: flip(arrays_of(folder)),
}


@pytest.fixture(scope="module")
def few(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return thin_out(seeded, tmp_path_factory.mktemp("few"))


@pytest.fixture
def few_settings(few: Settings, tmp_path: Path) -> Settings:
    return copy_of(few, tmp_path)


class CountedRepairs:
    """Stands where the repairer is called, and notes it; the repair itself is tested below."""

    def __init__(self) -> None:
        self.asked = 0

    def repair_soon(self) -> bool:
        self.asked += 1
        return True


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> CountedRepairs:
    counted = CountedRepairs()
    monkeypatch.setattr(Repairer, "repair_soon", lambda _self: counted.repair_soon())
    return counted


@pytest.fixture
def site(few_settings: Settings, counted: CountedRepairs) -> Flask:
    """A site that is already answering from its index."""
    site = open_site(few_settings)
    body = visit(site).get("/nl/zoek?q=luiers").get_data(as_text=True)
    assert NOTE not in body
    return site


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_noticed_and_the_tables_answer(
    few_settings: Settings, site: Flask, counted: CountedRepairs, name: str
) -> None:
    DAMAGES[name](few_settings.index_folder)
    response = visit(site).get("/nl/zoek?q=luiers")
    body = response.get_data(as_text=True)
    assert response.status_code == 200
    assert NOTE in body
    assert "<article" in body
    assert '<section class="desk"' in body
    assert counted.asked > 0


def test_without_an_index_every_page_still_answers(
    few_settings: Settings, site: Flask, counted: CountedRepairs
) -> None:
    rmtree(few_settings.index_folder)
    client = visit(site)
    for path in PATHS:
        assert client.get(path).status_code == 200, path
    assert counted.asked > 0


def test_a_site_that_starts_without_an_index_answers(
    few_settings: Settings, counted: CountedRepairs
) -> None:
    rmtree(few_settings.index_folder)
    response = visit(open_site(few_settings)).get("/nl/zoek?q=luiers&plaats=Temse")
    assert response.status_code == 200
    assert NOTE in response.get_data(as_text=True)


def test_damage_in_any_file_is_found_by_the_check(few_settings: Settings) -> None:
    parts = connect(few_settings)
    whole = {path: path.read_bytes() for path in files_of(few_settings.index_folder)}
    assert len(whole) > 3
    assert parts.engine.check().is_sound
    for path, content in whole.items():
        for damage in (flip, truncate, Path.unlink):
            damage(path)
            assert not parts.engine.check().is_sound, f"{damage.__name__} {path.name}"
            path.write_bytes(content)
    assert parts.engine.check().is_sound


def test_an_index_of_another_number_of_offers_is_not_whole(few_settings: Settings) -> None:
    parts = connect(few_settings)
    with parts.database.reading() as session:
        count = count_visible_offers(session)
    assert parts.engine.check(count).is_sound
    assert not parts.engine.check(count + 1).is_sound


def test_a_list_of_kept_offers_needs_no_index(few_settings: Settings, site: Flask) -> None:
    rmtree(few_settings.index_folder)
    body = visit(site).get("/nl/mijn-lijst?o=8,16,24").get_data(as_text=True)
    assert body.count("<article") == 3
    assert visit(site).get("/nl/mijn-lijst.ics?o=8,16,24").status_code == 200


def test_a_missing_index_is_written_anew_by_itself_while_the_site_answers(
    few_settings: Settings,
) -> None:
    """The real thing: a process of its own, started by the first search that misses the index."""
    site = open_site(few_settings)
    client = visit(site)
    before = total_of(client, "/nl/zoek?q=luiers")
    rmtree(few_settings.index_folder)
    limit = time.monotonic() + REPAIR_SECONDS
    answers = 0
    while True:
        response = client.get("/nl/zoek?q=luiers")
        assert response.status_code == 200
        answers += 1
        if NOTE not in response.get_data(as_text=True):
            break
        assert time.monotonic() < limit, "the index was not repaired"
        time.sleep(0.2)
    assert answers > 1
    assert total_of(client, "/nl/zoek?q=luiers") == before
    parts = connect(few_settings)
    with parts.database.reading() as session:
        assert parts.engine.check(count_visible_offers(session)).is_sound


def total_of(client: PolicedClient, path: str) -> str:
    body = client.get(path).get_data(as_text=True)
    return body[body.index("data-summary>") :].partition("</p>")[0]


def test_a_repair_is_started_once_and_not_again_within_its_pause(
    few_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000.0]
    monkeypatch.setattr("app.directory.repairing.time.monotonic", lambda: clock[0])
    repairer = Repairer(few_settings)
    rmtree(few_settings.index_folder)
    assert repairer.repair_soon() is True
    assert repairer.repair_soon() is False
    process = repairer._process
    assert process is not None
    assert process.wait(timeout=REPAIR_SECONDS) == 0
    assert repairer.repair_soon() is False
    assert connect(few_settings).engine.check().is_sound
    clock[0] += PAUSE_SECONDS + 1
    assert repairer.repair_soon() is True
    again = repairer._process
    assert again is not None
    assert again is not process
    again.terminate()
    again.wait(timeout=REPAIR_SECONDS)
    # What that one was to do, without the seconds that a process takes to start.
    assert run_check_index(few_settings, Namespace(repair=True)) == 0
