"""Advice on a proposed offer: what it misses, how it reads, doubles and clashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from app.db import Database, utc_now
from app.directory.drafts import ContactDraft, ImageDraft, OfferDraft, ScheduleDraft, WordsDraft
from app.directory.models.offers import OfferKind
from app.directory.operations.saving import save_offers
from app.publishing.completeness import WEIGHTS, completeness
from app.publishing.facts import ProposedOffer
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.operations.clashes import find_clashes
from app.publishing.operations.revising import Author, begin_new, save_draft
from app.publishing.operations.similar import find_similar
from app.publishing.reading_aid import read_aloud, read_jargon, split_sentences
from tests.data.directory_examples import OTHER_PLACE, PLACE, STORY_HOUR, WEEKLY
from tests.questions.desk_examples import Example
from tests.statements import count_statements

TODAY = date(2026, 11, 22)
EMPTY = ProposedOffer(OfferDraft("partner", "", OfferKind.ACTIVITY, "bib-de-pagina", {}))
ONCE = ScheduleDraft(starts_on=date(2026, 12, 2), start_time=time(14), end_time=time(16))
PLAY = OfferDraft(
    "partner",
    "",
    OfferKind.ACTIVITY,
    "bib-de-pagina",
    {"nl": WordsDraft("Kerstknutsel")},
    term_ids=("playing-together",),
    location_keys=("bib-lokeren",),
    schedules=(ONCE,),
)


def proposed(**facts: object) -> ProposedOffer:
    """The play afternoon with other facts, and the places it names."""
    offer = replace(PLAY, **facts)  # type: ignore[arg-type]
    return ProposedOffer(offer, (PLACE, OTHER_PLACE))


def titled(title: str, **facts: object) -> ProposedOffer:
    """The same with another title."""
    return proposed(words={"nl": WordsDraft(title)}, **facts)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose writes are thrown away."""
    with database.transaction() as opened, opened.begin_nested() as nested:
        yield opened
        nested.rollback()


def test_empty_offer_misses_everything_with_the_heaviest_first() -> None:
    told = completeness(EMPTY)
    assert told.score == 0
    assert {item.fact for item in told.advice} == set(WEIGHTS)
    weights = [item.weight for item in told.advice]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == 100


def test_offer_that_tells_everything_is_complete() -> None:
    whole = ProposedOffer(STORY_HOUR, (PLACE, OTHER_PLACE))
    assert completeness(whole).score == 100
    assert completeness(whole).advice == ()


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({"contacts": (ContactDraft("phone", "09 000 11 22", is_public=False),)}, "contact"),
        ({"images": (ImageDraft("voorlezen.svg"),)}, "photo"),
        ({"words": {"fr": WordsDraft("Heure", "Nous lisons.")}}, "summary"),
        ({"price_cents": None}, "price"),
    ],
)
def test_what_families_cannot_see_or_read_counts_as_missing(
    facts: dict[str, object], fact: str
) -> None:
    offer = replace(STORY_HOUR, **facts)  # type: ignore[arg-type]
    assert fact in {item.fact for item in completeness(ProposedOffer(offer, (PLACE,))).advice}


def test_price_of_nothing_is_told_and_professionals_need_no_age() -> None:
    facts = {item.fact for item in completeness(proposed(price_cents=0)).advice}
    assert "price" not in facts
    assert "age" in facts
    assert "age" not in {
        item.fact for item in completeness(proposed(audience="professional")).advice
    }


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kom om 14.00 u. langs. Tot dan.", 2),
        ("Breng o.a. een jas mee, bv. een regenjas. Kom naar St. Niklaas.", 2),
        ("Lees https://bib.example/a.html. Of www.bib.example nu.", 2),
        ("We stoppen om 16 u. Daarna ruimen we op.", 2),
        ("- Een jas\n- Een hoed", 2),
        ("Een regel\n\nNog een", 2),
        ("Kom je ook? Ja! Tot dan...", 3),
        ("", 0),
    ],
)
def test_sentence_ends_where_people_end_it(text: str, sentences: int) -> None:
    assert len(split_sentences(text)) == sentences


def test_long_sentences_are_named_and_addresses_behind_words_are_not_read() -> None:
    long = "Lang " + " ".join(["woord"] * 20) + "."
    aid = read_aloud(f"Kort. {long} [Onze pagina](https://bib.example/een-twee-drie).")
    assert aid.long_sentences == (long,)
    assert aid.sentences == 3
    assert aid.average_words == 8.0
    assert not read_aloud(" ".join(["woord"] * 20)).long_sentences


def test_jargon_is_found_with_its_endings_once_and_only_as_a_whole_word() -> None:
    aid = read_aloud("Na de intakes volgt een INTAKEGESPREK. De doelgroep: Vormingen, reintake.")
    assert aid.jargon == (
        ("intake", "eerste gesprek"),
        ("intakegesprek", "eerste gesprek"),
        ("doelgroep", "voor wie"),
        ("vorming", "les"),
    )
    assert len(read_jargon()) >= 60


