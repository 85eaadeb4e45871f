"""Nonsense in every parameter gives a page, never an error, and is never run or shown raw."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

import icalendar
import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.policing import PolicedClient

PAYLOAD = "<script>alert('x')</script>"
ATTRIBUTE = '" onmouseover="alert(1)'
# Percent-encoded, as an attacker sends them; the rest is encoded below.
RAW = {
    "a nul": "%00",
    "a nul within": "lui%00ers",
    "half a pair": "%ED%A0%80",
    "half a pair and more": "a%ED%B0%80b",
    "no UTF-8": "%FF%FE%80",
    "cut in the middle": "%C3",
    "percents": "%25%2525%",
    "line ends": "a%0D%0ASet-Cookie:%20x=1",
    "not a character": "%EF%BF%BF%EF%BF%BE",
    "controls": "%01%02%08%0B%1F%7F%C2%80%C2%9F",
}
TYPED = {
    "four kilobytes": "woord " * 680,
    "one long word": "a" * 4_000,
    "marks of direction": "\u202eabc\u2066def\u2069\u200f\u061c",
    "marks on marks": "e" + "\u0301" * 300,
    "a range": "[a TO z]",
    "a star": "*",
    "stars": "* ** *** ?* *?",
    "not not": "NOT NOT",
    "operators": "AND OR NOT ANDMAYBE title:* ^5 ~2 +a -b",
    "brackets": "((((((((((" * 40,
    "braces": "{{7*7}} ${7*7} #{7*7} {% raise %}",
    "format": "%(words)s %s %d %n {0} {words}",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇧🇪",
    "SQL": "' OR 1=1; DROP TABLE offer; --",
    "a script": PAYLOAD,
    "an attribute": ATTRIBUTE,
    "a comment": "<!-- --> ]]> <![CDATA[",
    "an entity": "&lt;&#0;&bogus;",
    "an address": "javascript:alert(1)",
    "a path": "../../../../etc/passwd",
    "a huge number": "9" * 60,
    "a negative": "-1",
    "an exponent": "1e309",
    "not a number": "NaN",
    "infinity": "Infinity",
    "odd digits": "²①٣",
    "spaces": "   \t  \u00a0 \u2003 ",
    "commas": ",,,,1,,2,,,",
    "a day that is not": "2026-02-30",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "an age of nobody": "999 jaar -5 maanden 0,0 jaar",
    "an open quote": '"luiers',
    "JSON": '{"q": ["a"]}',
    "Turkish letters": "İıŞğ ΣΑΣ ß ﬁ",
    "Arabic": "الأطفال في المدرسة ١٢ سنة",
}
NASTY = {**RAW, **{name: quote(text, safe="") for name, text in TYPED.items()}}
PARAMETERS = (
    "q", "plaats", "hier", "straal", "kind", "thema", "leeftijd", "soort", "dag", "dagdeel",
    "prijs", "inloop", "taal", "toegang", "van", "tot", "letterlijk", "sorteer", "weergave",
    "pagina", "lijst",
)  # fmt: skip
SEARCHES = ("/zoek", "/zoek.ics", "/zoek.atom", "/kalender")
MOMENT = datetime.now(UTC)
# `make fuzz` asks for many more.
EXAMPLES = int(os.environ.get("DICHTBIJ_FUZZ_EXAMPLES", "15"))
BEGIN_OF_CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n"
END_OF_CALENDAR = "END:VCALENDAR\r\n"
FINE = frozenset({200, 301, 302, 308, 400, 404, 410, 414})


read_feed, read_calendar = cache(fromstring), cache(icalendar.Calendar.from_ical)
"""What was sound before is so again: nonsense that is left out gives the same answer each time."""


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands still, so that the same answer is the same to the letter."""
    with time_machine.travel(MOMENT, tick=False):
        yield


def check(response: TestResponse) -> None:
    """An answer that is sound in its own kind, and in which nothing of a payload can run."""
    assert response.status_code in FINE
    assert "Set-Cookie" not in response.headers
    body = response.get_data(as_text=True)
    assert PAYLOAD not in body or response.mimetype == "text/calendar"
    if response.status_code != 200:
        return
    match response.mimetype:
        case "text/html":
            # The client itself fails on any handler, script or address that runs.
            assert "49" not in re.findall(r"<h1>([^<]*)</h1>", body)
        case "application/atom+xml":
            read_feed(body)
        case "text/calendar":
            head, begin, events = body.partition("BEGIN:VEVENT")
            read_calendar(head + (begin and END_OF_CALENDAR))
            read_calendar(BEGIN_OF_CALENDAR + begin + (events or END_OF_CALENDAR))
        case "application/json":
            assert len(body.encode()) < 2_048
            json.loads(body)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("name", NASTY)
