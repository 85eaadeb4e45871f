"""A real browser before the real site: gunicorn serves the seed, Chromium reads it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from browser_pages import list_addresses
from browser_visits import Profiles, Visitor
from desk_visits import desk_site, guests, page_site  # noqa: F401 - fixtures for the modules that write
from playwright.sync_api import Browser, sync_playwright
from settled import settle

from app.config import PROJECT_FOLDER, Settings, as_environment

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
]
SECONDS_TO_START = 60


@pytest.fixture(scope="session")
def site(seeded: Settings) -> Iterator[str]:
    """The address of the seeded site under gunicorn, started by the command people use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    settings = replace(
        seeded,
        port=port,
        site_url=address,
        workers=1,
        serve_worker=False,
        secret_key="only-for-tests-in-a-browser",
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        cwd=PROJECT_FOLDER,
        env=as_environment(settings),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(server, address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=SECONDS_TO_START)


def _wait_until_ready(server: subprocess.Popen[bytes], address: str) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last and server.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=30):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("The site did not start.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without it the tests fail, they never leave it out."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium is missing: run tools/prepare_tests.sh.")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        settle(patch)
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def addresses(seeded: Settings) -> Mapping[str, str]:
    """The address of a page of each kind and state, without its language."""
    return list_addresses(seeded)


@pytest.fixture(scope="session")
def profiles(browser: Browser, site: str) -> Profiles:
    """The browser profiles that the visitors take and give back empty."""
    return Profiles(browser, site)


@pytest.fixture
def visitor(profiles: Profiles) -> Iterator[Visitor]:
    """Somebody who visits the site; afterwards nothing may have gone wrong in the browser."""
    somebody = Visitor(profiles)
    yield somebody
    somebody.leave()
