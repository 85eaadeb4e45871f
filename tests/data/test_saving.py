"""Saving drafts: an unchanged draft touches nothing, a changed one touches its offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.connecting import Parts
from app.directory.drafts import CancellationDraft, ClosureDraft, ImageDraft, ScheduleDraft
from app.directory.models.offers import Offer, OfferState
from app.directory.operations.partners import save_house, save_location, save_organization
from app.directory.operations.saving import UnknownReferenceError, make_slug, save_offers
from app.search.following import IndexChange, count_pending
from tests.data.directory_examples import (
    HOUSE,
    LOKEREN,
    OTHER_PARTNER,
    PARTNER,
    PLACE,
    STORY_HOUR,
    TEMSE,
    WEEKLY,
    get_saved,
    save_directory,
    simple_offer,
)

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Change = Callable[[Session], object]


@contextmanager
def writes(database: Database) -> Iterator[list[str]]:
    """The statements that change rows while the block runs."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().partition(" ")[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def save(database: Database, change: Change) -> None:
    with database.transaction() as session:
        change(session)


def save_offer_with(**facts: object) -> Change:
    draft = replace(STORY_HOUR, **facts)  # type: ignore[arg-type]  # names of facts
    return lambda session: save_offers(session, [draft])


@pytest.fixture
def stored(parts: Parts) -> Parts:
    """An installation with a small directory and nothing that waits for the index."""
    parts.database.after_commit = None
    save(parts.database, save_directory)
    with parts.database.transaction() as session:
        other = simple_offer("elders", area_nis=(TEMSE,))
        save_offers(session, [other])
    with parts.database.transaction() as session:
        session.execute(delete(IndexChange))
        session.execute(update(Offer).values(updated_at=LONG_AGO))
    return parts


def list_pending(database: Database) -> set[int]:
    with database.reading() as session:
        return set(session.scalars(select(IndexChange.offer_id)))


def test_saving_the_same_drafts_again_changes_nothing(stored: Parts) -> None:
    with writes(stored.database) as seen:
        save(stored.database, save_directory)
    assert seen == []
    with stored.database.reading() as session:
        assert count_pending(session) == 0
        assert get_saved(session).updated_at == LONG_AGO


