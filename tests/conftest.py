"""One seeded site for tests that only read; a copy or an empty database for those that write."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from flask import Flask

from app.cli.databases import migrate
from app.config import PROJECT_FOLDER, Settings
from app.directory.connecting import connect
from tests.policing import PolicedClient
from tests.postgres import Postgres, PostgresMissingError, run_postgres
from tests.shared_words import share_words
from tests.sites import copy_database, fill, open_site, settings_in, visit

# Pages make many small things that live long: looking through all of them less often saves a fifth.
gc.set_threshold(100_000, 50, 50)

share_words()

# No test is timed: a busy machine is no mistake. Each run tries the same cases, so that what fails
# was changed; `make fuzz` tries others.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("chance", deadline=None, database=None)
hypothesis.settings.load_profile("chance" if "DICHTBIJ_FUZZ_EXAMPLES" in os.environ else "same")

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real files beside the project; without it the tests cannot be trusted."""
    folder = Path(os.environ.get("DICHTBIJ_SHARED_DATA", PROJECT_FOLDER.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.fail(
            f"The real data is missing: set DICHTBIJ_SHARED_DATA (looked in {folder.name})."
        )
    return folder


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation that holds the whole seed and its index; only read it.

    The processes that share the tests share it too: the first one makes it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    settings = settings_in(folder / "seeded")
    with (folder / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "seeded.whole").exists():
            (folder / "seeded").mkdir()
            migrate(settings.database_url)
            fill(connect(settings))
            (folder / "seeded.whole").touch()
    return settings


@pytest.fixture(scope="session")
def app(seeded: Settings) -> Flask:
    """The seeded site."""
    return open_site(seeded)


@pytest.fixture
def client(app: Flask) -> PolicedClient:
    """A visitor of the seeded site whose every HTML answer is checked."""
    return visit(app)


@pytest.fixture
def own_settings(seeded: Settings, tmp_path: Path) -> Settings:
    """Settings of a copy of the seeded installation, to write in or to damage."""
    settings = settings_in(tmp_path)
    copy_database(seeded, settings)
    shutil.copytree(seeded.index_folder, settings.index_folder)
    return settings


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the tests' own; without it the tests fail, they never leave it out."""
    try:
        with run_postgres() as running:
            yield running
    except PostgresMissingError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest migration, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> str:
    """The name of an empty PostgreSQL database at the newest migration, to copy."""
    name = postgres.create_database()
    migrate(postgres.address(name))
    return name


@contextmanager
def own_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database at the newest migration, on SQLite (in a folder) or on PostgreSQL."""
    if kind == SQLITE:
        path = folder / "own.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    running: Postgres = request.getfixturevalue("postgres")
    name = running.create_database(request.getfixturevalue("migrated_template"))
    yield running.address(name)
    running.drop_database(name)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database at the newest migration, once on SQLite and once on PostgreSQL."""
    with own_database(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def shared_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same for tests of one module that leave the database as they found it."""
    with own_database(request.param, tmp_path_factory.mktemp("shared"), request) as url:
        yield url


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    if request.param == SQLITE:
        yield f"sqlite:///{tmp_path / 'blank.sqlite'}"
        return
    running: Postgres = request.getfixturevalue("postgres")
    name = running.create_database()
    yield running.address(name)
    running.drop_database(name)
