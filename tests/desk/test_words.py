"""The editor of words: seen before it is kept, found at once, put back from the history."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import PROJECT_FOLDER
from app.db import Database
from app.directory.connecting import connect
from app.words import vocabulary as vocabulary_module
from app.words.models import OwnWord, PinnedAnswer, SearchCount, SpellingRule, WordChange
from app.words.operations.changes import Editor
from app.words.operations.pinning import PinDraft, pin_answer
from tests.accounts.signing_in import find_token, send, signed_in
from tests.desk.tools_site import text_of
from tests.policing import PolicedClient
from tests.questions.desk_examples import NOW, Example
from tests.sites import TODAY, open_site, rebuild, settings_in

HOME = "/nl/onthaal/beheer/woorden"
NEW, SPELLING, PINS, HISTORY = (
    f"{HOME}/{name}" for name in ("nieuw", "spelling", "vast", "geschiedenis")
)
KEEP = {"stap": "bewaar"}
FIELDS = {
    "variant": "Kwibbelkwabbel",
    "language": "nl",
    "theme": "playing-together",
    "canonical": "",
    "kind": "dialect",
    "sureness": "always",
}
TABLE = """canonical_term,variant,lang,kind,taxonomy_id,weight
samen spelen,speelbende,nl,synonym,playing-together,0.9
"""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Each time that the index was to be written anew."""
    return []


@pytest.fixture(scope="module")
def words_site(
    desk_file: tuple[Path, Example], tmp_path_factory: pytest.TempPathFactory, asked: list[str]
) -> Iterator[Flask]:
    """A site whose own word table has one row."""
    folder = tmp_path_factory.mktemp("words")
    shutil.copytree(desk_file[0], folder, dirs_exist_ok=True)
    (folder / "own.sqlite").rename(folder / "site.sqlite")
    seed = folder / "seed"
    seed.mkdir()
    for path in (PROJECT_FOLDER / "data" / "seed").glob("*.csv"):
        if path.name != "synonyms.csv":
            (seed / path.name).symlink_to(path)
    (seed / "synonyms.csv").write_text(TABLE, encoding="utf-8")
    settings = replace(settings_in(folder), seed_folder=seed)
    parts = connect(settings)
    parts.database.after_commit = None
    rebuild(parts)
    parts.database.dispose()
    app = open_site(settings)
    installation = app.extensions["dichtbij"]
    app.extensions["dichtbij"] = replace(installation, renew_index=lambda: asked.append("renew"))
    yield app
    installation.database.dispose()


@pytest.fixture
def database(words_site: Flask) -> Database:
    found: Database = words_site.extensions["dichtbij"].database
    return found


@pytest.fixture
def cleo(
    words_site: Flask, example: Example, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PolicedClient]:
    # As if a second went by between one page and the next.
    monkeypatch.setattr(vocabulary_module, "LOOK_AGAIN_S", -1.0)
    yield signed_in(words_site, example.coordinator_id)
    with database.transaction() as session:
        for table in (OwnWord, SpellingRule, PinnedAnswer, WordChange, SearchCount):
            session.query(table).delete()


def press(client: PolicedClient, address: str, /, *, page: str = HOME, **fields: str) -> str:
    """What comes of a form that was sent, followed to the next page."""
    token = find_token(client, page)
    answer = client.post(address, data={"csrf_token": token, **fields}, follow_redirects=True)
    assert answer.status_code in {200, 422}, answer.status_code
    return answer.get_data(as_text=True)


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return len(session.scalars(select(table)).all())


def test_a_word_is_seen_before_it_is_kept_and_counts_at_once(
    cleo: PolicedClient, database: Database, asked: list[str]
) -> None:
    story = title_of_story(cleo)
    month = TODAY.replace(day=1)
    with database.transaction() as session:
        for text, searches in (("kwibbelkwabbel baby", 7), ("kwibbelkwabbel jan", 2)):
            session.add(SearchCount(text=text, language="nl", month=month, searches=searches))
    preview = press(cleo, NEW, page=NEW, **FIELDS)
    assert "Deze 2 zoekopdrachten zouden veranderen" in preview
    assert "7 keer gezocht" in preview
    # What was searched for twice may say something of one person.
    assert "kwibbelkwabbel jan" not in preview
    row = re.search(r"<td><b>kwibbelkwabbel</b>.*?</tr>", preview, re.DOTALL)
    assert row is not None
    assert story in row[0]
    assert count(database, OwnWord) == 0
    assert story not in text_of(cleo, "/nl/zoek?q=kwibbelkwabbel")
    # One step back keeps everything that was typed.
    form = press(cleo, NEW, page=NEW, **FIELDS, stap="terug")
    assert 'value="Kwibbelkwabbel"' in form
    assert '<option value="dialect" selected>' in form
    asked.clear()
    kept = press(cleo, NEW, page=NEW, **FIELDS, **KEEP)
    assert "Bewaard. Het woord telt nu mee." in kept
    assert asked == ["renew"]
    assert story in text_of(cleo, "/nl/zoek?q=kwibbelkwabbel")


