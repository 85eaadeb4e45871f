"""Export, import and export again: nothing changes, and what a row cannot tell stays."""

from __future__ import annotations

import argparse
import csv
import io
import shutil
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.agenda.clock import BRUSSELS
from app.cli.files import export_csv, export_file, import_csv, import_file
from app.config import Settings
from app.db import Database
from app.directory.catalogue import read_taxonomy
from app.directory.connecting import Parts, connect
from app.directory.drafts import OfferDraft, OrganizationDraft, ScheduleDraft, WordsDraft
from app.directory.models.offers import Offer, OfferKind, OfferState
from app.directory.operations.partners import save_organization
from app.directory.operations.saving import save_offers
from app.directory.operations.stored import StoredOffer, each_stored_offer
from app.exchange.offers_csv_columns import COLUMN_NAMES
from app.exchange.offers_csv_importing import ImportWishes, import_offers
from app.exchange.offers_csv_reading import OffersTable
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_values import (
    read_cents,
    read_max_age,
    read_min_age,
    write_cents,
    write_max_age,
    write_min_age,
)
from app.exchange.offers_csv_writing import write_file
from app.geo.gazetteer import Gazetteer
from app.search.queries import Query
from tests.thinning import copy_of, thin_out


@pytest.fixture
def parts(own_settings: Settings) -> Parts:
    return connect(own_settings)


