"""What cannot be done with a revision, as facts."""

from __future__ import annotations


class RevisionNotFoundError(LookupError):
    """There is no such revision, or it is somebody else's."""


class RevisionChangedError(Exception):
    """Somebody changed the revision since it was read."""


class RevisionStateError(Exception):
    """The revision does not stand where this can be done, or not by this kind of person."""


class OwnRevisionError(Exception):
    """Nobody judges the own work."""


class RevisionNotWholeError(Exception):
    """Facts are missing without which families cannot use the offer."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        """Keep which facts, by their names in `app.publishing.differences`."""
        super().__init__(", ".join(missing))
        self.missing = missing


class ReportNotFoundError(LookupError):
    """There is no such report, or it is about somebody else's offer."""


class ReportClosedError(Exception):
    """Somebody closed the report already."""


class SuggestionNotFoundError(LookupError):
    """There is no such suggestion, or nobody confirmed it in time."""
