"""What is hidden as too old is in no list that families get, while its address still opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.db import utc_now
from app.directory.connecting import Parts
from app.directory.models.offers import Offer
from app.directory.operations.offers import (
    count_partners,
    count_visible_offers,
    find_offer,
    list_partner_offers,
    list_visible_ids,
    search_plainly,
)
from app.directory.operations.organizations import list_partners
from app.directory.shelf import Shelf
from app.search.queries import Query
from tests.data.directory_examples import save_directory, simple_offer


def list_everywhere(parts: Parts, session: Session) -> Sequence[object]:
    """What families are given of the one offer: in searches, lists, counts, feeds and sitemaps."""
    asked = {"municipality_nis": None, "ages": (), "limit": 9, "offset": 0}
    return (
        [hit.offer_id for hit in parts.engine.search(Query(words="knutsel"), utc_now()).hits],
        search_plainly(session, ("knutsel",), **asked)[1],  # type: ignore[arg-type]  # as told
        [offer.id for offer in Shelf().list_offers(session, [1])],
        [offer.id for offer in list_partner_offers(session, 2)],
        [row[0] for row in list_visible_ids(session, 0, 9)],
        [count_visible_offers(session)],
        [count_partners(session)],
        list_partners(session),
    )


def test_a_hidden_offer_is_in_no_list_and_comes_back(parts: Parts) -> None:
    with parts.database.transaction() as session:
        save_directory(session, [simple_offer("knutsel", "Knutsel")])
    with parts.database.reading() as session:
        assert all(list_everywhere(parts, session))
    with parts.database.transaction() as session:
        session.get_one(Offer, 1).hidden_on = date(2026, 5, 1)
    with parts.database.reading() as session:
        assert [item for item in list_everywhere(parts, session) if item and item != [0]] == []
        assert find_offer(session, 1) is not None
        # Who kept it, or got it in an answer, still sees it.
        assert len(Shelf().list_offers(session, [1], is_hidden_too=True)) == 1
    with parts.database.transaction() as session:
        session.get_one(Offer, 1).hidden_on = None
    with parts.database.reading() as session:
        assert all(list_everywhere(parts, session))


def test_what_is_overdue_by_its_own_period_stands_lower(parts: Parts) -> None:
    checked_on = utc_now().date() - timedelta(days=100)
    with parts.database.transaction() as session:
        offers = [simple_offer(name, "Knutsel", verified_on=checked_on) for name in ("a", "b")]
        save_directory(session, offers)
    with parts.database.transaction() as session:
        session.get_one(Offer, 1).check_every_months = 3
    hits = parts.engine.search(Query(words="knutsel"), utc_now()).hits
    assert [hit.offer_id for hit in hits] == [2, 1]


def test_an_import_that_does_not_know_of_a_newer_check_leaves_it(parts: Parts) -> None:
    newer, older = date(2026, 5, 1), date(2026, 1, 1)
    with parts.database.transaction() as session:
        save_directory(session, [simple_offer("a", verified_on=older, verified_by="source")])
    with parts.database.transaction() as session:
        offer = session.get_one(Offer, 1)
        offer.verified_on, offer.verified_by = newer, "house"
    for day in (None, older):
        with parts.database.transaction() as session:
            save_directory(session, [simple_offer("a", verified_on=day, verified_by="source")])
        with parts.database.reading() as session:
            found = session.get_one(Offer, 1)
            assert (found.verified_on, found.verified_by) == (newer, "house")
