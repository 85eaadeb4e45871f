"""The settings of an installation: read once from the environment, frozen, typed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

PREFIX = "DICHTBIJ_"
PROJECT_FOLDER = Path(__file__).resolve().parent.parent


LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
GEOCODERS = ("off", "nominatim", "photon", "pelias")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
SECRET_CHARACTERS = 16
LEAST_REQUEST_BYTES = 1_024


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
    site_url: str = "http://localhost:8000"
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    port: int = 8000
    workers: int = 2
    log_level: str = "info"
    geocoder: str = "off"
    geocoder_url: str = ""
    geocoder_key: str = ""
    tile_url: str = ""
    tile_attribution: str = ""
    max_request_bytes: int = 65_536
    stale_after_months: int = 12
    https_only: bool = False


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
        return Path(text)
    if kind is str:
        return text
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _check(settings: Settings) -> Iterator[tuple[str, bool, str]]:
    """(setting, whether it can be used, what it must be) of every setting that can be wrong."""
    site = urlsplit(settings.site_url)
    secret = settings.secret_key
    is_reached = any(
        site.hostname == host or (host.startswith(".") and f".{site.hostname}".endswith(host))
        for host in settings.trusted_hosts
    )
    yield (
        "database_url",
        settings.database_url.startswith(DATABASES),
        ("must begin with sqlite:/// or postgresql://"),
    )
    yield (
        "secret_key",
        not secret or len(secret) >= SECRET_CHARACTERS,
        (f"must be at least {SECRET_CHARACTERS} characters long"),
    )
    yield (
        "site_url",
        site.scheme in {"http", "https"} and bool(site.hostname),
        ("must be a whole address, such as https://dichtbij.example"),
    )
    yield "trusted_hosts", is_reached, (f"must hold {site.hostname}, the host of {PREFIX}SITE_URL")
    yield "port", 1 <= settings.port <= 65_535, "must be between 1 and 65535"
    yield "workers", settings.workers >= 1, "must be 1 or more"
    yield (
        "log_level",
        settings.log_level.lower() in LOG_LEVELS,
        (f"must be one of {', '.join(LOG_LEVELS)}"),
    )
    yield "geocoder", settings.geocoder in GEOCODERS, f"must be one of {', '.join(GEOCODERS)}"
    yield (
        "tile_url",
        not settings.tile_url or settings.tile_url.startswith("https://"),
        ("must begin with https://"),
    )
    yield (
        "max_request_bytes",
        settings.max_request_bytes >= LEAST_REQUEST_BYTES,
        (f"must be {LEAST_REQUEST_BYTES} or more"),
    )
    yield "stale_after_months", settings.stale_after_months >= 1, "must be 1 or more"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; an unknown ``DICHTBIJ_`` name or a bad value raises.

    ``DICHTBIJ_SHARED_DATA`` is left out: it tells tests and importers where real files are.
    """
    environment = os.environ if environment is None else environment
    kinds = get_type_hints(Settings)
    known = {field.name for field in fields(Settings)}
    given: dict[str, object] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable == f"{PREFIX}SHARED_DATA":
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingError(f"{variable} is not a setting; docs/settings.md lists them.")
        given[name] = _parse(name, kinds[name], text)
    settings = Settings(**given)  # type: ignore[arg-type]  # checked against the type hints above
    for name, is_usable, advice in _check(settings):
        if not is_usable:
            raise SettingError(f"{PREFIX}{name.upper()} {advice}.")
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
