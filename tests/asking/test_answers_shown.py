"""Short answers of the House stand above the offers before a family sends its question."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER
from app.exchange.seed_answers import read_answers
from app.exchange.seed_offers import SeedError
from app.i18n import LANGUAGES
from tests.asking.conftest import Family
from tests.sites import TODAY

FILE: Path = PROJECT_FOLDER / "data" / "seed" / "answers.toml"


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("nl", "Mijn baby weent de hele avond", "Je baby weent veel"),
        ("fr", "Notre bébé pleure beaucoup", "Votre bébé pleure beaucoup"),
        ("en", "My child won't sleep", "Your child does not sleep through the night"),
        ("ar", "طفلي يبكي كثيرا", "طفلك الرضيع يبكي كثيرًا"),
    ],
)
def test_the_answer_comes_before_the_offers(
    family: Family, language: str, text: str, title: str
) -> None:
    path = f"/{language}/stel-je-vraag"
    family.read(path)
    family.press(path, **family.hidden(), text=text, municipality="Dendermonde", step="look")
    page = family.page
    assert 0 < page.index(title) < page.index('id="aanbod-') < page.index("data-ask")
    card = page[page.index(title) : page.index('id="aanbod-')]
    assert "Huis van het Kind Dender" in card
    assert f'lang="{language}"' not in card


def test_the_age_of_the_child_chooses_the_answer(family: Family) -> None:
    family.read("/nl/stel-je-vraag")
    family.send("Mijn dochter plast in bed", age="6 jaar", step="look")
    assert "Je kind plast nog in bed" in family.page
    assert "Je kind leert zindelijk worden" not in family.page


def test_a_question_about_something_else_gets_no_answer_card(family: Family) -> None:
    family.read("/nl/stel-je-vraag")
    family.send("Waar kan ik luiers krijgen?", step="look")
    assert 'id="aanbod-' in family.page
    assert "answer-card" not in family.page


def test_each_seeded_card_is_short_and_in_every_language() -> None:
    data = tomllib.loads(FILE.read_text("utf-8"))
    drafts = read_answers(data, {item["theme"] for item in data["answer"]}, TODAY)
    assert len(drafts) >= 12
    for key, draft in drafts.items():
        assert set(draft.words) == set(LANGUAGES), key
        for language, words in draft.words.items():
            sentences = [part for part in re.split(r"[.?!؟]", words.body) if part.strip()]
            assert 3 <= len(sentences) <= 6, (key, language)
            assert "\n\n" in words.body, (key, language)


def test_a_mistake_in_the_seed_is_told_with_its_card() -> None:
    item = {"id": "kaart", "theme": "sleep", "verified_months_ago": 1, "nl": {"title": "t"}}
    with pytest.raises(SeedError, match=r"kaart.*body"):
        read_answers({"answer": [item]}, {"sleep"}, TODAY)
    item["nl"] = {"title": "t", "body": "b"}
    with pytest.raises(SeedError, match="unknown theme 'sleep'"):
        read_answers({"answer": [item]}, {"eating"}, TODAY)
    with pytest.raises(SeedError, match="twice"):
        read_answers({"answer": [item, item]}, {"sleep"}, TODAY)
