"""The tables answer when the index is gone: more simply, but always soundly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.drafts import OfferDraft
from app.directory.models.offers import Offer, OfferState
from app.directory.operations.offers import search_plainly
from tests.data.directory_examples import LOKEREN, TEMSE, save_directory, simple_offer

OFFERS: Sequence[OfferDraft] = (
    simple_offer("korting", "50% korting op luiers", price_cents=100),
    simple_offer("streep", "Lees_hoek voor baby's", summary="Onder_streept"),
    simple_offer("leeshoek", "Leesshoek"),
    simple_offer("schuin", "Spelen \\ leren", description="Met een [vraag] en 'n aanhaling"),
    simple_offer(
        "lokeren", "Zwemmen", location_keys=("bib-lokeren",), verified_on=date(2026, 5, 1)
    ),
    simple_offer("gebied", "Zwemmen thuis", area_nis=(LOKEREN,), verified_on=date(2026, 6, 1)),
    simple_offer("temse", "Zwemmen in Temse", location_keys=("zaal-temse",)),
    simple_offer("baby", "Massage", min_age_months=0, max_age_months=12),
    simple_offer("kleuter", "Turnen", min_age_months=30, max_age_months=72),
    simple_offer("tiener", "Judo", min_age_months=144),
    simple_offer("vak", "Zwemmen voor vakmensen", audience="professional"),
    simple_offer("ontwerp", "Zwemmen later", state=OfferState.DRAFT),
    simple_offer("dicht", "Zwemmen gesloten", state=OfferState.TEMPORARILY_CLOSED),
)


@pytest.fixture(scope="module")
def stored(shared_database_url: str) -> Iterator[Database]:
    database = Database(shared_database_url)
    with database.transaction() as session:
        save_directory(session, OFFERS)
    yield database
    database.dispose()


@pytest.fixture
def session(stored: Database) -> Iterator[Session]:
    with stored.reading() as session:
        yield session


def search(session: Session, *words: str, **facts: object) -> list[str]:
    asked = {"municipality_nis": None, "ages": (), "limit": 50, "offset": 0, **facts}
    total, ids = search_plainly(session, words, **asked)  # type: ignore[arg-type]  # as told
    assert total >= len(ids)
    names = {offer_id: session.get_one(Offer, offer_id).source_id for offer_id in ids}
    return [names[offer_id] for offer_id in ids]


def test_every_word_must_occur_somewhere_whatever_its_capitals(session: Session) -> None:
    assert search(session, "ZWEMMEN", "thuis") == ["gebied"]
    assert search(session, "zwemmen", "judo") == []
    assert search(session, "korting", "Luiers") == ["korting"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("%", ["korting"]),
        ("50%", ["korting"]),
        ("5%g", []),
        ("_", ["streep"]),
        ("lees_hoek", ["streep"]),
        ("\\", ["schuin"]),
        ("\\%", []),
        ("[vraag]", ["schuin"]),
        ("'", ["streep", "schuin"]),
        ("' OR 1=1 --", []),
    ],
)
def test_signs_of_sql_are_only_signs(session: Session, typed: str, found: list[str]) -> None:
    assert search(session, typed) == found


def test_a_municipality_holds_what_is_there_and_what_serves_it(session: Session) -> None:
    assert search(session, "zwemmen", municipality_nis=LOKEREN) == ["gebied", "lokeren"]
    assert search(session, "zwemmen", municipality_nis=TEMSE) == ["temse"]
    assert search(session, municipality_nis="99999") == []


@pytest.mark.parametrize(
    ("ages", "found"),
    [
        ((0,), ["baby"]),
        ((11,), ["baby"]),
        ((12,), []),
        ((30,), ["kleuter"]),
        ((72,), []),
        ((9, 48), ["baby", "kleuter"]),
        ((200,), ["tiener"]),
    ],
)
def test_ages_count_from_the_first_month_up_to_the_last(
    session: Session, ages: tuple[int, ...], found: list[str]
) -> None:
    bounded = [name for name in search(session, ages=ages) if name in {"baby", "kleuter", "tiener"}]
    assert bounded == found


def test_only_what_families_may_see_is_found(session: Session) -> None:
    found = search(session, "zwemmen")
    assert set(found) == {"lokeren", "gebied", "temse", "dicht"}


def test_what_was_checked_last_comes_first_and_pages_do_not_overlap(session: Session) -> None:
    everything = search(session)
    assert everything[:2] == ["gebied", "lokeren"]
    pages = [search(session, limit=3, offset=offset) for offset in range(0, 15, 3)]
    assert [name for page in pages for name in page] == everything


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_no_typed_word_breaks_it(session: Session, typed: str) -> None:
    for name in search(session, typed):
        assert name in {offer.source_id for offer in OFFERS}
