"""The language is in the address; a visitor without one gets the best that the browser asks."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, choose_text, direction_of, spoken_languages
from tests.policing import PolicedClient


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("fr-BE,fr;q=0.9", "fr"),
        ("en-GB", "en"),
        ("ar-SA,ar;q=0.8", "ar"),
        ("de,fr;q=0.5", "fr"),
        ("tr,ar;q=0.3,en;q=0.2", "ar"),
        ("de", "nl"),
        ("*", "nl"),
        ("", "nl"),
        ("fr;q=0,en;q=0.1", "en"),
        ("fr;q=onzin", "nl"),
        (";;;,,,q=1", "nl"),
        ("x" * 5_000, "nl"),
        ("nl" + ",aa" * 2_000, "nl"),
        ("../../etc/passwd", "nl"),
        ("fr\\u0000", "nl"),
    ],
)
def test_the_root_leads_to_the_best_language(
    client: PolicedClient, wish: str, language: str
) -> None:
    response = client.get("/", headers={"Accept-Language": wish})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wish=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60))
def test_any_wish_leads_to_a_language_of_the_site(client: PolicedClient, wish: str) -> None:
    response = client.get("/", headers={"Accept-Language": wish})
    assert response.headers["Location"].strip("/") in LANGUAGES


@pytest.mark.parametrize("language", ["de", "nl-BE", "NL", "xx", "zoek", "nl%20", "%00"])
def test_an_unknown_language_is_a_page_that_says_so(client: PolicedClient, language: str) -> None:
    for path in ("/", "/zoek"):
        response = client.get(f"/{language}{path}", headers={"Accept-Language": "en"})
        assert response.status_code == 404
        assert '<html lang="en"' in response.get_data(as_text=True)


def test_the_address_wins_from_the_browser(client: PolicedClient) -> None:
    body = client.get("/fr/", headers={"Accept-Language": "nl"}).get_data(as_text=True)
    assert '<html lang="fr" dir="ltr">' in body


def test_a_language_without_its_slash_goes_to_the_page_with_it(client: PolicedClient) -> None:
    response = client.get("/nl?x=1")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/nl/?x=1")


@pytest.mark.parametrize("path", ["/zoek?q=luiers&plaats=temse&kind=4", "/thema/sports", "/over"])
def test_the_same_page_in_each_language_is_one_press_away(client: PolicedClient, path: str) -> None:
    body = client.get(f"/nl{path}").get_data(as_text=True)
    links = dict(re.findall(r'<a href="([^"]+)"\s+lang="(\w+)"', body))
    by_language = {language: address.replace("&amp;", "&") for address, language in links.items()}
    assert by_language == {language: f"/{language}{path}" for language in LANGUAGES}
    for address in by_language.values():
        assert client.get(address).status_code == 200


def test_no_text_of_another_language_is_left_in_the_frame(client: PolicedClient) -> None:
    for language in ("fr", "en", "ar"):
        body = client.get(f"/{language}/over").get_data(as_text=True)
        for word in ("Naar de inhoud", "Mijn lijst", "Praat met iemand", "Onze partners"):
            assert word not in body, f"{word} in {language}"


def test_texts_fall_back_to_dutch_and_then_to_any() -> None:
    assert choose_text({"nl": 1, "fr": 2}, "fr") == ("fr", 2)
    assert choose_text({"nl": 1, "fr": 2}, "ar") == ("nl", 1)
    assert choose_text({"tr": 1, "fr": 2}, "ar") == ("fr", 2)
    assert choose_text({}, "nl") is None


def test_directions_and_order_of_languages() -> None:
    assert [direction_of(code) for code in ("ar", "ar-MA", "fa", "he", "ur", "nl", "tr")] == [
        *["rtl"] * 5,
        *["ltr"] * 2,
    ]
    assert spoken_languages(["tr", "nl", "ar", "tr"]) == (DEFAULT_LANGUAGE, "ar", "tr")
