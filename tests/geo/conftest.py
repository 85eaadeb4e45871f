"""Fixtures of the geo tests: the real gazetteer and the reference data it is checked against."""

import os
from pathlib import Path

import pytest

from app.geo.gazetteer import Gazetteer

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer that the site uses."""
    return Gazetteer.load(PROJECT / "data" / "seed" / "gazetteer.csv")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data; without it these tests fail, since they would prove nothing."""
    default = PROJECT.parent / "shared" / "data"
    folder = Path(os.environ.get("DICHTBIJ_SHARED_DATA", default)) / "geo-be"
    if not folder.is_dir():
        pytest.fail(
            "The reference folder geo-be is missing: set DICHTBIJ_SHARED_DATA to the folder that"
            " holds it. The gazetteer cannot be checked without it."
        )
    return folder
