"""Those who watch over the site see whether it lives, and whether it can answer."""

from __future__ import annotations

from shutil import rmtree

from app.config import Settings
from tests.policing import PolicedClient
from tests.sites import database_file, open_site, visit


def test_a_whole_site_lives_and_is_ready(client: PolicedClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "ok", "database": "ok", "index": "ok"}


def test_without_an_index_the_site_is_ready_and_says_so(own_settings: Settings) -> None:
    client = visit(open_site(own_settings))
    away = own_settings.index_folder.with_name("away")
    own_settings.index_folder.rename(away)
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "ok", "database": "ok", "index": "unavailable"}
    away.rename(own_settings.index_folder)
    assert client.get("/readyz").get_json()["index"] == "ok"


def test_without_a_database_the_site_lives_and_is_not_ready(own_settings: Settings) -> None:
    client = visit(open_site(own_settings))
    database_file(own_settings).write_bytes(b"no database" * 1_000)
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json() == {"status": "unavailable", "database": "unavailable"}


def test_a_database_that_was_never_filled_is_not_ready(own_settings: Settings) -> None:
    database_file(own_settings).unlink()
    assert visit(open_site(own_settings)).get("/readyz").status_code == 503


def test_nothing_is_told_of_where_things_are(own_settings: Settings) -> None:
    client = visit(open_site(own_settings))
    rmtree(own_settings.index_folder)
    database_file(own_settings).write_bytes(b"no database" * 1_000)
    for path in ("/healthz", "/readyz"):
        body = client.get(path).get_data(as_text=True)
        assert str(own_settings.index_folder.parent) not in body
        assert "Error" not in body
