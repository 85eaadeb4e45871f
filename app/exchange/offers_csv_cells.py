"""One row on its way to facts: its cells, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from app.exchange.offers_csv_reading import Row
from app.exchange.offers_csv_values import ValueRefused, read_choice, read_short_text
from app.exchange.reporting import RowProblem, Sentence

T = TypeVar("T")


class CellReader:
    """Reads the cells of one row by column name and collects its problems."""

    def __init__(self, row: Row) -> None:
        """Begin with what already is wrong with the row."""
        self._row = row
        self.problems: list[RowProblem] = list(row.problems)

    def cell(self, name: str) -> str:
        """The cell of a column; a column that is not there is empty."""
        return self._row.cells.get(name, "")

    def is_empty(self, name: str) -> bool:
        """Whether a cell holds nothing but space."""
        return not self.cell(name).strip()

    def read(self, name: str, read: Callable[[str], T], empty: T) -> T:
        """The value of a cell; `empty` when it is refused, and that is a problem of the row."""
        try:
            return read(self.cell(name))
        except ValueRefused as error:
            self.refuse(name, error.advice)
            return empty

    def refuse(self, name: str, advice: Sentence) -> None:
        """Note that a cell cannot be used, under its header in the file."""
        header = self._row.headers.get(name, name)
        self.problems.append(RowProblem(self._row.line, header, self.cell(name), advice))

    def require(self, name: str) -> None:
        """Note a problem when a cell is empty."""
        if self.is_empty(name):
            advice = Sentence(
                "Deze cel is verplicht. Vul ze in.", "This cell is required. Fill it in."
            )
            self.refuse(name, advice)

    def read_text(self, name: str, limit: int) -> str:
        """The text of a cell on one line, of at most `limit` characters."""
        return self.read(name, lambda text: read_short_text(text, limit), "")

    def read_required(self, name: str, limit: int) -> str:
        """The text of a cell that must not be empty."""
        self.require(name)
        return self.read_text(name, limit)

    def choose(self, name: str, kind: type[StrEnum]) -> str | None:
        """The value of an enumeration in a cell, None when empty."""
        found = self.read(name, lambda text: read_choice(text, kind), None)
        return found.value if found is not None else None
