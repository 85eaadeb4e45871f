"""The settings of an installation: read once from the environment, frozen, typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_type_hints

PREFIX = "DICHTBIJ_"
PROJECT_FOLDER = Path(__file__).resolve().parent.parent


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
    return Settings(**given)  # type: ignore[arg-type]  # checked against the type hints above


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
