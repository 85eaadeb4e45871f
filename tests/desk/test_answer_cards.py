"""Answer cards: which fit a question, and that a coordinator writes those of the own House only."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.db import Database
from app.directory.models.answers import AnswerCard, AnswerCardText
from app.directory.operations.answers import (
    AnswerDraft,
    AnswerWords,
    list_answers,
    save_answer,
    save_shared_answers,
    show_answer,
)
from tests.accounts.signing_in import send, signed_in
from tests.desk.tools_site import text_of
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example

HOME = "/nl/onthaal/beheer/antwoorden"
SYSTEM = Actor.system()
CHECKED = date(2026, 2, 1)
FIELDS = {
    "theme": "playing-together",
    "min_years": "1",
    "max_years": "6",
    "title_nl": "Samen spelen",
    "body_nl": "Kom langs op woensdag.\n\nBreng een kousje mee.",
}


@pytest.fixture
def cleo(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.coordinator_id)


def draft(title: str, theme: str, first: int | None = None, last: int | None = None) -> AnswerDraft:
    return AnswerDraft(theme, {"nl": AnswerWords(title, "Bel ons.")}, CHECKED, first, last)


def last_own_card(database: Database, example: Example) -> AnswerCard:
    with database.reading() as session:
        wanted = select(AnswerCard).where(AnswerCard.house_id == example.house_id)
        return session.scalars(wanted.order_by(AnswerCard.id.desc())).first()


def test_the_nearest_theme_comes_first_then_the_house_itself(
    database: Database, example: Example
) -> None:
    near, far = example.theme_id, example.parent_theme_id
    with database.transaction() as session:
        shared = {
            "far": draft("ver", far),
            "baby": draft("baby", near, 0, 12),
            "near": draft("dichtbij", near),
        }
        save_shared_answers(session, shared)
        own = save_answer(session, example.house_id, None, draft("eigen", near), by=SYSTEM).id
        save_answer(session, example.other_house_id, None, draft("ander", near), by=SYSTEM)

    def titles(age: int | None, *themes: str, limit: int = 9) -> list[str]:
        with database.reading() as session:
            cards = list_answers(
                session, house_id=example.house_id, theme_ids=themes, age_months=age, limit=limit
            )
            return [card.texts[0].title for card in cards]

    assert titles(None, near, far) == ["eigen", "baby", "dichtbij", "ver"]
    assert titles(11, near, far, limit=2) == ["eigen", "baby"]
    assert titles(12, near, far) == ["eigen", "dichtbij", "ver"]
    assert titles(12, far) == ["ver"]
    assert titles(12) == []
    with database.transaction() as session:
        show_answer(session, example.house_id, own, is_shown=False, by=SYSTEM)
        # The same keys again: words change, nothing is doubled.
        save_shared_answers(session, shared | {"near": draft("nieuw", near)})
    assert titles(None, near) == ["baby", "nieuw"]


def test_a_coordinator_writes_changes_hides_and_shows_a_card(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    texts = {"title_fr": "Jouer ensemble", "body_fr": "Venez mercredi."}
    link = {"link_url_nl": "https://tol.example/spelen", "link_text_nl": "Alle uren"}
    assert send(cleo, f"{HOME}/nieuw", **FIELDS, **texts, **link).status_code == 303
    kept = last_own_card(database, example)
    assert (kept.min_age_months, kept.max_age_months) == (12, 72)
    address = f"{HOME}/{kept.id}"
    for part in ("Samen spelen", "Venez mercredi.", "https://tol.example/spelen", 'value="6"'):
        assert part in text_of(cleo, address)
    assert send(cleo, address, **{**FIELDS, "title_nl": "Kom spelen"}).status_code == 303
    with database.reading() as session:
        texts_left = session.scalars(
            select(AnswerCardText).where(AnswerCardText.card_id == kept.id)
        ).all()
        assert [(text.language, text.title) for text in texts_left] == [("nl", "Kom spelen")]
    for way, is_shown in (("verberg", False), ("toon", True)):
        assert send(cleo, f"{address}/{way}", page=HOME).status_code == 303
        assert last_own_card(database, example).is_shown is is_shown
        other_way = "verberg" if is_shown else "toon"
        assert f"{address}/{other_way}" in text_of(cleo, HOME)
    with database.reading() as session:
        about = select(AuditEntry.action).where(
            AuditEntry.subject_kind == "answer_card", AuditEntry.subject_id == kept.id
        )
        actions = session.scalars(about.order_by(AuditEntry.id)).all()
    assert actions == [f"answer-card-{what}" for what in ("added", "changed", "hidden", "shown")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_nl": ""},
        {"body_nl": " "},
        {"theme": "age-3-6"},
        {"max_years": "1"},
        {"title_ar": "نلعب معًا"},
        {"link_url_nl": "http://tol.example", "link_text_nl": "Uren"},
        {"link_url_nl": "javascript:alert(1)", "link_text_nl": "Uren"},
        {"link_text_nl": "Uren"},
    ],
)
def test_a_card_that_is_not_whole_is_refused_with_what_was_typed(
    cleo: PolicedClient, database: Database, example: Example, wrong: dict[str, str]
) -> None:
    before = last_own_card(database, example)
    answer = send(cleo, f"{HOME}/nieuw", **{**FIELDS, **wrong})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'id="fouten"' in page
    assert "Breng een kousje mee." in page or "body_nl" in wrong
    after = last_own_card(database, example)
    assert (before and before.id) == (after and after.id)


def test_cards_of_others_are_read_or_do_not_exist(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    theme = example.theme_id
    with database.transaction() as session:
        save_shared_answers(session, {"gedeeld": draft("Van iedereen", theme)})
        shared = session.scalars(select(AnswerCard).where(AnswerCard.key == "gedeeld")).one().id
        words = draft("Van de buren", theme)
        other = save_answer(session, example.other_house_id, None, words, by=SYSTEM).id
    page = text_of(cleo, HOME)
    assert "Van iedereen" in page
    assert "Van de buren" not in page
    for number in (shared, other):
        assert f"{HOME}/{number}" not in page
        text_of(cleo, f"{HOME}/{number}", 404)
        for way in ("", "/verberg", "/toon"):
            answer = send(cleo, f"{HOME}/{number}{way}", page=f"{HOME}/nieuw", **FIELDS)
            assert answer.status_code == 404
    for name in ("", "/nieuw"):
        assert text_of(cleo, f"/ar/onthaal/beheer/antwoorden{name}")


def test_the_database_keeps_unsafe_links_out(database: Database, example: Example) -> None:
    words = AnswerWords("Titel", "Bel ons.", "javascript:alert(1)", "Klik")
    unsafe = AnswerDraft(example.theme_id, {"nl": words}, CHECKED)
    with pytest.raises(IntegrityError), database.transaction() as session:
        save_answer(session, example.house_id, None, unsafe, by=SYSTEM)
