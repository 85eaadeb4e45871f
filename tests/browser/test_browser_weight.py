"""What a page costs a phone: bytes on the wire as the server sends them, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from browser_pages import FIRST_VIEWS, NAMES
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page

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

    @property
    def total(self) -> float:
        """Everything together."""
        return sum(self.bytes.values())

    def _note_kind(self, event: dict[str, str]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _note_size(self, event: dict[str, float]) -> None:
        kind = self._kinds.get(str(event["requestId"]), "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + event["encodedDataLength"]


@pytest.mark.parametrize("name", NAMES)
def test_page_stays_under_its_budget(
    visitor: Visitor, addresses: Mapping[str, str], name: str
) -> None:
    page = visitor.profile(WIDE)
    scales = Scales(page)
    page.goto(f"/nl/{addresses[name]}")
    assert 0 < scales.total <= ANY_PAGE
    assert 0 < scales.bytes["Script"] <= SCRIPTS


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_first_view_stays_under_30_kilobytes_on_a_phone(
    visitor: Visitor, addresses: Mapping[str, str], name: str, language: str
) -> None:
    page = visitor.profile(PHONE)
    scales = Scales(page)
    page.goto(f"/{language}/{addresses[name]}", wait_until="networkidle")
    assert set(scales.bytes) >= {"Document", "Stylesheet", "Script"}
    assert scales.total <= FIRST_VIEW


def test_second_page_takes_its_style_and_form_from_the_cache(visitor: Visitor) -> None:
    page = visitor.profile()
    page.goto("/nl/zoek?q=luiers", wait_until="networkidle")
    scales = Scales(page)
    page.goto("/nl/zoek?q=huiswerk", wait_until="networkidle")
    assert scales.bytes.pop("Document") > 0
    assert sum(scales.bytes.values()) == 0
