"""The gazetteer knows every Belgian place of the reference data, where it really lies."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.geo.gazetteer import Gazetteer
from app.geo.names import fold
from app.geo.places import Place, Region
from app.geo.points import Point, quick_distance_km

FARTHEST_CENTRE_KM = 5.0
# A municipality's outline in the reference is simplified, and a village can lie on its border.
FARTHEST_OUTSIDE_KM = 2.2
# Rows of the reference that stand in another village of the same name, or nowhere near: their
# points lie outside the municipality, ours inside it (the outline test proves that for all).
MISPLACED_IN_REFERENCE = {
    ("1357", "Hélécine"),
    ("1910", "Berg"),
    ("2040", "Lillo"),
    ("3300", "Bost"),
    ("3404", "Attenhoven"),
    ("3640", "Ophoven"),
    ("3660", "Opglabbeek"),
    ("3670", "Oudsbergen"),
    ("3700", "Haren"),
    ("4654", "Charneux"),
    ("4770", "Amblève"),
    ("4821", "Andrimont"),
    ("5030", "Sauvenière"),
    ("5080", "La Bruyère"),
    ("5670", "Viroinval"),
    ("6661", "Mont"),
    ("6831", "Noirfontaine"),
    ("6860", "Assenois"),
    ("6941", "Villers-Sainte-Gertrude"),
    ("6960", "Dochamps"),
    ("7861", "Papignies"),
    ("7870", "Lombise"),
    ("7904", "Pipaix"),
    ("9420", "Mere"),
    ("9660", "Sint-Maria-Oudenhove"),
    ("9810", "Nazareth"),
}
# Other spellings of one row, and rows with a postcode that the village does not have.
ODD_IN_REFERENCE = {
    ("3470", "Sint-Margriete-Houtem"),
    ("3700", "Kolmont"),
    ("3870", "Gutshoven"),
    ("4480", "Ehein"),
    ("4800", "Polleur"),
    ("4920", "Louveigné"),
    ("9520", "Oombergen"),
}


def _read_nis_codes(reference: Path) -> dict[str, dict[str, Any]]:
    """The municipalities of 2025 in the reference by NIS code, without provinces and ended ones."""
    text = (reference / "20250926145501-import-nis-codes.ttl").read_text(encoding="utf-8")
    found = {}
    for block in text.split("\n\n"):
        code = re.match(r"<http://vocab\.belgif\.be/auth/refnis2025/(\d{5})> a skos", block)
        if code is None or code.group(1).endswith("000"):
            continue
        if code.group(1) in ("12034", "44045", "20001", "20002"):
            continue
        found[code.group(1)] = {
            "names": {language: name for name, language in re.findall(r'"([^"]*)"@(\w\w)', block)},
            "merged": re.findall(r"refnis2019/(\d{5})>", block.partition("narrowMatch")[2]),
        }
    return found


def _read_postcodes(reference: Path) -> list[dict[str, str]]:
    """The rows of postcodes with places and points."""
    with (reference / "geonames-zipcodes.be.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_there_are_as_many_municipalities_as_belgium_has(gazetteer: Gazetteer) -> None:
    counts = dict.fromkeys(Region, 0)
    for place in gazetteer.list_municipalities():
        counts[place.region] += 1
    assert counts == {Region.FLANDERS: 285, Region.BRUSSELS: 19, Region.WALLONIA: 261}


def test_every_municipality_is_known_by_code_and_by_its_names(
    gazetteer: Gazetteer, reference: Path
) -> None:
    municipalities = _read_nis_codes(reference)
    assert len(municipalities) == 565
    for nis, facts in municipalities.items():
        place = gazetteer.get_municipality(nis)
        assert place.nis == nis
        for language in ("nl", "fr"):
            name = facts["names"][language]
            if (nis, name) == ("45065", "Zwalin"):  # a slip in the reference
                continue
            assert place in gazetteer.lookup(name).places, (nis, name)


def test_every_merged_code_leads_to_the_municipality_of_today(
    gazetteer: Gazetteer, reference: Path
) -> None:
    merged = 0
    for nis, facts in _read_nis_codes(reference).items():
        today = gazetteer.get_municipality(nis)
        parts = {part.nis for part in gazetteer.list_parts(nis)}
        for old in facts["merged"]:
            assert old in parts or old in today.former_nis or old == nis, (nis, old)
            merged += 1
    assert merged > 25


def test_every_postcode_is_known_and_no_other(gazetteer: Gazetteer, reference: Path) -> None:
    expected = {row["zipcode"] for row in _read_postcodes(reference)}
    ours = {code for place in gazetteer.list_places() for code in place.postcodes}
    assert len(expected) == 1146
    assert ours == expected
    for postcode in expected:
        assert gazetteer.lookup(postcode).places, postcode


def test_every_name_beside_a_postcode_is_known_near_its_reference_point(
    gazetteer: Gazetteer, reference: Path
) -> None:
    wrong = []
    for row in _read_postcodes(reference):
        key = (row["zipcode"], row["place"])
        found = [p for p in _named(gazetteer, row["place"]) if row["zipcode"] in p.postcodes]
        if not found:
            if key not in ODD_IN_REFERENCE:
                wrong.append((*key, "unknown"))
            continue
        point = Point(float(row["latitude"]), float(row["longitude"]))
        kilometres = min(quick_distance_km(point, place.point) for place in found)
        if kilometres > FARTHEST_CENTRE_KM and key not in MISPLACED_IN_REFERENCE:
            wrong.append((*key, f"{kilometres:.1f} km"))
    assert wrong == []


def test_every_flemish_part_is_known_in_its_municipality(
    gazetteer: Gazetteer, reference: Path
) -> None:
    with (reference / "deelgemeenten.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1132
    by_nis = {place.nis: place for place in gazetteer.list_places() if place.nis}
    unknown = []
    for row in rows:
        municipality = gazetteer.find_municipality(row["gemeente_id"])
        whole = municipality or by_nis[row["gemeente_id"]]
        candidates = gazetteer.lookup(row["deelgemeente_naam"]).places
        if not any(p.municipality_nis == whole.municipality_nis for p in candidates):
            unknown.append((row["gemeente_naam"], row["deelgemeente_naam"]))
    assert unknown == []


def test_every_centre_lies_in_its_municipality(gazetteer: Gazetteer, reference: Path) -> None:
    outlines = _read_outlines(reference)
    checked, outside = 0, []
    for place in gazetteer.list_places():
        rings = _rings_of(gazetteer, place, outlines)
        checked += bool(rings)
        if rings and not any(_is_inside(ring, place.point) for ring in rings):
            kilometres = min(
                quick_distance_km(place.point, corner) for ring in rings for corner in ring
            )
            if kilometres > FARTHEST_OUTSIDE_KM:
                outside.append((place.id, round(kilometres, 1)))
    assert outside == []
    assert checked > 2_700


@pytest.mark.parametrize("place_id", ["lokeren", "beveren", "sint-niklaas", "gent", "luik"])
def test_ids_of_well_known_places_stay_the_same(gazetteer: Gazetteer, place_id: str) -> None:
    assert gazetteer.get_place(place_id).slug == place_id


def test_ids_hold_only_what_an_address_may_hold(gazetteer: Gazetteer) -> None:
    for place in gazetteer.list_places():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place.id), place.id
        assert gazetteer.find_by_slug(place.id.upper()) is place


def test_wholes_have_the_postcodes_of_their_parts(gazetteer: Gazetteer) -> None:
    for place in gazetteer.list_places():
        assert place.postcodes, place.id
        assert set(place.main_postcodes) <= set(place.postcodes)
        if place.part_of is not None:
            whole = gazetteer.get_place(place.part_of)
            assert set(place.postcodes) <= set(whole.postcodes), place.id
            assert whole.municipality_nis == place.municipality_nis


def _named(gazetteer: Gazetteer, name: str) -> list[Place]:
    """The places that bear exactly this name."""
    return [
        place
        for place in gazetteer.lookup(name).places
        if fold(name)
        in {fold(known) for known in (place.name_nl, place.name_fr, *place.other_names)}
    ]


def _read_outlines(reference: Path) -> dict[str, list[list[Point]]]:
    """The outer rings of the municipalities before 2025, by NIS code (TopoJSON, quantized)."""
    topology = json.loads((reference / "belgium.json").read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, low) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append(Point(y * scale_y + low, x * scale_x + left))
        arcs.append(points)
    outlines = {}
    for shape in topology["objects"]["municipalities"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        outlines[shape["properties"]["nis"]] = [
            [p for i in polygon[0] for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]
            for polygon in polygons
        ]
    return outlines


def _rings_of(
    gazetteer: Gazetteer, place: Place, outlines: dict[str, list[list[Point]]]
) -> list[list[Point]]:
    """The outer rings of the (former) municipality in which a place lies."""
    whole = place
    while whole.nis is None:
        assert whole.part_of is not None
        whole = gazetteer.get_place(whole.part_of)
    codes = [whole.nis, *whole.former_nis]
    if whole.is_municipality:
        codes += [part.nis for part in gazetteer.list_parts(whole.nis) if part.nis]
    elif whole.nis not in outlines:
        codes = [whole.municipality_nis]
    return [ring for code in codes if code for ring in outlines.get(code, [])]


def _is_inside(ring: list[Point], point: Point) -> bool:
    """Says whether a point lies inside a ring (crossing number)."""
    is_inside = False
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        if (a.latitude > point.latitude) != (b.latitude > point.latitude):
            share = (point.latitude - a.latitude) / (b.latitude - a.latitude)
            if point.longitude < a.longitude + share * (b.longitude - a.longitude):
                is_inside = not is_inside
    return is_inside
