"""Fills a database of its own with real files: `python -m app.cli.real_data`.

The files are those of the folder in DICHTBIJ_SHARED_DATA (../shared/data beside the project by
default); the site's own database and index are not touched.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from app.cli.databases import migrate
from app.cli.files import import_file, tell_report
from app.config import PROJECT_FOLDER, Settings, load_settings
from app.directory.connecting import connect
from app.directory.documents import read_documents
from app.exchange.reporting import ImportReport, ImportStoppedError
from app.search.following import clear_pending

MAPPINGS_FOLDER = PROJECT_FOLDER / "data" / "mappings"
DATA_FOLDER = PROJECT_FOLDER / "data" / "var"
"""Where the database and the index of the real files stand; not in the repository."""


@dataclass(frozen=True, slots=True)
class RealFile:
    """A real file, the mapping that reads it and the source that its offers get."""

    source: str
    mapping: str
    file: str


REAL_FILES = (
    RealFile(
        "gentse-feesten-2011", "gentse-feesten-2011", "gentse-feesten-2011/gentse-feesten-2011.csv"
    ),
    RealFile(
        "kontich-opvang", "kontich-poi", "kontich-poi/GroepsopvangBabysEnPeutersKontich.geojson"
    ),
    RealFile("kontich-sportveld", "kontich-poi", "kontich-poi/OpenluchtSportveldKontich.geojson"),
    RealFile("kontich-sporthal", "kontich-poi", "kontich-poi/SportlokaalKontich.geojson"),
    RealFile(
        "chicago-early-learning", "chicago-early-learning", "chicago-early-learning/export.psv"
    ),
    RealFile("illinois-legal-aid", "illinois-legal-aid", "hsds-ilao/services.csv"),
)


def shared_data_folder() -> Path:
    """The folder of the real files."""
    default = PROJECT_FOLDER.parent / "shared" / "data"
    return Path(os.environ.get("DICHTBIJ_SHARED_DATA", default))


def real_data_settings(settings: Settings, folder: Path) -> Settings:
    """The same settings with a database and an index of their own in a folder."""
    return replace(
        settings,
        database_url=f"sqlite:///{folder / 'real_data.sqlite'}",
        index_folder=folder / "real_data_index",
        sealing_key_file=folder / "sealing_keys",
        letter_folder=folder / "letters",
        sight_folder=folder / "sights",
        searches_folder=folder / "searches",
        photo_folder=folder / "photos",
    )


def fill_with_real_data(settings: Settings, shared: Path) -> dict[str, ImportReport]:
    """Import every real file into the database of the settings and write the index.

    Gives the report of each source; raises ImportStoppedError when a file is not there.
    """
    migrate(settings.database_url)
    parts = connect(settings)
    # The index is written once at the end, not along with each file.
    parts.database.after_commit = None
    reports = {
        real.source: import_file(
            parts,
            shared / real.file,
            MAPPINGS_FOLDER / f"{real.mapping}.toml",
            source=real.source,
        )
        for real in REAL_FILES
    }
    with parts.database.transaction() as session:
        clear_pending(session)
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))
    parts.database.dispose()
    return reports


def main(settings: Settings) -> int:
    """Fill a database and an index in `data/var` and say what went in."""
    DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    own = real_data_settings(settings, DATA_FOLDER)
    try:
        reports = fill_with_real_data(own, shared_data_folder())
    except ImportStoppedError as error:
        print(error.sentence.nl, file=sys.stderr)
        return 2
    for source, report in reports.items():
        print(f"\n{source}")
        tell_report(report, print)
    print(
        f"\nBekijk het met DICHTBIJ_DATABASE_URL={own.database_url} "
        f"DICHTBIJ_INDEX_FOLDER={own.index_folder}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(load_settings()))
