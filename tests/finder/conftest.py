"""Searches asked the way a visitor asks them: by address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.finder.pages import ResultsPage
from app.finder.results import make_results_page
from app.finder.routes import read_search
from app.finder.site import local_now
from tests.finder.small_site import NOW, make_small_site

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


@pytest.fixture(scope="module")
def small_site(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with offers of our own, on a Monday morning in May at which the clock stands still."""
    folder = tmp_path_factory.mktemp("small")
    path = folder / "site.sqlite"
    path.write_bytes(migrated_file.read_bytes())
    with time_machine.travel(NOW, tick=False):
        yield make_small_site(folder, f"sqlite:///{path}")
