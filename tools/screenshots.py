"""Makes the pictures of the README anew: a seeded site of its own, a real browser, two widths."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app.agenda.clock import as_local
from app.cli.databases import migrate
from app.config import PROJECT_FOLDER, Settings
from app.db import utc_now
from app.directory.connecting import connect
from app.directory.documents import read_documents
from app.directory.models.offers import Offer
from app.exchange.seed import seed
from app.factory import create_app
from tools.screenshots_desk import DeskPictures, make_desk
from tools.screenshots_partner import make_partner

TARGET = PROJECT_FOLDER / "docs" / "screenshots"
SIZES = {"wide": (1280, 1200), "phone": (360, 1200)}
PAPERS = {"print": ("list", 794, 720), "card": ("offer", 559, 720)}
"""Page, and the width of A4 and A5 at 96 dots an inch with the upper part of the sheet."""
MARGIN = "body { padding: 12mm; }"
OFFER = "speelvink-lenen"
KEPT = ("speelvink-lenen", "speelvink-speelmiddag", "durmezwaluw-zwemmen-gratis-initiatie")
QUALITY = 82
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def make_site(folder: Path) -> tuple[Settings, dict[str, tuple[int, str]]]:
    """A seeded installation, and (id, slug) of each offer by its id in the seed."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        sealing_key_file=folder / "sealing_keys",
        letter_folder=folder / "letters",
        sight_folder=folder / "sights",
        photo_folder=folder / "photos",
        secret_key="only-for-pictures",  # noqa: S106 - nobody signs in
        log_level="error",
    )
    migrate(settings.database_url)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        seed(session, settings.seed_folder, parts.gazetteer, as_local(utc_now()).date())
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))
        rows = session.execute(select(Offer.source_id, Offer.id, Offer.slug)).all()
    return settings, {row.source_id: (row.id, row.slug) for row in rows}


def pages(offers: dict[str, tuple[int, str]]) -> dict[str, str]:
    """The addresses to show, by the name of their picture."""
    offer_id, slug = offers[OFFER]
    kept = ",".join(str(offers[name][0]) for name in KEPT)
    return {
        "home": "/nl/",
        "results": "/nl/zoek?q=zwemmen+woensdagnamiddag+6+jaar+Lokeren",
        "map": "/nl/zoek?q=speelgoed+lenen&plaats=Lokeren&straal=25&weergave=kaart",
        "offer": f"/nl/aanbod/{offer_id}-{slug}",
        "list": f"/nl/mijn-lijst?o={kept}",
        "ask": "/nl/stel-je-vraag?q=baby+weent&plaats=Temse",
        "arabic": "/ar/zoek?q=speelgoed&plaats=Lokeren",
    }


def take(
    browser: Browser,
    address: str,
    name: str,
    size: tuple[int, int],
    *,
    is_paper: bool = False,
    cookie: tuple[str, str] | None = None,
) -> None:
    """One picture as JPEG, of the screen or as it comes out of a printer."""
    width, height = size
    # The margin of the paper is a style that the pages' own policy would refuse.
    context = browser.new_context(
        viewport={"width": width, "height": height}, bypass_csp=is_paper, reduced_motion="reduce"
    )
    if cookie is not None:
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if is_paper:
        page.emulate_media(media="print")
        page.add_style_tag(content=MARGIN)
    path = TARGET / f"{name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=QUALITY)
    context.close()
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def take_all(
    browser: Browser, base: str, addresses: dict[str, str], signed_in: list[DeskPictures]
) -> None:
    """Every page at both widths, those of colleagues and partners too, and two on paper."""
    for size, shape in SIZES.items():
        for name, address in addresses.items():
            take(browser, base + address, f"{name}-{size}", shape)
        for person in signed_in:
            for name, address in person.addresses.items():
                take(browser, base + address, f"{name}-{size}", shape, cookie=person.cookie)
    for name, (page, width, height) in PAPERS.items():
        take(browser, base + addresses[page], name, (width, height), is_paper=True)


def main() -> int:
    """Make every picture; 1 without a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is missing: run make test first, it installs it.", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings, offers = make_site(Path(folder))
        signed_in = [make_desk(settings), *make_partner(settings)]
        app = create_app(settings)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
            take_all(browser, f"http://127.0.0.1:{server.server_port}", pages(offers), signed_in)
            browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
