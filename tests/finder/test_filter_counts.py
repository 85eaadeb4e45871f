"""The count beside a filter value is the number of results after pressing it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from app.finder.pages import ResultsPage
from tests.finder.conftest import Find

SEARCHES = (
    "",
    "?q=luiers",
    "?q=opvoeding&plaats=Temse",
    "?plaats=Lokeren&straal=5",
    "?plaats=Beveren&straal=gemeente",
    "?kind=9+maanden&kind=4+jaar&plaats=Sint-Niklaas",
    "?dag=wo&dagdeel=namiddag",
    "?thema=leisure&dag=za",
    "?prijs=gratis&inloop=1",
    "?taal=fr&toegang=acc-wheelchair",
    "?soort=activiteit&leeftijd=age-3-6",
)


def pressed(address: str, name: str, kind: str, value: str) -> str:
    """The address after a visitor chooses a value: radios replace, checkboxes add."""
    pairs = [tuple(part.split("=", 1)) for part in address.lstrip("?").split("&") if part]
    if kind == "radio":
        pairs = [pair for pair in pairs if pair[0] != name]
    return "?" + "&".join(f"{key}={text}" for key, text in [*pairs, (name, value)])


@pytest.mark.parametrize("address", SEARCHES)
def test_count_of_a_value_is_the_total_after_choosing_it(find: Find, address: str) -> None:
    page = find(address)
    assert page.filters
    for group in page.filters:
        for choice in group.choices:
            if not choice.value or choice.is_chosen:
                continue
            after = find(pressed(address, group.name, group.kind, choice.value))
            assert after.total == choice.count, (group.name, choice.value)


@pytest.mark.parametrize("address", ["?q=spelen&plaats=Temse", "?plaats=Dendermonde&prijs=gratis"])
def test_count_beside_a_distance_is_the_total_within_it(find: Find, address: str) -> None:
    for radius in find(address).box.radii:
        if radius.count is not None:
            assert find(f"{address}&straal={radius.url}").total == radius.count


def test_first_choice_of_alternatives_takes_the_filter_away(find: Find) -> None:
    page = find("?q=spelen&dag=wo")
    days = next(group for group in page.filters if group.name == "dag")
    assert days.choices[0].value == ""
    assert not days.choices[0].is_chosen
    assert find("?q=spelen&dag=").total >= page.total


def test_chosen_values_stay_visible_when_they_leave_nothing(find: Find) -> None:
    page = find("?q=asdfgh&dag=wo&prijs=gratis")
    assert page.total == 0
    chosen = {
        choice.value for group in page.filters for choice in group.choices if choice.is_chosen
    }
    assert chosen >= {"wo", "gratis"}


def arguments_of(page: ResultsPage) -> MultiDict[str, str]:
    """What the search box would send on, to see that nothing of a search is lost."""
    return MultiDict(page.box.hidden)


def test_box_carries_what_it_has_no_field_for(find: Find) -> None:
    page = find("?" + urlencode({"q": "spelen", "weergave": "kaart", "lijst": "1,2"}))
    assert arguments_of(page).to_dict() == {"weergave": "kaart", "lijst": "1,2"}