def title_of_story(client: PolicedClient) -> str:
    """The title of the offer about playing together."""
    page = text_of(client, "/nl/zoek?q=speelbende")
    found = re.search(r"<h3[^>]*>.*?<a [^>]*>(?:<bdi>)?([^<]+)", page, re.DOTALL)
    assert found is not None
    return found[1].strip()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"variant": " "}, "Schrijf wat gezinnen typen."),
        ({"variant": "?!"}, "Gebruik letters of cijfers."),
        ({"variant": "x" * 81}, "Dit is te lang"),
        ({"variant": "a b c d e f g h i"}, "acht woorden is het meeste"),
        ({"variant": "ﷺﷺﷺ ﷺﷺﷺ"}, "Dit is te lang"),
        ({"theme": ""}, "Kies een thema, of schrijf ons eigen woord."),
        ({"theme": "age-3-6"}, "Kies een van de mogelijkheden."),
        ({"theme": "", "canonical": "KWIBBELKWABBEL"}, "Dit is hetzelfde woord."),
        ({"sureness": "nooit"}, "Kies een van de mogelijkheden."),
        ({"variant": "Spéélbende", "kind": "synonym", "canonical": "samen spelen"}, "staat al"),
    ],
)
def test_a_word_that_cannot_be_is_refused_with_what_was_typed(
    cleo: PolicedClient, database: Database, wrong: dict[str, str], sentence: str
) -> None:
    answer = send(cleo, NEW, **{**FIELDS, **wrong}, **KEEP)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert '<option value="dialect" selected>' in page or "kind" in wrong
    assert count(database, OwnWord) == 0


def test_a_word_of_the_site_is_switched_off_changed_and_put_back(
    cleo: PolicedClient, database: Database
) -> None:
    row = {"variant": "speelbende", "language": "nl", "meaning": "playing-together"}
    story = title_of_story(cleo)
    assert story in press(cleo, f"{HOME}/uit", page=f"{HOME}?q=speelbende", **row)
    assert count(database, OwnWord) == 0
    off = press(cleo, f"{HOME}/uit", page=f"{HOME}?q=speelbende", **row, **KEEP)
    assert "telt niet meer" in off
    assert story not in text_of(cleo, "/nl/zoek?q=speelbende")
    # What no longer counts cannot be switched off twice, and what is not there not at all.
    for fields in (row, {**row, "meaning": "niets"}):
        assert send(cleo, f"{HOME}/uit", page=HOME, **fields).status_code == 404
    number = re.search(rf"{HOME}/(\d+)/weg", off)
    assert number is not None
    back = press(cleo, f"{HOME}/{number[1]}/weg", **KEEP)
    assert "Dat is teruggenomen." in back
    assert story in text_of(cleo, "/nl/zoek?q=speelbende")
    # Pas aan: the form knows the row, and a weight between two steps stays as it is.
    form = text_of(cleo, f"{NEW}?woord=speelbende&taal=nl&betekenis=playing-together")
    assert '<option value="playing-together" selected>' in form
    changed = {**FIELDS, "variant": "speelbende", "canonical": "samen spelen", "kind": "youth"}
    press(cleo, NEW, page=NEW, **changed, **KEEP)
    with database.reading() as session:
        word = session.scalars(select(OwnWord)).one()
        assert (word.kind, word.weight) == ("youth", 0.9)
    address = f"{HOME}/{word.id}"
    press(cleo, address, page=address, **{**changed, "sureness": "sometimes"}, **KEEP)
    assert "taal van jongeren · soms" in text_of(cleo, f"{HOME}?q=speelbende")
    text_of(cleo, f"{HOME}/999999", 404)


def test_a_list_of_searches_opens_the_form_filled(cleo: PolicedClient) -> None:
    page = text_of(cleo, f"{NEW}?woord=zzz+%3Cb%3E&taal=fr")
    assert 'value="zzz &lt;b&gt;"' in page
    assert '<option value="fr" selected>' in page
    assert text_of(cleo, f"/ar/onthaal/beheer/woorden/nieuw?woord={'x' * 500}&taal=zz")


