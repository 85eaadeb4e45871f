"""What families type is in no log line, also when something goes wrong with it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from flask import Flask

from app.config import Settings
from app.web.access import public
from app.web.logs import configure_logs
from tests.sites import database_file, open_site, visit

MARK = "geheimwoordvaneengezin"


class Lines:
    """Everything that is logged while a test runs: our own lines, and those of any library."""

    def __init__(self) -> None:
        self.own = io.StringIO()
        self.others: list[str] = []

    def whole(self) -> str:
        return self.own.getvalue() + "\n".join(self.others)

    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.own.getvalue().splitlines()]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Logs at their most talkative, and put back as they were."""
    lines = Lines()

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.others.append(logging.Formatter("%(name)s %(message)s").format(record))

    keeper, root = Keeper(), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    # Not sys.stderr itself: pytest sets that anew when a test begins.
    monkeypatch.setattr("app.web.logs.sys", SimpleNamespace(stderr=lines.own))
    configure_logs("debug")
    yield lines
    monkeypatch.undo()
    root.removeHandler(keeper)
    root.setLevel(level)
    configure_logs("error")


@pytest.fixture(scope="module")
def site(seeded: Settings) -> Flask:
    """The seeded site, with an address that fails with the visitor's words in its error."""
    app = open_site(seeded, log_level="debug")
    app.config["PROPAGATE_ERRORS"] = False

    @app.get("/<language:language>/stuk")
    @public
    def fail() -> str:
        raise ValueError(f"cannot read {MARK}")

    @app.get("/<language:language>/dieper")
    @public
    def fail_within() -> str:
        try:
            int(MARK)
        except ValueError as error:
            raise RuntimeError(MARK) from error
        return ""

    return app


@pytest.mark.parametrize(
    "path",
    [
        f"/nl/zoek?q={MARK}&plaats={MARK}&kind={MARK}&thema={MARK}",
        f"/nl/zoek.ics?q={MARK}",
        f"/nl/zoek.atom?q={MARK}",
        f"/nl/suggesties?q={MARK}",
        f"/nl/kalender?week={MARK}&plaats={MARK}",
        f"/nl/{MARK}",
        f"/nl/partner/{MARK}",
        f"/nl/gemeente/{MARK}?{MARK}={MARK}",
        f"/static/{MARK}.css",
        f"/nl/stuk?q={MARK}",
        f"/nl/dieper?q={MARK}",
        f"/nl/zoek?q={quote(MARK + chr(0) + chr(0x1F600))}",
    ],
)
def test_nothing_that_was_asked_is_logged(site: Flask, lines: Lines, path: str) -> None:
    visit(site).get(path, headers={"Referer": f"http://localhost/{MARK}", "User-Agent": MARK})
    visit(site).get("/nl/over")
    assert lines.events(), "nothing was logged at all"
    assert MARK not in lines.whole()


def test_a_host_is_not_logged(site: Flask, lines: Lines) -> None:
    visit(site).get("/nl/", headers={"Host": f"{MARK}.example"})
    visit(site).post(f"/nl/zoek?q={MARK}", data={"text": MARK}, headers={"X-Forwarded-For": MARK})
    assert lines.events()
    assert MARK not in lines.whole()


def test_an_answer_is_logged_by_its_route(site: Flask, lines: Lines) -> None:
    visit(site).get("/nl/zoek?q=luiers")
    answers = [event for event in lines.events() if event["event"] == "answer"]
    assert len(answers) == 1
    assert answers[0]["route"] == "finder.search"
    assert answers[0]["status"] == 200
    assert answers[0]["method"] == "GET"
    assert isinstance(answers[0]["ms"], float)
    assert set(answers[0]) == {"event", "level", "timestamp", "route", "method", "status", "ms"}


def test_an_error_is_logged_by_its_kind_and_place(site: Flask, lines: Lines) -> None:
    visit(site).get("/nl/stuk")
    errors = [event for event in lines.events() if event["event"] == "unexpected_error"]
    assert len(errors) == 1
    assert errors[0]["kind"] == "ValueError"
    assert errors[0]["route"] == "fail"
    assert str(errors[0]["at"]).startswith("test_logs.py:")


def test_without_a_database_nothing_that_was_asked_is_logged(
    own_settings: Settings, lines: Lines
) -> None:
    """A driver puts the values of its statement in the message of its error."""
    app = open_site(own_settings, log_level="debug")
    app.config["PROPAGATE_ERRORS"] = False
    database_file(own_settings).write_bytes(b"no database" * 1_000)
    for path in (f"/nl/zoek?q={MARK}", f"/nl/partner/{MARK}", f"/nl/{MARK}"):
        visit(app).get(path)
    assert "DatabaseError" in lines.whole()
    assert MARK not in lines.whole()


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "loud"])
def test_the_level_of_the_logs_is_that_of_the_setting(
    seeded: Settings, lines: Lines, level: str
) -> None:
    app = open_site(seeded, log_level=level)
    visit(app).get("/nl/over")
    assert bool(lines.events()) is (level in {"debug", "info", "loud"})
