"""Saving drafts: an unchanged draft touches nothing, a changed one touches its offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.connecting import connect
from app.directory.drafts import CancellationDraft, ClosureDraft, ImageDraft, ScheduleDraft
from app.directory.models.offers import Offer, OfferState
from app.directory.operations.partners import save_house, save_location, save_organization
from app.directory.operations.saving import UnknownReferenceError, make_slug, save_offers
from app.search.following import IndexChange
from tests.data.directory_examples import (
    HOUSE,
    LOKEREN,
    PARTNER,
    PLACE,
    STORY_HOUR,
    TEMSE,
    WEEKLY,
    get_saved,
    save_directory,
    simple_offer,
)
from tests.sites import settings_in
from tests.statements import changes_of, count_statements

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Change = Callable[[Session], object]


def save_offer_with(**facts: object) -> Change:
    draft = replace(STORY_HOUR, **facts)  # type: ignore[arg-type]  # names of facts
    return lambda session: save_offers(session, [draft])


@pytest.fixture(scope="module")
def stored(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """An installation with a small directory, nothing of which waits for the index."""
    database = connect(settings_in(tmp_path_factory.mktemp("site"), shared_database_url)).database
    database.after_commit = None
    with database.transaction() as session:
        save_directory(session, [STORY_HOUR, simple_offer("elders", area_nis=(TEMSE,))])
    with database.transaction() as session:
        session.execute(delete(IndexChange))
        session.execute(update(Offer).values(updated_at=LONG_AGO))
    yield database
    database.dispose()


@pytest.fixture
def session(stored: Database) -> Iterator[Session]:
    """A session in which anything can be saved: at the end it is all taken back."""
    with stored.reading() as session:
        yield session


def id_of(session: Session, source_id: str) -> int:
    return session.scalars(select(Offer.id).where(Offer.source_id == source_id)).one()


def list_pending(session: Session) -> set[int]:
    return set(session.scalars(select(IndexChange.offer_id)))


def test_saving_the_same_drafts_again_changes_nothing(stored: Database, session: Session) -> None:
    with count_statements(stored) as seen:
        save_directory(session)
    assert changes_of(seen) == []
    assert list_pending(session) == set()
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
def test_a_change_marks_its_offer_for_the_index_and_no_other(session: Session, name: str) -> None:
    CHANGES[name](session)
    assert list_pending(session) == {1}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_an_offer_moves_its_last_change(session: Session, name: str) -> None:
    CHANGES[name](session)
    session.expire_all()
    assert get_saved(session).updated_at > LONG_AGO
    assert get_saved(session, 2).updated_at == LONG_AGO


def test_what_an_offer_says_is_what_was_saved(session: Session) -> None:
    offer = get_saved(session)
    assert [row.term_id for row in offer.terms] == ["playing-together"]
    assert [row.location.key for row in offer.locations] == ["bib-lokeren", "zaal-temse"]
    assert [row.language for row in offer.languages] == ["nl", "fr"]
    assert [row.value for row in offer.contacts] == [draft.value for draft in STORY_HOUR.contacts]
    titles = {row.language: row.title for row in offer.texts}
    assert titles == {code: words.title for code, words in STORY_HOUR.words.items()}
    assert offer.slug == "voorleesuur"


def test_a_house_and_its_desk_belong_to_no_offer(session: Session) -> None:
    save_house(session, replace(HOUSE, desk_name="An"))
    assert list_pending(session) == set()


def test_new_pictures_and_their_texts_are_saved(session: Session) -> None:
    image = ImageDraft("koffietafel.svg", "", {"nl": "Een tafel"})
    save_offer_with(images=(image,))(session)
    session.expunge_all()
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
    stored: Database, name: str
) -> None:
    def save() -> None:
        with stored.transaction() as session:
            save_offer_with(min_age_months=0, **UNKNOWN[name])(session)

    with pytest.raises(UnknownReferenceError, match=name):
        save()
    with stored.reading() as session:
        assert get_saved(session).min_age_months == 36
        assert list_pending(session) == set()


def test_the_order_of_days_in_a_draft_does_not_matter(stored: Database, session: Session) -> None:
    left_out = (date(2024, 3, 6), date(2024, 2, 28), date(2024, 3, 6))
    added = (date(2024, 5, 9), date(2024, 5, 2), date(2024, 3, 6))
    change = save_offer_with(schedules=(replace(WEEKLY, except_days=left_out, extra_days=added),))
    change(session)
    session.expunge_all()
    with count_statements(stored) as seen:
        change(session)
    assert changes_of(seen) == []
    days = [(item.day.day, item.is_extra) for item in get_saved(session).schedules[0].dates]
    assert days == [(28, False), (6, False), (2, True), (9, True)]


def test_a_value_told_twice_is_kept_once(session: Session) -> None:
    save_offer_with(
        term_ids=("playing-together", "acc-buggy", "playing-together"),
        location_keys=("bib-lokeren", "bib-lokeren"),
        languages=("nl", "nl"),
        area_nis=(LOKEREN, LOKEREN),
        schedules=(),
    )(session)
    session.expunge_all()
    offer = get_saved(session)
    assert [row.term_id for row in offer.terms] == ["playing-together", "acc-buggy"]
    assert len(offer.locations) == len(offer.languages) == len(offer.areas) == 1


def test_an_offer_needs_no_more_than_a_title(session: Session) -> None:
    assert save_offers(session, [simple_offer("leeg")]) == 1
    assert get_saved(session, id_of(session, "leeg")).schedules == []


def test_the_same_offer_twice_in_one_file_is_one_offer(session: Session) -> None:
    assert save_offers(session, [simple_offer("x", "Eerst"), simple_offer("x", "Later")]) == 2
    session.expunge_all()
    assert [row.title for row in get_saved(session, id_of(session, "x")).texts] == ["Later"]


def test_a_schedule_that_is_neither_rule_nor_hours_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError):
        save_offer_with(schedules=(ScheduleDraft(),))(session)


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
