"""The page of a question, as colleagues use it without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import SignIn
from app.db import Database, utc_now
from app.desk.steps import step_text
from app.mail.models import Letter
from app.questions.models.desks import ReplyTemplate
from app.questions.models.questions import Message, Question
from app.questions.operations.answering import add_note
from app.questions.operations.changing import desk
from tests.accounts.signing_in import find_token, signed_in
from tests.desk.questions.pressing import count_readings, path_of, press
from tests.policing import PolicedClient
from tests.questions.desk_examples import CONTACT, WORDS, Example, add_referral
from tests.statements import count_statements


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_reading_a_question_shows_all_and_leaves_one_trace(
    omar: PolicedClient,
    database: Database,
    example: Example,
    question_id: int,
    language: str,
) -> None:
    with database.transaction() as session:
        question = session.get_one(Question, question_id)
        add_note(session, question, "Mama is moe.", by=desk(example.colleague_id), now=utc_now())
        add_referral(session, example, question, now=utc_now())
    page = omar.get(path_of(question_id).replace("/nl/", f"/{language}/")).get_data(as_text=True)
    assert WORDS in page
    assert all(part in page for part in (CONTACT.name, CONTACT.phone, "Mama is moe.", "De Pagina"))
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Zilverbes" not in title
    assert question.reference in title
    assert count_readings(database, question_id) == 1
    with database.reading() as session:
        assert session.get_one(Question, question_id).first_opened_at is not None


def test_an_answer_reaches_the_family_with_the_offers_that_are_ticked(
    omar: PolicedClient, database: Database, example: Example, question_id: int
) -> None:
    omar.get(path_of(question_id, f"?aanbod={example.other_offer_id}"))
    page = omar.get(path_of(question_id, f"?aanbod={example.offer_id}")).get_data(as_text=True)
    assert page.count('name="offers"') == 2
    fields = {"text": "Kom langs.", "offers": str(example.offer_id)}
    answer = press(omar, question_id, "/antwoord", page, **fields)
    assert answer.status_code == 303
    page = omar.get(path_of(question_id)).get_data(as_text=True)
    assert "Kom langs." in page
    assert f"/aanbod/{example.offer_id}-" in page
    assert f"/aanbod/{example.other_offer_id}-" not in page
    assert 'name="offers"' not in page
    with database.reading() as session:
        assert session.get_one(Question, question_id).state == "waiting-family"
        about = select(Letter.kind).where(Letter.about_id == question_id)
        assert "question-answered" in session.scalars(about).all()


def test_the_second_of_two_answers_keeps_its_text_and_sees_the_first(
    omar: PolicedClient, karel: PolicedClient, database: Database, question_id: int
) -> None:
    mine, theirs = (
        client.get(path_of(question_id)).get_data(as_text=True) for client in (omar, karel)
    )
    assert "Ook nu open bij: Omar" in theirs
    assert press(omar, question_id, "/antwoord", mine, text="Eerste.").status_code == 303
    late = press(karel, question_id, "/antwoord", theirs, text="Tweede antwoord.")
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Een collega was je net voor" in page
    assert "Eerste." in page
    assert "Tweede antwoord.</textarea>" in page
    again = press(karel, question_id, "/antwoord", page, text="Tweede antwoord.")
    assert again.status_code == 303
    with database.reading() as session:
        answers = select(func.count(Message.id)).where(
            Message.question_id == question_id, Message.kind == "answer"
        )
        assert session.scalar(answers) == 2


def routes_by_question(app: Flask) -> list[tuple[str, str]]:
    """(method, address ending) of each route of this page."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk_question."):
            ending = rule.rule.rpartition(">")[2]
            found.append(("GET" if "GET" in (rule.methods or ()) else "POST", ending))
    return found


def test_other_houses_and_volunteers_get_nothing_from_any_address(
    site: Flask, example: Example, question_id: int, database: Database
) -> None:
    people = {example.other_onthaal_id: 404, example.volunteer_id: 403}
    routes = routes_by_question(site)
    assert len(routes) >= 14
    fields = {"text": "x", "note": "x", "outcome": "reached", "until": "2030-01-01", "version": "1"}
    fields |= {"reason": "answered", "into": "K7M-3QP", "is_same_family": "y", "team": ""}
    for person_id, status in people.items():
        client = signed_in(site, person_id)
        token = find_token(client, "/nl/mijn-account")
        fields["team"] = str(example.other_team_id)
        for method, ending in routes:
            answer = client.open(
                path_of(question_id, ending), method=method, data={"csrf_token": token, **fields}
            )
            assert answer.status_code == status, (person_id, ending)
            assert "Zilverbes" not in answer.get_data(as_text=True)
        assert client.get("/nl/onthaal").status_code == (200 if status == 404 else 403)
    with database.reading() as session:
        question = session.get_one(Question, question_id)
        assert (question.version, question.first_opened_at) == (1, None)
    assert count_readings(database, question_id) == 0


@pytest.mark.parametrize(
    ("act", "fields", "text"),
    [
        ("/antwoord", {"text": "  "}, "Schrijf eerst je antwoord."),
        ("/notitie", {"note": ""}, "Schrijf eerst je notitie."),
        ("/gebeld", {"call_note": "Even gebeld."}, "Even gebeld."),
        ("/later", {"until": "gisteren"}, "Kies een datum"),
        ("/later", {"until": "2029-01-01"}, "niet later dan beloofd"),
        ("/sluit", {}, "Kies een reden."),
        ("/geef", {"owner": "999", "team": "999"}, "Kies een van de mogelijkheden."),
        ("/dubbel", {"into": "K7M-3QP"}, "Kruis dit aan als je zeker bent."),
        ("/dubbel", {"into": "K7M-3QP", "is_same_family": "y"}, "Kijk het nummer na."),
    ],
)
def test_what_is_not_filled_in_well_comes_back_with_a_sentence(
    omar: PolicedClient, question_id: int, act: str, fields: dict[str, str], text: str
) -> None:
    answer = press(omar, question_id, act, **fields)
    assert answer.status_code == 422
    assert text in answer.get_data(as_text=True)


