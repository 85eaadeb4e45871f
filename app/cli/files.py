"""The commands that read and write files of offers; people of a House read what they say."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from app.config import Settings
from app.directory.catalogue import read_taxonomy
from app.directory.connecting import Parts, connect
from app.directory.models.terms import Term
from app.directory.operations.partners import save_terms
from app.directory.operations.stored import each_stored_offer
from app.directory.taxonomy_file import read_taxonomy_file
from app.exchange.mapping import load_mapping
from app.exchange.mapping_files import MappedTable
from app.exchange.offers_csv_importing import ImportWishes, RowSource, import_offers
from app.exchange.offers_csv_reading import OffersTable, read_bytes
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_writing import ExportCount, write_file
from app.exchange.reporting import ImportReport, ImportStoppedError

Say = Callable[[str], None]


def import_csv(settings: Settings, arguments: argparse.Namespace) -> int:
    """Import offers from a file; 0 when every row went in, 1 when not, 2 when it stopped."""
    try:
        parts = connect(settings)
        report = import_file(
            parts,
            arguments.file,
            arguments.mapping,
            source=arguments.source,
            is_dry_run=arguments.dry_run,
            is_confirmed=arguments.confirm,
        )
    except ImportStoppedError as error:
        print(error.sentence.nl, file=sys.stderr)
        return 2
    tell_report(report, print)
    return 1 if report.refused or (report.is_dry_run and report.needs_confirmation) else 0


def import_file(
    parts: Parts,
    file: Path,
    mapping_file: Path | None,
    *,
    source: str,
    is_dry_run: bool = False,
    is_confirmed: bool = False,
) -> ImportReport:
    """Import one file, by a mapping when there is one; raises ImportStoppedError."""
    table: RowSource
    language = "nl"
    if mapping_file is None:
        table = OffersTable(read_bytes(file))
    else:
        mapping = load_mapping(mapping_file)
        table, language = MappedTable(file, mapping), mapping.language
    _keep_terms(parts, is_dry_run=is_dry_run)
    wishes = ImportWishes(source, language, is_dry_run, is_confirmed)
    report = import_offers(parts.database, table, parts.gazetteer, wishes)
    report.skipped = table.skipped if isinstance(table, MappedTable) else 0
    return report


def _keep_terms(parts: Parts, *, is_dry_run: bool) -> None:
    """Put the taxonomy in a database that has none yet, since rows name its terms."""
    with parts.database.reading() as session:
        if session.scalar(select(func.count(Term.id))):
            return
    if is_dry_run:
        raise ImportStoppedError(
            "There is no taxonomy in the database yet. Run `python -m app.cli seed` first.",
            "De lijst met thema's is nog leeg. Voer eerst `python -m app.cli seed` uit.",
        )
    with parts.database.transaction() as session:
        save_terms(session, read_taxonomy_file(parts.settings.seed_folder / "taxonomy.csv"))


def tell_report(report: ImportReport, say: Say) -> None:
    """Say in Dutch what an import did or would do."""
    if report.is_dry_run:
        say("Proef: er is niets bewaard. Zonder --dry-run gebeurt dit:")
    say(
        f"{report.read} rijen gelezen: {report.added} nieuw, {report.changed} gewijzigd, "
        f"{report.unchanged} hetzelfde, {report.refused} geweigerd."
    )
    if report.skipped:
        say(f"{report.skipped} rijen overgeslagen, zoals de mapping zegt.")
    if report.vanished:
        say(
            f"{report.vanished} van de {report.existing} staan niet meer in het bestand. "
            "Gezinnen zien ze niet langer; ze blijven bewaard als ontwerp (draft)."
        )
    if report.needs_confirmation and report.is_dry_run:
        say("Dat is meer dan een vijfde. Invoeren kan alleen met --confirm.")
    for problem in report.problems:
        say(f"  {problem.sentence.nl}")
    if report.unlisted_problems:
        say(f"  … en nog {report.unlisted_problems} andere fouten.")
    for remark in report.remarks:
        say(f"  Let op: {remark.nl}")


def export_csv(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write offers to a file with the columns that an import reads."""
    parts = connect(settings)
    count = export_file(parts, arguments.file, arguments.source)
    print(f"{count.offers} rijen geschreven naar {arguments.file}.")
    for number, what in (
        (count.with_more_times, "meer uurregelingen"),
        (count.with_more_places, "meer plaatsen"),
        (count.with_more_languages, "teksten in meer talen"),
    ):
        if number:
            print(f"  Let op: {number} hebben {what} dan een rij kan tellen; de eerste staat erin.")
    if len(count.sources) > 1:
        print(
            f"  Let op: dit zijn {len(count.sources)} bronnen: {', '.join(sorted(count.sources))}. "
            "Wil je het bestand weer invoeren? Schrijf dan een bestand per bron, met --source."
        )
    return 0


def export_file(parts: Parts, file: Path, source: str | None) -> ExportCount:
    """Write the offers of a source (all of them when None) to a file, whole or not at all."""
    unfinished = file.with_name(f"{file.name}.part")
    with parts.database.reading() as session:
        vocabulary = Vocabulary(read_taxonomy(session))
        with unfinished.open("w", encoding="utf-8", newline="") as output:
            offers = each_stored_offer(session, source)
            count = write_file(output, offers, vocabulary, parts.gazetteer)
    unfinished.replace(file)
    return count
