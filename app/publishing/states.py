"""The allowed changes of a revision: one table, and who may make each; the rest is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.publishing.errors import RevisionStateError
from app.publishing.models.revisions import RevisionState


class Hand(StrEnum):
    """Who changes a revision."""

    AUTHOR = "author"
    """Anybody of the partner whose offer it is, or the visitor who suggested it."""
    REVIEWER = "reviewer"
    """A coordinator of a House of the partner."""
    SITE = "site"
    """The site by itself: a trusted partner, a newer revision."""


_DRAFT, _SUBMITTED = RevisionState.DRAFT, RevisionState.SUBMITTED
_RETURNED, _PUBLISHED = RevisionState.RETURNED, RevisionState.PUBLISHED

CHANGES: Mapping[tuple[RevisionState, RevisionState], frozenset[Hand]] = {
    (_DRAFT, _SUBMITTED): frozenset({Hand.AUTHOR}),
    (_DRAFT, RevisionState.WITHDRAWN): frozenset({Hand.AUTHOR}),
    (_SUBMITTED, _DRAFT): frozenset({Hand.AUTHOR}),
    (_SUBMITTED, _PUBLISHED): frozenset({Hand.REVIEWER, Hand.SITE}),
    (_SUBMITTED, _RETURNED): frozenset({Hand.REVIEWER}),
    (_SUBMITTED, RevisionState.REPLACED): frozenset({Hand.SITE}),
    (_SUBMITTED, RevisionState.WITHDRAWN): frozenset({Hand.AUTHOR}),
    (_RETURNED, _SUBMITTED): frozenset({Hand.AUTHOR}),
    (_RETURNED, RevisionState.WITHDRAWN): frozenset({Hand.AUTHOR}),
}

OPEN_STATES = (_DRAFT, _SUBMITTED, _RETURNED)
"""A revision that still becomes something; the author can change it (after taking it back)."""


def check_change(before: str, after: RevisionState, hand: Hand) -> None:
    """Raise RevisionStateError unless the table has this change by this hand."""
    if hand not in CHANGES.get((RevisionState(before), after), frozenset()):
        raise RevisionStateError(f"{before} -> {after.value} by {hand.value}")
