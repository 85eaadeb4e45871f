"""Whatever partners and visitors type, nothing of it runs: on no page, in no letter and no file."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from payload_site import PayloadSite, run_payload_site
from payload_words import FOUND
from payloads import ALL, COMBINED, LEAVES, LINKS, RUNS
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Response
from settled import SECONDS_TO_ACT

from app.accounts.guards import COOKIE
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import desk_file, example

__all__ = ["desk_file", "example"]
TYPED = quote(COMBINED)
WORDS = (
    "",
    "/1",
    f"/nieuw?woord={TYPED}",
    f"/spelling?woord={TYPED}",
    "/vast",
    f"/vast/nieuw?woorden={TYPED}",
    "/geschiedenis",
)
"""Pages of the editor of words."""
LOOK = (Path(__file__).parent / "payload_look.js").read_text("utf-8")


@pytest.fixture(scope="module")
def made(
    desk_file: tuple[Path, Example], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PayloadSite]:
    with run_payload_site(desk_file, tmp_path_factory.mktemp("payloads")) as site:
        yield site


class Reader:
    """A browser that does not keep to the content policy, and everything that went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.problems: list[str] = []
        self.shown: list[str] = []
        self._address = address
        self.context = context
        self.page = context.new_page()
        context.on("dialog", self._note_dialog)
        context.on("request", lambda request: self._note_request(request.url))
        context.on("page", lambda page: self.problems.append(f"a window opened: {page.url}"))

    def _note_dialog(self, dialog: Dialog) -> None:
        # Only the browser's own question about text that would be lost.
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self.problems.append(f"a dialog on {self.page.url}")
        dialog.dismiss()

    def _note_request(self, url: str) -> None:
        if not url.startswith((self._address, "data:image/svg+xml", "blob:")):
            self.problems.append(f"a request to {url[:80]}")

    def open(self, path: str, status: int = 200) -> Page:
        """A page, and what is in it once its scripts ran."""
        answer = self.page.goto(f"{self._address}{path}")
        assert isinstance(answer, Response)
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.problems.append(f"{path} has the policy {policy!r}")
        if answer.status != status:
            self.problems.append(f"{path} answers {answer.status}")
        self.look(path)
        return self.page

    def fetch(self, path: str) -> None:
        """The same for a page that is read by the browser and not opened."""
        self.look(path, self.page.evaluate("path => fetch(path).then((page) => page.text())", path))

    def look(self, path: str, html: str = "") -> None:
        """Note what does not belong on the page as it is now, or on the page that was fetched."""
        found = self.page.evaluate(LOOK, html)
        self.problems += [f"{path}: {text}" for text in found["wrong"]]
        if found["isShown"]:
            self.shown.append(path)


@pytest.fixture(scope="module")
def reader(browser: Browser, made: PayloadSite) -> Iterator[Reader]:
    context = browser.new_context(
        bypass_csp=True, locale="nl-BE", reduced_motion="reduce", base_url=made.address
    )
    context.set_default_timeout(SECONDS_TO_ACT * 1_000)
    yield Reader(context, made.address)
    context.close()


def sign_in(reader: Reader, made: PayloadSite, person_id: int) -> None:
    cookie = made.token(person_id)
    reader.context.clear_cookies()
    reader.context.add_cookies([{"name": COOKIE, "value": cookie, "url": made.address}])


def test_the_payloads_run_where_nobody_escapes_them(reader: Reader) -> None:
    page = reader.context.new_page()
    reader.problems.clear()
    weak = []
    for place, text in (*(("<p>%s</p>", text) for text in RUNS), *LEAVES):
        page.goto("about:blank")
        page.set_content(place.replace("%s", text), wait_until="commit")
        try:
            page.wait_for_function("window.__ran === 1", timeout=15_000, polling=20)
        except Exception:  # noqa: BLE001 - it did not run
            weak.append((place, text))
    for text in LINKS[:3]:
        page.goto("about:blank")
        page.evaluate(
            "text => { const a = document.createElement('a'); a.href = text; a.click() }", text
        )
        page.wait_for_function("window.__ran === 1", timeout=15_000, polling=20)
    page.close()
    reader.problems.clear()
    assert weak == []


def test_nothing_runs_for_families(reader: Reader, made: PayloadSite) -> None:
    first, second = made.offer_ids[:2]
    page = reader.open(f"/nl/aanbod/{first}-x")
    slug = page.url.rpartition("/")[2]
    reader.shown.clear()
    paths = [
        f"/nl/aanbod/{slug}",
        f"/fr/aanbod/{slug}",
        f"/nl/aanbod/{slug}/{made.day.isoformat()}",
        f"/nl/aanbod/{slug}/klopt-niet",
        "/nl/zoek",
        "/nl/zoek?weergave=kaart",
        f"/nl/kalender?week={made.day.isocalendar().year}-W{made.day.isocalendar().week:02d}",
        f"/nl/mijn-lijst?o={first},{second}",
        "/nl/partner/bib-de-pagina",
        "/nl/thema/playing-together",
        f"/nl/zoek?q={TYPED}&uitleg=1",
    ]
    for path in (*paths, f"/nl/zoek?q={FOUND}"):
        reader.open(path)
    others = [f"/nl/aanbod/{number}-x" for number in made.offer_ids[1:]]
    for path in others:
        reader.fetch(path)
    page.goto(f"{made.address}/nl/mijn-lijst?o={first},{second}")
    printed = page.pdf()
    assert printed.startswith(b"%PDF")
    assert b"/JavaScript" not in printed
    assert reader.problems == []
    assert {*paths, *others} <= set(reader.shown)


