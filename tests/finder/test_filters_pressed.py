"""Filters as a visitor without JavaScript presses them: or among radios, and among checkboxes."""

from __future__ import annotations

import re

from flask import Flask

from tests.finder.asked_pages import address_of, find, understand
from tests.policing import PolicedClient

PRESSED = re.compile(
    r'<input type="(?:radio|checkbox)" form="zoek" name="(\w+)" value="([^"]+)"'
    r'(?:(?!</label>).)*<span class="tally">(\d+)</span>',
    re.DOTALL,
)


def test_the_page_shows_the_counts_that_its_choices_lead_to(client: PolicedClient) -> None:
    """The same through the whole page, as a visitor without JavaScript presses them."""
    address = address_of({"q": "spelen", "plaats": "Lokeren"})
    body = client.get(address).get_data(as_text=True)
    labels = PRESSED.findall(body)
    assert len(labels) > 25
    for name, value, count in labels[::4]:
        answer = client.get(f"{address}&{name}={value}").get_data(as_text=True)
        found = re.search(r"data-summary>(\d+) result", answer)
        assert found is not None
        assert found[1] == count, f"{name}={value}"


def test_alternatives_have_a_way_back_and_exactly_one_is_chosen(app: Flask) -> None:
    for page in (find(app), find(app, dag="wo", thema="sports")):
        for group in page.filters:
            if group.kind == "radio":
                assert group.choices[0].value == ""
                assert sum(choice.is_chosen for choice in group.choices) == 1


def test_a_value_that_leaves_nothing_is_not_offered(app: Flask) -> None:
    page = find(app, q="luierbank")
    assert all(
        choice.count is None or choice.count > 0
        for group in page.filters
        for choice in group.choices
    )


def test_below_a_theme_its_narrower_ones_are_offered(app: Flask) -> None:
    group = next(item for item in find(app, thema="leisure").filters if item.name == "thema")
    values = {choice.value for choice in group.choices}
    assert {"sports", "holiday-camps"} <= values
    narrow = next(item for item in find(app, thema="sports").filters if item.name == "thema")
    assert "holiday-camps" in {choice.value for choice in narrow.choices}


def test_checkboxes_mean_and(app: Flask) -> None:
    one, two = find(app, toegang="acc-buggy"), find(app, toegang="acc-wheelchair")
    both = find(app, toegang=["acc-buggy", "acc-wheelchair"])
    assert 0 < both.total <= min(one.total, two.total)


def test_repeated_alternatives_mean_or(app: Flask) -> None:
    one, two = find(app, soort="activiteit"), find(app, soort="opvang")
    assert find(app, soort=["activiteit", "opvang"]).total == one.total + two.total


def test_days_of_the_field_replace_those_of_the_words(app: Flask) -> None:
    assert understand(app, q="zwemmen woensdag", dag="za").query.weekdays == (5,)
    assert understand(app, q="zwemmen woensdag").query.weekdays == (2,)
