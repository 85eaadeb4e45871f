"""Settings come from the environment, are described, and say what is wrong with them."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.config import (
    GEOCODERS,
    PREFIX,
    PROJECT_FOLDER,
    SettingError,
    Settings,
    as_environment,
    load_settings,
)
from app.factory import read_secret
from app.geo.geocoders import GeocoderKind

PAGE = (PROJECT_FOLDER / "docs" / "settings.md").read_text("utf-8")
ROWS = {
    match["name"]: (match["default"], match["text"])
    for match in re.finditer(
        r"^\| `(?P<name>\w+)` \| (?:`(?P<default>[^`]*)`)? ?\| (?P<text>.+) \|$", PAGE, re.MULTILINE
    )
}
WRONG = {
    "DATABASE_URL": ("mysql://root@localhost/x", "sqlite:/// or postgresql://"),
    "SECRET_KEY": ("short", "16 characters"),
    "SITE_URL": ("dichtbij.example", "https://"),
    "TRUSTED_HOSTS": ("", "localhost"),
    "PORT": ("70000", "65535"),
    "WORKERS": ("0", "1 or more"),
    "LOG_LEVEL": ("loud", "warning"),
    "GEOCODER": ("google", "nominatim"),
    "TILE_URL": ("javascript:alert(1)", "whole address"),
    "SMTP_URL": ("mail.huis.example:25", "smtp://"),
    "MAIL_FROM": ("Huis van het Kind", "mail address"),
    "MAX_REQUEST_BYTES": ("12", "1024"),
    "TRUSTED_PROXIES": ("-1", "0 to 5"),
    "STALE_AFTER_MONTHS": ("-3", "1 or more"),
    "HTTPS_ONLY": ("perhaps", "yes or no"),
    "INDEX_FOLDER": (" ", "path"),
}


def name_of(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def shown(value: object) -> str:
    """A default as the page shows it: yes or no, with commas, paths from the project's folder."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).replace(f"{PROJECT_FOLDER}/", "")


def test_every_setting_is_described_with_its_default_and_no_other() -> None:
    described = {name: default or "" for name, (default, _text) in ROWS.items()}
    assert described == {name_of(field.name): shown(field.default) for field in fields(Settings)}
    for name, (_default, text) in ROWS.items():
        assert len(text) > 15, name
        assert text.endswith("."), name


def test_nothing_set_gives_the_defaults() -> None:
    assert load_settings({"HOME": "/somewhere", "PATH": "/bin"}) == Settings()


def test_values_come_as_what_they_are() -> None:
    settings = load_settings(
        {
            "DICHTBIJ_SITE_URL": "https://dichtbij.example",
            "DICHTBIJ_TRUSTED_HOSTS": " .dichtbij.example , dichtbij.example",
            "DICHTBIJ_HTTPS_ONLY": "Yes",
            "DICHTBIJ_PORT": "8123",
            "DICHTBIJ_INDEX_FOLDER": "/srv/index",
        }
    )
    assert settings.trusted_hosts == (".dichtbij.example", "dichtbij.example")
    assert settings.https_only is True
    assert settings.port == 8123
    assert settings.index_folder == Path("/srv/index")


def test_an_unknown_setting_is_named_with_where_to_look() -> None:
    with pytest.raises(SettingError, match=r"DICHTBIJ_PROT .*docs/settings\.md"):
        load_settings({"DICHTBIJ_PROT": "80"})


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_value_that_cannot_be_used_says_what_it_must_be(name: str) -> None:
    value, advice = WRONG[name]
    with pytest.raises(SettingError) as refused:
        load_settings({f"{PREFIX}{name}": value})
    sentence = str(refused.value)
    assert sentence.startswith(f"{PREFIX}{name} must ")
    assert advice in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", ["PORT", "WORKERS", "MAX_REQUEST_BYTES", "STALE_AFTER_MONTHS"])
def test_a_number_must_be_a_number(name: str) -> None:
    with pytest.raises(SettingError, match="must be a whole number, not 'many'"):
        load_settings({f"{PREFIX}{name}": "many"})


def test_a_site_whose_own_name_is_not_trusted_cannot_start() -> None:
    with pytest.raises(SettingError, match=r"TRUSTED_HOSTS must hold dichtbij\.example"):
        load_settings({"DICHTBIJ_SITE_URL": "https://dichtbij.example"})
    whole = {
        "DICHTBIJ_SITE_URL": "https://dichtbij.example",
        "DICHTBIJ_TRUSTED_HOSTS": "dichtbij.example",
    }
    assert load_settings(whole).site_url == "https://dichtbij.example"


def test_names_for_the_scripts_around_the_site_are_no_settings() -> None:
    around = {"DICHTBIJ_PYTHON": "python3.12", "DICHTBIJ_SHARED_DATA": "/somewhere"}
    assert load_settings(around) == Settings()


def test_the_geocoders_that_can_be_set_are_those_there_are() -> None:
    assert set(GEOCODERS) == {kind.value for kind in GeocoderKind}


def test_a_child_process_works_with_the_same_settings(tmp_path: Path) -> None:
    settings = replace(
        Settings(), index_folder=tmp_path, https_only=True, trusted_hosts=("localhost", "a.example")
    )
    assert load_settings(as_environment(settings)) == settings


def test_a_command_with_a_wrong_setting_ends_with_that_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "migrate"],
        cwd=PROJECT_FOLDER,
        env={**as_environment(Settings()), "DICHTBIJ_PORT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip() == "DICHTBIJ_PORT must be 1 to 65535."


def test_workers_that_start_together_make_one_secret(tmp_path: Path) -> None:
    settings = replace(Settings(), secret_key_file=tmp_path / "new" / "secret_key")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _number: read_secret(settings), range(32)))
    assert len(found) == 1
    assert len(found.pop()) >= 48
    assert [path.name for path in settings.secret_key_file.parent.iterdir()] == ["secret_key"]
    assert settings.secret_key_file.stat().st_mode & 0o077 == 0


def test_a_secret_that_is_set_is_used_and_not_written_down(tmp_path: Path) -> None:
    settings = replace(Settings(), secret_key="a" * 20, secret_key_file=tmp_path / "secret_key")
    assert read_secret(settings) == "a" * 20
    assert not settings.secret_key_file.exists()
