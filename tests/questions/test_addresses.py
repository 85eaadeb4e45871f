"""The addresses that letters name are addresses of the site."""

from __future__ import annotations

import pytest
from flask import Flask

from app.i18n import LANGUAGES
from app.questions import addresses


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        (addresses.ask_path, "asking.ask"),
        (addresses.enter_path, "asking.enter"),
        (addresses.inbox_path, "desk.inbox"),
        (lambda code: addresses.question_path(code, 7), "desk_question.show"),
        (lambda code: addresses.referral_link_path(code, "tok"), "portal_link.knock"),
        (addresses.referrals_path, "portal.referrals"),
        (addresses.letters_path, "desk_oversight.letters"),
        (lambda code: addresses.invitation_path(code, "tok"), "accounts.invitation"),
    ],
)
def test_letters_name_addresses_of_the_site(app: Flask, path: object, endpoint: str) -> None:
    builder = app.url_map.bind("localhost")
    for language in LANGUAGES:
        found, values = builder.match(path(language), method="GET")
        assert found == endpoint
        assert values["language"] == language


def test_the_name_of_the_site_stands_before_a_path() -> None:
    whole = addresses.absolute("https://dichtbij.example/", addresses.enter_path("fr"))
    assert whole == "https://dichtbij.example/fr/mijn-vraag"
