"""The commands: each says what it did in one sentence, and fails with one that says what to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.agenda.clock import BRUSSELS
from app.cli.backups import add_backup_arguments, run_backup
from app.cli.databases import migrate
from app.cli.files import export_csv, import_csv
from app.cli.indexing import rebuild_index
from app.cli.keys import check_keys, rotate_keys
from app.cli.rounds import add_retention_arguments, run_retention
from app.cli.serving import run_serve
from app.cli.subjects import (
    add_export_arguments,
    add_subject_arguments,
    run_erase_subject,
    run_export_subject,
)
from app.cli.trail import add_trail_arguments, run_audit
from app.cli.users import add_user_commands
from app.cli.working import add_work_arguments, run_work
from app.config import SettingError, Settings, load_settings
from app.db import utc_now
from app.directory.connecting import Parts, connect
from app.directory.operations.offers import count_visible_offers
from app.exchange.reporting import ImportStoppedError
from app.exchange.seed import seed
from app.exchange.seed_offers import SeedError
from app.search.errors import IndexUnavailableError
from app.search.keeping import Keeper
from app.search.text.dutch_words import read_dutch_words

Command = Callable[[Settings, argparse.Namespace], int]


def run_migrate(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Bring the database to the newest version."""
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(
            parents=True, exist_ok=True
        )
    migrate(settings.database_url)
    check_keys(settings)
    print("The database is up to date.")
    return 0


def run_seed(settings: Settings, arguments: argparse.Namespace) -> int:
    """Fill the database with the seed."""
    parts = connect(settings)
    if arguments.if_empty:
        with parts.database.reading() as session:
            if count_visible_offers(session):
                print("There is aanbod already; the seed is left out.")
                return 0
    today = utc_now().astimezone(BRUSSELS).date()
    # The index is written once at the end, not along with the seed.
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        count = seed(session, settings.seed_folder, parts.gazetteer, today)
    print(
        f"Seeded {count.offers} offers of {count.organizations} partners at {count.locations} "
        f"places, {count.houses} houses, {count.terms} terms and {count.answers} answer cards."
    )
    return _reindex(parts)


def _reindex(parts: Parts) -> int:
    print(f"The index holds {rebuild_index(parts)} offers.")
    return 0


def run_reindex(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Write the index anew from the database, while the site answers."""
    return _reindex(connect(settings))


def run_check_index(settings: Settings, arguments: argparse.Namespace) -> int:
    """Say whether the index is whole; with --repair write it anew when it is not."""
    parts = connect(settings)
    with parts.database.reading() as session:
        expected = count_visible_offers(session)
    parts.follower.follow_quietly()
    read_dutch_words(Keeper(settings.index_folder))
    state = parts.engine.check(expected)
    if state.is_sound:
        print(f"The index is whole and holds {state.count} offers.")
        return 0
    print(f"The index is not whole: {state.problem}.")
    return _reindex(parts) if arguments.repair else 1


def make_parser() -> argparse.ArgumentParser:
    """The commands with their arguments."""
    parser = argparse.ArgumentParser(prog="python -m app.cli", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        command.set_defaults(run=run)
        return command

    add("migrate", run_migrate)
    add("seed", run_seed).add_argument(
        "--if-empty", action="store_true", help="only when there is no aanbod yet"
    )
    add("reindex", run_reindex)
    add("check-index", run_check_index).add_argument("--repair", action="store_true")
    add_work_arguments(add("work", run_work))
    add("rotate-keys", rotate_keys)
    add_trail_arguments(add("audit", run_audit))
    add_retention_arguments(add("retention", run_retention))
    add_export_arguments(add("export-subject", run_export_subject))
    add_subject_arguments(add("erase-subject", run_erase_subject))
    add_backup_arguments(add("backup", run_backup))
    add("serve", run_serve)
    importing = add("import", import_csv)
    importing.add_argument("file", type=Path)
    importing.add_argument("--source", default="csv", help="namespace of the ids in the file")
    importing.add_argument("--mapping", type=Path, help="TOML file that maps other columns")
    importing.add_argument("--dry-run", action="store_true", help="show what would happen")
    importing.add_argument(
        "--confirm", action="store_true", help="go on when more than a fifth would vanish"
    )
    exporting = add("export", export_csv)
    exporting.add_argument("file", type=Path)
    exporting.add_argument("--source", default=None, help="only offers of this source")
    add_user_commands(commands)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit code."""
    parsed = make_parser().parse_args(arguments)
    run: Command = parsed.run
    try:
        return run(load_settings(), parsed)
    except (SettingError, SeedError, ImportStoppedError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
    except IndexUnavailableError as error:
        print(f"The index cannot be written: {error}.", file=sys.stderr)
    return 2
