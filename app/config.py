"""The settings of an installation: read once from the environment, frozen, typed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.utils import parseaddr
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

PREFIX = "DICHTBIJ_"
PROJECT_FOLDER = Path(__file__).resolve().parent.parent


# For the scripts around the site: which Python to use, and where real files are for the tests.
NOT_SETTINGS = frozenset({f"{PREFIX}PYTHON", f"{PREFIX}SHARED_DATA"})
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
GEOCODERS = ("off", "nominatim", "photon", "pelias")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
LEAST_SECRET = 16
LEAST_BYTES = 1_024
LAST_PORT = 65_535
MOST_PROXIES = 5
SENDER = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")


class SettingError(ValueError):
    """A setting in the environment cannot be used; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; each is described in docs/settings.md.

    The environment variable of a setting is its name in capitals behind ``DICHTBIJ_``.
    """

    database_url: str = f"sqlite:///{PROJECT_FOLDER / 'data' / 'dichtbij.sqlite'}"
    index_folder: Path = PROJECT_FOLDER / "search_index"
    seed_folder: Path = PROJECT_FOLDER / "data" / "seed"
    secret_key: str = ""
    secret_key_file: Path = PROJECT_FOLDER / "data" / "secret_key"
    sealing_key_file: Path = PROJECT_FOLDER / "data" / "sealing_keys"
    site_url: str = "http://localhost:8000"
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    port: int = 8000
    workers: int = 2
    serve_worker: bool = True
    log_level: str = "info"
    geocoder: str = "off"
    geocoder_url: str = ""
    geocoder_key: str = ""
    tile_url: str = ""
    tile_attribution: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    letter_folder: Path = PROJECT_FOLDER / "data" / "letters"
    photo_folder: Path = PROJECT_FOLDER / "data" / "photos"
    sight_folder: Path = PROJECT_FOLDER / "data" / "sights"
    searches_folder: Path = PROJECT_FOLDER / "data" / "searches"
    max_request_bytes: int = 65_536
    stale_after_months: int = 12
    https_only: bool = False
    trusted_proxies: int = 0


def _parse(name: str, kind: type, text: str) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise SettingError(f"{PREFIX}{name.upper()} must be yes or no, not {text!r}.")
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise SettingError(
                f"{PREFIX}{name.upper()} must be a whole number, not {text!r}."
            ) from None
    if kind is Path:
        if not text.strip():
            raise SettingError(f"{PREFIX}{name.upper()} must be a path, or left out.")
        return Path(text)
    if kind is str:
        return text
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _site_host(address: str) -> str | None:
    """The host of a whole http address, or None."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_sender(text: str) -> bool:
    address = parseaddr(text)[1]
    return bool(SENDER.fullmatch(address)) and text.isprintable()


def _find_mistake(settings: Settings) -> tuple[str, str] | None:
    """The first setting that cannot be used and what it must be, or None."""
    host = _site_host(settings.site_url) or ""
    is_reached = any(
        host == trusted or (trusted.startswith(".") and f".{host}".endswith(trusted))
        for trusted in settings.trusted_hosts
    )
    url, tiles, most = settings.database_url, settings.tile_url, settings.max_request_bytes
    smtp, sender = settings.smtp_url, settings.mail_from
    # None at all is sound: the installation makes one of its own.
    secret = settings.secret_key or "-" * LEAST_SECRET
    rules = (
        ("database_url", url.startswith(DATABASES), "begin with sqlite:/// or postgresql://"),
        ("secret_key", len(secret) >= LEAST_SECRET, f"have {LEAST_SECRET} characters or more"),
        ("site_url", bool(host), "be a whole address, such as https://dichtbij.example"),
        ("trusted_hosts", is_reached, f"hold {host}, the host of {PREFIX}SITE_URL"),
        ("port", 1 <= settings.port <= LAST_PORT, f"be 1 to {LAST_PORT}"),
        ("workers", settings.workers >= 1, "be 1 or more"),
        ("log_level", settings.log_level.lower() in LOG_LEVELS, f"be {_one_of(LOG_LEVELS)}"),
        ("geocoder", settings.geocoder in GEOCODERS, f"be {_one_of(GEOCODERS)}"),
        ("tile_url", not tiles or _site_host(tiles) is not None, "be a whole address"),
        ("smtp_url", not smtp or _is_mail_server(smtp), "begin with smtp:// or smtps://"),
        ("mail_from", not (smtp or sender) or _is_sender(sender), "be a mail address"),
        ("max_request_bytes", most >= LEAST_BYTES, f"be {LEAST_BYTES} or more"),
        (
            "trusted_proxies",
            0 <= settings.trusted_proxies <= MOST_PROXIES,
            f"be 0 to {MOST_PROXIES}",
        ),
        ("stale_after_months", settings.stale_after_months >= 1, "be 1 or more"),
    )
    return next(((name, advice) for name, is_usable, advice in rules if not is_usable), None)


def _one_of(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; an unknown ``DICHTBIJ_`` name or a bad value raises."""
    environment = os.environ if environment is None else environment
    kinds = get_type_hints(Settings)
    known = {field.name for field in fields(Settings)}
    given: dict[str, object] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingError(f"{variable} is not a setting; docs/settings.md lists them.")
        given[name] = _parse(name, kinds[name], text)
    settings = Settings(**given)  # type: ignore[arg-type]  # checked against the type hints above
    mistake = _find_mistake(settings)
    if mistake is not None:
        name, advice = mistake
        raise SettingError(f"{PREFIX}{name.upper()} must {advice}.")
    return settings


def as_environment(settings: Settings) -> dict[str, str]:
    """The whole environment of a child process that works with the same settings."""
    own = dict(os.environ)
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if isinstance(value, bool):
            text = "yes" if value else "no"
        elif isinstance(value, tuple):
            text = ",".join(value)
        else:
            text = str(value)
        own[f"{PREFIX}{field.name.upper()}"] = text
    return own
