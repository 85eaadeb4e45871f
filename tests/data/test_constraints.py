"""What must always hold is held by the database itself, under a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Base, Database
from app.directory.models.offers import Offer, OfferText
from app.directory.models.organizations import (
    Contact,
    House,
    HouseMunicipality,
    Location,
    LocationClosure,
    Organization,
)
from app.directory.models.schedules import Closure, Schedule, ScheduleDate
from app.directory.models.terms import Term
from tests.data.directory_examples import LOKEREN, save_directory

Rows = Callable[[Session], object]


def add_offer(**facts: Any) -> Rows:
    row = {"source": "x", "source_id": "1", "slug": "x", "kind": "service", "state": "published"}
    return lambda session: session.add(Offer(**{**row, "organization_id": 1, **facts}))


def add(table: type[Base], /, **facts: Any) -> Rows:
    return lambda session: session.add(table(**facts))


def add_schedule(**facts: Any) -> Rows:
    return add(Schedule, offer_id=1, **facts)


NINE, TEN = time(9), time(10)
DAY = date(2026, 5, 4)
REFUSED: dict[str, tuple[str, Rows]] = {
    "a kind nobody knows": ("ck_offer_known_kind", add_offer(kind="event")),
    "a state nobody knows": ("ck_offer_known_state", add_offer(state="gone")),
    "an audience nobody knows": ("ck_offer_known_audience", add_offer(audience="dogs")),
    "online perhaps": ("ck_offer_known_online", add_offer(online="may")),
    "a registration nobody knows": ("ck_offer_known_registration", add_offer(registration="x")),
    "an appointment nobody knows": ("ck_offer_known_appointment", add_offer(appointment="x")),
    "ages turned around": ("ages_in_order", add_offer(min_age_months=36, max_age_months=12)),
    "no age at all": ("ages_in_order", add_offer(min_age_months=36, max_age_months=36)),
    "an age before conception": ("ages_in_range", add_offer(min_age_months=-11)),
    "an age beyond anybody": ("ages_in_range", add_offer(max_age_months=1300)),
    "a negative price": ("ck_offer_price_not_negative", add_offer(price_cents=-1)),
    "an offer of nobody": ("organization", add_offer(organization_id=99)),
    "the same offer twice": ("offer_source", add_offer(source="test", source_id="voorleesuur")),
    "a text without title": ("has_title", add(OfferText, offer_id=1, language="en", title="")),
    "a text twice": ("offer_text", add(OfferText, offer_id=1, language="nl", title="Weer")),
    "a contact of nobody": ("one_owner", add(Contact, kind="phone", value="1")),
    "a contact of two": (
        "one_owner",
        add(Contact, kind="phone", value="1", offer_id=1, organization_id=1),
    ),
    "a contact of three": (
        "one_owner",
        add(Contact, kind="phone", value="1", offer_id=1, organization_id=1, house_id=1),
    ),
    "a fax": ("ck_contact_known_kind", add(Contact, kind="fax", value="1", offer_id=1)),
    "a schedule that is neither": ("rule_or_opening_hours", add_schedule()),
    "a schedule that is both": (
        "rule_or_opening_hours",
        add_schedule(opening_hours="Mo", starts_on=DAY, start_time=NINE, end_time=TEN),
    ),
    "a rule without times": ("ck_schedule_rule_has_times", add_schedule(starts_on=DAY)),
    "a rule without end": ("rule_has_times", add_schedule(starts_on=DAY, start_time=NINE)),
    "holidays nobody knows": ("known_holidays", add_schedule(opening_hours="Mo", holidays="x")),
    "a moment of no day": ("days_in_range", add_schedule(opening_hours="Mo", days=0)),
    "a moment of a year": ("days_in_range", add_schedule(opening_hours="Mo", days=365)),
    "a day left out and added": (
        "schedule_date",
        add(ScheduleDate, schedule_id=1, day=date(2024, 1, 10), is_extra=True),
    ),
    "a closing turned around": (
        "ck_closure_days_in_order",
        add(Closure, offer_id=1, first_day=DAY, last_day=date(2026, 5, 3), is_yearly=False),
    ),
    "a place's closing turned around": (
        "ck_location_closure_days_in_order",
        add(
            LocationClosure,
            location_id=1,
            first_day=DAY,
            last_day=date(2026, 5, 3),
            is_yearly=False,
        ),
    ),
    "half a point": ("whole_point", add(Location, key="x", name="x", latitude=51.0)),
    "a point off the earth": (
        "latitude_on_earth",
        add(Location, key="x", name="x", latitude=91.0, longitude=4.0),
    ),
    "a longitude off the earth": (
        "longitude_on_earth",
        add(Location, key="x", name="x", latitude=51.0, longitude=181.0),
    ),
    "two default houses": ("default", add(House, slug="x", name="x", is_default=True)),
    "a municipality of two houses": (
        "house_municipality",
        add(HouseMunicipality, nis=LOKEREN, house_id=1),
    ),
    "a term's ages turned around": (
        "ck_term_ages_in_order",
        add(Term, id="x", facet="domain", icon="x", position=9, age_min_months=9, age_max_months=3),
    ),
    "a term below one that is not there": (
        "term",
        add(Term, id="x", parent_id="nowhere", facet="domain", icon="x", position=9),
    ),
}


@pytest.fixture(scope="module")
def filled(shared_database_url: str) -> Iterator[Database]:
    """A database with a small directory, in which nothing more is committed."""
    database = Database(shared_database_url)
    with database.transaction() as session:
        save_directory(session)
    yield database
    database.dispose()


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(filled: Database, name: str) -> None:
    constraint, add_rows = REFUSED[name]
    with filled.reading() as session:
        add_rows(session)
        with pytest.raises(IntegrityError) as refused:
            session.flush()
    said = str(refused.value.orig)
    # SQLite names its checks only; PostgreSQL names every constraint.
    assert constraint in said or "UNIQUE" in said or "FOREIGN KEY" in said


def test_ordinary_edges_are_accepted(filled: Database) -> None:
    edges = (
        add_offer(source_id="a", min_age_months=-10, max_age_months=-9, price_cents=0),
        add_offer(source_id="b", min_age_months=1200, max_age_months=1201),
        add_offer(source_id="c", audience=None, registration=None, appointment=None),
        add(House, slug="x", name="Zonder voorrang", is_default=False),
        add(House, slug="y", name="Nog een", is_default=False),
        add(Location, key="x", name="Ergens"),
    )
    with filled.reading() as session:
        for add_rows in edges:
            add_rows(session)
        session.flush()
        assert session.scalar(select(func.count(House.id))) == 3


def test_an_organization_with_offers_cannot_vanish(filled: Database) -> None:
    with filled.reading() as session, pytest.raises(IntegrityError):
        session.execute(delete(Organization))


def test_every_constraint_and_index_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"
        for index in table.indexes:
            assert index.name, f"{table.name}: {index}"


def test_names_of_constraints_in_the_database_are_those_of_the_models(filled: Database) -> None:
    inspector = inspect(filled.engine)
    for table in Base.metadata.tables.values():
        checks = {str(item.name) for item in table.constraints if isinstance(item, CheckConstraint)}
        assert {item["name"] for item in inspector.get_check_constraints(table.name)} == checks
        uniques = {
            str(item.name) for item in table.constraints if isinstance(item, UniqueConstraint)
        }
        assert {item["name"] for item in inspector.get_unique_constraints(table.name)} == uniques
        keys = {
            str(item.name) for item in table.constraints if isinstance(item, ForeignKeyConstraint)
        }
        assert {item["name"] for item in inspector.get_foreign_keys(table.name)} == keys
        key = inspector.get_pk_constraint(table.name)["name"]
        # SQLite's way to number without ever using a number again takes no name.
        is_numbered = table.dialect_options["sqlite"]["autoincrement"]
        is_sqlite = filled.engine.dialect.name == "sqlite"
        assert key == (None if is_numbered and is_sqlite else table.primary_key.name)
