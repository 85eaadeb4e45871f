"""Sealed texts: only the keys of the installation open them, and the keys can be changed."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.cli import keys
from app.cli.keys import rotate
from app.config import SettingError
from app.db import Database
from app.mail.models import Letter
from app.mail.outbox import LetterDraft, queue_letter
from app.sealing import Keyring, UnsealingError, digest, read_keys, seal, unseal, write_keys
from tests.sites import sealed_database, settings_in

SECRET = "Mijn zoontje van 4 slaapt niet meer sinds de verhuizing. شكرا"
ADDRESS = "amina@gezin.example"


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    database = sealed_database(database_url, tmp_path)
    yield database
    database.dispose()


def queue(database: Database, count: int) -> None:
    with database.transaction() as session:
        for number in range(count):
            body = f"{SECRET} {number}"
            queue_letter(session, LetterDraft("test", ADDRESS, "Er is nieuws", body, "nl"))


def bodies(database: Database) -> list[str]:
    with database.reading() as session:
        letters = session.scalars(select(Letter).order_by(Letter.id))
        return [unseal(session, letter.body_sealed) for letter in letters]


def test_a_sealed_text_opens_again_and_never_looks_the_same(tmp_path: Path) -> None:
    keyring = Keyring.load(settings_in(tmp_path))
    first, second = keyring.seal(SECRET), keyring.seal(SECRET)
    assert first != second
    assert keyring.open(first) == keyring.open(second) == SECRET
    assert Keyring.load(settings_in(tmp_path)).open(first) == SECRET


def test_the_key_file_is_for_its_owner_only_and_names_no_key_twice(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    Keyring.load(settings)
    assert stat.S_IMODE(settings.sealing_key_file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["sealing_keys"]


def test_a_wrong_key_and_a_damaged_text_are_one_clear_error(tmp_path: Path) -> None:
    ours = Keyring.load(settings_in(tmp_path / "ours"))
    theirs = Keyring.load(settings_in(tmp_path / "theirs"))
    sealed = ours.seal(SECRET)
    for keyring, text in ((theirs, sealed), (ours, sealed[:-4] + b"AAAA"), (ours, b"")):
        with pytest.raises(UnsealingError) as failure:
            keyring.open(text)
        assert SECRET[:10] not in str(failure.value)
        assert failure.value.__cause__ is None


@pytest.mark.parametrize("damage", ["", "digest:", "no-key\ndigest:QUJD\n", "x" * 44])
def test_a_file_that_holds_no_keys_stops_the_site_with_advice(tmp_path: Path, damage: str) -> None:
    settings = settings_in(tmp_path)
    settings.sealing_key_file.write_text(damage)
    with pytest.raises(SettingError, match="Put back the file"):
        Keyring.load(settings)


def test_workers_that_start_together_share_one_key(tmp_path: Path) -> None:
    settings, gate = settings_in(tmp_path), threading.Barrier(8)

    def start(_number: int) -> str:
        gate.wait()
        return Keyring.load(settings).digest("a", "b")

    with ThreadPoolExecutor(8) as workers:
        said = set(workers.map(start, range(8)))
    assert said == {Keyring.load(settings).digest("a", "b")}
    assert [path.name for path in tmp_path.iterdir()] == ["sealing_keys"]


def test_a_digest_depends_on_its_purpose_and_on_the_installation(tmp_path: Path) -> None:
    ours = Keyring.load(settings_in(tmp_path / "ours"))
    theirs = Keyring.load(settings_in(tmp_path / "theirs"))
    digests = {ours.digest("code", "A"), ours.digest("mail", "A"), ours.digest("code", "B")}
    assert len(digests | {theirs.digest("code", "A")}) == 4
    assert ours.digest("code", "A") in digests


def test_no_plain_text_stands_in_the_database_file(tmp_path: Path, migrated_file: Path) -> None:
    path = tmp_path / "site.sqlite"
    path.write_bytes(migrated_file.read_bytes())
    database = sealed_database(f"sqlite:///{path}", tmp_path)
    queue(database, 3)
    written = b"".join(part.read_bytes() for part in tmp_path.glob("site.sqlite*"))
    # Sealed texts begin like this: they are there.
    assert b"gAAAA" in written
    for word in (b"zoontje", b"verhuizing", b"amina", b"nieuws"):
        assert word not in written
    database.dispose()


def test_rotation_seals_everything_anew_and_keeps_digests(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "ROWS_A_BATCH", 2)
    path = settings_in(tmp_path).sealing_key_file
    queue(database, 5)
    with database.reading() as session:
        before = digest(session, "code", "ABC")
        wiped = session.scalars(select(Letter.id).order_by(Letter.id)).first()
    with database.transaction() as session:
        session.execute(update(Letter).where(Letter.id == wiped).values(body_sealed=b""))
    (old,), digest_key = read_keys(path)

    rotation = rotate(database, path, settle_s=0)
    assert (rotation.resealed, rotation.lost) == (14, 0)

    (new,), same_digest_key = read_keys(path)
    assert new != old
    assert same_digest_key == digest_key
    # A site that was running all the time takes up the new key by itself.
    with database.transaction() as session:
        assert digest(session, "code", "ABC") == before
        letters = session.scalars(select(Letter).order_by(Letter.id)).all()
        assert letters[0].body_sealed == b""
        opened = [unseal(session, letter.body_sealed) for letter in letters[1:]]
        assert opened == [f"{SECRET} {number}" for number in range(1, 5)]
        late = seal(session, SECRET)
    only_old, only_new = Keyring([old], digest_key), Keyring([new], digest_key)
    assert only_new.open(late) == only_new.open(letters[1].body_sealed).removesuffix(" 1")
    with pytest.raises(UnsealingError):
        only_old.open(letters[1].body_sealed)


def test_a_rotation_that_was_broken_off_is_finished_by_the_next(
    database: Database, tmp_path: Path
) -> None:
    path = settings_in(tmp_path).sealing_key_file
    queue(database, 2)
    (old,), digest_key = read_keys(path)
    half = Keyring.load(settings_in(tmp_path / "elsewhere"))
    (middle,), _other = read_keys(settings_in(tmp_path / "elsewhere").sealing_key_file)
    write_keys(path, [middle, old], digest_key)
    with database.transaction() as session:
        letter = session.scalars(select(Letter)).first()
        assert letter is not None
        letter.body_sealed = half.seal("van halverwege")
    assert rotate(database, path, settle_s=0).lost == 0
    assert sorted(bodies(database)) == [f"{SECRET} 1", "van halverwege"]
    assert len(read_keys(path)[0]) == 1


def test_old_keys_stay_as_long_as_a_text_opens_with_none(
    database: Database, tmp_path: Path
) -> None:
    path = settings_in(tmp_path).sealing_key_file
    queue(database, 2)
    with database.transaction() as session:
        letter = session.scalars(select(Letter)).first()
        assert letter is not None
        letter.body_sealed = Keyring.load(settings_in(tmp_path / "elsewhere")).seal("vreemd")
    assert rotate(database, path, settle_s=0).lost == 1
    assert len(read_keys(path)[0]) == 2


def test_the_command_says_what_became_of_the_keys(
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = replace(settings_in(tmp_path), log_level="error")
    (tmp_path / "site.sqlite").write_bytes(migrated_file.read_bytes())
    monkeypatch.setattr(keys, "rotate", lambda *_: rotate(*_, settle_s=0))
    queue(sealed_database(settings.database_url, tmp_path), 1)
    with closing(sqlite3.connect(tmp_path / "site.sqlite")) as connection:
        before = connection.execute("SELECT body_sealed FROM letter").fetchone()
    assert keys.rotate_keys(settings, keys.argparse.Namespace()) == 0
    assert capsys.readouterr().out.startswith("3 texts are sealed with a new key")
    with closing(sqlite3.connect(tmp_path / "site.sqlite")) as connection:
        assert connection.execute("SELECT body_sealed FROM letter").fetchone() != before
