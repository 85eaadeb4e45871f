"""Searches asked the way a visitor asks them: by address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.finder.pages import ResultsPage
from app.finder.results import make_results_page
from app.finder.routes import read_search
from app.finder.site import local_now

Find = Callable[[str], ResultsPage]


@pytest.fixture(scope="session")
def find(app: Flask) -> Find:
    """The page of results for the part of an address behind /zoek, "?q=..." or a whole address."""

    def find_results(address: str) -> ResultsPage:
        path = address if address.startswith("/") else f"/nl/zoek{address}"
        with app.test_request_context(path):
            app.preprocess_request()
            page = make_results_page(read_search(), local_now())
            app.do_teardown_appcontext()
            return page

    return find_results
