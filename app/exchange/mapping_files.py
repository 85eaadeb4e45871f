"""Foreign files as rows of the offers CSV: any CSV, GeoJSON, and files joined by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.exchange.mapping import FileMapping, JoinedFile, MappingError
from app.exchange.mapping_values import map_cells
from app.exchange.offers_csv_reading import (
    MAX_ROWS,
    Row,
    check_cells,
    decode_text,
    find_delimiter,
    read_bytes,
    split_records,
)

Foreign = Mapping[str, str]


class MappedTable:
    """The rows of a foreign file as the offers CSV has them; they can be walked more than once."""

    unknown_headers: tuple[str, ...] = ()

    def __init__(self, path: Path, mapping: FileMapping) -> None:
        """Read the files into memory; raises ImportStoppedError for limits and missing columns."""
        self._mapping = mapping
        text = decode_text(read_bytes(path), mapping.encoding)
        is_csv = mapping.format == "csv"
        self._rows = _read_csv(text, mapping) if is_csv else _read_geojson(text, path.name)
        self._joined = {
            join.name: _read_joined(path.with_name(join.file), join, mapping.encoding)
            for join in mapping.joins
        }
        self.skipped = 0

    def rows(self) -> Iterator[Row]:
        """The rows that are not skipped, in the order of the file."""
        self.skipped = 0
        for line, foreign in self._rows:
            whole = self._with_joined(foreign)
            try:
                if any(whole[skip.column] in skip.values for skip in self._mapping.skips):
                    self.skipped += 1
                    continue
                cells = map_cells(self._mapping, whole)
            except KeyError as error:
                raise MappingError(
                    f"The file has no column {error}, which mapping {self._mapping.name} needs.",
                    f"Het bestand heeft geen kolom {error}; mapping {self._mapping.name} heeft "
                    "die nodig. Is het het juiste bestand?",
                ) from error
            yield Row(line, cells, {}, tuple(check_cells(line, cells, {})))

    def _with_joined(self, foreign: Foreign) -> Foreign:
        whole = dict(foreign)
        for join in self._mapping.joins:
            names, rows = self._joined[join.name]
            found = rows.get(foreign.get(join.by, ""), {})
            whole |= {f"{join.name}.{name}": found.get(name, "") for name in names}
        return whole


def _read_csv(text: str, mapping: FileMapping) -> list[tuple[int, Foreign]]:
    wanted = {name for rule in mapping.columns.values() for name in rule.sources}
    delimiter = mapping.delimiter or find_delimiter(text, lambda cell: cell.strip() in wanted)
    records = split_records(text, delimiter)
    header = list(mapping.header)
    if not header:
        header = [cell.strip() for cell in next(records, (1, []))[1]]
    rows: list[tuple[int, Foreign]] = []
    for line, cells in records:
        if len(rows) >= MAX_ROWS:
            raise MappingError(
                f"The file has more than {MAX_ROWS:,} rows.",
                f"Het bestand heeft meer dan {MAX_ROWS:,} rijen. Knip het in stukken.",
            )
        filled = [*cells, *[""] * (len(header) - len(cells))]
        rows.append((line, dict(zip(header, filled, strict=False))))
    return rows


def _read_joined(
    path: Path, join: JoinedFile, encoding: str
) -> tuple[tuple[str, ...], dict[str, Foreign]]:
    """The column names of a joined file and its rows by key; the first row of a key counts."""
    records = split_records(decode_text(read_bytes(path), encoding), ",")
    header = tuple(cell.strip() for cell in next(records, (1, []))[1])
    if join.key not in header:
        raise MappingError(
            f"{path.name} has no column {join.key!r}.",
            f"{path.name} heeft geen kolom {join.key!r}.",
        )
    rows: dict[str, Foreign] = {}
    for _line, cells in records:
        row = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))
        rows.setdefault(row[join.key], row)
    return header, rows


def _read_geojson(text: str, name: str) -> list[tuple[int, Foreign]]:
    """One row a feature, numbered from 1: its properties, and latitude and longitude of a point."""
    try:
        features = json.loads(text)["features"]
        return [(number, _read_feature(feature)) for number, feature in enumerate(features, 1)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MappingError(
            f"{name} is no GeoJSON with features.",
            f"{name} is geen GeoJSON met objecten (features).",
        ) from error


def _read_feature(feature: Mapping[str, Any]) -> Foreign:
    cells = {
        str(key): "" if value is None else str(value)
        for key, value in (feature.get("properties") or {}).items()
    }
    geometry = feature.get("geometry") or {}
    cells |= {"latitude": "", "longitude": ""}
    if geometry.get("type") == "Point":
        longitude, latitude = geometry["coordinates"][:2]
        cells |= {"latitude": str(float(latitude)), "longitude": str(float(longitude))}
    return cells
