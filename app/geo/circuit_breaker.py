"""A circuit breaker stops asking a far end that keeps failing, for a while."""

import threading
from collections.abc import Callable


class CircuitBreaker:
    """Opens after `limit` failures in a row, and lets one attempt through after `pause_s` seconds.

    `clock` gives seconds that never run back. It is safe to share between threads.
    """

    def __init__(self, limit: int, pause_s: float, clock: Callable[[], float]) -> None:
        """Starts closed; `limit` is at least 1."""
        self._limit = max(1, limit)
        self._pause_s = pause_s
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._lock = threading.Lock()

    def is_open(self) -> bool:
        """Says whether nothing may be asked now."""
        with self._lock:
            return self._failures >= self._limit and self._clock() < self._open_until

    def note_success(self) -> None:
        """Closes the circuit."""
        with self._lock:
            self._failures = 0

    def note_failure(self) -> None:
        """Counts a failure; from the limit on, each one opens the circuit for the whole pause."""
        with self._lock:
            self._failures += 1
            self._open_until = self._clock() + self._pause_s

    def open_at_once(self) -> None:
        """Opens the circuit without waiting for more failures, as when told to slow down."""
        with self._lock:
            self._failures = self._limit
            self._open_until = self._clock() + self._pause_s
