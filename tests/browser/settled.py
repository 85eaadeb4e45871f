"""Presses that wait until the page they lead to is there, as people do.

Playwright waits after a press until the answer of the site begins to come in. Whoever then counts
buttons or reads a text sees, on a busy machine, half a page. No test needs to remember that.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

SECONDS_TO_ACT = 30
"""How long a button may keep a test waiting; only a page that is wrong takes this long."""
_SECONDS_TO_SHOW = 15
_PRESSES = ("click", "press")


def settle(patch: pytest.MonkeyPatch) -> None:
    """Let every press wait for the page it opens, and every expectation for a busy machine."""
    expect.set_options(timeout=_SECONDS_TO_SHOW * 1_000)
    for name in _PRESSES:
        patch.setattr(Locator, name, _settled(getattr(Locator, name)))


def _settled(press: Any) -> Any:
    @wraps(press)
    def press_and_wait(locator: Locator, *args: Any, **options: Any) -> None:
        press(locator, *args, **options)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("domcontentloaded")

    return press_and_wait