def test_same_or_nearly_same_title_in_the_region_is_similar(
    session: Session, example: Example
) -> None:
    for title, reason in (("Vóórleesuur!", "same-title"), ("Voorleesuurtje", "near-title")):
        found = find_similar(session, titled(title, schedules=()))
        assert [(item.offer_id, item.reason) for item in found] == [(example.offer_id, reason)]
        assert found[0].organization == "Bib De Pagina"
    assert find_similar(session, titled("Babymassage", schedules=())) == []
    assert (
        find_similar(session, titled("Voorleesuur", schedules=()), offer_id=example.offer_id) == []
    )


def test_offer_elsewhere_is_not_similar(session: Session) -> None:
    far = replace(PLAY, organization_slug="", location_keys=(), schedules=())
    named = replace(far, words={"nl": WordsDraft("Voorleesuur")})
    assert find_similar(session, ProposedOffer(named)) == []


def test_same_place_weekday_and_hour_is_similar_whatever_its_title(
    session: Session, example: Example
) -> None:
    weekly = replace(WEEKLY, starts_on=date(2026, 12, 2), start_time=time(14, 15))
    found = find_similar(session, proposed(schedules=(weekly,)))
    assert [(item.offer_id, item.reason) for item in found] == [(example.offer_id, "same-moment")]
    thursday = replace(weekly, starts_on=date(2026, 12, 3), rrule="FREQ=WEEKLY;BYDAY=TH")
    assert find_similar(session, proposed(schedules=(thursday,))) == []


def test_waiting_version_is_similar_for_others_but_a_draft_only_for_its_own(
    session: Session, example: Example
) -> None:
    author = Author(example.partner_id, frozenset({example.organization_id}))
    revision = begin_new(session, author, example.organization_id, kind=OfferKind.ACTIVITY)
    save_draft(session, author, revision, titled("Kerstknutsel"), now=utc_now())
    session.flush()
    own = titled("Kerst-knutsel", schedules=())
    other = titled("Kerst-knutsel", schedules=(), organization_slug="speelclub")
    assert [item.title for item in find_similar(session, own)] == ["Kerstknutsel"]
    assert find_similar(session, own, revision_id=revision.id) == []
    assert find_similar(session, other) == []
    session.get_one(Revision, revision.id).state = RevisionState.SUBMITTED.value
    session.flush()
    found = find_similar(session, other)
    assert [(item.offer_id, item.slug, item.organization) for item in found] == [
        (None, "", "Bib De Pagina")
    ]


def save_play(session: Session, source_id: str, **facts: object) -> None:
    """A published activity of the other partner."""
    draft = replace(PLAY, source="test", source_id=source_id, organization_slug="speelclub")
    words = {"nl": WordsDraft(source_id)}
    save_offers(session, [replace(draft, words=words, **facts)])  # type: ignore[arg-type]
    session.flush()


def test_clash_is_the_same_theme_week_and_region_with_the_same_day_first(
    session: Session,
) -> None:
    friday = replace(ONCE, starts_on=date(2026, 12, 4))
    save_play(session, "vrijdag", term_ids=("meeting",), schedules=(friday,))
    save_play(session, "zelfde dag")
    save_play(session, "week later", schedules=(replace(ONCE, starts_on=date(2026, 12, 9)),))
    save_play(session, "ander thema", term_ids=("age-3-6",))
    save_play(session, "andere streek", location_keys=("zaal-temse",))
    save_play(session, "open uren", schedules=(ScheduleDraft(opening_hours="Mo-Fr 09:00-12:00"),))
    found = find_clashes(session, titled("Iets", organization_slug="bib-de-pagina"), TODAY)
    others = [(item.title, item.day) for item in found if item.title != "Voorleesuur"]
    assert others == [("zelfde dag", date(2026, 12, 2)), ("vrijdag", date(2026, 12, 4))]


def test_without_house_the_region_is_fifteen_kilometres_around(session: Session) -> None:
    save_play(session, "zestien ver", location_keys=("zaal-temse",))
    save_play(session, "dichtbij")
    alone = proposed(organization_slug="speelclub")
    titles = {item.title for item in find_clashes(session, alone, TODAY)}
    assert "dichtbij" in titles
    assert "zestien ver" not in titles


def test_past_and_undated_offers_clash_with_nothing(session: Session) -> None:
    past = replace(ONCE, starts_on=date(2026, 11, 20))
    assert find_clashes(session, proposed(schedules=(past,)), TODAY) == []
    assert find_clashes(session, proposed(kind=OfferKind.SERVICE), TODAY) == []
    assert find_clashes(session, proposed(term_ids=()), TODAY) == []


def test_number_of_statements_does_not_grow_with_the_offers(
    session: Session, database: Database
) -> None:
    def statements() -> int:
        session.expunge_all()
        with count_statements(database) as seen:
            find_similar(session, titled("Speelclub"))
            find_clashes(session, titled("Speelclub"), TODAY)
        return len(seen)

    save_play(session, "eerste")
    few = statements()
    for number in range(8):
        save_play(session, f"Speelclub {number}")
    assert statements() == few
