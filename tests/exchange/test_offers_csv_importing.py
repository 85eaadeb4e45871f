"""An import as a whole: one transaction, dry runs, updates, what vanishes, and who is who."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from offers_csv_rows import Import, Stored, make_csv
from sqlalchemy import event, func, select

from app.db import Database
from app.directory.models.offers import Offer, OfferState
from app.directory.models.organizations import Location, Organization
from app.directory.operations.partners import save_terms
from app.directory.operations.saving import save_offers
from app.directory.taxonomy_file import read_taxonomy_file
from app.exchange import offers_csv_importing
from app.exchange.offers_csv_importing import ImportWishes, import_offers
from app.exchange.offers_csv_merging import organization_slug
from app.exchange.offers_csv_reading import OffersTable
from app.exchange.reporting import ImportStoppedError
from app.geo.gazetteer import Gazetteer


def many(count: int, **cells: str) -> bytes:
    return make_csv(*({"title": f"Babbel {number}"} | cells for number in range(count)))


def count_rows(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_same_file_again_changes_nothing(import_bytes: Import) -> None:
    content = make_csv(
        {"street": "Markt 1", "municipality": "Lokeren", "reductions": "uitpas|half"}
    )
    assert import_bytes(content).added == 1
    again = import_bytes(content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)


def test_same_id_again_is_an_update_and_ids_live_in_their_source(
    import_bytes: Import, stored: Stored
) -> None:
    import_bytes(make_csv({"title": "Oud"}), "een")
    import_bytes(make_csv({"title": "Ander"}), "twee")
    report = import_bytes(make_csv({"title": "Nieuw"}), "een")
    assert (report.added, report.changed) == (0, 1)
    assert stored("een")["1"].draft.words["nl"].title == "Nieuw"
    assert stored("twee")["1"].draft.words["nl"].title == "Ander"


def test_what_a_partner_keeps_here_is_left_alone_and_never_vanishes(
    import_bytes: Import, stored: Stored, database: Database
) -> None:
    import_bytes(make_csv({"title": "Van de lijst"}, {"title": "Ander"}))
    with database.transaction() as session:
        offer = session.scalars(select(Offer).where(Offer.source_id == "1")).one()
        offer.is_partner_kept = True
    report = import_bytes(make_csv({"title": "Van de nieuwe lijst"}, {"title": "Ander"}))
    assert (report.changed, report.unchanged) == (0, 2)
    assert "houdt dit aanbod zelf bij" in report.remarks[0].nl
    gone = import_bytes(make_csv({"id": "2", "title": "Ander"}))
    assert (gone.existing, gone.vanished) == (1, 0)
    assert stored()["1"].draft.words["nl"].title == "Van de lijst"
    assert stored()["1"].draft.state is OfferState.PUBLISHED


def test_column_left_out_is_an_empty_one(import_bytes: Import, stored: Stored) -> None:
    import_bytes(make_csv({"price": "3"}))
    import_bytes(make_csv({}))
    assert stored()["1"].draft.price_cents is None


def test_same_id_twice_in_a_file_refuses_the_second(import_bytes: Import, stored: Stored) -> None:
    report = import_bytes(make_csv({"id": "a", "title": "Een"}, {"id": "a", "title": "Twee"}))
    assert (report.added, report.refused) == (1, 1)
    assert report.problems[0].line == 3
    assert stored()["a"].draft.words["nl"].title == "Een"


def test_dry_run_tells_everything_and_writes_nothing(
    import_bytes: Import, database: Database
) -> None:
    import_bytes(many(10))
    path = Path(str(database.engine.url.database))
    database.dispose()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    changed = make_csv({"title": "Anders"}, {"id": "nieuw"}, {"price": "veel"}, {"id": "10"})
    report = import_bytes(changed, dry=True)
    assert report.is_dry_run
    assert (report.added, report.changed, report.refused, report.vanished) == (1, 2, 1, 7)
    assert report.needs_confirmation
    database.dispose()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_dry_run_foretells_what_the_import_does(import_bytes: Import) -> None:
    import_bytes(many(10))
    content = make_csv({"title": "Anders"}, *({"title": f"Babbel {n}"} for n in range(1, 9)))
    foretold, done = import_bytes(content, dry=True), import_bytes(content)
    for name in ("read", "added", "changed", "unchanged", "refused", "vanished"):
        assert getattr(foretold, name) == getattr(done, name)


def test_crash_in_the_middle_leaves_nothing(
    import_bytes: Import, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers_csv_importing, "BATCH", 2)
    calls: list[int] = []

    def save_until_the_power_fails(*arguments: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise OSError("the power fails")
        return save_offers(*arguments)  # type: ignore[arg-type]  # the same ones

    monkeypatch.setattr(offers_csv_importing, "save_offers", save_until_the_power_fails)
    with pytest.raises(OSError, match="power"):
        import_bytes(many(10, street="Markt 1", municipality="Lokeren"))
    assert len(calls) == 3
    for table in (Offer, Organization, Location):
        assert count_rows(database, table) == 0


def test_file_that_breaks_off_at_the_end_leaves_nothing(
    import_bytes: Import, database: Database
) -> None:
    with pytest.raises(ImportStoppedError):
        import_bytes(many(600) + b'601,"Babbel')
    assert count_rows(database, Offer) == 0


def test_offer_that_is_no_longer_in_the_file_is_hidden_and_comes_back(
    import_bytes: Import, stored: Stored
) -> None:
    import_bytes(many(5))
    assert import_bytes(many(4)).vanished == 1
    assert stored()["5"].draft.state is OfferState.DRAFT
    assert import_bytes(many(4)).vanished == 0
    assert import_bytes(many(5)).changed == 1
    assert stored()["5"].draft.state is OfferState.PUBLISHED


def test_more_than_a_fifth_vanishing_stops_until_confirmed(
    import_bytes: Import, stored: Stored
) -> None:
    import_bytes(many(10))
    with pytest.raises(ImportStoppedError) as stop:
        import_bytes(many(7))
    assert "--confirm" in stop.value.sentence.nl
    assert {offer.draft.state for offer in stored().values()} == {OfferState.PUBLISHED}
    assert import_bytes(many(8)).vanished == 2
    assert import_bytes(many(1), confirm=True).vanished == 7


def test_refused_row_leaves_its_offer_as_it_was(import_bytes: Import, stored: Stored) -> None:
    import_bytes(many(2))
    report = import_bytes(make_csv({"title": "Babbel 0"}, {"price": "veel"}))
    assert (report.unchanged, report.refused, report.vanished) == (1, 1, 0)
    assert stored()["2"].draft.state is OfferState.PUBLISHED


def test_organization_is_found_by_its_name_before_one_is_made(
    import_bytes: Import, database: Database
) -> None:
    import_bytes(make_csv({"organization": "De Brug"}, {"organization": "de  brug"}))
    import_bytes(make_csv({"organization": "DE BRUG"}), "andere")
    assert count_rows(database, Organization) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("مركز الأسرة", "بيت الطفل"), ("!!!", "???"), ("a" * 100, "a" * 101)]
)
def test_organizations_with_other_names_never_become_one(one: str, other: str) -> None:
    assert organization_slug(one) != organization_slug(other)
    assert len(organization_slug(one)) <= 80


def test_two_offers_at_one_address_share_the_place_and_a_left_place_is_dropped(
    import_bytes: Import, database: Database
) -> None:
    here = {"location": "Zaal", "street": "Markt 1", "municipality": "Lokeren"}
    import_bytes(make_csv(here, here))
    assert count_rows(database, Location) == 1
    there = here | {"street": "Markt 2"}
    import_bytes(make_csv(there, there))
    assert count_rows(database, Location) == 1


@pytest.mark.parametrize("source", ["", "Huis", "a" * 41, "a:b", "-a"])
def test_source_must_be_a_short_plain_name(source: str, import_bytes: Import) -> None:
    with pytest.raises(ImportStoppedError, match="Source"):
        import_bytes(make_csv({}), source)


def test_import_asks_a_fixed_number_of_statements_for_a_batch(
    database: Database, gazetteer: Gazetteer
) -> None:
    statements: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2])
    )
    import_offers(database, OffersTable(many(1)), gazetteer, ImportWishes("first"))
    counts = []
    for size in (20, 200):
        statements.clear()
        import_offers(database, OffersTable(many(size)), gazetteer, ImportWishes(f"batch-{size}"))
        counts.append(sum(text.lstrip().startswith("SELECT") for text in statements))
    assert counts[0] == counts[1]


def test_import_works_alike_on_both_databases(database_url: str, gazetteer: Gazetteer) -> None:
    database = Database(database_url)
    folder = Path(__file__).parent.parent.parent / "data" / "seed"
    with database.transaction() as session:
        save_terms(session, read_taxonomy_file(folder / "taxonomy.csv"))
    content = make_csv(
        {"title": "x" * 150, "municipality": "Lokeren", "starts_at": "2026-03-04T14:00"},
        {"themes": "sleep", "reductions": "uitpas|half", "languages": "nl|fr", "price": "2.50"},
    )
    first = import_offers(database, OffersTable(content), gazetteer, ImportWishes())
    again = import_offers(database, OffersTable(content), gazetteer, ImportWishes())
    gone = import_offers(
        database, OffersTable(make_csv({})), gazetteer, ImportWishes(is_confirmed=True)
    )
    database.dispose()
    assert (first.added, again.unchanged) == (2, 2)
    assert (gone.changed, gone.vanished) == (1, 1)
