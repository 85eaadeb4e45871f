"""Offers kept at hand: used as long as nothing changed, and never a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.directory.connecting import Parts
from app.directory.models.offers import OfferState
from app.directory.operations.partners import save_location, save_organization
from app.directory.operations.saving import save_offers
from app.directory.shelf import Shelf
from tests.data.directory_examples import (
    PARTNER,
    PLACE,
    STORY_HOUR,
    WEEKLY,
    numbered_offers,
    save_directory,
)
from tests.statements import count_statements

Change = Callable[[Session], object]


def save(parts: Parts, change: Change) -> None:
    with parts.database.transaction() as session:
        change(session)


def seen(parts: Parts, shelf: Shelf) -> tuple[object, ...] | None:
    """What a family sees of the offer through a shelf, or None."""
    with parts.database.reading() as session:
        for offer in shelf.list_offers(session, [1]):
            place = offer.locations[0].location
            moments = shelf.timetable(offer).moments(date(2024, 1, 1), date(2024, 12, 31), 300)
            return (
                tuple(sorted(row.title for row in offer.texts)),
                offer.organization.name,
                (place.street, len(place.closures)),
                tuple(row.language for row in offer.languages),
                len(moments),
            )
    return None


def save_offer_with(**facts: object) -> Change:
    draft = replace(STORY_HOUR, **facts)  # type: ignore[arg-type]  # names of facts
    return lambda session: save_offers(session, [draft])


@pytest.fixture
def stored(parts: Parts) -> Parts:
    parts.database.after_commit = None
    save(parts, save_directory)
    return parts


CHANGES: dict[str, Change] = {
    "a title": save_offer_with(
        words={**STORY_HOUR.words, "nl": replace(STORY_HOUR.words["nl"], title="Verhalen")}
    ),
    "a translation less": save_offer_with(words={"nl": STORY_HOUR.words["nl"]}),
    "a language": save_offer_with(languages=("nl",)),
    "a schedule": save_offer_with(schedules=(WEEKLY,)),
    "a state": save_offer_with(state=OfferState.DRAFT),
    "another partner": save_offer_with(organization_slug="speelclub"),
    "the partner's name": lambda session: save_organization(
        session, replace(PARTNER, name="Bib Het Blad")
    ),
    "a place's street": lambda session: save_location(session, replace(PLACE, street="Markt 2")),
    "a place's closing": lambda session: save_location(session, replace(PLACE, closures=())),
}


def test_every_change_is_seen_at_the_next_request(stored: Parts) -> None:
    shelf = Shelf()
    for name, change in CHANGES.items():
        before = seen(stored, shelf)
        save(stored, change)
        after = seen(stored, shelf)
        assert after == seen(stored, Shelf()), name
        assert after != before, name
        save(stored, save_directory)


def test_an_unchanged_offer_is_not_read_again(stored: Parts) -> None:
    shelf = Shelf()
    before = seen(stored, shelf)
    with count_statements(stored.database) as counted:
        assert seen(stored, shelf) == before
    assert len(counted) == 1


def test_the_shelf_holds_no_more_than_its_size(stored: Parts) -> None:
    save(stored, lambda session: save_offers(session, numbered_offers(6)))
    shelf = Shelf(size=2)
    with stored.database.reading() as session:
        assert len(shelf.list_offers(session, [1, 2, 3, 4, 5, 6])) == 6
        first = shelf.list_offers(session, [5, 6])
        assert shelf.list_offers(session, [6, 5]) == first[::-1]


def test_many_threads_share_one_shelf(stored: Parts) -> None:
    save(stored, lambda session: save_offers(session, numbered_offers(12)))
    shelf = Shelf(size=4)

    def visit(first: int) -> list[int]:
        found: list[int] = []
        for _ in range(5):
            with stored.database.reading() as session:
                offers = shelf.list_offers(session, [first, first + 1, first + 2])
                found = [offer.id for offer in offers if shelf.timetable(offer).has_times]
        return found

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(visit, range(1, 11)))
    assert answers == [[first, first + 1, first + 2] for first in range(1, 11)]


def test_a_timetable_is_made_once(stored: Parts) -> None:
    shelf = Shelf()
    with stored.database.reading() as session:
        offer = shelf.list_offers(session, [1])[0]
        assert shelf.timetable(offer) is shelf.timetable(offer)
        now = datetime(2024, 1, 3, 12, tzinfo=UTC)
        assert shelf.timetable(offer).next_moments(now, 1)
