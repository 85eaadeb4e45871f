"""Shared parts of the tests of the engine."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from app.geo.gazetteer import Gazetteer
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.table.synonyms import Synonyms

SEED_DATA = Path(__file__).parent.parent.parent / "data" / "seed"


@pytest.fixture(scope="session")
def synonyms() -> Synonyms:
    with (SEED_DATA / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        labels = [
            (row["id"], language, row[f"label_{language}"])
            for row in csv.DictReader(file)
            for language in ("nl", "fr", "en", "ar")
            if row["facet"] in {"domain", "form"} and row[f"label_{language}"]
        ]
    return Synonyms.load(SEED_DATA, labels)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(SEED_DATA / "gazetteer.csv")


@pytest.fixture(scope="session")
def no_synonyms() -> Synonyms:
    """For tests of the index itself: what is found is what is written."""
    return Synonyms.of()


@pytest.fixture
def engine(tmp_path: Path, no_synonyms: Synonyms) -> SearchEngine:
    return SearchEngine(tmp_path / "index", no_synonyms)


@pytest.fixture
def filled(engine: SearchEngine) -> Callable[..., SearchEngine]:
    """Gives the engine with an index of some offers."""

    def fill(*offers: OfferDocument) -> SearchEngine:
        engine.rebuild(offers)
        return engine

    return fill
