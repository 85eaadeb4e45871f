"""An error is a calm page in the visitor's language, whatever went wrong behind it."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException, TooManyRequests

from app.config import Settings
from app.i18n import LANGUAGES
from app.web.access import public
from app.web.errors import describe_error
from tests.policing import PolicedClient
from tests.sites import database_file, open_site, visit

SECRET = "geheim-verhaal-van-een-gezin"


class FamilyError(RuntimeError):
    """An error with the words of a family in its message, as drivers make them."""


@pytest.fixture(scope="module")
def failing(seeded: Settings) -> Flask:
    """The seeded site with addresses that fail."""
    app = open_site(seeded)
    app.config["PROPAGATE_ERRORS"] = False

    @app.get("/<language:language>/stuk")
    @public
    def fail() -> str:
        raise FamilyError(SECRET)

    @app.get("/<language:language>/fout/<int:status>")
    @public
    def refuse(status: int) -> str:
        error = HTTPException(SECRET)
        error.code = status
        raise error

    @app.get("/<language:language>/druk")
    @public
    def wait() -> str:
        raise TooManyRequests(SECRET)

    return app


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_is_not_there_is_a_page_in_its_language(
    client: PolicedClient, language: str
) -> None:
    response = client.get(f"/{language}/dit/is/er/niet")
    body = response.get_data(as_text=True)
    assert response.status_code == 404
    assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}">' in body
    assert ("Deze pagina bestaat niet" in body) is (language == "nl")
    assert "tel:112" in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unexpected_error_is_a_calm_page_without_its_message(
    failing: Flask, language: str
) -> None:
    response = visit(failing).get(f"/{language}/stuk?q={SECRET}")
    body = response.get_data(as_text=True)
    assert response.status_code == 500
    assert f'lang="{language}"' in body[:200]
    for word in ("FamilyError", "Traceback", "test_error_pages.py"):
        assert word not in body
    # What the visitor typed may stand in the links of the page, never as text of the error.
    assert f"{SECRET}<" not in body
    assert ("Er ging iets mis bij ons" in body) is (language == "nl")


@pytest.mark.parametrize(
    "status", [400, 403, 404, 405, 408, 410, 413, 414, 418, 429, 431, 500, 503]
)
def test_every_status_has_words_and_keeps_its_number(failing: Flask, status: int) -> None:
    response = visit(failing).get(f"/nl/fout/{status}")
    body = response.get_data(as_text=True)
    assert response.status_code == status
    assert SECRET not in body
    assert f"Code {status}" in body


def test_too_many_requests_asks_to_wait(failing: Flask) -> None:
    response = visit(failing).get("/nl/druk")
    assert response.status_code == 429
    assert "Even geduld" in response.get_data(as_text=True)


def test_no_sentence_of_an_error_blames_the_visitor(failing: Flask) -> None:
    with failing.test_request_context("/nl/"):
        pages = [describe_error(status) for status in range(400, 600)]
    for page in pages:
        assert page.title
        assert page.text.endswith(".")
        assert not any(word in page.text for word in ("fout", "verboden", "ongeldig"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_database_there_is_still_a_page(own_settings: Settings, language: str) -> None:
    """It comes without its frame, which is read from the database."""
    app = open_site(own_settings)
    app.config["PROPAGATE_ERRORS"] = False
    database_file(own_settings).write_bytes(b"this is no database" * 100)
    for path in ("/", "/zoek?q=luiers", "/aanbod/1-x", "/nergens"):
        response = visit(app).get(f"/{language}{path}")
        body = response.get_data(as_text=True)
        assert response.status_code in {500, 404}
        assert "112" in body
        for word in ("sqlite", "Traceback", "database", str(own_settings.index_folder)):
            assert word not in body


def test_a_site_in_use_answers_again_when_its_database_is_back(own_settings: Settings) -> None:
    app = open_site(own_settings)
    app.config["PROPAGATE_ERRORS"] = False
    path = database_file(own_settings)
    content = path.read_bytes()
    path.write_bytes(b"this is no database" * 100)
    assert visit(app).get("/nl/").status_code == 500
    path.write_bytes(content)
    assert visit(app).get("/nl/").status_code == 200


def test_in_tests_an_unexpected_error_is_not_hidden(seeded: Settings) -> None:
    app = open_site(seeded)

    @app.get("/stuk")
    @public
    def fail() -> str:
        raise FamilyError(SECRET)

    with pytest.raises(FamilyError):
        visit(app).get("/stuk")
