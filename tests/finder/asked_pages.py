"""Asks the site for a page as its view makes it, so that rules can be read without their markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

from flask import Flask, request

from app.finder.cards import Chip
from app.finder.home import make_calendar_page, make_home_page
from app.finder.pages import CalendarPage, HomePage, ResultsPage
from app.finder.parameters import SearchRequest, read_request
from app.finder.results import make_results_page
from app.finder.routes import read_search
from app.finder.searching import Search
from app.finder.site import get_catalogue, local_now


@contextmanager
def visiting(app: Flask, address: str) -> Iterator[None]:
    """What a view works in: the request of an address, with its language read."""
    with app.test_request_context(address):
        app.preprocess_request()
        yield


def address_of(query: Mapping[str, object] | str, language: str = "nl") -> str:
    """The address of a search by its parameters, in a language."""
    text = query if isinstance(query, str) else urlencode(query, doseq=True)
    return f"/{language}/zoek?{text}"


def ask(app: Flask, address: str) -> ResultsPage:
    """The page of results at an address."""
    with visiting(app, address):
        return make_results_page(read_search(), local_now())


def find(app: Flask, language: str = "nl", **query: object) -> ResultsPage:
    """The page of results of a search by its parameters."""
    return ask(app, address_of(query, language))


def understand(app: Flask, language: str = "nl", **query: object) -> Search:
    """What the site understands of a search."""
    with visiting(app, address_of(query, language)):
        return read_search()


def read_address(app: Flask, address: str) -> SearchRequest:
    """The search that an address holds."""
    with visiting(app, address):
        return read_request(request.args, get_catalogue().taxonomy)


def show_home(app: Flask, language: str = "nl") -> HomePage:
    """The first page."""
    with visiting(app, f"/{language}/"):
        return make_home_page()


def show_week(app: Flask, week: str = "", **query: object) -> CalendarPage:
    """The page of a week."""
    with visiting(app, f"/nl/kalender?{urlencode(query, doseq=True)}"):
        return make_calendar_page(read_search(), week)


def pairs_of(address: str) -> list[tuple[str, str]]:
    """The parameters of an address, in order."""
    return parse_qsl(address.partition("?")[2])


def chips_of(page: ResultsPage) -> dict[str, Chip]:
    """The chips by what they say."""
    return {chip.text: chip for chip in page.chips}


def titles(page: ResultsPage) -> list[str]:
    """The titles of the cards, in order."""
    return [card.title for card in page.cards]


def ids(page: ResultsPage) -> list[int]:
    """The offers of the cards, in order."""
    return [card.offer_id for card in page.cards]