@pytest.fixture(scope="module")
def few(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return thin_out(seeded, tmp_path_factory.mktemp("few"))


@pytest.fixture
def few_settings(few: Settings, tmp_path: Path) -> Settings:
    return copy_of(few, tmp_path)


@pytest.fixture
def few_parts(few_settings: Settings) -> Parts:
    return connect(few_settings)


def all_offers(database: Database, source: str = "seed") -> list[StoredOffer]:
    with database.reading() as session:
        return list(each_stored_offer(session, source))


def edit(path: Path, offer_id: str, **cells: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == offer_id:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMN_NAMES)
        writer.writeheader()
        writer.writerows(rows)


def test_whole_seed_goes_out_and_in_without_any_change(parts: Parts, tmp_path: Path) -> None:
    before = all_offers(parts.database)
    with parts.database.reading() as session:
        stamps = session.execute(select(Offer.id, Offer.updated_at)).all()
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    count = export_file(parts, first, "seed")
    report = import_file(parts, first, None, source="seed")
    assert (report.read, report.unchanged) == (count.offers, count.offers)
    assert count.offers == len(before) > 500
    export_file(parts, second, "seed")
    assert second.read_bytes() == first.read_bytes()
    assert all_offers(parts.database) == before
    with parts.database.reading() as session:
        assert session.execute(select(Offer.id, Offer.updated_at)).all() == stamps


def test_seed_as_another_source_exports_the_same_bytes(parts: Parts, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    parts.database.after_commit = None
    count = export_file(parts, first, "seed")
    assert import_file(parts, first, None, source="copy").added == count.offers
    export_file(parts, second, "copy")
    assert second.read_bytes() == first.read_bytes()
    assert import_file(parts, second, None, source="copy").unchanged == count.offers


def test_changed_title_leaves_schedules_places_and_translations_alone(
    few_parts: Parts, tmp_path: Path
) -> None:
    rich = next(
        offer
        for offer in all_offers(few_parts.database)
        if len(offer.draft.schedules) > 1 and len(offer.places) > 1
    )
    path = tmp_path / "offers.csv"
    export_file(few_parts, path, "seed")
    edit(path, rich.draft.source_id, title="Een nieuwe titel")
    report = import_file(few_parts, path, None, source="seed")
    assert (report.changed, report.refused) == (1, 0)
    after = {offer.draft.source_id: offer for offer in all_offers(few_parts.database)}
    changed = after[rich.draft.source_id].draft
    assert changed.words["nl"].title == "Een nieuwe titel"
    assert changed.schedules == rich.draft.schedules
    assert changed.location_keys == rich.draft.location_keys
    assert set(changed.words) == set(rich.draft.words)


def test_changed_begin_changes_the_first_schedule_and_says_there_are_more(
    few_parts: Parts, tmp_path: Path
) -> None:
    rich = next(
        offer
        for offer in all_offers(few_parts.database)
        if sum(bool(item.starts_on) for item in offer.draft.schedules) > 1
    )
    path = tmp_path / "offers.csv"
    export_file(few_parts, path, "seed")
    moved = {"starts_at": "2026-09-02T10:00", "ends_at": "2026-09-02T11:00", "rrule": ""}
    edit(path, rich.draft.source_id, **moved)
    report = import_file(few_parts, path, None, source="seed")
    assert len(report.remarks) == 1
    after = {offer.draft.source_id: offer.draft for offer in all_offers(few_parts.database)}
    changed = after[rich.draft.source_id].schedules
    first = next(at for at, item in enumerate(rich.draft.schedules) if item.starts_on)
    assert changed[first].starts_on == date(2026, 9, 2)
    assert changed[first].location_key == rich.draft.schedules[first].location_key
    assert changed[:first] + changed[first + 1 :] == (
        rich.draft.schedules[:first] + rich.draft.schedules[first + 1 :]
    )


def test_emptied_cells_take_away_what_they_told(few_parts: Parts, tmp_path: Path) -> None:
    full = next(
        offer
        for offer in all_offers(few_parts.database)
        if offer.places and offer.draft.contacts and offer.draft.schedules
    )
    path = tmp_path / "offers.csv"
    export_file(few_parts, path, "seed")
    kept = {"id", "title", "kind", "organization"}
    edit(path, full.draft.source_id, **dict.fromkeys(set(COLUMN_NAMES) - kept, ""))
    assert import_file(few_parts, path, None, source="seed").changed == 1
    after = {offer.draft.source_id: offer.draft for offer in all_offers(few_parts.database)}
    emptied = after[full.draft.source_id]
    assert (emptied.schedules, emptied.location_keys, emptied.contacts) == ((), (), ())
    assert emptied.intake == full.draft.intake


def test_notes_for_staff_and_hidden_contacts_are_never_in_an_export(
    few_parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "offers.csv"
    export_file(few_parts, path, None)
    text = path.read_text(encoding="utf-8")
    notes = [offer.draft.intake for offer in all_offers(few_parts.database) if offer.draft.intake]
    assert notes
    assert not [note for note in notes if note in text]


def command(file: Path, **changes: object) -> argparse.Namespace:
    facts = {"source": "seed", "mapping": None, "dry_run": False, "confirm": False}
    return argparse.Namespace(file=file, **facts | changes)


def test_commands_speak_dutch_and_tell_by_their_code_how_it_went(
    few_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "offers.csv"
    assert export_csv(few_settings, command(path)) == 0
    assert "rijen geschreven" in capsys.readouterr().out
    assert import_csv(few_settings, command(path, dry_run=True)) == 0
    assert "Proef: er is niets bewaard" in capsys.readouterr().out
    offer_id = all_offers(connect(few_settings).database)[0].draft.source_id
    edit(path, offer_id, price="veel")
    assert import_csv(few_settings, command(path)) == 1
    assert "regel 2, price: 'veel'. Schrijf een bedrag" in capsys.readouterr().out
    path.write_text("id,title,kind,organization\n1,Spelen,service,Brug\n", encoding="utf-8")
    assert import_csv(few_settings, command(path)) == 2
    assert "--confirm" in capsys.readouterr().err


def test_imported_offer_is_found_at_once_and_a_vanished_one_no_longer(
    few_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "offers.csv"
    header = "id,title,kind,organization\n"
    path.write_text(f"{header}1,Kwakzilverdans,activity,Brug\n", encoding="utf-8")
    assert import_csv(few_settings, command(path, source="brug")) == 0
    engine = connect(few_settings).engine
    asked = Query(words="kwakzilverdans", is_exact=True)
    assert engine.search(asked, datetime.now(BRUSSELS)).total == 1
    path.write_text(header, encoding="utf-8")
    assert import_csv(few_settings, command(path, source="brug", confirm=True)) == 0
    assert engine.search(asked, datetime.now(BRUSSELS)).total == 0


@given(st.integers(-9, 1188))
@settings(max_examples=100)
def test_ages_are_written_as_they_are_read(months: int) -> None:
    assert read_min_age(write_min_age(months)) == months
    assert read_max_age(write_max_age(months + 1)) == months + 1


@given(st.integers(0, 10_000_000))
@settings(max_examples=50)
def test_amounts_are_written_as_they_are_read(cents: int) -> None:
    assert read_cents(write_cents(cents)) == cents


TEXTS = st.text(
    st.one_of(
        st.sampled_from("'=+-@|,;\"\t\n\r €é"),
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")),
    ),
    max_size=20,
)


@given(title=TEXTS, summary=TEXTS, reductions=TEXTS, note=TEXTS)
@settings(max_examples=12, deadline=None)
def test_any_words_in_the_tables_survive_the_round_trip(
    session_database: Database,
    gazetteer: Gazetteer,
    title: str,
    summary: str,
    reductions: str,
    note: str,
) -> None:
    words = WordsDraft(f"a{title}", summary, note, note, reductions)
    draft = OfferDraft(
        "words",
        "=1+1",
        OfferKind.SERVICE,
        "brug",
        {"nl": words},
        OfferState.PUBLISHED,
        schedules=(ScheduleDraft("", date(2026, 3, 1), time(10), time(11)),),
    )
    with session_database.transaction() as session:
        save_organization(session, OrganizationDraft("brug", "@Brug"))
        save_offers(session, [draft])
    text = export_text(session_database, gazetteer)
    table = OffersTable(text.encode())
    report = import_offers(session_database, table, gazetteer, ImportWishes("words"))
    assert (report.unchanged, report.refused) == (1, 0)
    assert export_text(session_database, gazetteer) == text


def export_text(database: Database, gazetteer: Gazetteer) -> str:
    output = io.StringIO(newline="")
    with database.reading() as session:
        vocabulary = Vocabulary(read_taxonomy(session))
        write_file(output, each_stored_offer(session, "words"), vocabulary, gazetteer)
    return output.getvalue()


@pytest.fixture(scope="module")
def session_database(
    database_with_terms: Path, tmp_path_factory: pytest.TempPathFactory
) -> Database:
    path = tmp_path_factory.mktemp("words") / "words.sqlite"
    shutil.copy(database_with_terms, path)
    return Database(f"sqlite:///{path}")
