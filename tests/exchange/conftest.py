"""What the tests of files share: a database with only the taxonomy, and rows to import."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from offers_csv_rows import Import, Stored

from app.config import PROJECT_FOLDER
from app.db import Database
from app.directory.operations.partners import save_terms
from app.directory.operations.stored import StoredOffer, each_stored_offer
from app.directory.taxonomy_file import read_taxonomy_file
from app.exchange.offers_csv_importing import ImportWishes, import_offers
from app.exchange.offers_csv_reading import OffersTable
from app.exchange.reporting import ImportReport
from app.geo.gazetteer import Gazetteer

SEED_FOLDER = PROJECT_FOLDER / "data" / "seed"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(SEED_FOLDER / "gazetteer.csv")


@pytest.fixture(scope="session")
def database_with_terms(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("terms") / "terms.sqlite"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        save_terms(session, read_taxonomy_file(SEED_FOLDER / "taxonomy.csv"))
    database.dispose()
    return path


@pytest.fixture
def database(database_with_terms: Path, tmp_path: Path) -> Database:
    path = tmp_path / "offers.sqlite"
    shutil.copy(database_with_terms, path)
    return Database(f"sqlite:///{path}")


@pytest.fixture
def import_bytes(database: Database, gazetteer: Gazetteer) -> Import:
    def run(
        content: bytes, source: str = "csv", *, dry: bool = False, confirm: bool = False
    ) -> ImportReport:
        wishes = ImportWishes(source, is_dry_run=dry, is_confirmed=confirm)
        return import_offers(database, OffersTable(content), gazetteer, wishes)

    return run


@pytest.fixture
def stored(database: Database) -> Stored:
    def read(source: str = "csv") -> dict[str, StoredOffer]:
        with database.reading() as session:
            return {offer.draft.source_id: offer for offer in each_stored_offer(session, source)}

    return read
