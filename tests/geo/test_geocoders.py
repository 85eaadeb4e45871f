"""Street addresses are asked of a real server, played here, that answers well, badly or never."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.geo.addresses import Address, AddressStatus, MemoryAddressCache
from app.geo.circuit_breaker import CircuitBreaker
from app.geo.geocoders import AddressFinder, GeocoderKind, GeocoderSettings
from app.geo.points import Point

STREET = "Grote Markt 1, Sint-Niklaas"
NOMINATIM = [
    {
        "lat": "51.1650",
        "lon": "4.1430",
        "display_name": "Grote Markt 1, 9100 Sint-Niklaas",
        "address": {"country_code": "be"},
    }
]


def _features(longitude: float, latitude: float, **properties: str) -> dict[str, Any]:
    """An answer in the shape of Photon and Pelias."""
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"features": [{"geometry": geometry, "properties": properties}]}


class FarEnd:
    """A geocoder on this machine that answers what the test sets, and remembers what was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = json.dumps(NOMINATIM).encode()
        self.drip_s: float | None = None
        self.is_hanging = False
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.released: list[str] = []
        self.done = threading.Event()
        far_end = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                far_end.asked.append((parts.path, parse_qs(parts.query)))
                if far_end.is_hanging:
                    far_end.done.wait(10)
                    far_end.released.append(self.path)
                    return
                self.send_response(far_end.status)
                for name, value in far_end.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if far_end.drip_s is None:
                    self.wfile.write(far_end.body)
                    return
                while not far_end.done.wait(far_end.drip_s):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                far_end.released.append(self.path)

            def log_message(self, format: str, *args: object) -> None:
                """Keeps the test's output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """The address of this server."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def settings(self, kind: GeocoderKind, timeout_s: float = 5.0) -> GeocoderSettings:
        """Settings that ask this server."""
        return GeocoderSettings(kind, self.url, "dichtbij-tests", timeout_s=timeout_s)


class Clock:
    """Seconds that pass only when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def far_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    """A geocoder on this machine, reached without any proxy."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    far_end = FarEnd()
    yield far_end
    far_end.done.set()
    far_end.server.shutdown()
    far_end.server.server_close()


def test_without_a_setting_nobody_is_asked_and_the_answer_is_unavailable() -> None:
    finder = AddressFinder(GeocoderSettings())
    assert not finder.is_on
    assert finder.find_address(STREET) == Address(AddressStatus.UNAVAILABLE)


def test_nominatim_is_asked_for_belgium_only(far_end: FarEnd) -> None:
    address = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM)).find_address(STREET)
    assert address.status is AddressStatus.FOUND
    assert address.point == Point(51.165, 4.143)
    assert address.label == "Grote Markt 1, 9100 Sint-Niklaas"
    path, query = far_end.asked[0]
    assert path == "/search"
    assert (query["q"], query["countrycodes"]) == ([STREET], ["be"])


def test_photon_is_asked_within_the_box_of_belgium(far_end: FarEnd) -> None:
    far_end.body = json.dumps(
        _features(4.143, 51.165, name="Grote Markt", countrycode="BE", city="Sint-Niklaas")
    ).encode()
    address = AddressFinder(far_end.settings(GeocoderKind.PHOTON)).find_address(STREET)
    assert address.point == Point(51.165, 4.143)
    assert far_end.asked[0][1]["bbox"] == ["2.54,49.49,6.41,51.51"]


def test_pelias_is_asked_for_belgium_only(far_end: FarEnd) -> None:
    far_end.body = json.dumps(
        _features(4.143, 51.165, name="Grote Markt 1", country_a="BEL")
    ).encode()
    address = AddressFinder(far_end.settings(GeocoderKind.PELIAS)).find_address(STREET)
    assert address.point == Point(51.165, 4.143)
    assert far_end.asked[0][1]["boundary.country"] == ["BEL"]


@pytest.mark.parametrize(
    "body",
    [
        [],
        [{**NOMINATIM[0], "lat": "40.4", "lon": "-3.7"}],
        [{**NOMINATIM[0], "address": {"country_code": "nl"}}],
    ],
)
def test_no_place_and_a_place_abroad_are_not_found(
    far_end: FarEnd, body: list[dict[str, Any]]
) -> None:
    far_end.body = json.dumps(body).encode()
    address = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM)).find_address(STREET)
    assert address == Address(AddressStatus.NOT_FOUND)


def test_an_answer_is_remembered_however_the_address_is_spelt(far_end: FarEnd) -> None:
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM))
    first = finder.find_address(STREET)
    assert finder.find_address("grote markt 1  SINT NIKLAAS") == first
    assert len(far_end.asked) == 1


def test_a_given_cache_is_used_by_a_later_finder(far_end: FarEnd) -> None:
    cache = MemoryAddressCache()
    settings = far_end.settings(GeocoderKind.NOMINATIM)
    first = AddressFinder(settings, cache=cache).find_address(STREET)
    assert AddressFinder(settings, cache=cache).find_address(STREET) == first
    assert len(far_end.asked) == 1


