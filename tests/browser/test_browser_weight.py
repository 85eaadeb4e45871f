"""What the first page costs a phone: bytes on the wire as the server sends them.

That every page stays light is looked at in `test_browser_accessibility`, which opens them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from browser_pages import FIRST_VIEWS
from browser_scales import FIRST_VIEW, Scales
from browser_visits import PHONE, Profiles, Visitor

Weigh = Callable[..., Scales]


@pytest.fixture(scope="module")
def weigh(profiles: Profiles) -> Iterator[Weigh]:
    """Opens an address as a browser that has nothing yet; gives what came over the wire."""
    somebody = Visitor(profiles)
    page = somebody.profile(PHONE)
    scales = Scales(page)

    def weigh_page(address: str) -> Scales:
        scales.start_anew()
        page.goto(address, wait_until="networkidle")
        somebody.check()
        return scales

    yield weigh_page
    somebody.leave()


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", FIRST_VIEWS)
def test_first_view_stays_under_30_kilobytes_on_a_phone(
    weigh: Weigh, addresses: Mapping[str, str], name: str, language: str
) -> None:
    scales = weigh(f"/{language}/{addresses[name]}")
    assert set(scales.bytes) >= {"Document", "Stylesheet", "Script"}
    assert scales.total <= FIRST_VIEW


def test_second_page_takes_its_style_and_form_from_the_cache(visitor: Visitor) -> None:
    page = visitor.profile()
    page.goto("/nl/zoek?q=luiers", wait_until="networkidle")
    scales = Scales(page)
    page.goto("/nl/zoek?q=huiswerk", wait_until="networkidle")
    assert scales.bytes.pop("Document") > 0
    assert sum(scales.bytes.values()) == 0
