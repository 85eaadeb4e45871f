"""What an import did or would do: counts, refused rows, remarks, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_KEPT_PROBLEMS = 1_000
"""Refused values that a report keeps one by one; the rest is only counted."""
MAX_SHOWN_VALUE = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for a person, in Dutch for people of a House and in English for developers."""

    nl: str
    en: str

    def __str__(self) -> str:
        """The English sentence."""
        return self.en


class ImportStoppedError(Exception):
    """An import stopped before it wrote anything; the text says why and what to do."""

    def __init__(self, english: str, dutch: str = "") -> None:
        """Keep the sentence; without Dutch the English one stands in."""
        super().__init__(english)
        self.sentence = Sentence(dutch or english, english)


def shorten_value(value: str) -> str:
    """A value as a report shows it: between quotes, 60 characters at the most."""
    cut = value if len(value) <= MAX_SHOWN_VALUE else f"{value[: MAX_SHOWN_VALUE - 3]}..."
    return repr(cut)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A refused value: the line in the file (1 is the header), column, value, what to do."""

    line: int
    column: str
    value: str
    advice: Sentence

    @property
    def sentence(self) -> Sentence:
        """The whole problem as one sentence."""
        shown = shorten_value(self.value)
        return Sentence(
            f"regel {self.line}, {self.column}: {shown}. {self.advice.nl}",
            f"line {self.line}, {self.column}: {shown}. {self.advice.en}",
        )

    def __str__(self) -> str:
        """The English sentence."""
        return self.sentence.en


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import; `is_dry_run` means that nothing was written.

    `read` counts the rows that are not empty: added + changed + unchanged + refused. `vanished`
    counts offers of the source that are not in the file; `existing` those that could vanish.
    """

    is_dry_run: bool
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    existing: int = 0
    vanished: int = 0
    needs_confirmation: bool = False
    problems: list[RowProblem] = field(default_factory=list)
    unlisted_problems: int = 0
    remarks: list[Sentence] = field(default_factory=list)

    def refuse(self, problems: list[RowProblem]) -> None:
        """Count one refused row and keep what is wrong with it."""
        self.refused += 1
        room = max(0, MAX_KEPT_PROBLEMS - len(self.problems))
        self.problems.extend(problems[:room])
        self.unlisted_problems += len(problems[room:])

    def remark(self, sentence: Sentence) -> None:
        """Keep a remark, as long as there are not too many."""
        if len(self.remarks) < MAX_KEPT_PROBLEMS:
            self.remarks.append(sentence)