def test_the_memory_drops_the_answer_unused_longest() -> None:
    cache = MemoryAddressCache(2)
    for key in ("a", "b"):
        cache.keep_address(key, Address(AddressStatus.NOT_FOUND))
    assert cache.find_address("a") is not None
    cache.keep_address("c", Address(AddressStatus.NOT_FOUND))
    assert (cache.find_address("b"), len(cache)) == (None, 2)
    assert cache.find_address("a") is not None


def test_one_request_leaves_in_a_second(far_end: FarEnd) -> None:
    clock = Clock()
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM), clock=clock)
    answers = []
    for number in range(3):
        answers.append(finder.find_address(f"Stationsstraat {number}, Temse").status)
        clock.now += 0.6
    found, unavailable = AddressStatus.FOUND, AddressStatus.UNAVAILABLE
    assert answers == [found, unavailable, found]
    assert len(far_end.asked) == 2


def test_too_many_requests_stops_the_asking_for_five_minutes(far_end: FarEnd) -> None:
    clock = Clock()
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM), clock=clock)
    far_end.status, far_end.headers = 429, {"Retry-After": "60"}
    assert finder.find_address(STREET).status is AddressStatus.UNAVAILABLE
    far_end.status = 200
    clock.now += 290
    assert finder.find_address(STREET).status is AddressStatus.UNAVAILABLE
    assert len(far_end.asked) == 1
    clock.now += 20
    assert finder.find_address(STREET).status is AddressStatus.FOUND


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>down</html>",
        b"{}",
        b"null",
        b"[1]",
        b'[{"lat": "x", "lon": "y", "display_name": "z"}]',
        b'[{"lat": "NaN", "lon": "4", "display_name": "z", "address": {}}]',
        b'[{"lat": "51", "lon": "4", "display_name": "z", "address": "no"}]',
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * 600_000,
    ],
)
def test_garbage_from_afar_is_no_error_here(far_end: FarEnd, body: bytes) -> None:
    far_end.body = body
    address = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM)).find_address(STREET)
    assert address.status in (AddressStatus.UNAVAILABLE, AddressStatus.NOT_FOUND)


def test_three_failures_in_a_row_open_the_circuit(far_end: FarEnd) -> None:
    clock = Clock()
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM), clock=clock)
    far_end.status = 500
    for _ in range(6):
        assert finder.find_address(STREET).status is AddressStatus.UNAVAILABLE
        clock.now += 2
    assert len(far_end.asked) == 3


def test_a_far_end_that_hangs_is_given_up_before_it_lets_go(far_end: FarEnd) -> None:
    far_end.is_hanging = True
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM, 0.3))
    assert finder.find_address(STREET).status is AddressStatus.UNAVAILABLE
    assert len(far_end.asked) == 1
    assert far_end.released == []


def test_a_dripping_answer_is_given_up_and_nothing_is_asked_meanwhile(far_end: FarEnd) -> None:
    far_end.drip_s = 0.05
    clock = Clock()
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM, 0.3), clock=clock)
    for _ in range(2):
        assert finder.find_address(STREET).status is AddressStatus.UNAVAILABLE
        clock.now += 2
    assert len(far_end.asked) == 1
    assert far_end.released == []


def test_a_far_end_that_is_gone_is_unavailable(far_end: FarEnd) -> None:
    settings = far_end.settings(GeocoderKind.PHOTON)
    far_end.server.shutdown()
    far_end.server.server_close()
    assert AddressFinder(settings).find_address(STREET).status is AddressStatus.UNAVAILABLE


def test_too_little_text_is_not_sent_and_too_much_is_cut(far_end: FarEnd) -> None:
    finder = AddressFinder(far_end.settings(GeocoderKind.NOMINATIM))
    for text in ("", "  ", "a 1", "?!?!?!"):
        assert finder.find_address(text).status is AddressStatus.NOT_FOUND
    finder.find_address("lang " * 1_000)
    assert [len(query["q"][0]) for _, query in far_end.asked] == [199]


@pytest.mark.parametrize(
    "settings",
    [
        GeocoderSettings(GeocoderKind.NOMINATIM, "", "site"),
        GeocoderSettings(GeocoderKind.NOMINATIM, "ftp://geo.example", "site"),
        GeocoderSettings(GeocoderKind.PHOTON, "https://geo.example", ""),
        GeocoderSettings(GeocoderKind.PELIAS, "https://geo.example", "site", timeout_s=0),
    ],
)
def test_a_wrong_setting_is_told_at_once(settings: GeocoderSettings) -> None:
    with pytest.raises(ValueError, match="geocoder"):
        AddressFinder(settings)


def test_a_circuit_closes_after_a_success_and_opens_again_after_one_more_failure() -> None:
    clock = Clock()
    breaker = CircuitBreaker(2, 10, clock)
    breaker.note_failure()
    assert not breaker.is_open()
    breaker.note_failure()
    assert breaker.is_open()
    clock.now += 11
    assert not breaker.is_open()
    breaker.note_failure()
    assert breaker.is_open()
    breaker.note_success()
    assert not breaker.is_open()
