"""A family asks without JavaScript: what it sees first, what is kept, what never shows."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app.db import Database
from app.i18n import LANGUAGES, format_day
from app.questions.models.questions import Question
from app.questions.operations.family import find_own_question
from app.questions.operations.reading import open_contact, open_context
from app.questions.operations.status import read_status
from app.questions.values import ContactDetails
from app.web.installation import Installation
from tests.asking.conftest import QUESTION, Family, last_question, shown_code
from tests.sites import TODAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_what_it_is_not_and_only_then_a_field(family: Family, language: str) -> None:
    page = family.read(f"/{language}/stel-je-vraag")
    main = page[page.index("<main") :]
    for number in ("112", "1712", "1813", "102", "106"):
        assert 0 < main.index(f"tel:{number}") < main.index("<textarea")
    assert main.index("geen-nood") < main.index("<textarea")


def test_each_page_of_the_journey_can_be_left_at_once(family: Family) -> None:
    pages = [family.read("/nl/stel-je-vraag")]
    family.send(step="look")
    pages.append(family.page)
    family.send()
    paths = ("nieuw", "overzicht", "overzicht/wissen", "gewist")
    pages += [family.read(f"/nl/mijn-vraag/{path}") for path in paths]
    pages.append(family.read("/nl/mijn-vraag"))
    for page in pages:
        assert 'rel="noreferrer nofollow" data-exit' in page
        title = re.findall(r"<title>(.*?)</title>", page)
        assert title == ["Bericht · Dichtbij"]


def test_nothing_of_the_journey_stays_in_a_cache(family: Family) -> None:
    for path in ("stel-je-vraag", "mijn-vraag", "mijn-vraag/gewist"):
        assert family.client.get(f"/nl/{path}").headers["Cache-Control"] == "no-store"
    family.read("/nl/stel-je-vraag")
    assert family.send(step="look").headers["Cache-Control"] == "no-store"
    assert family.send().headers["Cache-Control"] == "no-store"


def test_first_what_there_is_already_then_sending_with_the_text_kept(family: Family) -> None:
    family.read("/nl/stel-je-vraag")
    response = family.send(municipality="Temse", age="2 jaar", step="look")
    assert response.status_code == 200
    assert "card-title" in family.page
    assert QUESTION in family.page
    assert 'value="Temse"' in family.page
    response = family.send(municipality="Temse")
    assert response.status_code == 303
    assert urlsplit(response.headers["Location"]).path == "/nl/mijn-vraag/nieuw"


def test_the_code_is_shown_once_and_opens_the_question(family: Family, database: Database) -> None:
    family.send(municipality="9140", age="30 maanden", spoken="ar")
    reference, code = shown_code(family.read("/nl/mijn-vraag/nieuw"))
    assert "Hoe staat het?" in family.read("/nl/mijn-vraag/nieuw")
    assert code not in family.page
    kept = last_question(database)
    assert kept.reference == reference
    assert (kept.child_age_months, kept.spoken_language, kept.state) == (30, "ar", "new")
    assert kept.code_digest
    assert code.replace(" ", "") not in kept.code_digest
    family.press("/nl/mijn-vraag/overzicht/weg")
    assert "Open mijn vraag" in family.read("/nl/mijn-vraag/overzicht")
    typed = {"reference": reference.lower(), "code": code.upper().replace(" ", "-")}
    assert family.press("/nl/mijn-vraag", **typed).status_code == 303
    assert QUESTION in family.read("/nl/mijn-vraag/overzicht")


def test_the_page_promises_the_day_that_the_desk_sees(family: Family, database: Database) -> None:
    asking = family.read("/nl/stel-je-vraag?plaats=temse")
    family.send(municipality="Temse")
    due_at = last_question(database).due_at
    assert due_at is not None
    day = format_day(due_at.date(), "EEEE d MMMM")
    promise = f"Je krijgt antwoord ten laatste op {day}."
    assert promise in asking
    assert promise in family.read("/nl/mijn-vraag/nieuw")
    assert promise in family.read("/nl/mijn-vraag/overzicht")
    assert due_at.date() > TODAY
    assert due_at.date() < TODAY + timedelta(days=12)


def test_a_wrong_code_shows_the_page_of_an_unknown_reference(family: Family) -> None:
    family.send()
    reference, _code = shown_code(family.read("/nl/mijn-vraag/nieuw"))
    family.press("/nl/mijn-vraag/overzicht/weg")
    family.read("/nl/mijn-vraag")
    pages = []
    for typed in (reference, "QQQ-QQQ"):
        response = family.press("/nl/mijn-vraag", reference=typed, code="kito ramu fase lobi demu")
        assert response.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", family.page))
    assert pages[0] == pages[1]
    assert "passen niet samen" in pages[0]


def test_many_wrong_codes_get_a_clear_sentence(family: Family) -> None:
    family.read("/nl/mijn-vraag")
    for _number in range(11):
        family.press("/nl/mijn-vraag", reference="AAA-CCC", code="lala lala")
    assert "Wacht tien minuten, of bel het onthaal." in family.page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "Schrijf je vraag."),
        ({"age": "blauw"}, "Schrijf de leeftijd zo"),
        ({"municipality": "Xqzzzwvv"}, "We kennen deze plaats niet."),
        ({"reach": "email", "email": "mira"}, "Vul een e-mailadres in"),
        ({"reach": "phone", "phone": "bel maar"}, "Vul een telefoonnummer in"),
        ({"on_behalf": "school"}, "Zeg of het gezin weet"),
        ({"reach": "pigeon"}, "Kies een van de mogelijkheden."),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    family: Family, database: Database, fields: dict[str, str], sentence: str
) -> None:
    family.read("/nl/stel-je-vraag")
    response = family.send(**{"text": QUESTION, **fields})
    assert response.status_code == 422
    assert sentence in family.page
    if fields.get("text") is None:
        assert QUESTION in family.page


def test_a_name_of_more_places_gives_a_choice(family: Family, database: Database) -> None:
    family.read("/nl/stel-je-vraag")
    for clear in ("Sint-Niklaas", "Beveren"):
        assert family.send(municipality=clear).status_code == 303
        family.read("/nl/stel-je-vraag")
    assert last_question(database).municipality_nis == "46030"
    assert family.send(municipality="Halle").status_code == 422
    choices = re.findall(r'name="place" value="([^"]+)"', family.page)
    assert len(choices) > 1
    assert family.send(municipality="Halle", place=choices[1]).status_code == 303
    assert last_question(database).municipality_nis == "11055"


def test_the_search_comes_along_only_when_it_is_ticked(family: Family, database: Database) -> None:
    address = "/nl/stel-je-vraag?q=slaaptekort&plaats=temse&kind=2+jaar&o=1,2,x"
    page = family.read(address)
    assert "Dit zocht je: slaaptekort, temse, 2 keer aanbod." in page
    assert 'value="2 jaar"' in page
    family.send()
    assert last_question(database).context_sealed is None
    family.read(address)
    family.send(take_along="y")
    with database.reading() as session:
        kept = session.scalars(select(Question).order_by(Question.id.desc()).limit(1)).one()
        context = open_context(session, kept)
    assert (context.words, context.place, context.offer_ids) == ("slaaptekort", "temse", (1, 2))


def test_how_to_be_reached_is_kept_and_nothing_more(family: Family, database: Database) -> None:
    contact = {"email": "mira@thuis.example", "phone": "0470 12 34 56", "when": "na 16 uur"}
    family.send(reach="phone", on_behalf="school", family_knows="no", **contact)
    with database.reading() as session:
        kept = session.scalars(select(Question).order_by(Question.id.desc()).limit(1)).one()
        found = open_contact(session, kept)
    assert found == ContactDetails(phone=contact["phone"], when=contact["when"])
    assert (kept.on_behalf, kept.does_family_know) == ("school", False)


def test_every_page_leads_to_the_form_with_its_search(family: Family) -> None:
    page = family.read("/nl/zoek?q=slapen&plaats=temse&kind=2+jaar&weergave=kaart")
    links = [item.replace("&amp;", "&") for item in re.findall(r'href="([^"]*)"', page)]
    asking = [link for link in links if "stel-je-vraag?" in link]
    assert len(asking) >= 2
    for link in asking:
        if "lijst" not in link and "weergave" not in link:
            carried = parse_qs(urlsplit(link).query)
            assert carried == {"q": ["slapen"], "plaats": ["temse"], "kind": ["2 jaar"]}
    offer = family.read("/nl/aanbod/1-x")
    assert "/nl/stel-je-vraag?o=1" in offer
    assert "Stel een vraag over dit aanbod" in offer


def test_a_form_without_its_token_is_refused_before_anything(family: Family) -> None:
    assert family.client.post("/nl/stel-je-vraag", data={"text": "x"}).status_code == 400


def test_the_question_of_the_page_is_the_question_of_the_code(
    family: Family, installation: Installation, database: Database
) -> None:
    family.send("Een unieke vraag over kangoeroes")
    reference, code = shown_code(family.read("/nl/mijn-vraag/nieuw"))
    with database.transaction() as session:
        kept = last_question(database)
        found = find_own_question(session, reference, code, now=kept.asked_at)
        assert found is not None
        assert read_status(session, found).opened.asked == "Een unieke vraag over kangoeroes"
