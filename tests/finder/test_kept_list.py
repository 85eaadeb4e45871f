"""`Mijn lijst`: an address with numbers, which can be shared, printed and emptied."""

from __future__ import annotations

import pytest
from flask import Flask

from app.finder.kept import make_list_page, qr_image
from app.finder.pages import ListPage
from tests.finder.asked_pages import find, ids, pairs_of, visiting
from tests.finder.small_site import number_of
from tests.policing import PolicedClient
from tests.sites import visit


def show_list(app: Flask, kept: str) -> ListPage:
    with visiting(app, f"/nl/mijn-lijst?o={kept}"):
        return make_list_page(kept)


@pytest.fixture
def numbers(app: Flask) -> list[int]:
    return ids(find(app, q="voorlezen"))[:4]


def test_offers_stand_in_the_order_in_which_they_were_kept(app: Flask, numbers: list[int]) -> None:
    kept = numbers[::-1]
    page = show_list(app, ",".join(map(str, kept)))
    assert [card.offer_id for card in page.cards] == kept
    assert page.missing == 0


def test_each_can_be_taken_out_and_the_others_stay(app: Flask, numbers: list[int]) -> None:
    page = show_list(app, ",".join(map(str, numbers)))
    for number, address in zip(numbers, page.remove_urls, strict=True):
        left = ",".join(str(other) for other in numbers if other != number)
        assert pairs_of(address) == [("o", left)]
    (last,) = show_list(app, str(numbers[0])).remove_urls
    assert last == "/nl/mijn-lijst"


def test_what_is_gone_is_counted_and_never_an_error(small_site: Flask) -> None:
    kept = [number_of(name) for name in ("gewoon", "ontwerp", "weg", "dicht")]
    page = show_list(small_site, ",".join(map(str, [*kept, 987_654])))
    assert [card.offer_id for card in page.cards] == [kept[0], kept[3]]
    assert page.missing == 3


def test_a_list_is_shared_by_its_address_and_its_code(app: Flask, numbers: list[int]) -> None:
    kept = ",".join(map(str, numbers))
    page = show_list(app, kept)
    assert page.share_url.startswith("http://localhost:8000/nl/mijn-lijst?o=")
    assert pairs_of(page.share_url) == [("o", kept)]
    assert page.qr == qr_image(page.share_url).decode()


def test_the_code_holds_the_address_itself() -> None:
    address = "http://localhost:8000/nl/mijn-lijst?o=1,2,3"
    drawn = qr_image(address)
    assert drawn.startswith(b"<svg")
    assert drawn != qr_image(address + "4")


def test_an_empty_list_says_how_to_begin(client: PolicedClient, app: Flask) -> None:
    page = show_list(app, "")
    assert page.cards == ()
    assert page.qr is None
    assert page.share_url == page.calendar_url == ""
    assert client.get("/nl/mijn-lijst").status_code == 200


def test_paper_shows_the_coming_dates_and_none_that_is_called_off(small_site: Flask) -> None:
    page = show_list(small_site, f"{number_of('ziek')},{number_of('gewoon')}")
    ill, whole = page.cards
    assert len(ill.dates) == len(whole.dates) == 4
    assert whole.dates[0].startswith("woensdag 6 mei")
    assert ill.dates[0].startswith("woensdag 13 mei")
    assert page.printed_on == "maandag 4 mei"


def test_fifty_offers_are_the_most(small_site: Flask) -> None:
    many = ",".join(str(number) for number in range(1, 200))
    body = visit(small_site).get(f"/nl/mijn-lijst?o={many}").get_data(as_text=True)
    assert f"o={','.join(str(number) for number in range(1, 51))}" in body
    assert ",51" not in body


def test_the_page_of_a_list_stays_out_of_search_engines(client: PolicedClient) -> None:
    body = client.get("/nl/mijn-lijst?o=1,2").get_data(as_text=True)
    assert '<meta name="robots" content="noindex">' in body
    assert "Disallow: /nl/mijn-lijst" in client.get("/robots.txt").get_data(as_text=True)
