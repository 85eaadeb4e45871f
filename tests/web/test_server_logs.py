"""The server in front of the site logs no more of a request than the site itself."""

from __future__ import annotations

import io
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]  # it carries no types

from app.cli.serving import find_free_port
from app.config import PROJECT_FOLDER, Settings, as_environment
from app.web.server_logs import ServerLogger

MARK = "geheimwoordvaneengezin"
START_SECONDS = 60.0
# Clients that forget to write a space as %20 are common; each of these is no request of HTTP.
ODD_REQUESTS = (
    f"GET /nl/zoek?q={MARK} de hele nacht HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /nl/zoek?q={MARK} HTTP/9.9\r\nHost: localhost\r\n\r\n",
    f"{MARK} /nl/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /nl/ HTTP/1.1\r\nHost: localhost\r\nX {MARK}: a\r\n\r\n",
    f"GET /nl/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {MARK}\r\n\r\n",
    f"GET /nl/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {MARK}\r\n\r\n",
    f"GET http://[{MARK}/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /nl/zoek?q={MARK * 300} HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


def ask(port: int, request: str) -> bytes:
    """What the server answers to these very bytes; nothing when it only closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        return connection.recv(200)


@contextmanager
def serving(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """The site under gunicorn, as `make run` starts it."""
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        cwd=PROJECT_FOLDER,
        env=as_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        limit = time.monotonic() + START_SECONDS
        while True:
            try:
                ask(settings.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except OSError:
                assert time.monotonic() < limit, "the server does not start"
                assert server.poll() is None, "the server stopped"
                time.sleep(0.1)
            else:
                break
        yield server
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def test_a_request_that_cannot_be_read_is_logged_without_its_words(own_settings: Settings) -> None:
    port = find_free_port(18_000)
    assert port is not None
    settings = replace(own_settings, port=port, workers=1, log_level="debug", serve_worker=False)
    with serving(settings) as server:
        for request in ODD_REQUESTS:
            ask(port, request)
        whole = f"GET /nl/zoek?q={MARK} HTTP/1.1\r\nHost: localhost\r\nReferer: /{MARK}\r\n\r\n"
        assert ask(port, whole).startswith(b"HTTP/1.1 200")
    assert server.stdout is not None
    logged = server.stdout.read()
    assert f"http://localhost:{port}/nl/" in logged
    assert logged.count("A request that cannot be read was refused.") == len(ODD_REQUESTS)
    assert '"route": "finder.search"' in logged
    assert MARK not in logged


@pytest.fixture
def written() -> Iterator[tuple[ServerLogger, io.StringIO]]:
    stream = io.StringIO()
    logger = ServerLogger(Config())
    handler = logging.StreamHandler(stream)
    before = logger.error_log.handlers[:]
    logger.error_log.handlers[:] = [handler]
    yield logger, stream
    logger.error_log.handlers[:] = before


def test_an_error_on_a_request_is_logged_by_kind_and_place(
    written: tuple[ServerLogger, io.StringIO],
) -> None:
    logger, stream = written
    try:
        int(MARK)
    except ValueError:
        logger.exception("Error handling request %s %s", "GET", f"/nl/zoek?q={MARK}")
    assert MARK not in stream.getvalue()
    assert "ValueError at test_server_logs.py:" in stream.getvalue()


def test_an_error_at_the_start_is_logged_whole(written: tuple[ServerLogger, io.StringIO]) -> None:
    logger, stream = written
    try:
        int("no such setting")
    except ValueError:
        logger.exception("Exception in worker process")
    assert "no such setting" in stream.getvalue()
    assert "Traceback" in stream.getvalue()