def test_a_question_goes_through_all_hands(
    omar: PolicedClient, database: Database, example: Example, question_id: int
) -> None:
    acts: list[tuple[str, dict[str, str]]] = [
        ("/neem", {}),
        ("/laat-los", {}),
        ("/notitie", {"note": "Bel voor vier uur."}),
        ("/gebeld", {"outcome": "in-vain", "call_note": ""}),
        ("/geef", {"owner": str(example.onthaal_id), "team": str(example.second_team_id)}),
        ("/te-moeilijk", {}),
        ("/gebeld", {"outcome": "reached", "call_note": "Ze komt langs."}),
        ("/sluit", {"reason": "answered"}),
        ("/heropen", {}),
    ]
    for act, fields in acts:
        assert press(omar, question_id, act, **fields).status_code == 303, act
    page = omar.get(path_of(question_id)).get_data(as_text=True)
    for words in (
        "Genomen",
        "Losgelaten",
        "niemand nam op",
        "Toegewezen",
        "Te moeilijk",
        "Opnieuw",
    ):
        assert words in page
    with database.reading() as session:
        question = session.get_one(Question, question_id)
        assert (question.state, question.owner_id) == ("open", example.coordinator_id)


def test_an_answer_in_progress_survives_a_search_and_a_template(
    omar: PolicedClient, database: Database, example: Example, question_id: int
) -> None:
    with database.transaction() as session:
        body = "Dag, wij zijn {desk_name}. Je nummer is {reference}. {onbekend}"
        template = ReplyTemplate(house_id=example.house_id, title="Welkom", body=body)
        session.add(template)
        session.flush()
        reference = session.get_one(Question, question_id).reference
    answer = press(omar, question_id, "/bewaar", text="Dag Zilverbes,", next="search")
    assert answer.headers["Location"].endswith(f"/nl/onthaal/zoek?vraag={question_id}")
    fields = {"text": "Dag Zilverbes,", "next": "template", "template": str(template.id)}
    answer = press(omar, question_id, "/bewaar", **fields)
    assert "Zilverbes" not in answer.headers["Location"]
    page = omar.get(path_of(question_id)).get_data(as_text=True)
    assert "Vul zelf nog in: onbekend" in page
    written = page.split("</textarea>")[0].rpartition(">")[2]
    assert written.strip().startswith("Dag Zilverbes,")
    assert f"Je nummer is {reference}. {{onbekend}}" in written
    assert press(omar, question_id, "/antwoord", page, text=written).status_code == 303
    assert "Dag Zilverbes," not in omar.get("/nl/onthaal").get_data(as_text=True)


def test_what_was_typed_when_the_sign_in_had_ended_is_offered_again(
    site: Flask, database: Database, example: Example, question_id: int
) -> None:
    client = signed_in(site, example.onthaal_id)
    page = client.get(path_of(question_id)).get_data(as_text=True)
    with database.transaction() as session:
        long_ago = utc_now().replace(year=2020)
        session.execute(
            update(SignIn)
            .where(SignIn.person_id == example.onthaal_id)
            .values(last_seen_at=long_ago)
        )
    sent = press(client, question_id, "/antwoord", page, text="Bijna klaar met typen.")
    assert "/aanmelden" in sent.headers["Location"]
    back = signed_in(site, example.onthaal_id).get(path_of(question_id)).get_data(as_text=True)
    assert "Bijna klaar met typen.</textarea>" in back


def test_a_page_tells_who_else_is_there(
    omar: PolicedClient, karel: PolicedClient, question_id: int
) -> None:
    karel.get(path_of(question_id))
    seen = press(omar, question_id, "/aanwezig")
    assert seen.json == {"present": ["Karel"], "version": 1}
    press(karel, question_id, "/aanwezig", leaving="1")
    assert press(omar, question_id, "/aanwezig").json == {"present": [], "version": 1}


def test_a_long_question_asks_no_more_of_the_database_than_a_short_one(
    omar: PolicedClient, database: Database, example: Example, question_id: int
) -> None:
    def ask() -> int:
        with count_statements(database) as seen:
            assert omar.get(path_of(question_id)).status_code == 200
        return len(seen)

    with database.transaction() as session:
        question = session.get_one(Question, question_id)
        add_note(session, question, "Eén", by=desk(example.colleague_id), now=utc_now())
        add_referral(session, example, question, now=utc_now())
    ask()
    few = ask()
    with database.transaction() as session:
        question = session.get_one(Question, question_id)
        for number in range(12):
            by = desk(example.colleague_id if number % 2 else example.coordinator_id)
            add_note(session, question, f"Notitie {number}", by=by, now=utc_now())
        add_referral(session, example, question, now=utc_now(), with_consent=False)
    assert ask() == few


def test_every_step_of_a_question_has_its_words() -> None:
    unknown = step_text("zomaar")
    source = "".join(
        path.read_text("utf-8") for path in Path("app/questions/operations").glob("*.py")
    )
    actions = set(re.findall(r'action="([a-z-]+)"', source))
    actions |= set(re.findall(r'(?:add|note)_step\(\s*\w+, \w+, "([a-z-]+)"', source))
    assert len(actions) > 15
    assert {action for action in actions if step_text(action) == unknown} == set()
