"""Reading offers: only what families may see, in the asked order, whole, in few statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.catalogue import Catalogue
from app.directory.models.offers import Offer, OfferState
from app.directory.models.terms import Facet
from app.directory.operations import offers as operations
from app.directory.operations.offers import (
    count_partners,
    count_visible_offers,
    each_offer,
    find_offer,
    list_partner_offers,
    list_visible_ids,
    load_cards,
)
from app.directory.operations.organizations import find_organization, list_partners
from app.directory.shelf import Shelf
from tests.data.directory_examples import STORY_HOUR, save_directory, simple_offer
from tests.statements import count_statements

STATES = {
    "open": OfferState.PUBLISHED,
    "dicht": OfferState.TEMPORARILY_CLOSED,
    "ontwerp": OfferState.DRAFT,
    "geannuleerd": OfferState.CANCELLED,
}


@pytest.fixture(scope="module")
def stored(shared_database_url: str) -> Iterator[Database]:
    database = Database(shared_database_url)
    with database.transaction() as session:
        in_states = [simple_offer(name, state=state) for name, state in STATES.items()]
        save_directory(session, [STORY_HOUR, *in_states])
    yield database
    database.dispose()


@pytest.fixture
def session(stored: Database) -> Iterator[Session]:
    with stored.reading() as session:
        yield session


def ids_of(session: Session) -> dict[str, int]:
    return {row.source_id: row.id for row in session.execute(select(Offer.source_id, Offer.id))}


def test_families_see_published_and_temporarily_closed_offers_only(session: Session) -> None:
    ids = ids_of(session)
    found = Shelf().list_offers(session, list(ids.values()))
    assert {offer.source_id for offer in found} == {"voorleesuur", "open", "dicht"}
    assert count_visible_offers(session) == 3


def test_visible_offers_are_listed_in_parts_that_join_without_gap(session: Session) -> None:
    ids = ids_of(session)
    parts = [list_visible_ids(session, offset, 2) for offset in (0, 2, 4)]
    listed = [row[0] for part in parts for row in part]
    assert listed == sorted(ids[name] for name in ("voorleesuur", "open", "dicht"))
    assert [len(part) for part in parts] == [2, 1, 0]


def test_offers_come_in_the_order_in_which_they_were_asked(session: Session) -> None:
    ids = ids_of(session)
    wanted = [ids["dicht"], ids["voorleesuur"], 9_999, ids["ontwerp"], ids["open"], ids["dicht"]]
    found = [offer.source_id for offer in Shelf().list_offers(session, wanted)]
    assert found == ["dicht", "voorleesuur", "open", "dicht"]
    assert Shelf().list_offers(session, []) == []
    assert load_cards(session, []) == []


def test_partners_are_those_with_something_to_see(stored: Database, session: Session) -> None:
    assert list_partners(session) == [
        ("bib-de-pagina", "Bib De Pagina"),
        ("speelclub", "Speelclub De Tol"),
    ]
    assert count_partners(session) == 2
    speelclub = find_organization(session, "speelclub")
    assert speelclub is not None
    found = list_partner_offers(session, speelclub.id)
    assert [offer.source_id for offer in found] == ["open", "dicht"]
    assert find_organization(session, "niemand") is None


def test_a_found_offer_has_everything_a_page_shows(stored: Database, session: Session) -> None:
    """Nothing may be read one row at a time later: relations that were not loaded raise."""
    offer = find_offer(session, ids_of(session)["voorleesuur"])
    assert offer is not None
    with count_statements(stored) as counted:
        assert offer.organization.texts
        assert offer.organization.contacts
        assert offer.organization.terms
        assert offer.schedules[0].dates
        assert offer.locations[0].location.terms
        assert offer.locations[0].location.closures
        assert offer.images[0].texts
        assert all(
            getattr(offer, name)
            for name in ("texts", "terms", "areas", "languages", "closures", "cancellations")
        )
        assert offer.contacts
    assert counted == []
    assert find_offer(session, 9_999) is None


@pytest.mark.parametrize("batch", [1, 2, 5, 500])
def test_each_offer_comes_once_and_whole_whatever_the_batch(
    session: Session, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(operations, "BATCH", batch)
    ids = ids_of(session)
    assert [offer.id for offer in each_offer(session)] == sorted(ids.values())
    wanted = [ids["dicht"], ids["open"], 9_999, ids["dicht"]]
    assert [offer.id for offer in each_offer(session, wanted)] == sorted(
        {ids["open"], ids["dicht"]}
    )
    assert list(each_offer(session, [])) == []
    assert all(offer.organization.name for offer in each_offer(session))


def test_batches_keep_only_one_batch_in_memory(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 1)
    most = max(
        len([row for row in session.identity_map.values() if isinstance(row, Offer)])
        for _offer in each_offer(session)
    )
    assert most == 1


def test_the_taxonomy_knows_its_tree(stored: Database) -> None:
    taxonomy = Catalogue(stored).taxonomy
    term = taxonomy.find("playing-together")
    assert term is not None
    assert taxonomy.ancestors("playing-together") == ("meeting",)
    assert taxonomy.with_ancestors(("playing-together", "acc-buggy")) == (
        "playing-together",
        "acc-buggy",
        "meeting",
    )
    assert [item.id for item in taxonomy.list_facet(Facet.DOMAIN)] == ["meeting"]
    assert taxonomy.terms["meeting"].children == ("playing-together",)
    main = taxonomy.find_main_theme(("acc-buggy", "playing-together"))
    assert main is term
    assert taxonomy.find_main_theme(("acc-buggy",)) is None
    assert taxonomy.find("nothing") is None


def test_a_term_speaks_dutch_where_it_has_no_translation(stored: Database) -> None:
    term = Catalogue(stored).taxonomy.terms["playing-together"]
    assert term.label("fr") == "Jouer"
    assert term.label("ar") == "Samen spelen"
    # A translation without an explanation does not hide the Dutch one.
    assert term.description("fr") == ("nl", "Je speelt samen.")


def test_a_municipality_without_house_gets_the_default_one(stored: Database) -> None:
    catalogue = Catalogue(stored)
    default = catalogue.find_house(None)
    assert default is not None
    assert default.is_default
    assert catalogue.find_house("99999") == default
    phone = default.find_contact("phone")
    assert phone is not None
    assert phone.value == "09 000 12 34"
    assert default.notes == {"nl": "Bel gerust."}


def test_an_empty_installation_has_no_house(database: Database) -> None:
    assert Catalogue(database).find_house("46029") is None


def test_the_catalogue_is_read_once_a_minute(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000.0]
    monkeypatch.setattr("app.directory.catalogue.time.monotonic", lambda: clock[0])
    with database.transaction() as session:
        save_directory(session)
    catalogue = Catalogue(database)
    assert len(catalogue.taxonomy.terms) == 5
    with count_statements(database) as counted:
        assert catalogue.houses
        assert catalogue.taxonomy.terms
    assert counted == []
    clock[0] += 61
    with count_statements(database) as counted:
        assert catalogue.houses
    assert counted != []


def test_an_offer_of_another_state_keeps_its_id(database: Database) -> None:
    """Addresses are shared and printed, so an offer that comes back is the same one."""
    with database.transaction() as session:
        save_directory(session)
    with database.transaction() as session:
        save_directory(session, [replace(STORY_HOUR, state=OfferState.DRAFT)])
    with database.reading() as session:
        assert list(ids_of(session)) == ["voorleesuur"]
        assert count_visible_offers(session) == 0
