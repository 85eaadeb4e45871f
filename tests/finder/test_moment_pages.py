"""The lasting address of each date, and that a date that is called off shows everywhere."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from tests.finder.small_site import NOW, WEDNESDAY, number_of
from tests.policing import PolicedClient
from tests.sites import visit

NEXT_WEDNESDAY = "2026-05-13"


@pytest.fixture
def visitor(small_site: Flask) -> PolicedClient:
    return visit(small_site)


def address(source_id: str, slug: str, day: str) -> str:
    return f"/nl/aanbod/{number_of(source_id)}-{slug}/{day}"


def text_of(client: PolicedClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.get_data(as_text=True).split())


def test_a_date_has_a_page_that_says_when_and_where(visitor):
    html = text_of(visitor, address("gewoon", "knutselclub", NEXT_WEDNESDAY))
    assert "Knutselclub</span>, <time" in html
    assert "woensdag 13 mei 2026" in html
    assert "Gaat door." in html
    assert "Markt 1" in html
    assert '<link rel="canonical" href="http' in html
    assert f'/{NEXT_WEDNESDAY}">' in html.split('rel="canonical"')[1][:120]
    assert "noindex" not in html


def test_a_date_that_is_called_off_says_so_with_the_reason_and_the_next_date(visitor):
    html = text_of(visitor, address("ziek", "voorleeskring", str(WEDNESDAY)))
    assert "Gaat niet door." in html
    assert "gaat niet door: <bdi>De juf is ziek.</bdi>" in html
    assert address("ziek", "voorleeskring", NEXT_WEDNESDAY) in html


@pytest.mark.parametrize(
    ("source_id", "slug", "day", "words"),
    [
        ("gewoon", "knutselclub", "2026-05-14", "Op deze dag niet."),
        ("gewoon", "knutselclub", "2026-07-15", "Dan is het schoolvakantie."),
        ("gesloten", "speelzolder", "2026-05-06", "We verhuizen."),
        ("gewoon", "knutselclub", "2026-04-29", "Deze dag is voorbij."),
        ("dicht", "zomerzaal", NEXT_WEDNESDAY, "Dit is tijdelijk gesloten."),
    ],
)
def test_a_day_on_which_it_is_not_says_why(visitor, source_id, slug, day, words):
    html = text_of(visitor, address(source_id, slug, day))
    assert words in html
    assert 'content="noindex"' in html


def test_nonsense_is_no_date_and_an_old_name_finds_the_date(visitor):
    for day in ("2026-02-30", "20260513", "1926-05-13", "2036-05-14", "morgen", "2026-W20-3"):
        text_of(visitor, address("gewoon", "knutselclub", day), 404)
    text_of(visitor, address("ontwerp", "nog-niet-af", NEXT_WEDNESDAY), 404)
    text_of(visitor, address("weg", "afgelast-feest", NEXT_WEDNESDAY), 410)
    answer = visitor.get(address("gewoon", "oude-naam", NEXT_WEDNESDAY))
    assert (answer.status_code, answer.location) == (
        301,
        address("gewoon", "knutselclub", NEXT_WEDNESDAY),
    )


def test_a_date_that_is_called_off_shows_on_page_calendar_feed_agenda_list_and_card(visitor):
    number = number_of("ziek")
    page = address("ziek", "voorleeskring", str(WEDNESDAY))
    assert f'href="{page}"' in text_of(visitor, f"/nl/aanbod/{number}-voorleeskring")
    answer = visitor.get(f"/nl/aanbod/{number}-voorleeskring.ics")
    events = {
        str(event["status"]): event
        for event in reversed(Calendar.from_ical(answer.get_data()).walk("VEVENT"))
    }
    assert events["CANCELLED"]["dtstart"].dt.date() == WEDNESDAY
    assert str(events["CANCELLED"]["url"]).endswith(page)
    assert str(events["CANCELLED"]["uid"]).startswith(f"{number}-20260506T1200@")
    assert "Gaat niet door: woensdag 6 mei" in text_of(visitor, "/nl/zoek.atom?q=voorleeskring")
    kept = text_of(visitor, f"/nl/mijn-lijst?o={number}")
    assert "Gaat niet door: woensdag 6 mei" in kept
    assert "Gaat niet door: woensdag 6 mei" in text_of(visitor, "/nl/zoek?q=voorleeskring")
    for agenda in ("/nl/kalender", "/nl/zoek?weergave=agenda&van=2026-05-06&tot=2026-05-06"):
        html = text_of(visitor, agenda)
        row = html.split(">Voorleeskring<")[1].split("</article>")[0]
        assert "Gaat niet door" in row
        assert "Gaat niet door" not in html.split(">Knutselclub<")[1].split("</article>")[0]


def test_the_event_of_a_date_keeps_its_id_when_other_dates_change(visitor):
    with time_machine.travel(NOW, tick=False):
        path = f"/nl/aanbod/{number_of('ziek')}-voorleeskring.ics"
        whole = {
            str(e["uid"]) for e in Calendar.from_ical(visitor.get(path).get_data()).walk("VEVENT")
        }
        single = Calendar.from_ical(visitor.get(f"{path}?dag={NEXT_WEDNESDAY}").get_data())
        assert {str(event["uid"]) for event in single.walk("VEVENT")} < whole
