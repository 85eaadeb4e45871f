"""What comes in is limited, what goes out carries its headers, and a forged name gets nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from app.config import Settings
from app.web.access import public
from app.web.safety import content_policy
from app.web.visitors import visitor_address
from tests.policing import PolicedClient
from tests.sites import open_site, visit

KINDS = (
    "/nl/",
    "/nl/zoek?q=luiers",
    "/nl/zoek.ics?q=luiers",
    "/nl/zoek.atom?q=luiers",
    "/nl/suggesties?q=lui",
    "/nl/nergens",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/static/css/dichtbij.css",
    "/static/nothing",
    "/",
)


def get_from(client: PolicedClient, host: str, path: str = "/nl/", **headers: str) -> TestResponse:
    return client.get(path, headers={"Host": host, **headers})


@pytest.mark.parametrize("path", KINDS)
def test_every_answer_carries_the_headers_and_no_cookie(client: PolicedClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/nl/zoek?q=x", "no-cache"), ("/nl/nergens", "no-store"), ("/healthz", "no-cache")],
)
def test_what_was_searched_stays_in_no_shared_cache(
    client: PolicedClient, path: str, expected: str
) -> None:
    assert client.get(path).headers["Cache-Control"] == expected


def test_a_site_on_https_tells_browsers_to_stay_there(own_settings: Settings) -> None:
    client = visit(open_site(own_settings, https_only=True))
    assert "max-age=31536000" in client.get("/nl/").headers["Strict-Transport-Security"]


def test_map_tiles_of_the_set_server_and_no_other_may_be_shown() -> None:
    tiles = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    policy = content_policy(Settings(tile_url=tiles))
    assert "img-src 'self' data: https://*.tiles.example;" in policy
    assert "http" not in content_policy(Settings())


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", ""])
def test_a_forged_host_gets_a_page_without_any_link_to_it(client: PolicedClient, host: str) -> None:
    for path in ("/nl/", "/", "/nl/aanbod/1-x", "/healthz", "/nl"):
        response = get_from(client, host, path)
        assert response.status_code == 400
        assert "evil" not in response.get_data(as_text=True)
        assert "Location" not in response.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:5000"])
def test_our_own_names_are_answered_on_any_port(client: PolicedClient, host: str) -> None:
    assert get_from(client, host).status_code == 200


def test_whole_addresses_begin_with_the_name_of_the_site_only(client: PolicedClient) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "Forwarded": "host=evil.example",
    }
    for path in ("/nl/aanbod/1-x", "/nl/zoek.atom", "/sitemap-0.xml", "/nl/mijn-lijst?o=1,2"):
        response = client.get(
            path, headers={"Host": "127.0.0.1:9999", **forged}, follow_redirects=True
        )
        body = response.get_data(as_text=True)
        assert response.status_code == 200
        assert "http://localhost:8000/" in body
        assert "127.0.0.1" not in body
        assert "evil" not in body


def test_an_address_with_a_nul_names_nothing(client: PolicedClient) -> None:
    for path in ("/nl/partner/%00", "/nl/thema/a%00b", "/%00", "/static/%00"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_an_address_does_not_take_is_a_page(client: PolicedClient, method: str) -> None:
    for path in ("/nl/", "/nl/zoek", "/nl/aanbod/1-x"):
        response = getattr(client, method)(path, data={"q": "x"})
        assert response.status_code == 405
        assert "Dat kan hier niet" in response.get_data(as_text=True)


@pytest.fixture
def form_site(own_settings: Settings) -> Flask:
    """A site with a form, such as there is none yet, behind the page kit as it is."""
    app = open_site(own_settings, max_request_bytes=4_096)

    @app.post("/<language:language>/proef")
    @public
    def send() -> str:
        return f"<!DOCTYPE html><p>{len(request.form.get('text', ''))}"

    @app.get("/token")
    @public
    def give_token() -> str:
        return str(generate_csrf())

    return app


def post(app: Flask, text: str, token: str | None = None) -> TestResponse:
    # Not read as pages: the form above is no page of ours.
    client = FlaskClient(app, app.response_class)
    given = client.get("/token").get_data(as_text=True) if token is None else token
    return client.post("/nl/proef", data={"text": text, "csrf_token": given})


def test_a_form_with_its_token_is_taken(form_site: Flask) -> None:
    response = post(form_site, "abc")
    assert response.status_code == 200
    assert response.get_data(as_text=True).endswith(">3")


@pytest.mark.parametrize("token", ["", "forged", "IjEyMzQi.aaaa.bbbb", "ë\x00"])
def test_a_form_without_its_own_token_is_a_page_not_an_error(form_site: Flask, token: str) -> None:
    response = post(form_site, "geheim-verhaal", token)
    assert response.status_code == 400
    assert "geheim-verhaal" not in response.get_data(as_text=True)
    assert "We begrijpen deze vraag niet" in response.get_data(as_text=True)


def test_a_form_that_is_too_large_is_a_page_that_says_so(form_site: Flask) -> None:
    client = visit(form_site)
    for data in ({"text": "a" * 5_000}, {str(number): "a" for number in range(900)}):
        response = client.post("/nl/proef", data=data)
        assert response.status_code == 413
        assert "Dat is te veel tekst" in response.get_data(as_text=True)
        assert "aaaa" not in response.get_data(as_text=True)


def test_a_very_long_question_is_a_page(client: PolicedClient) -> None:
    for length in (4_000, 60_000):
        for name in ("q", "plaats", "kind", "lijst", "onbekend"):
            response = client.get("/nl/zoek", query_string={name: "á" * length})
            assert response.status_code in {200, 414}
            assert len(response.get_data()) < 600_000


def test_a_thousand_parameters_are_a_page(client: PolicedClient) -> None:
    many = "&".join(f"thema=t{number}" for number in range(1_000))
    assert client.get(f"/nl/zoek?{many}").status_code in {200, 414}


def test_nothing_outside_the_design_is_served(client: PolicedClient) -> None:
    inside = Path("app/config.py")
    assert inside.exists()
    for path in ("../app/config.py", "..%2fapp/config.py", "%2e%2e/app/config.py", "/etc/passwd"):
        response = client.get(f"/static/{path}", follow_redirects=True)
        assert response.status_code == 404


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.9"), (1, "192.0.2.7")])
def test_the_visitors_address_is_believed_from_our_own_proxies_only(
    seeded: Settings, proxies: int, seen: str
) -> None:
    site = open_site(seeded, trusted_proxies=proxies)
    with site.test_request_context() as context:
        environment = {
            **context.request.environ,
            "REMOTE_ADDR": "10.0.0.9",
            "HTTP_X_FORWARDED_FOR": "203.0.113.1, 192.0.2.7",
        }
    found: list[str] = []
    site.before_request(lambda: found.append(visitor_address()))
    list(site.wsgi_app(environment, lambda *_: lambda _body: None))
    assert found == [seen]
