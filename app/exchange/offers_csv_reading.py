"""Bytes of a spreadsheet to rows of named cells: encoding, delimiter, quotes, headers and limits.

RFC 4180 quotes are read strictly: a quote that is never closed would swallow the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.exchange.offers_csv_columns import COLUMNS, find_column, unguard_cell
from app.exchange.reporting import ImportStoppedError, RowProblem, Sentence

MAX_FILE_BYTES = 20_000_000
MAX_FIELD_BYTES = 100_000
MAX_ROWS = 200_000
DELIMITERS = (",", ";", "\t")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins (1 is the first), its cells by column name.

    `headers` gives the header as the file writes it, for messages; `problems` what makes the row
    unreadable before any value is looked at.
    """

    line: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    problems: tuple[RowProblem, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises ImportStoppedError above 20 MB and when there is no such file."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ImportStoppedError(
                f"{path.name} is {size:,} bytes; at most {MAX_FILE_BYTES:,}. Cut it in parts.",
                f"{path.name} is {size:,} bytes groot; het maximum is {MAX_FILE_BYTES:,}. "
                "Knip het bestand in stukken, elk met een eigen --source.",
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportStoppedError(
            f"{path} cannot be read: {error.strerror}.",
            f"{path} kan niet gelezen worden. Kijk na of het bestand bestaat.",
        ) from error


def decode_text(content: bytes, encoding: str = "") -> str:
    """The text of a file: UTF-8 with or without BOM, else Windows-1252, else Latin-1.

    A given encoding is used as it is; raises ImportStoppedError when that does not fit.
    """
    if encoding:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise ImportStoppedError(
                f"The file is not written in {encoding}.",
                f"Het bestand is niet geschreven in {encoding}.",
            ) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportStoppedError(
            "The file is UTF-16. Save it as CSV UTF-8.",
            "Het bestand is UTF-16. Bewaar het als 'CSV UTF-8'.",
        )
    for candidate in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def split_records(
    text: str, delimiter: str, first_line: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each record that is not empty; raises ImportStoppedError on bad quotes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = first_line + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportStoppedError(
                f"The record at line {line} cannot be read ({error}). Mostly a quote is not "
                'closed there: within quotes, write a quote twice ("").',
                f"De rij op regel {line} is niet te lezen. Meestal staat daar een aanhalingsteken "
                'dat niet gesloten is: schrijf een aanhalingsteken in een tekst dubbel ("").',
            ) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def is_known_header(header: str) -> bool:
    """Whether a header is one of the contract."""
    return find_column(header) is not None


def find_delimiter(text: str, is_known: Callable[[str], bool] = is_known_header) -> str:
    """The delimiter by which the first record has the most known columns; comma when none has."""

    def known(delimiter: str) -> int:
        try:
            _line, cells = next(split_records(text, delimiter))
        except (StopIteration, ImportStoppedError):
            return 0
        return sum(is_known(cell) for cell in cells)

    return max(DELIMITERS, key=known)


class OffersTable:
    """The rows of one offers CSV, which can be walked more than once."""

    def __init__(self, content: bytes) -> None:
        """Read the header; raises ImportStoppedError when a required column is not there."""
        text = decode_text(content)
        separator = _SEPARATOR_LINE.match(text)
        self._text = text[separator.end() :] if separator else text
        self._first_line = 2 if separator else 1
        self._delimiter = separator[1] if separator else find_delimiter(self._text)
        header = next(split_records(self._text, self._delimiter), (1, []))[1]
        self._names = [find_column(cell) for cell in header]
        self.headers = {
            name: cell.strip() for name, cell in zip(self._names, header, strict=True) if name
        }
        self.unknown_headers = tuple(
            cell.strip() for name, cell in zip(self._names, header, strict=True) if name is None
        )
        _check_names(self._names)

    def rows(self) -> Iterator[Row]:
        """The rows under the header; raises ImportStoppedError beyond 200,000."""
        records = split_records(self._text, self._delimiter, self._first_line)
        next(records, None)
        for number, (line, cells) in enumerate(records, 1):
            if number > MAX_ROWS:
                raise ImportStoppedError(
                    f"The file has more than {MAX_ROWS:,} rows. Cut it in parts.",
                    f"Het bestand heeft meer dan {MAX_ROWS:,} rijen. Knip het in stukken.",
                )
            yield self._row(line, cells)

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        named = {
            name: unguard_cell(cell)
            for name, cell in zip(self._names, cells, strict=False)
            if name is not None
        }
        extra = [cell for cell in cells[len(self._names) :] if cell.strip()]
        problems = check_cells(line, named, self.headers)
        if extra:
            advice = Sentence(
                "Deze rij heeft meer cellen dan er kolommen zijn. Zet een tekst met het "
                f"scheidingsteken {self._delimiter!r} erin tussen aanhalingstekens.",
                "This row has more cells than there are columns. Put a text that holds the "
                f"delimiter {self._delimiter!r} between quotes.",
            )
            problems.append(RowProblem(line, "-", extra[0], advice))
        return Row(line, named, self.headers, tuple(problems))


def check_cells(
    line: int, cells: Mapping[str, str], headers: Mapping[str, str]
) -> list[RowProblem]:
    """Problems of cells that are too long (over 100 kB) or hold characters that nobody can see."""
    problems = []
    for name, cell in cells.items():
        shown = headers.get(name, name)
        if len(cell) > MAX_FIELD_BYTES or len(cell.encode()) > MAX_FIELD_BYTES:
            advice = Sentence(
                f"Deze cel is te lang: hoogstens {MAX_FIELD_BYTES:,} bytes.",
                f"This cell is too long: at most {MAX_FIELD_BYTES:,} bytes.",
            )
            problems.append(RowProblem(line, shown, cell, advice))
        elif _UNPRINTABLE.search(cell):
            advice = Sentence(
                "In deze cel staat een onzichtbaar stuurteken. Typ de tekst opnieuw.",
                "This cell holds an invisible control character. Type the text again.",
            )
            problems.append(RowProblem(line, shown, cell, advice))
    return problems


def _check_names(names: Sequence[str | None]) -> None:
    missing = [column for column in COLUMNS if column.is_required and column.name not in names]
    if missing:
        english = ", ".join(column.name for column in missing)
        raise ImportStoppedError(
            f"Required columns are missing: {english}. The first line names the columns.",
            f"Deze verplichte kolommen ontbreken: {', '.join(item.dutch for item in missing)}. "
            "Op de eerste regel staan de namen van de kolommen.",
        )
    twice = sorted({name for name in names if name is not None and names.count(name) > 1})
    if twice:
        raise ImportStoppedError(
            f"These columns are there twice: {', '.join(twice)}. Keep one of each.",
            f"Deze kolommen staan er twee keer in: {', '.join(twice)}. Laat er telkens een staan.",
        )
