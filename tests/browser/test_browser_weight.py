"""What a page costs a phone: bytes on the wire as the server sends them, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from browser_pages import FIRST_VIEWS, NAMES
from browser_visits import PHONE, WIDE, Visitor

KILOBYTE = 1024
FIRST_VIEW = 30 * KILOBYTE
ANY_PAGE = 100 * KILOBYTE
SCRIPTS = 15 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a first visit, with headers."""

    total: int
    scripts: int


def weigh(visitor: Visitor, path: str, size: str = PHONE) -> Weight:
    """Visit a page with an empty cache and count what came over the wire."""
    page = visitor.profile(size)
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    session.send("Network.enable")
    page.goto(path, wait_until="networkidle" if size == PHONE else "load")
    session.detach()
    scripts = sum(size for key, size in sizes.items() if kinds.get(key) == "Script")
    return Weight(total=round(sum(sizes.values())), scripts=round(scripts))


@pytest.mark.parametrize("name", NAMES)
def test_page_stays_under_its_budget(
    visitor: Visitor, addresses: Mapping[str, str], name: str
) -> None:
    weight = weigh(visitor, f"/nl/{addresses[name]}", WIDE)
    assert 0 < weight.total <= ANY_PAGE
    assert 0 < weight.scripts <= SCRIPTS


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_first_view_stays_under_30_kilobytes_on_a_phone(
    visitor: Visitor, addresses: Mapping[str, str], name: str, language: str
) -> None:
    weight = weigh(visitor, f"/{language}/{addresses[name]}")
    assert 0 < weight.total <= FIRST_VIEW
    assert 0 < weight.scripts <= SCRIPTS


def test_second_page_takes_its_style_and_scripts_from_the_cache(visitor: Visitor) -> None:
    page = visitor.open("/nl/")
    before = len(visitor.requests)
    page.goto("/nl/zoek?q=luiers")
    asked = visitor.requests[before:]
    assert f"{visitor.site}/nl/zoek?q=luiers" in asked
    assert [address for address in asked if ".css" in address or "search_form.js" in address] == []
