"""Differences in words: every fact has a name, and no change looks like none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.directory.drafts import ImageDraft
from app.finder.fact_words import DifferenceView, difference_view, fact_label, text_parts
from app.publishing.differences import FACTS, WORDS, list_differences
from app.publishing.facts import ProposedOffer
from tests.data.directory_examples import OPENING, OTHER_PLACE, PLACE, STORY_HOUR, WEEKLY

BASE = ProposedOffer(STORY_HOUR, (PLACE, OTHER_PLACE))


@pytest.fixture(autouse=True)
def in_dutch(site: Flask) -> Iterator[None]:
    with site.test_request_context("/nl/"):
        yield


def shown(**facts: object) -> DifferenceView:
    after = replace(BASE, offer=replace(STORY_HOUR, **facts))  # type: ignore[arg-type]
    (difference,) = list_differences(BASE, after)
    return difference_view(difference, places=BASE.places, today=date(2026, 3, 3))


def test_every_fact_has_a_dutch_name() -> None:
    for fact in (*WORDS, *FACTS):
        assert fact_label(fact) != fact, fact
    assert fact_label("title:fr") == "Titel (Frans)"


def test_a_text_is_told_word_by_word() -> None:
    parts = text_parts("Elke woensdag om twee uur.", "Elke vrijdag om twee uur.")
    assert [(part.kind.value, part.text) for part in parts] == [
        ("same", "Elke"),
        ("gone", " woensdag"),
        ("new", " vrijdag"),
        ("same", " om twee uur."),
    ]
    added = text_parts("Voor kinderen", "Voor kinderen, ook samen")
    assert [(part.kind.value, part.text) for part in added] == [
        ("same", "Voor kinderen"),
        ("new", ", ook samen"),
    ]
    long = " ".join(str(number) for number in range(3_000))
    assert [part.kind.value for part in text_parts(long, f"{long} en")] == ["gone", "new"]


def test_values_are_told_as_families_read_them() -> None:
    assert shown(price_cents=250).after == ("€\u00a02,50",)
    assert shown(price_cents=None).after == ()
    assert shown(min_age_months=-9).after == ("zwangerschap",)
    assert shown(term_ids=("acc-buggy",)).after == ("Met de buggy",)
    assert shown(area_nis=()).before == ("Lokeren",)
    assert shown(is_at_home=True).after == ("ja",)
    assert shown(contacts=()).before[1] == (
        "e-mail: intern@bibdepagina.example, alleen voor collega's"
    )
    assert shown(location_keys=("zaal-temse",)).after == ("Zaal, Kaai 2, 9140 Temse",)
    assert shown(closures=()).before == ("24 december tot en met 2 januari, elk jaar (feest)",)


def test_a_rule_is_told_with_what_makes_it_another() -> None:
    ending = replace(WEEKLY, rrule="FREQ=WEEKLY;BYDAY=WE;UNTIL=20260630")
    view = shown(schedules=(ending, OPENING))
    gone = set(view.before) - set(view.after)
    came = set(view.after) - set(view.before)
    assert len(gone) == len(came) == 1
    assert "tot en met dinsdag 30 juni 2026" in came.pop()
    more = replace(WEEKLY, except_days=(*WEEKLY.except_days, date(2026, 3, 4)))
    view = shown(schedules=(more, OPENING))
    assert set(view.after) - set(view.before) == {"Niet op woensdag 4 maart 2026"}
    counted = replace(WEEKLY, rrule="FREQ=WEEKLY;BYDAY=WE;COUNT=5")
    fewer = replace(WEEKLY, rrule="FREQ=WEEKLY;BYDAY=WE;COUNT=4")
    told, other = (shown(schedules=(item, OPENING)).after for item in (counted, fewer))
    assert told != other
    assert told[0].startswith("Elke week op woensdag")
    assert "5 keer" in told[0]


def test_a_change_that_no_words_tell_is_still_seen() -> None:
    view = shown(images=(ImageDraft("", "", STORY_HOUR.images[0].alternatives, "a.webp"),))
    assert view.after != view.before
