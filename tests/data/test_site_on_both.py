"""The whole site answers from either database, also what would break only one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.directory.repairing import Repairer
from app.web.installation import get_installation
from tests.finder.small_site import NOW, make_small_site, number_of
from tests.sites import visit

ANSWERED = (
    "/nl/",
    "/fr/zoek?q=knutselclub&plaats=Lokeren&kind=4",
    "/nl/zoek?weergave=agenda",
    "/nl/zoek.ics",
    "/nl/zoek.atom",
    "/nl/thema/playing-together",
    "/nl/gemeente/lokeren",
    "/nl/partner",
    "/nl/partner/bib-de-pagina",
    "/nl/kalender",
    "/nl/mijn-lijst?o=1,2,999999999",
    "/nl/suggesties?q=knu",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/readyz",
)
MISSING = (
    "/nl/partner/%00",
    "/nl/partner/bib%00",
    "/nl/partner/%ED%A0%80",
    "/nl/partner/' OR 1=1 --",
    f"/nl/aanbod/{2**31 - 1}-x",
    f"/nl/aanbod/{2**31}-x",
    f"/nl/aanbod/{2**63}-x.ics",
    "/sitemap-9999.xml",
    "/sitemap-10000.xml",
)


@pytest.fixture(scope="module")
def site(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with time_machine.travel(NOW, tick=False), pytest.MonkeyPatch.context() as patch:
        # A process that repairs the index would outlive the database.
        patch.setattr(Repairer, "repair_soon", lambda _self: False)
        yield make_small_site(tmp_path_factory.mktemp("site"), shared_database_url)


def test_every_page_is_answered(site: Flask) -> None:
    for path in ANSWERED:
        assert visit(site).get(path, follow_redirects=True).status_code == 200, path


def test_what_is_not_there_is_a_page_and_no_error_of_the_database(site: Flask) -> None:
    for path in MISSING:
        assert visit(site).get(path).status_code == 404, path


def test_an_offer_says_the_same_on_either_database(site: Flask) -> None:
    html = visit(site).get(f"/nl/aanbod/{number_of('ziek')}-x", follow_redirects=True)
    body = html.get_data(as_text=True)
    assert "Voorleeskring" in body
    assert "De juf is ziek." in body
    assert "Markt 1, 9160 Lokeren" in body


def test_without_an_index_either_database_answers(site: Flask) -> None:
    with site.app_context():
        manifest: Path = get_installation().settings.index_folder / "current.json"
    whole = manifest.read_bytes()
    manifest.unlink()
    try:
        body = visit(site).get("/nl/zoek?q=KNUTSEL%25&kind=4").get_data(as_text=True)
        assert "Niets gevonden" in body
        body = visit(site).get("/nl/zoek?q=KNUTSEL&kind=4&plaats=Lokeren").get_data(as_text=True)
        assert "Knutselclub" in body
    finally:
        manifest.write_bytes(whole)