def test_nonsense_in_all_parameters_at_once_gives_a_page(client: PolicedClient, name: str) -> None:
    value = NASTY[name]
    query = "&".join(f"{parameter}={value}" for parameter in PARAMETERS)
    for path in SEARCHES:
        check(client.get(f"/nl{path}?{query}&week={value}"))


@pytest.mark.parametrize("name", NASTY)
def test_nonsense_in_the_words_alone_gives_a_page(client: PolicedClient, name: str) -> None:
    value = NASTY[name]
    check(client.get(f"/fr/zoek?q={value}"))
    check(client.get(f"/ar/zoek.atom?q={value}"))
    check(client.get(f"/nl/suggesties?q={value}&voor={value}"))
    check(client.get(f"/nl/suggesties?q={value}&voor=place"))


@pytest.mark.parametrize("name", NASTY)
def test_nonsense_in_other_addresses_gives_a_page(client: PolicedClient, name: str) -> None:
    value = NASTY[name]
    for path in (
        f"/nl/aanbod/1-{value}",
        f"/nl/aanbod/1-x?dag={value}&lijst={value}",
        f"/nl/aanbod/1-x.ics?dag={value}",
        f"/nl/aanbod/{value}-x",
        f"/nl/mijn-lijst?o={value}&lijst={value}",
        f"/nl/mijn-lijst.ics?o={value}",
        f"/nl/gemeente/{value}",
        f"/nl/thema/{value}?lijst={value}",
        f"/nl/partner/{value}",
        f"/{value}/",
        f"/sitemap-{value}.xml",
    ):
        check(client.get(path))


STEERING = ("endpoint", "language", "offer_id", "slug", "values", "_external", "_scheme", "_anchor")


@pytest.mark.parametrize("path", ["/nl/zoek", "/nl/aanbod/1-oud", "/nl/thema", "/nl/nergens"])
def test_parameters_cannot_steer_how_addresses_are_built(client: PolicedClient, path: str) -> None:
    for name in (*STEERING, "_method", "self", "page", "site"):
        response = client.get(path, query_string={name: "evil.example"})
        check(response)
        assert "//evil.example" not in response.get_data(as_text=True)
        assert "evil" not in response.headers.get("Location", "")


def test_arrays_and_repeated_parameters_give_a_page(client: PolicedClient) -> None:
    for name in PARAMETERS:
        check(client.get(f"/nl/zoek?{name}[]=1&{name}[a][b]=2&{name}=x&{name}=y&{name}"))
    many = "&".join(f"{name}=gratis" for name in PARAMETERS for _ in range(20))
    check(client.get(f"/nl/zoek?{many}"))


def test_pages_far_beyond_the_last_are_pages(client: PolicedClient) -> None:
    for page in ("0", "-1", "2", "500", "501", "99999999999999999999", "1.5", "٣"):
        check(client.get("/nl/zoek", query_string={"q": "luiers", "pagina": page}))


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**30])
def test_numbers_of_offers_have_no_end(client: PolicedClient, number: int) -> None:
    for path in ("{}-x", "{}-x.ics", "{}/qr.svg"):
        assert client.get(f"/nl/aanbod/{path.format(number)}").status_code == 404
    check(client.get(f"/nl/mijn-lijst?o={number}"))


SOME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANY = st.text(st.characters(codec="utf-8"), max_size=60)
PIECES = st.lists(st.sampled_from(sorted(TYPED.values(), key=len)[:30]), max_size=3).map(" ".join)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    given_values=st.dictionaries(st.sampled_from(PARAMETERS), ANY | PIECES, max_size=5),
    view=st.sampled_from(["", "kaart"]),
)
def test_whatever_is_typed_gives_a_page(
    client: PolicedClient, given_values: dict[str, str], view: str
) -> None:
    check(client.get("/nl/zoek", query_string={**given_values, "weergave": view}))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=ANY | PIECES, path=st.sampled_from(["suggesties", "zoek.atom"]))
def test_whatever_is_typed_gives_a_sound_document(
    client: PolicedClient, text: str, path: str
) -> None:
    check(client.get(f"/nl/{path}", query_string={"q": text}))


def test_every_beginning_gets_small_suggestions(client: PolicedClient) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzéأبتسعمهو"
    for language in ("nl", "fr", "en", "ar"):
        for letter in letters:
            for voor in ("words", "place"):
                check(
                    client.get(f"/{language}/suggesties", query_string={"q": letter, "voor": voor})
                )
