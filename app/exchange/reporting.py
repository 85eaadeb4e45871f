"""What an import did or would do: counts, refused rows, remarks."""

from __future__ import annotations

from dataclasses import dataclass, field


class ImportStoppedError(Exception):
    """An import stopped before it wrote anything; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A refused row or value: the line in the file (1 is the header), column, value, what to do."""

    line: int
    column: str
    value: str
    advice: str

    def __str__(self) -> str:
        """One sentence for a person."""
        shown = self.value if len(self.value) <= 60 else f"{self.value[:57]}..."
        return f"line {self.line}, {self.column}: {shown!r}. {self.advice}"


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import; `is_dry_run` means that nothing was written."""

    is_dry_run: bool
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
