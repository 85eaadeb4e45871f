"""Answers that say what they are: nearly, also, corrected, pinned, and why to who may know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date

import pytest
from flask import Flask

from app.accounts.permissions import Role
from app.directory.models.answers import AnswerCard, AnswerCardText
from app.directory.models.organizations import House
from app.finder.answering import Answer
from app.finder.explaining import reason_words
from app.finder.nearly import missing_labels
from app.finder.read_words import corrections, list_also_searched
from app.finder.routes import read_search
from app.finder.site import get_catalogue, get_shelf, local_now
from app.search.queries import Correction, Expansion, Hit, Hits
from app.search.ranking import Scores
from app.web.installation import Installation, reading_session
from app.words.models import PinnedAnswer
from app.words.operations.pins import list_pins
from tests.accounts.signing_in import make_member, signed_in
from tests.desk.tools_site import text_of
from tests.finder.asked_pages import find, ids, pairs_of, titles, visiting
from tests.finder.small_site import MONDAY, number_of
from tests.policing import PolicedClient
from tests.sites import visit
from tests.statements import count_statements

TOKEN = re.compile(r'name="csrf_token" value="[^"]+"|name="stamp" value="[^"]+"')
WHY = "Waarom dit, waarom hier"


def installation(site: Flask) -> Installation:
    found: Installation = site.extensions["dichtbij"]
    return found


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("knutselclub dinsdag", ["niet op dinsdag"]),
        ("knutselclub zaterdag of zondag", ["niet op zaterdag of zondag"]),
        ("knutselclub gratis", ["niet gratis"]),
        ("knutselclub woensdagavond", ["niet op woensdag (avond)"]),
        ("knutselclub voormiddag", ["niet in de voormiddag"]),
        ("knutselclub 12 mei", ["niet op dinsdag 12 mei"]),
        ("knutselclub gratis dinsdag", ["niet gratis", "niet op dinsdag"]),
        ("knutselclub Sint-Niklaas", ["2,8 km verder dan je vroeg"]),
    ],
)
def test_what_nearly_fits_says_what_it_misses(
    small_site: Flask, words: str, missed: list[str]
) -> None:
    page = find(small_site, q=words)
    assert page.total == 0
    assert page.cards == ()
    assert page.near_title == "Niets past helemaal. Dit komt in de buurt."
    (card,) = (card for card in page.near if card.title == "Knutselclub")
    assert [mark.text for mark in card.marks] == missed
    assert card.when == "woensdag 6 mei, 14.00\u2060–\u206016.00 uur"


def test_each_way_in_that_is_missing_is_named(small_site: Flask) -> None:
    hit = Hit(number_of("oud"), 1.0, missing=("entry",))
    ways = {"accessibility": ("acc-online", "acc-at-home"), "walk_in": True, "is_free": True}
    with visiting(small_site, "/nl/zoek?q=gids&prijs=pas"):
        search = read_search()
        search = replace(search, query=replace(search.query, **ways))
        oud, gewoon = get_shelf().list_offers(
            reading_session(), [number_of("oud"), number_of("gewoon")]
        )
        said = [label.text for label in missing_labels(oud, hit, search, MONDAY)]
        other = [label.text for label in missing_labels(gewoon, hit, search, MONDAY)]
    rest = ["bel of je zonder afspraak mag komen", "niet online", "niet bij je thuis"]
    assert said == ["de prijs kennen we niet", *rest]
    assert other == ["niet gratis", "zonder korting met een pas", *rest]


def test_what_a_field_asks_is_never_missed_and_a_whole_answer_needs_nothing_near(
    small_site: Flask,
) -> None:
    assert find(small_site, q="knutselclub", dag="di").near == ()
    assert find(small_site, q="knutselclub dinsdag", weergave="agenda").near == ()
    assert find(small_site, q="knutselclub woensdag").near == ()
    map_page = find(small_site, q="knutselclub dinsdag", weergave="kaart")
    assert titles(map_page) == []
    assert len(map_page.near) == 1


def test_words_that_nothing_has_and_what_must_not_be_it_are_said(small_site: Flask) -> None:
    page = find(small_site, q="knutselclub wolfsnaxtrol")
    assert page.total > 0
    sentence = "We vonden niets voor: wolfsnaxtrol. Dit past bij de rest van je woorden."
    assert sentence in [message.text for message in page.messages]
    without = find(small_site, q="knutselclub, liever geen voetbal")
    assert "Zonder: voetbal." in [message.text for message in without.messages]


def test_what_nearly_fits_stands_on_the_page_before_the_desk(small_site: Flask) -> None:
    body = text_of(visit(small_site), "/nl/zoek?q=knutselclub+dinsdag")
    main = body[body.index("<main") : body.index("</main")]
    assert "Dat ligt niet aan jou" not in main
    assert main.index('id="bijna"') < main.index("niet op dinsdag") < main.index('class="desk"')
    assert "Niets gevonden: knutselclub" in main


def test_more_near_ones_ask_nothing_more_of_the_database(small_site: Flask) -> None:
    counts = []
    for words, least in (("knutselclub dinsdag", 1), ("samen spelen dinsdag", 4)):
        with visiting(small_site, "/nl/"):
            get_shelf()._kept.clear()
        with count_statements(installation(small_site).database) as seen:
            assert len(find(small_site, q=words).near) >= least
        # What staff changed to the words is looked up by the clock, not by the search.
        counts.append(sum("FROM offer" in statement for statement in seen))
    assert counts[0] == counts[1] > 0


@contextmanager
def answered(site: Flask, words: str, **facts: object) -> Iterator[Answer]:
    """An answer of one offer with what the engine would tell beside it, inside its request."""
    with visiting(site, f"/nl/zoek?q={words}"):
        offers = get_shelf().list_offers(reading_session(), [number_of("gewoon")])
        yield Answer(Hits(1, **facts), tuple(offers), is_plain=False)  # type: ignore[arg-type]


def test_at_most_three_other_things_are_said_and_only_those_that_brought_something(
    small_site: Flask,
) -> None:
    read = (
        Expansion("ravotten", "ravotten", "sleep"),
        Expansion("ravotten", "samen spelen", "playing-together"),
        Expansion("ravotten", "slaap", "sleep"),
        Expansion("ravotten", "peuters", "age-3-6"),
        Expansion("ravotten", "bezig zijn", "unsafe-at-home"),
        Expansion("ravotten", "knutselen", None),
        Expansion("ravotten", "boetseren", None),
    )
    with answered(small_site, "ravotten", expansions=read) as answer:
        said = list_also_searched(read_search(), answer, get_catalogue().taxonomy)
        links = corrections(read_search(), answer)
    assert said == ["samen spelen", "knutselen"]
    assert [link.text for link in links] == ["Zoek precies naar 'ravotten'"]
    assert ("letterlijk", "1") in pairs_of(links[0].url)


def test_a_word_that_has_results_itself_is_only_proposed(small_site: Flask) -> None:
    for is_applied, said in (
        (False, ["Bedoelde je 'bed'?"]),
        (True, ["We zochten naar 'bed'.", "Zoek precies naar 'badmuts bad'"]),
    ):
        correction = Correction("bad", "bed", is_applied)
        with answered(small_site, "badmuts+bad", correction=correction) as answer:
            links = corrections(read_search(), answer)
        assert [link.text for link in links] == said
        assert dict(pairs_of(links[0].url))["q"] == "badmuts bed"


@pytest.fixture
def pinned(small_site: Flask) -> Iterator[int]:
    """Three pinned things for "spelen" in the only House, and some that do not count."""
    database = installation(small_site).database
    with database.transaction() as session:
        house_id = session.query(House.id).filter_by(slug="durme").scalar()
        text = AnswerCardText(language="nl", title="Samen spelen", body="Dat kan elke dag.")
        card = AnswerCard(
            house_id=house_id,
            theme_id="playing-together",
            position=0,
            verified_on=MONDAY,
            texts=[text],
        )
        session.add(card)
        session.flush()
        offers = {"stil": (1, None), "ontwerp": (2, None), "kamp": (0, date(2026, 5, 3))}
        rows = [
            PinnedAnswer(
                house_id=house_id,
                words="spelen",
                offer_id=number_of(name),
                position=position,
                until_on=until_on,
            )
            for name, (position, until_on) in offers.items()
        ]
        rows.append(PinnedAnswer(house_id=house_id, words="spelen", card_id=card.id, position=3))
        session.add_all(rows)
    yield number_of("stil")
    with database.transaction() as session:
        session.query(PinnedAnswer).delete()
        session.query(AnswerCardText).delete()
        session.query(AnswerCard).delete()


def test_what_the_house_pinned_comes_first_and_once(small_site: Flask, pinned: int) -> None:
    page = find(small_site, q="Spelen")
    assert ids(page)[0] == pinned
    assert len(ids(page)) == len(set(ids(page)))
    (mark,) = page.cards[0].marks
    assert mark.text == "Gekozen door het Huis van het Kind"
    assert [answer.title for answer in page.answers] == ["Samen spelen"]
    assert all(card.marks == () for card in page.cards[1:])
    body = text_of(visit(small_site), "/nl/zoek?q=spelen")
    assert body.index("Dat kan elke dag.") < body.index(f'id="aanbod-{pinned}"')
    # Place, day and age in the words do not count; a pressed filter does.
    assert ids(find(small_site, q="spelen woensdag Lokeren"))[0] == pinned
    assert find(small_site, q="spelen", soort="opvang").answers == ()
    assert find(small_site, q="samen spelen").answers == ()
    with_near = find(small_site, q="spelen zondag")
    assert pinned in ids(with_near)
    assert pinned not in [card.offer_id for card in with_near.near]
    later = find(small_site, q="spelen", pagina="2")
    assert later.answers == ()
    assert pinned not in ids(later)


def test_a_pin_counts_until_its_day_in_its_own_house(small_site: Flask, pinned: int) -> None:
    with installation(small_site).database.reading() as session:
        house_id = session.query(House.id).filter_by(slug="durme").scalar()
        on_time = list_pins(session, house_id, "SPÉLEN!", date(2026, 5, 3))
        assert [pin.offer_id for pin in on_time][:2] == [number_of("kamp"), pinned]
        assert len(list_pins(session, house_id, "spelen", MONDAY)) == 3
        assert list_pins(session, house_id + 1, "spelen", MONDAY) == []
        assert list_pins(session, house_id, "spelen " * 80, MONDAY) == []


@pytest.fixture(scope="module")
def volunteer(small_site: Flask) -> PolicedClient:
    database = installation(small_site).database
    number = make_member(database, role=Role.VOLUNTEER, house_slug="durme")
    return signed_in(small_site, number)


def test_nobody_but_colleagues_sees_why(small_site: Flask) -> None:
    partner = make_member(installation(small_site).database, role=Role.PARTNER, organization_id=1)
    for client in (visit(small_site), signed_in(small_site, partner)):
        for address in ("/nl/zoek?q=knutselclub", "/ar/zoek?q=spelen+dinsdag"):
            plain, asked = client.get(address), client.get(f"{address}&uitleg=1")
            assert TOKEN.sub("", asked.text) == TOKEN.sub("", plain.text)
            assert asked.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_a_colleague_reads_why_and_nothing_keeps_that_page(volunteer: PolicedClient) -> None:
    assert WHY not in text_of(volunteer, "/nl/zoek?q=knutselclub")
    answer = volunteer.get("/nl/zoek?q=knutselclub+gratis+Lokeren&uitleg=1&weergave=kaart")
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.text
    assert body.count(WHY) == body.count('<article class="card')
    for part in (
        "Past bij de woorden",
        "Zo is de zoekopdracht gelezen",
        "De taal is niet duidelijk",
    ):
        assert part in body
    sentence = text_of(volunteer, "/nl/zoek?q=ik+zoek+een+knutselclub+voor+mijn+kind&uitleg=1")
    assert "Gelezen als Nederlands." in sentence
    found = body[body.index("<h1") : body.index("</main")]
    assert all(
        "uitleg=1" in address
        for address in re.findall(r'href="(/nl/zoek\?[^"]+)"', found)
        if address != "/nl/zoek?q=knutselclub+gratis+Lokeren&amp;weergave=kaart"
    )


@pytest.mark.parametrize("rest", ["", "&weergave=kaart", "&weergave=agenda", "&sorteer=eerst"])
def test_the_desk_asks_why_with_one_press(volunteer: PolicedClient, rest: str) -> None:
    address = f"/nl/onthaal/zoek?q=spelen+woensdag{rest}"
    body = text_of(volunteer, address)
    assert "Waarom deze volgorde?" in body
    (link,) = set(re.findall(r'href="(/nl/onthaal/zoek\?[^"]*uitleg=1)"', body))
    explained = text_of(volunteer, link.replace("&amp;", "&"))
    assert "Zo is de zoekopdracht gelezen" in explained
    assert (WHY in explained) is ("agenda" not in rest)
    near = text_of(volunteer, "/ar/onthaal/zoek?q=knutselclub+dinsdag&uitleg=1")
    assert 'href="/ar/onthaal/aanbod/1"' in near


def test_every_part_of_a_score_has_words(small_site: Flask) -> None:
    assert {field.name for field in fields(Scores)} <= set(reason_words())
    with visiting(small_site, "/nl/zoek?q=knutselclub+lokeren&kind=4"):
        engine, search = installation(small_site).engine, read_search()
        hits = engine.search(search.query, local_now()).hits
    named = {reason.name for hit in hits for reason in hit.explanation}
    assert {"words", "nearness"} < named <= set(reason_words())
