"""Geocoders find the point of a street address in Belgium over the network, when that is set.

Everything that can go wrong far away (slow, full, broken, gone) is one answer: unavailable.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderQuotaExceeded,
    GeocoderServiceError,
)
from geopy.geocoders import Nominatim, Pelias, Photon

from app.geo.addresses import Address, AddressCache, AddressStatus, MemoryAddressCache
from app.geo.circuit_breaker import CircuitBreaker
from app.geo.names import MAXIMUM_TEXT_LENGTH, fold
from app.geo.points import Point

SECONDS_BETWEEN_REQUESTS = 1.0
_FAILURES_BEFORE_PAUSE = 3
_PAUSE_S = 300.0
_MAXIMUM_ANSWER_BYTES = 500_000
_LONGEST_ANSWER_S = 30.0
_SHORTEST_ADDRESS = 4
# The box around Belgium in degrees: south, north, west, east.
_SOUTH, _NORTH, _WEST, _EAST = 49.49, 51.51, 2.54, 6.41
_UNAVAILABLE = Address(AddressStatus.UNAVAILABLE)
_NOT_FOUND = Address(AddressStatus.NOT_FOUND)


class GeocoderKind(StrEnum):
    """The geocoders that can be set; off asks nobody."""

    OFF = "off"
    NOMINATIM = "nominatim"
    PHOTON = "photon"
    PELIAS = "pelias"


@dataclass(frozen=True, slots=True)
class GeocoderSettings:
    """Which geocoder is asked and how: an address like "https://host/path", seconds in all.

    `user_agent` names this site to the far end, as Nominatim's usage policy demands.
    """

    kind: GeocoderKind = GeocoderKind.OFF
    url: str = ""
    user_agent: str = ""
    api_key: str = ""
    timeout_s: float = 2.0


class _BoundedAdapter(URLLibAdapter):  # type: ignore[misc]
    """geopy's plain adapter (no retries, no waiting after 429), without endless answers."""

    def _decode_page(self, page: Any) -> str:
        """The text of an answer, refused above half a megabyte or thirty seconds."""
        body = b""
        give_up_at = time.monotonic() + _LONGEST_ANSWER_S
        while chunk := page.read1(65_536):
            body += chunk
            if len(body) > _MAXIMUM_ANSWER_BYTES or time.monotonic() > give_up_at:
                raise GeocoderServiceError("the answer is too long")
        return body.decode()


class AddressFinder:
    """Finds street addresses; make one per process, since it holds the pace of that process.

    At most one request a second leaves, one at a time; a second asker in the same second is told
    "unavailable" rather than kept waiting. After three failures in a row, or one "too many
    requests", nothing is asked for five minutes.
    """

    def __init__(
        self,
        settings: GeocoderSettings,
        *,
        cache: AddressCache | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepares the geocoder that is set; a wrong setting raises ValueError at once."""
        # geopy logs addresses below this level, and what families ask is in no log.
        logging.getLogger("geopy").setLevel(logging.WARNING)
        self._settings = settings
        self._cache: AddressCache = MemoryAddressCache() if cache is None else cache
        self._clock = clock
        self._breaker = CircuitBreaker(_FAILURES_BEFORE_PAUSE, _PAUSE_S, clock)
        self._geocode = _geocode_of(settings)
        self._next_request_at = clock()
        self._is_asking = False
        self._lock = threading.Lock()

    @property
    def is_on(self) -> bool:
        """Says whether a geocoder is set."""
        return self._geocode is not None

    def find_address(self, text: str) -> Address:
        """The point of a street address in Belgium; never raises, and answers within the time set.

        Only the first 200 characters are sent. Found and not found are remembered, unavailable is
        not.
        """
        if self._geocode is None:
            return _UNAVAILABLE
        key = fold(text)
        if len(key) < _SHORTEST_ADDRESS:
            return _NOT_FOUND
        kept = self._cache.find_address(key)
        if kept is not None:
            return kept
        if self._breaker.is_open() or not self._take_turn():
            return _UNAVAILABLE
        address = self._ask_in_time(" ".join(text[:MAXIMUM_TEXT_LENGTH].split()))
        if address.status is not AddressStatus.UNAVAILABLE:
            self._cache.keep_address(key, address)
        return address

    def _take_turn(self) -> bool:
        """Takes the one request of this second, unless it is taken or one is still under way."""
        with self._lock:
            now = self._clock()
            if self._is_asking or now < self._next_request_at:
                return False
            self._next_request_at = now + SECONDS_BETWEEN_REQUESTS
            self._is_asking = True
            return True

    def _ask_in_time(self, text: str) -> Address:
        """Asks in a thread of its own, since a dripping answer outlives a socket's time limit."""
        answers: queue.SimpleQueue[Address] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._ask(text))
            finally:
                with self._lock:
                    self._is_asking = False

        threading.Thread(target=ask, name="geocoder", daemon=True).start()
        try:
            return answers.get(timeout=self._settings.timeout_s)
        except queue.Empty:
            self._breaker.note_failure()
            return _UNAVAILABLE

    def _ask(self, text: str) -> Address:
        """Asks the far end once and notes how that went."""
        if self._geocode is None:
            return _UNAVAILABLE
        try:
            address = _address_of(self._geocode(text))
        except GeocoderQuotaExceeded:
            self._breaker.open_at_once()
            return _UNAVAILABLE
        except Exception:  # noqa: BLE001 - garbage breaks geopy in ways it does not name
            self._breaker.note_failure()
            return _UNAVAILABLE
        self._breaker.note_success()
        return address


