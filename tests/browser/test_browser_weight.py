"""What a page costs a phone: bytes on the wire as the server sends them, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import pytest
from browser_pages import FIRST_VIEWS, NAMES
from browser_visits import PHONE, SIZES, WIDE, Profiles, Visitor
from playwright.sync_api import Page

Until = Literal["load", "networkidle"]
KILOBYTE = 1024
FIRST_VIEW = 30 * KILOBYTE
ANY_PAGE = 100 * KILOBYTE
SCRIPTS = 15 * KILOBYTE


class Scales:
    """Counts the bytes that come over the wire to a page, with headers, by kind of file."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._note_kind)
        session.on("Network.loadingFinished", self._note_size)
        session.send("Network.enable")
        self._session = session

    def start_anew(self) -> None:
        """Forget what was counted, and let the page ask everything of the server again."""
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.bytes.clear()

    @property
    def total(self) -> float:
        """Everything together."""
        return sum(self.bytes.values())

    def _note_kind(self, event: dict[str, str]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _note_size(self, event: dict[str, float]) -> None:
        kind = self._kinds.get(str(event["requestId"]), "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + event["encodedDataLength"]


Weigh = Callable[..., Scales]


@pytest.fixture(scope="module")
def weigh(profiles: Profiles) -> Iterator[Weigh]:
    """Opens an address as a browser that has nothing yet; gives what came over the wire."""
    somebody = Visitor(profiles)
    pages = {size: somebody.profile(size) for size in SIZES}
    scales = {size: Scales(page) for size, page in pages.items()}

    def weigh_page(address: str, size: str, wait_until: Until = "load") -> Scales:
        scales[size].start_anew()
        pages[size].goto(address, wait_until=wait_until)
        somebody.check()
        return scales[size]

    yield weigh_page
    somebody.leave()


@pytest.mark.parametrize("name", NAMES)
def test_page_stays_under_its_budget(weigh: Weigh, addresses: Mapping[str, str], name: str) -> None:
    scales = weigh(f"/nl/{addresses[name]}", WIDE)
    assert 0 < scales.total <= ANY_PAGE
    assert 0 < scales.bytes["Script"] <= SCRIPTS


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_first_view_stays_under_30_kilobytes_on_a_phone(
    weigh: Weigh, addresses: Mapping[str, str], name: str, language: str
) -> None:
    scales = weigh(f"/{language}/{addresses[name]}", PHONE, "networkidle")
    assert set(scales.bytes) >= {"Document", "Stylesheet", "Script"}
    assert scales.total <= FIRST_VIEW


def test_second_page_takes_its_style_and_form_from_the_cache(visitor: Visitor) -> None:
    page = visitor.profile()
    page.goto("/nl/zoek?q=luiers", wait_until="networkidle")
    scales = Scales(page)
    page.goto("/nl/zoek?q=huiswerk", wait_until="networkidle")
    assert scales.bytes.pop("Document") > 0
    assert sum(scales.bytes.values()) == 0
