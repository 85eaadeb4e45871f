"""The short form and the proposed offer say the same, and the form touches only what it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.directory.drafts import OfferDraft, ScheduleDraft, WordsDraft
from app.directory.models.offers import OfferKind
from app.portal.submitting.quick_facts import Known, can_ask_when, from_proposed, to_proposed
from app.portal.submitting.quick_values import euro_field, parse_cents, split_town
from app.publishing.facts import ProposedOffer
from tests.data.directory_examples import LOKEREN, OTHER_PLACE, PLACE, STORY_HOUR, TEMSE

KNOWN = Known(
    {"playing-together": "domain", "meeting": "domain", "form-course": "form", "acc-buggy": "acc"},
    {PLACE.key: PLACE, OTHER_PLACE.key: OTHER_PLACE},
    (LOKEREN, TEMSE),
)
WHOLE = ProposedOffer(STORY_HOUR, (PLACE, OTHER_PLACE))
EMPTY = ProposedOffer(OfferDraft("partner", "", OfferKind.ACTIVITY, "bib-de-pagina", {}))
SERIES = {"first_day": date(2026, 11, 25), "start_time": time(14), "end_time": time(16)}


def told(before: ProposedOffer = EMPTY, **changes: Any) -> OfferDraft:
    values = {**from_proposed(before, KNOWN), "weekdays": [], "last_day": None, **changes}
    values = {**dict.fromkeys(("place_name", "is_off_on_public_holidays", *SERIES)), **values}
    return to_proposed(values, before, KNOWN).offer


def test_a_form_that_is_sent_as_it_came_changes_nothing() -> None:
    assert to_proposed(from_proposed(WHOLE, KNOWN), WHOLE, KNOWN) == WHOLE


@pytest.mark.parametrize(
    ("choice", "rule"),
    [
        ({"pattern": "once"}, ""),
        ({"pattern": "weekly"}, "FREQ=WEEKLY;BYDAY=WE"),
        ({"pattern": "monthly_weekday"}, "FREQ=MONTHLY;BYDAY=4WE"),
        ({"pattern": "monthly_last"}, "FREQ=MONTHLY;BYDAY=-1WE"),
        ({"pattern": "weekdays", "weekdays": ["4", "2"]}, "FREQ=WEEKLY;BYDAY=WE,FR"),
    ],
)
def test_each_pattern_is_a_rule_that_the_form_reads_again(
    choice: dict[str, Any], rule: str
) -> None:
    offer = told(**SERIES, **choice)
    (schedule,) = offer.schedules
    assert schedule.rrule == rule
    again = from_proposed(ProposedOffer(offer), KNOWN)
    assert again["pattern"] == choice["pattern"]
    assert again["first_day"] == SERIES["first_day"]


def test_days_named_one_by_one_survive_another_hour() -> None:
    offer = told(WHOLE, start_time=time(13))
    assert offer.schedules[0].start_time == time(13)
    assert offer.schedules[0].except_days == STORY_HOUR.schedules[0].except_days
    assert offer.schedules[0].extra_days == STORY_HOUR.schedules[0].extra_days
    assert offer.schedules[1] == STORY_HOUR.schedules[1]


def test_a_place_that_is_taken_away_takes_its_rules_along_to_everywhere() -> None:
    offer = told(WHOLE, places=[OTHER_PLACE.key])
    assert offer.location_keys == (OTHER_PLACE.key,)
    assert {item.location_key for item in offer.schedules} == {None}


def test_what_only_other_pages_ask_stays() -> None:
    before = replace(STORY_HOUR, term_ids=("meeting", "playing-together", "acc-buggy"))
    offer = told(ProposedOffer(before, WHOLE.places), theme="playing-together", second_theme="")
    assert offer.term_ids == ("playing-together", "acc-buggy")
    assert offer.words["nl"].description == STORY_HOUR.words["nl"].description
    assert offer.words["fr"] == WordsDraft("Heure du conte")
    assert offer.contacts == STORY_HOUR.contacts


def test_at_home_without_a_choice_is_wherever_the_houses_of_the_partner_work() -> None:
    assert told(is_at_home=True).area_nis == (LOKEREN, TEMSE)
    assert told(is_at_home=True, areas=[TEMSE]).area_nis == (TEMSE,)
    assert told(is_online=True).online == "yes"
    assert told(is_online=True, places=[PLACE.key]).online == "both"


def test_ages_before_birth_and_in_months_come_back_as_they_were() -> None:
    offer = told(min_unit="pregnancy", max_age=18, max_unit="months")
    assert (offer.min_age_months, offer.max_age_months) == (-9, 18)
    again = from_proposed(ProposedOffer(offer), KNOWN)
    assert (again["min_age"], again["min_unit"]) == (None, "pregnancy")
    assert (again["max_age"], again["max_unit"]) == (18, "months")


def test_days_that_the_form_cannot_tell_are_asked_elsewhere() -> None:
    yearly = ScheduleDraft(
        starts_on=date(2026, 5, 1), start_time=time(9), end_time=time(10), rrule="FREQ=YEARLY"
    )
    before = ProposedOffer(replace(STORY_HOUR, schedules=(yearly,)))
    assert not can_ask_when(before)
    values = from_proposed(before, KNOWN)
    assert "first_day" not in values
    assert to_proposed(values, before, KNOWN).offer.schedules == (yearly,)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2", 200),
        ("2,50", 250),
        ("€ 2.5", 250),
        ("0", 0),
        ("twee", None),
        ("-1", None),
        ("1e3", None),
    ],
)
def test_amounts_as_people_type_them(text: str, cents: int | None) -> None:
    assert parse_cents(text) == cents
    assert cents is None or parse_cents(euro_field(cents)) == cents


def test_postcode_and_town_come_in_one_line() -> None:
    assert split_town("9160 Lokeren") == ("9160", "Lokeren")
    assert split_town(" Temse ") == ("", "Temse")