def test_spelling_is_told_once_and_changed_in_place(
    cleo: PolicedClient, database: Database
) -> None:
    fields = {"typed": "Spelbendde", "meant": "speelbende"}
    assert "Nu" in press(cleo, SPELLING, page=SPELLING, **fields)
    assert count(database, SpellingRule) == 0
    assert "spelbendde lezen we als speelbende" in press(
        cleo, SPELLING, page=SPELLING, **fields, **KEEP
    )
    assert send(cleo, SPELLING, **fields, **KEEP).status_code == 422
    for wrong in ({"typed": "twee woorden"}, {"typed": ""}, {"meant": "SPELBENDDE"}):
        assert send(cleo, SPELLING, **{**fields, **wrong}, **KEEP).status_code == 422
    page = press(cleo, SPELLING, page=SPELLING, typed="spelbendde", meant="", **KEEP)
    assert "spelbendde blijft zoals het getypt is" in page
    with database.reading() as session:
        rule_id = session.scalars(select(SpellingRule.id)).one()
    assert "Dit is dan weg." in press(cleo, f"{SPELLING}/{rule_id}/weg", page=SPELLING)
    press(cleo, f"{SPELLING}/{rule_id}/weg", page=SPELLING, **KEEP)
    assert count(database, SpellingRule) == 0
    assert send(cleo, f"{SPELLING}/{rule_id}/weg", page=SPELLING).status_code == 404


def test_an_answer_is_pinned_from_what_is_found_or_by_its_address(
    cleo: PolicedClient, database: Database, example: Example
) -> None:
    words = {"words": "kwibus Lokeren", "seek": ""}
    new = f"{PINS}/nieuw"
    page = text_of(cleo, f"{new}?woorden=kwibus+Lokeren&zoek=speelbende")
    assert f'value="offer-{example.offer_id}"' in page
    assert "<bdi>kwibus</bdi>" in page
    other = f"http://localhost/nl/aanbod/{example.other_offer_id}-speelclub-de-tol?lijst=3"
    for chosen in ({"answer": f"offer-{example.offer_id}"}, {"address": other}):
        answer = send(cleo, new, page=f"{new}?woorden=kwibus", **words, **chosen)
        assert answer.status_code == 303
    with database.reading() as session:
        pins = session.scalars(select(PinnedAnswer).order_by(PinnedAnswer.position)).all()
    assert [(pin.words, pin.offer_id) for pin in pins] == [
        ("kwibus", example.offer_id),
        ("kwibus", example.other_offer_id),
    ]
    refused = (
        ({}, "Kies wat er eerst komt."),
        ({"address": "javascript:alert(1)"}, "Dit staat niet online."),
        ({"answer": "card-999999"}, "Dit staat niet online."),
        ({"answer": f"offer-{example.offer_id}"}, "Dit staat al eerst"),
        ({"answer": f"offer-{example.offer_id}", "until_on": "2020-01-01"}, "al voorbij"),
        ({"answer": f"offer-{example.offer_id}", "words": "Lokeren"}, "een onderwerp bij"),
    )
    for fields, sentence in refused:
        answer = send(cleo, new, page=f"{new}?woorden=kwibus", **{**words, **fields})
        assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (422, True)
    up = press(cleo, f"{PINS}/{pins[1].id}/omhoog", page=PINS)
    assert "De volgorde is veranderd." in up
    press(cleo, f"{PINS}/{pins[0].id}/weg", page=PINS)
    with database.transaction() as session:
        celia = Editor(example.other_coordinator_id, example.other_house_id)
        draft = PinDraft("buren", offer_id=example.offer_id)
        pin_answer(session, draft, today=NOW.date(), by=celia)
    page = text_of(cleo, PINS)
    assert "kwibus" in page
    assert "buren" not in page
    assert "buren" not in text_of(cleo, HISTORY)


def test_the_history_is_in_words_and_puts_back(cleo: PolicedClient, database: Database) -> None:
    press(cleo, NEW, page=NEW, **FIELDS, **KEEP)
    page = text_of(cleo, HISTORY)
    assert "Kwibbelkwabbel betekent" in page
    assert "<bdi>Cleo</bdi>" in page
    number = re.search(rf"{HISTORY}/(\d+)/terug", page)
    assert number is not None
    address = f"{HISTORY}/{number[1]}/terug"
    assert "Teruggezet zoals het was." in press(cleo, address, page=HISTORY)
    assert count(database, OwnWord) == 0
    assert "Dit kan niet meer terug" in press(cleo, address, page=HISTORY)
    assert send(cleo, f"{HISTORY}/999999/terug", page=HISTORY).status_code == 404
    assert "Geschiedenis" in text_of(cleo, f"{HISTORY}?voor=x")
