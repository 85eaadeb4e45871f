"""Pure rules of asking partners: how far the asking is for an offer on a day."""

from __future__ import annotations

from datetime import date, timedelta

from app.directory.freshness import ASKED_AFTER_END, Freshness, FreshnessState
from app.publishing.models.checks import CheckStage

ONE_LETTER_A = timedelta(days=7)
"""Nobody gets more than one letter in this time, whatever is due."""
LINK_LASTS = timedelta(days=30)
TOLD_TO_HOUSE = frozenset({CheckStage.LAST, CheckStage.HIDING, CheckStage.HIDDEN})
"""From here on the coordinators are told too."""


def find_stage(freshness: Freshness, today: date) -> CheckStage | None:
    """How far the asking is; None for an offer that nobody has to look at now."""
    if freshness.state is FreshnessState.HIDDEN:
        return CheckStage.HIDDEN
    if freshness.ends_on is not None:
        is_asked = freshness.state is FreshnessState.DUE
        is_recent = today <= freshness.ends_on + ASKED_AFTER_END
        return CheckStage.FIRST if is_asked and is_recent else None
    steps = (
        (freshness.warns_on, CheckStage.HIDING),
        (freshness.due_on, CheckStage.LAST),
        (freshness.second_on, CheckStage.SECOND),
        (freshness.first_on, CheckStage.FIRST),
    )
    return next((stage for day, stage in steps if day is not None and today >= day), None)
