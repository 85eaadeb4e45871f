"""Mapping files: how the columns of a foreign file become those of the offers CSV, told in TOML.

A mapping is data, not code: column names, constants, tables of values, patterns and date formats.
docs/offers-csv.md describes every key; an unknown key is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from app.exchange.offers_csv_columns import COLUMN_NAMES
from app.exchange.reporting import ImportStoppedError

FORMATS = ("csv", "geojson")
_DEFAULT_LANGUAGE = "nl"


class MappingError(ImportStoppedError):
    """A mapping file cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one cell of the offers CSV is made; the steps go in the order of these fields."""

    constant: str | None = None
    """The same text in every row."""
    sources: tuple[str, ...] = ()
    """Columns of the file, joined; empty ones are left out."""
    join: str = " "
    first: bool = False
    """Only the first column that is not empty counts, instead of joining them."""
    split: str = ""
    """Cut the value at this text; what follows happens to each part, and bars join them."""
    values: Mapping[str, str] | None = None
    """A table of whole values; those not in it stay as they are, or become `other`."""
    other: str | None = None
    twelve_hours: bool = False
    """Write times like 7:30am and 5 PM as 07:30 and 17:00."""
    replace: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Pairs of a regular expression and what comes instead, one after the other."""
    keep: re.Pattern[str] | None = None
    """A value that does not match this wholly becomes empty."""
    date_format: str = ""
    """How a day or moment is written (strptime); it becomes ISO 8601."""
    next_day_after: str = ""
    """A moment earlier than this column of the offers CSV is on the next day."""
    digest: bool = False
    """Make a short stable id of the value."""
    default: str = ""
    """What stands in for an empty value."""
    shorten: int = 0
    """At most this many characters, cut at a word."""


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """A second CSV file beside the first; its columns are `name.column`."""

    name: str
    file: str
    key: str
    """The column in the second file that holds the key."""
    by: str
    """The column of the main file that holds the same key."""


@dataclass(frozen=True, slots=True)
class SkipRule:
    """Rows that are left out: those whose column has one of the values."""

    column: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One mapping file."""

    name: str
    columns: Mapping[str, ColumnRule]
    format: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    header: tuple[str, ...] = ()
    """Names of the columns of a file without header."""
    empty: frozenset[str] = frozenset()
    """Values that mean nothing, such as a hyphen."""
    hide_contacts: bool = False
    """Take mail addresses and phone numbers out of every text."""
    language: str = _DEFAULT_LANGUAGE
    joins: tuple[JoinedFile, ...] = ()
    skips: tuple[SkipRule, ...] = ()


def load_mapping(path: Path) -> FileMapping:
    """Read a mapping file; raises MappingError with the key that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _read_mapping(path.stem, data)
    except OSError as error:
        raise MappingError(
            f"The mapping {path} cannot be read.",
            f"Het mappingbestand {path} kan niet gelezen worden.",
        ) from error
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise MappingError(
            f"The mapping {path.name} is wrong: {error}.",
            f"In het mappingbestand {path.name} klopt iets niet: {error}.",
        ) from error


def _read_mapping(name: str, data: Mapping[str, Any]) -> FileMapping:
    _check_keys(data, {"file", "join", "skip", "columns"}, "the mapping")
    file = data.get("file", {})
    known = {"format", "encoding", "delimiter", "header", "empty", "hide_contacts", "language"}
    _check_keys(file, known, "[file]")
    if file.get("format", "csv") not in FORMATS:
        raise ValueError(f"format is one of {', '.join(FORMATS)}")
    columns = data["columns"]
    _check_keys(columns, set(COLUMN_NAMES), "[columns]")
    return FileMapping(
        name=name,
        columns={column: _read_rule(column, rule) for column, rule in columns.items()},
        format=file.get("format", "csv"),
        encoding=file.get("encoding", ""),
        delimiter=file.get("delimiter", ""),
        header=tuple(file.get("header", [])),
        empty=frozenset(file.get("empty", [])),
        hide_contacts=bool(file.get("hide_contacts", False)),
        language=file.get("language", _DEFAULT_LANGUAGE),
        joins=tuple(_read_join(item) for item in data.get("join", [])),
        skips=tuple(
            SkipRule(item["column"], frozenset(item["values"])) for item in data.get("skip", [])
        ),
    )


def _read_join(item: Mapping[str, Any]) -> JoinedFile:
    _check_keys(item, {"name", "file", "key", "by"}, "[[join]]")
    if Path(item["file"]).name != item["file"]:
        raise ValueError("a joined file stands in the folder of the main file")
    return JoinedFile(item["name"], item["file"], item["key"], item["by"])


def _read_rule(column: str, item: str | Mapping[str, Any]) -> ColumnRule:
    if isinstance(item, str):
        return ColumnRule(sources=(item,))
    known = {field.name for field in fields(ColumnRule)} - {"sources"} | {"from"}
    _check_keys(item, known, f"columns.{column}")
    if ("from" in item) == ("constant" in item):
        raise ValueError(f"columns.{column} needs either from or constant")
    sources = item.get("from", ())
    pairs = item.get("replace", [])
    keep = item.get("keep")
    plain = {key: value for key, value in item.items() if key not in {"from", "replace", "keep"}}
    return ColumnRule(
        sources=(sources,) if isinstance(sources, str) else tuple(sources),
        replace=tuple((re.compile(pattern), text) for pattern, text in pairs),
        keep=re.compile(keep) if keep else None,
        **plain,
    )


def _check_keys(item: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(item) - known)
    if unknown:
        raise ValueError(f"{where} has unknown keys: {', '.join(unknown)}")
