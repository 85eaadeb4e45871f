"""Sealed texts: what families tell is kept encrypted, with keys of the installation itself."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from app.config import SettingError, Settings

DIGEST_MARK = "digest:"
DIGEST_BYTES = 32


class UnsealingError(Exception):
    """A sealed text opens with none of the keys of this installation, or was damaged."""


class Keyring:
    """The keys of an installation: the first one seals, all of them open."""

    def __init__(self, keys: Sequence[str], digest_key: bytes, path: Path | None = None) -> None:
        """Keep Fernet keys, the newest first, and the key behind the digests.

        With a path, keys that are rotated there are taken up at once, so that a running site never
        seals with a key that is about to be dropped.
        """
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._digest_key = digest_key
        self._digest_keys: dict[str, bytes] = {}
        self._path = path
        self._stamp = _stamp_of(path)

    @classmethod
    def load(cls, settings: Settings) -> Keyring:
        """The keyring of the installation, whose file is made when it is absent."""
        path = settings.sealing_key_file
        keys, digest_key = read_keys(path)
        return cls(keys, digest_key, path)

    def seal(self, text: str) -> bytes:
        """The text, sealed with the newest key."""
        return self._newest().encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text that was sealed with any of the keys; raises UnsealingError."""
        try:
            return self._newest().decrypt(sealed).decode()
        except InvalidToken:
            # Without the cause: its frames hold the sealed text.
            raise UnsealingError("no key of this installation opens it") from None

    def reseal(self, sealed: bytes) -> bytes:
        """The same text, sealed with the newest key; raises UnsealingError."""
        try:
            return self._newest().rotate(sealed)
        except InvalidToken:
            raise UnsealingError("no key of this installation opens it") from None

    def digest(self, purpose: str, text: str) -> str:
        """A fingerprint of a text (hex HMAC-SHA256) that stays the same when the keys rotate."""
        key = self._digest_keys.get(purpose)
        if key is None:
            derivation = HKDF(SHA256(), DIGEST_BYTES, salt=None, info=purpose.encode())
            key = self._digest_keys[purpose] = derivation.derive(self._digest_key)
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def _newest(self) -> MultiFernet:
        stamp = _stamp_of(self._path)
        if self._path is not None and stamp not in {self._stamp, None}:
            keys, _digest_key = read_keys(self._path)
            self._fernet, self._stamp = MultiFernet([Fernet(key) for key in keys]), stamp
        return self._fernet


def seal(session: Session, text: str) -> bytes:
    """The text, sealed with the keys of the session's installation."""
    return _keyring_of(session).seal(text)


def unseal(session: Session, sealed: bytes) -> str:
    """The text behind a sealed column; raises UnsealingError."""
    return _keyring_of(session).open(sealed)


def digest(session: Session, purpose: str, text: str) -> str:
    """The fingerprint of a text under the keys of the session's installation."""
    return _keyring_of(session).digest(purpose, text)


def _stamp_of(path: Path | None) -> tuple[int, int, int] | None:
    """What changes when a file is replaced; None without a file."""
    try:
        facts = path.stat() if path is not None else None
    except FileNotFoundError:
        return None
    return None if facts is None else (facts.st_ino, facts.st_mtime_ns, facts.st_size)


def _keyring_of(session: Session) -> Keyring:
    keyring: Keyring = session.info["keyring"]
    return keyring


def new_key() -> str:
    """A fresh Fernet key."""
    return Fernet.generate_key().decode("ascii")


def read_keys(path: Path) -> tuple[list[str], bytes]:
    """The keys in a key file, the newest first, and the digest key; the file is made when absent.

    Raises SettingError when the file is no key file.
    """
    lines = read_or_make(path, _first_keys).split()
    keys = [line for line in lines if not line.startswith(DIGEST_MARK)]
    marked = [line.removeprefix(DIGEST_MARK) for line in lines if line.startswith(DIGEST_MARK)]
    try:
        digest_key = base64.b64decode(marked[0], validate=True)
        for key in keys:
            Fernet(key)
    except (IndexError, ValueError):
        digest_key = b""
    if not keys or len(digest_key) != DIGEST_BYTES:
        raise SettingError(
            f"DICHTBIJ_SEALING_KEY_FILE must be a key file of this site; {path.name} is none. "
            "Put back the file that belongs to this database."
        )
    return keys, digest_key


def write_keys(path: Path, keys: Sequence[str], digest_key: bytes) -> None:
    """Replace the key file as a whole, on the disk before this returns."""
    draft = _write_draft(path, _key_file_text(keys, digest_key))
    draft.replace(path)
    _flush_folder(path.parent)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """What a secret file of the installation holds; made once, for the owner's eyes only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _write_draft(path, make())
        # Workers start together: the first whole file wins, and all of them read that one.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
        _flush_folder(path.parent)
    return path.read_text("ascii").strip()


def _first_keys() -> str:
    return _key_file_text([new_key()], os.urandom(DIGEST_BYTES))


def _key_file_text(keys: Sequence[str], digest_key: bytes) -> str:
    marked = DIGEST_MARK + base64.b64encode(digest_key).decode("ascii")
    return "\n".join([*keys, marked]) + "\n"


def _write_draft(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        # A question that is confirmed must never outlive the key it was sealed with.
        os.fsync(file.fileno())
    return draft


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
