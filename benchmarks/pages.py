"""Whole pages in process: from the address to the last byte, without a network."""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from flask.testing import FlaskClient

from app.factory import create_app
from benchmarks.multiplied_seed import make_site

PAGES = {
    "results, words and place": (
        "/nl/zoek?q=luiers&plaats=Temse",
        "/nl/zoek?q=huiswerk&plaats=Lokeren",
        "/nl/zoek?q=zwemmen&plaats=Dendermonde",
        "/nl/zoek?q=babymassage&plaats=Gent",
    ),
    "results, words only": ("/nl/zoek?q=creche", "/nl/zoek?q=voorlezen", "/fr/zoek?q=sport"),
    "results, everything": ("/nl/zoek", "/nl/zoek?sorteer=eerst"),
    "results, filters": (
        "/nl/zoek?q=zwemmen+woensdagnamiddag+6+jaar+gratis+Lokeren",
        "/nl/zoek?plaats=Temse&dag=wo&dagdeel=namiddag&kind=4+jaar&kind=9+maanden",
        "/nl/zoek?thema=parenting&prijs=gratis&inloop=1",
    ),
    "results, a typo": ("/nl/zoek?q=spellotheek", "/nl/zoek?q=huiswrk"),
    "results, 4 kB of nonsense": (
        "/nl/zoek?q=" + "xq+" * 1_300,
        "/nl/zoek?q=" + "%F0%9F%98%80" * 340,
    ),
    "map": ("/nl/zoek?q=sport&plaats=Temse&weergave=kaart",),
    "agenda": ("/nl/zoek?plaats=Temse&weergave=agenda",),
    "home": ("/nl/", "/ar/"),
    "offer": ("/nl/aanbod/20-", "/nl/aanbod/200-"),
    "suggestions": (
        "/nl/suggesties?q=lui",
        "/nl/suggesties?q=spe",
        "/nl/suggesties?q=tem&voor=place",
    ),
}
ROUNDS = 25


def measure(client: FlaskClient, addresses: Sequence[str]) -> tuple[float, float, float, float]:
    """Milliseconds p50, p95, p99 and slowest over all rounds of the addresses."""
    for address in addresses:
        client.get(address, follow_redirects=True)
    took = []
    for _round in range(ROUNDS):
        for address in addresses:
            gc.collect(0)
            start = time.perf_counter()
            client.get(address, follow_redirects=True)
            took.append((time.perf_counter() - start) * 1000)
    p50, p95, p99 = np.percentile(took, (50, 95, 99))
    return float(p50), float(p95), float(p99), max(took)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="5000,50000")
    for size in map(int, parser.parse_args(arguments).sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            settings = make_site(Path(folder), size)
            made = time.perf_counter() - start
            app = create_app(settings)
            print(f"\nWhole pages, {size:,} offers (site made in {made:.0f} s), milliseconds")
            print(f"{'page':28}{'p50':>8}{'p95':>8}{'p99':>8}{'slowest':>9}")
            for name, addresses in PAGES.items():
                p50, p95, p99, slowest = measure(app.test_client(), addresses)
                print(f"{name:28}{p50:8.1f}{p95:8.1f}{p99:8.1f}{slowest:9.1f}")


if __name__ == "__main__":
    main()
