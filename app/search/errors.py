"""What can go wrong with the index, seen from outside the engine."""


class IndexUnavailableError(Exception):
    """Says that the index is absent, damaged or locked, so the caller answers from the database
    meanwhile.
    """


class IndexBusyError(IndexUnavailableError):
    """Says that another process keeps writing the index longer than the caller waits."""
