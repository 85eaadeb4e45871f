"""Addresses are street addresses with the point where they lie, and the memory of those found."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.geo.points import Point


class AddressStatus(StrEnum):
    """What came of looking for a street address."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Address:
    """The answer for a street address; point and label are there only when it was found."""

    status: AddressStatus
    point: Point | None = None
    label: str = ""


class AddressCache(Protocol):
    """A memory of answers; a persistent one can be given instead of the one in memory."""

    def find_address(self, key: str) -> Address | None:
        """The answer kept for a folded address, or None."""

    def keep_address(self, key: str, address: Address) -> None:
        """Keeps the answer for a folded address."""


class MemoryAddressCache:
    """A memory of at most `size` answers in this process; the one unused longest makes way."""

    def __init__(self, size: int = 2_000) -> None:
        """Starts empty; `size` is at least 1."""
        self._size = max(1, size)
        self._kept: OrderedDict[str, Address] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """The number of answers kept."""
        return len(self._kept)

    def find_address(self, key: str) -> Address | None:
        """The answer kept for a folded address, or None."""
        with self._lock:
            address = self._kept.get(key)
            if address is not None:
                self._kept.move_to_end(key)
            return address

    def keep_address(self, key: str, address: Address) -> None:
        """Keeps the answer for a folded address and drops the one unused longest when full."""
        with self._lock:
            self._kept[key] = address
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