def test_nothing_runs_for_partners(reader: Reader, made: PayloadSite) -> None:
    sign_in(reader, made, made.example.partner_id)
    change, new, returned = made.revision_ids
    reader.shown.clear()
    shown = [
        "/nl/partners/aanbod",
        f"/nl/partners/versie/{change}",
        f"/nl/partners/versie/{new}",
        f"/nl/partners/versie/{returned}",
        f"/nl/partners/versie/{new}/kern",
        *(
            f"/nl/partners/versie/{new}/{section}"
            for section in ("voorwaarden", "contact", "fotos", "teksten", "verwijzers", "sluiting")
        ),
        f"/nl/partners/versie/{new}/data",
        f"/nl/partners/aanbod/{made.offer_ids[1]}/data",
        "/nl/partners/meldingen",
        "/nl/partners/cijfers",
        "/nl/partners/nakijken",
        "/nl/partners/mensen",
    ]
    for path in shown:
        reader.open(path)
    page = reader.open("/nl/partners/aanbod/nieuw")
    page.fill("[name=title]", "Samen <svg/onload=__ran=1>")
    page.wait_for_timeout(1_000)
    reader.look("the advice")
    assert reader.problems == []
    assert set(shown) - set(reader.shown) == set()


def test_nothing_runs_for_the_house(reader: Reader, made: PayloadSite) -> None:
    sign_in(reader, made, made.example.coordinator_id)
    change, _new, _returned = made.revision_ids
    first = made.offer_ids[0]
    reader.shown.clear()
    shown = [
        "/nl/onthaal/nakijken",
        f"/nl/onthaal/nakijken/{change}",
        f"/nl/onthaal/aanbod/{first}/geschiedenis",
        f"/nl/onthaal/aanbod/{first}",
        f"/nl/onthaal/aanbod/{first}/kaartje",
        "/nl/onthaal/zoek?q=samen",
        "/nl/onthaal/meldingen",
        "/nl/beheer/aanvragen",
        "/nl/onthaal/verouderd",
        f"/nl/onthaal/zoek?q={TYPED}&uitleg=1",
        "/nl/onthaal/beheer/gezocht",
        *(f"/nl/onthaal/beheer/woorden{path}" for path in WORDS),
    ]
    for path in (
        *shown,
        "/nl/onthaal/partners",
        "/nl/onthaal/beheer/logboek",
        "/nl/onthaal/cijfers",
    ):
        reader.open(path)
    assert reader.problems == []
    assert set(shown) - set(reader.shown) == set()


def test_nothing_is_put_into_feeds_and_structured_data(made: PayloadSite) -> None:
    visitor = FlaskClient(made.app, made.app.response_class)
    kept = ",".join(map(str, made.offer_ids))
    for path in ("/nl/zoek.ics", f"/nl/mijn-lijst.ics?o={kept}"):
        text = visitor.get(path).get_data(as_text=True)
        calendar = Calendar.from_ical(text)
        names = {part.name for part in calendar.walk()}
        assert names <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
        assert "__ran" in text
        for part in calendar.walk("VEVENT"):
            assert "ATTACH" not in part
            assert str(part.get("URL", made.address)).startswith(made.address)
            assert not any(value.params.get("ALTREP") for value in part.values()
                           if hasattr(value, "params"))  # fmt: skip
    atom = visitor.get("/nl/zoek.atom").get_data()
    assert b"__ran" in atom
    for item in ET.fromstring(atom).iter():  # noqa: S314 - our own feed
        assert item.tag.startswith("{http://www.w3.org/2005/Atom}"), item.tag
        assert (item.get("href") or made.address).startswith(made.address)
    for number in made.offer_ids:
        address = f"/nl/aanbod/{number}-x"
        html = visitor.get(address, follow_redirects=True).get_data(as_text=True)
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert scripts
        for script in scripts:
            assert "<" not in script
            for address in re.findall(
                r'"(?:url|sameAs|@id)": ?"([^"]+)', json.dumps(json.loads(script))
            ):
                assert address.startswith(("http://", "https://")), address


def test_no_cell_of_the_export_is_a_formula(made: PayloadSite) -> None:
    rows = list(csv.DictReader(io.StringIO(made.export(), newline="")))
    cells = [(name, cell) for row in rows for name, cell in row.items() if cell]
    assert len(rows) >= len(made.offer_ids)
    assert any("HYPERLINK" in cell for _name, cell in cells)
    risky = [pair for pair in cells if re.match(r"[=+\-@\t\r\n]", pair[1])]
    assert [pair for pair in risky if not re.fullmatch(r"[-+]?[\d.,]+", pair[1])] == []


def test_no_letter_gets_another_header_or_page(made: PayloadSite) -> None:
    letters = made.letters()
    assert len(letters) >= 3
    bodies = ""
    for raw in letters:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert not {"bcc", "cc", "reply-to"} & {name.lower() for name in message}
        assert len(message.get_all("Subject") or []) == 1
        assert "ZZinjectedZZ" not in str(message["Subject"])
        assert str(message["To"]).count("@") == 1
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()
        bodies += str(message["Subject"]) + message.get_content()
    assert "onload=__ran" in bodies
    assert "ZZ49ZZ" not in bodies


def test_every_form_took_the_payloads_or_gave_them_back(made: PayloadSite) -> None:
    assert set(made.sent.values()) <= {200, 303, 422}
    taken = [address for address, status in made.sent.items() if status == 303]
    assert len(made.sent) >= 15
    assert len(taken) >= 10, made.sent
    assert len(made.field_names) >= 50
    assert len(ALL) >= 60
