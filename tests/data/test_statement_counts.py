"""A page asks the database the same number of questions, however many offers it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.directory.connecting import connect
from app.directory.shelf import Shelf
from app.finder.site import get_catalogue, keep_directory
from app.web.installation import get_installation
from tests.data.directory_examples import numbered_offers, save_directory
from tests.sites import open_site, rebuild, settings_in, visit
from tests.statements import count_statements

FEW, MANY = 5, 20
ADDRESSES = (
    "/nl/",
    "/nl/zoek?q=voorleesuur",
    "/nl/zoek?q=voorleesuur&plaats=lokeren&kind=4+jaar",
    "/nl/zoek?weergave=kaart",
    "/nl/zoek?weergave=agenda",
    "/nl/zoek.ics",
    "/nl/zoek.atom",
    "/nl/thema/playing-together",
    "/nl/leeftijd/age-3-6",
    "/nl/gemeente/lokeren",
    "/nl/partner",
    "/nl/partner/bib-de-pagina",
    "/nl/kalender",
    "/nl/aanbod/1-voorleesuur-0",
    "/nl/mijn-lijst?o={all}",
    "/nl/mijn-lijst.ics?o={all}",
    "/nl/suggesties?q=voor",
    "/sitemap.xml",
    "/sitemap-1.xml",
)


def make_site(count: int, url: str, folder: Path) -> Flask:
    """A site with the same offer a number of times, whole with all its rows."""
    settings = settings_in(folder, url)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        save_directory(session, numbered_offers(count))
    rebuild(parts)
    parts.database.dispose()
    return open_site(settings)


def count_of(app: Flask, address: str, count: int) -> int:
    """How many statements a page takes from a process that has no offer at hand yet."""
    address = address.format(all=",".join(str(number) for number in range(1, count + 1)))
    client = visit(app)
    with app.app_context():
        database = get_installation().database
        keep_directory(app, get_catalogue(), Shelf())
    with count_statements(database) as counted:
        assert client.get(address).status_code == 200, address
    # What staff changed to the words is looked up by the clock, not by the page.
    return sum("FROM word_change" not in statement for statement in counted)


@pytest.fixture(scope="module")
def sites(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Flask]:
    found = {}
    for count in (FEW, MANY):
        folder = tmp_path_factory.mktemp(f"site-{count}")
        path = folder / "site.sqlite"
        path.write_bytes(migrated_file.read_bytes())
        found[count] = make_site(count, f"sqlite:///{path}", folder)
        # What a process reads once a minute is not part of a page.
        assert visit(found[count]).get("/nl/over").status_code == 200
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_statements_do_not_grow_with_offers(sites: dict[int, Flask], address: str) -> None:
    few, many = (count_of(sites[count], address, count) for count in (FEW, MANY))
    assert many == few
    assert many <= 30


def test_a_page_of_offers_at_hand_takes_few_statements(sites: dict[int, Flask]) -> None:
    app = sites[MANY]
    client = visit(app)
    client.get("/nl/zoek?q=voorleesuur")
    with app.app_context():
        database = get_installation().database
    with count_statements(database) as counted:
        client.get("/nl/zoek?q=voorleesuur")
    assert len(counted) <= 2
