"""What can stand in the way of a change to the words that staff own."""

from __future__ import annotations


class WordRowNotFoundError(LookupError):
    """There is no such word, spelling, pinned answer or change, or it is of another House."""


class WordKnownError(ValueError):
    """Another row says this already, whatever its capitals and accents."""

    def __init__(self, row_id: int) -> None:
        """Keep which row it is."""
        super().__init__(f"row {row_id} says this already")
        self.row_id = row_id


class TooManyPinsError(ValueError):
    """A search has as many pinned answers as its first page can bear."""


class NothingToRestoreError(ValueError):
    """What a change told of is as it was already, or what it named no longer exists."""