def _geocode_of(settings: GeocoderSettings) -> Callable[[str], Any] | None:
    """The call that asks the geocoder of the settings for one place in Belgium."""
    if settings.kind is GeocoderKind.OFF:
        return None
    url = urlsplit(settings.url)
    if url.scheme not in ("http", "https") or not url.hostname or url.query:
        raise ValueError("the address of the geocoder is not like https://host/path")
    if not settings.user_agent:
        raise ValueError("the geocoder needs a user agent that names this site")
    if settings.timeout_s <= 0:
        raise ValueError("the time limit of the geocoder is more than 0 seconds")
    common: dict[str, Any] = {
        "domain": (url.netloc + url.path).rstrip("/"),
        "scheme": url.scheme,
        "timeout": settings.timeout_s,
        "user_agent": settings.user_agent,
        "adapter_factory": _BoundedAdapter,
    }
    match settings.kind:
        case GeocoderKind.NOMINATIM:
            nominatim = Nominatim(**common)
            return lambda text: nominatim.geocode(
                text, exactly_one=True, country_codes="be", addressdetails=True, language="nl"
            )
        case GeocoderKind.PHOTON:
            photon = Photon(**common)
            box = ((_SOUTH, _WEST), (_NORTH, _EAST))
            return lambda text: photon.geocode(text, exactly_one=True, limit=1, bbox=box)
        case GeocoderKind.PELIAS:
            pelias = Pelias(api_key=settings.api_key or None, **common)
            return lambda text: pelias.geocode(
                text, exactly_one=True, countries=["BEL"], language="nl"
            )


def _address_of(location: Any) -> Address:
    """The answer in a geopy location; one outside Belgium counts as not found."""
    if location is None:
        return _NOT_FOUND
    point = Point(round(float(location.latitude), 6), round(float(location.longitude), 6))
    is_in_box = _SOUTH <= point.latitude <= _NORTH and _WEST <= point.longitude <= _EAST
    if not is_in_box or _country_of(location.raw) not in ("", "be", "bel"):
        return _NOT_FOUND
    return Address(AddressStatus.FOUND, point, str(location.address)[:MAXIMUM_TEXT_LENGTH])


def _country_of(raw: Any) -> str:
    """The country code in the raw answer of any of the geocoders, in lower case, or nothing."""
    details = raw.get("address") or raw.get("properties") or {}
    code = details.get("country_code") or details.get("countrycode") or details.get("country_a")
    return str(code or "").casefold()
