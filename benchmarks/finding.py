"""Finding at one size, in one run: stages of a page, suggestions, hostile input, words."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.factory import create_app
from benchmarks.hostile import print_hostile
from benchmarks.multiplied_seed import make_site
from benchmarks.stages import print_pages, print_suggestions, time_pages
from benchmarks.words import print_changing, print_loading


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=5_000)
    offers = parser.parse_args(arguments).offers
    with tempfile.TemporaryDirectory() as folder:
        settings = make_site(Path(folder), offers)
        app = create_app(settings)
        client, site = app.test_client(), app.extensions["dichtbij"]
        print(f"\nFinding, {offers:,} offers")
        print_pages(time_pages(client))
        print_suggestions(client, site)
        print_hostile(client, site)
        print_loading(settings)
        print_changing(settings)


if __name__ == "__main__":
    main()