CHANGES: dict[str, Change] = {
    "a title": save_offer_with(
        words={**STORY_HOUR.words, "nl": replace(STORY_HOUR.words["nl"], title="Verhalen")}
    ),
    "a translation": save_offer_with(
        words={**STORY_HOUR.words, "fr": replace(STORY_HOUR.words["fr"], summary="Venez")}
    ),
    "a new translation": save_offer_with(words={**STORY_HOUR.words, "en": STORY_HOUR.words["fr"]}),
    "a translation less": save_offer_with(words={"nl": STORY_HOUR.words["nl"]}),
    "a state": save_offer_with(state=OfferState.TEMPORARILY_CLOSED),
    "an age": save_offer_with(min_age_months=24),
    "a price": save_offer_with(price_cents=250),
    "a check": save_offer_with(verified_on=date(2026, 2, 1)),
    "a term": save_offer_with(term_ids=("playing-together", "acc-buggy")),
    "another partner": save_offer_with(organization_slug="speelclub"),
    "a place less": save_offer_with(
        location_keys=("zaal-temse",), schedules=(replace(WEEKLY, location_key=None),)
    ),
    "the order of places": save_offer_with(location_keys=("zaal-temse", "bib-lokeren")),
    "a municipality": save_offer_with(area_nis=(LOKEREN, TEMSE)),
    "a language": save_offer_with(languages=("nl",)),
    "a schedule": save_offer_with(schedules=(replace(WEEKLY, start_time=time(13)),)),
    "a day left out": save_offer_with(
        schedules=(replace(WEEKLY, except_days=(date(2024, 1, 24),)), STORY_HOUR.schedules[1])
    ),
    "a closing": save_offer_with(closures=(ClosureDraft(date(2025, 1, 1), date(2025, 1, 5)),)),
    "a cancellation": save_offer_with(cancellations=(CancellationDraft(date(2024, 2, 7)),)),
    "a contact": save_offer_with(contacts=STORY_HOUR.contacts[:1]),
    "a name of the partner": lambda session: save_organization(
        session, replace(PARTNER, name="Bib Het Blad")
    ),
    "a kind of partner": lambda session: save_organization(session, replace(PARTNER, term_ids=())),
    "a place's street": lambda session: save_location(session, replace(PLACE, street="Markt 2")),
    "a place's access": lambda session: save_location(session, replace(PLACE, term_ids=())),
    "a place's closing": lambda session: save_location(session, replace(PLACE, closures=())),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_marks_its_offer_for_the_index_and_no_other(stored: Parts, name: str) -> None:
    save(stored.database, CHANGES[name])
    assert list_pending(stored.database) == {1}


OF_THE_OFFER = [name for name in CHANGES if "partner" not in name and "place's" not in name]


@pytest.mark.parametrize("name", OF_THE_OFFER)
def test_a_change_of_a_row_of_an_offer_is_a_change_of_the_offer(stored: Parts, name: str) -> None:
    save(stored.database, CHANGES[name])
    with stored.database.reading() as session:
        assert get_saved(session).updated_at > LONG_AGO
        assert get_saved(session, 2).updated_at == LONG_AGO


def test_what_an_offer_says_is_what_was_saved(stored: Parts) -> None:
    with stored.database.reading() as session:
        offer = get_saved(session)
        assert [row.term_id for row in offer.terms] == ["playing-together"]
        assert [row.location.key for row in offer.locations] == ["bib-lokeren", "zaal-temse"]
        assert [row.language for row in offer.languages] == ["nl", "fr"]
        assert [row.value for row in offer.contacts] == [
            draft.value for draft in STORY_HOUR.contacts
        ]
        assert {row.language: row.title for row in offer.texts} == {
            code: words.title for code, words in STORY_HOUR.words.items()
        }
        assert offer.slug == "voorleesuur"


def test_a_house_and_a_desk_belong_to_no_offer(stored: Parts) -> None:
    save(stored.database, lambda session: save_house(session, replace(HOUSE, desk_name="An")))
    assert list_pending(stored.database) == set()


def test_new_pictures_and_their_texts_are_saved(stored: Parts) -> None:
    image = ImageDraft("koffietafel.svg", "", {"nl": "Een tafel"})
    save(stored.database, save_offer_with(images=(image,)))
    with stored.database.reading() as session:
        images = get_saved(session).images
        assert [item.file_name for item in images] == ["koffietafel.svg"]
        assert [text.alternative for text in images[0].texts] == ["Een tafel"]


UNKNOWN: dict[str, dict[str, object]] = {
    "niemand": {"organization_slug": "niemand"},
    "nergens": {"location_keys": ("bib-lokeren", "nergens")},
    "elders": {"schedules": (replace(WEEKLY, location_key="elders"),)},
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_partner_or_place_is_named_and_nothing_is_saved(
    stored: Parts, name: str
) -> None:
    with pytest.raises(UnknownReferenceError, match=name):
        save(stored.database, save_offer_with(min_age_months=0, **UNKNOWN[name]))
    with stored.database.reading() as session:
        assert get_saved(session).min_age_months == 36
        assert count_pending(session) == 0


def test_the_order_of_days_in_a_draft_does_not_matter(stored: Parts) -> None:
    left_out = (date(2024, 3, 6), date(2024, 2, 28), date(2024, 3, 6))
    added = (date(2024, 5, 9), date(2024, 5, 2), date(2024, 3, 6))
    rule = replace(WEEKLY, except_days=left_out, extra_days=added)
    change = save_offer_with(schedules=(rule,))
    save(stored.database, change)
    with writes(stored.database) as seen:
        save(stored.database, change)
    assert seen == []
    with stored.database.reading() as session:
        days = [(item.day.day, item.is_extra) for item in get_saved(session).schedules[0].dates]
        assert days == [(28, False), (6, False), (2, True), (9, True)]


def test_a_value_told_twice_is_kept_once(stored: Parts) -> None:
    change = save_offer_with(
        term_ids=("playing-together", "acc-buggy", "playing-together"),
        location_keys=("bib-lokeren", "bib-lokeren"),
        languages=("nl", "nl"),
        area_nis=(LOKEREN, LOKEREN),
        schedules=(),
    )
    save(stored.database, change)
    with stored.database.reading() as session:
        offer = get_saved(session)
        assert [row.term_id for row in offer.terms] == ["playing-together", "acc-buggy"]
        assert len(offer.locations) == len(offer.languages) == len(offer.areas) == 1


def test_an_empty_draft_is_an_offer_too(stored: Parts) -> None:
    save(stored.database, lambda session: save_offers(session, [simple_offer("leeg")]))
    with stored.database.reading() as session:
        assert get_saved(session, 3).schedules == []


def test_partners_that_do_not_change_touch_nothing(stored: Parts) -> None:
    with writes(stored.database) as seen:
        save(stored.database, lambda session: save_organization(session, OTHER_PARTNER))
    assert seen == []


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Café Crème: één uur!", "cafe-creme-een-uur"),
        ("حفاضات مجانية", "aanbod"),
        ("  --  ", "aanbod"),
        ("a" * 200, "a" * 80),
        ("ĳs & straßenfeest", "ijs-straenfeest"),
    ],
)
def test_a_title_becomes_a_part_of_an_address(title: str, slug: str) -> None:
    assert make_slug(title) == slug


def test_a_schedule_that_is_neither_rule_nor_hours_is_refused(stored: Parts) -> None:
    with pytest.raises(IntegrityError):
        save(stored.database, save_offer_with(schedules=(ScheduleDraft(),)))
