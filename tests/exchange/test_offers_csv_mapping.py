"""Mapping files: each step of a rule, what is refused, and joined files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.mapping import MappingError, load_mapping
from app.exchange.mapping_files import MappedTable
from app.exchange.mapping_values import hide_contacts
from app.exchange.reporting import ImportStoppedError

BASE = """
[columns]
id = "nr"
title = "naam"
kind = { constant = "activity" }
organization = { constant = "De Brug" }
"""


def read_one(tmp_path: Path, rule: str, value: str, file: str = "") -> dict[str, str]:
    (tmp_path / "m.toml").write_text(f"{file}\n{BASE}\n{rule}", encoding="utf-8")
    quoted = value.replace('"', '""')
    (tmp_path / "f.csv").write_text(f'nr;naam;x;y\n1;Spel;"{quoted}";twee\n', encoding="utf-8")
    table = MappedTable(tmp_path / "f.csv", load_mapping(tmp_path / "m.toml"))
    return dict(next(table.rows()).cells)


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ('summary = "x"', " een ", "een"),
        ('summary = { from = ["x", "y"], join = ", " }', "een", "een, twee"),
        ('summary = { from = ["x", "y"], join = ", " }', "", "twee"),
        ('summary = { from = ["x", "y"], first = true }', "", "twee"),
        ('summary = { from = ["x", "y"], first = true }', "een", "een"),
        ('summary = { constant = "vast" }', "een", "vast"),
        ('summary = { from = "x", values = { 1 = "ja" } }', "1", "ja"),
        ('summary = { from = "x", values = { 1 = "ja" } }', "2", "2"),
        ('summary = { from = "x", values = { 1 = "ja" }, other = "" }', "2", ""),
        ('summary = { from = "x", split = ";", values = { a = "A" } }', "a;;b;a", "A|b"),
        ('summary = { from = "x", twelve_hours = true }', "7:30am-5 PM", "07:30-17:00"),
        ('summary = { from = "x", twelve_hours = true }', "12am, 12pm", "00:00, 12:00"),
        ("summary = { from = 'x', replace = [['^(.)', 'z\\1'], ['b', 'c']] }", "ab", "zac"),
        ("summary = { from = 'x', keep = '[0-9]+' }", "12", "12"),
        ("summary = { from = 'x', keep = '[0-9]+' }", "12a", ""),
        ('summary = { from = "x", date_format = "%d/%m/%Y" }', "3/12/2026", "2026-12-03"),
        (
            'summary = { from = "x", date_format = "%d/%m/%Y %H:%M" }',
            "3/12/2026 9:05",
            "2026-12-03T09:05",
        ),
        ('summary = { from = "x", date_format = "%d/%m/%Y" }', "morgen", "morgen"),
        ('summary = { from = "x", default = "niets" }', "", "niets"),
        ('summary = { from = "x", shorten = 10 }', "een twee drie", "een twee…"),
    ],
)
def test_step_of_a_rule_makes_the_cell(
    rule: str, value: str, expected: str, tmp_path: Path
) -> None:
    assert read_one(tmp_path, rule, value)["summary"] == expected


def test_digest_is_the_same_for_the_same_value_only(tmp_path: Path) -> None:
    rule = 'summary = { from = "x", digest = true }'
    first, again, other = (
        read_one(tmp_path, rule, value)["summary"] for value in ("een", "een", "twee")
    )
    assert first == again != other
    assert len(first) == 16


def test_end_before_the_begin_is_on_the_next_day(tmp_path: Path) -> None:
    rule = (
        'starts_at = { constant = "2026-03-01T22:00" }\n'
        'ends_at = { from = "x", next_day_after = "starts_at" }'
    )
    assert read_one(tmp_path, rule, "2026-03-01T02:00")["ends_at"] == "2026-03-02T02:00"
    assert read_one(tmp_path, rule, "2026-03-01T23:00")["ends_at"] == "2026-03-01T23:00"


def test_values_that_mean_nothing_are_empty(tmp_path: Path) -> None:
    cells = read_one(tmp_path, 'summary = "x"', "_", file='[file]\nempty = ["_"]')
    assert cells["summary"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "summary = { form = 'x' }",
        "summary = { constant = 'a', from = 'x' }",
        "colour = 'x'",
        "summary = { from = 'x', replace = [['(', 'a']] }",
        "summary = { from = 'x', replace = 'a' }",
        "[file]\nformat = 'xml'",
        "[[join]]\nname = 'a'\nfile = '../secret.csv'\nkey = 'k'\nby = 'b'",
        "[other]\na = 1",
        "summary = ",
    ],
)
def test_mapping_that_is_wrong_is_refused_with_its_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(f"{BASE}\n{text}", encoding="utf-8")
    with pytest.raises(MappingError, match=r"wrong\.toml") as stop:
        load_mapping(path)
    assert "mappingbestand" in stop.value.sentence.nl


def test_file_of_another_shape_stops_with_the_missing_column(tmp_path: Path) -> None:
    with pytest.raises(ImportStoppedError, match="'z'"):
        read_one(tmp_path, 'summary = "z"', "een")


def test_rows_are_skipped_by_their_value(tmp_path: Path) -> None:
    rule = f"{BASE}\n[[skip]]\ncolumn = 'open'\nvalues = ['nee']"
    (tmp_path / "m.toml").write_text(rule, encoding="utf-8")
    (tmp_path / "f.csv").write_text("nr,naam,open\n1,a,ja\n2,b,nee\n", encoding="utf-8")
    table = MappedTable(tmp_path / "f.csv", load_mapping(tmp_path / "m.toml"))
    assert [row.cells["id"] for row in table.rows()] == ["1"]
    assert table.skipped == 1


def test_joined_file_gives_its_columns_and_empty_ones_without_a_match(tmp_path: Path) -> None:
    join = "[[join]]\nname = 'plaats'\nfile = 'plaatsen.csv'\nkey = 'id'\nby = 'plek'"
    text = f"{BASE}\nsummary = 'plaats.straat'\n{join}"
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    (tmp_path / "plaatsen.csv").write_text("id,straat\n7,Markt\n7,Kouter\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text("nr,naam,plek\n1,a,7\n2,b,8\n", encoding="utf-8")
    table = MappedTable(tmp_path / "f.csv", load_mapping(tmp_path / "m.toml"))
    assert [row.cells["summary"] for row in table.rows()] == ["Markt", ""]


def test_geojson_gives_properties_and_the_coordinates_of_points(tmp_path: Path) -> None:
    text = f"[file]\nformat = 'geojson'\n{BASE}\nlatitude = 'latitude'\nlongitude = 'longitude'"
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    properties = {"nr": 5, "naam": None}
    features = [
        {"geometry": {"type": "Point", "coordinates": [4.4, 51.1]}, "properties": properties},
        {"geometry": {"type": "Polygon", "coordinates": []}, "properties": properties},
    ]
    (tmp_path / "f.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    table = MappedTable(tmp_path / "f.geojson", load_mapping(tmp_path / "m.toml"))
    point, polygon = (row.cells for row in table.rows())
    assert (point["id"], point["title"]) == ("5", "")
    assert (point["latitude"], point["longitude"]) == ("51.1", "4.4")
    assert polygon["latitude"] == ""


@pytest.mark.parametrize("content", ["", "[]", '{"features": 1}', '{"features": [1]}', "[" * 9999])
def test_broken_geojson_is_told_in_a_sentence(content: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(f"[file]\nformat = 'geojson'\n{BASE}", encoding="utf-8")
    (tmp_path / "f.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(ImportStoppedError, match="GeoJSON"):
        MappedTable(tmp_path / "f.geojson", load_mapping(tmp_path / "m.toml"))


@pytest.mark.parametrize(
    "text",
    [
        "Bel 03 000 12 34.",
        "Info:09/0001234 bis",
        "(312) 000-1234",
        "+32 400 00 12 34",
        "a.b@c.example!",
    ],
)
def test_phone_numbers_and_mail_addresses_are_hidden(text: str) -> None:
    assert "…" in hide_contacts(text)
    assert not [digits for digits in ("1234", "12 34", "@") if digits in hide_contacts(text)]


@pytest.mark.parametrize(
    "text", ["1902-1911", "seizoen 2011 - 2012", "16/07/2011", "van 14:00-16:00"]
)
def test_years_dates_and_hours_are_not_hidden(text: str) -> None:
    assert hide_contacts(text) == text


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_hiding_contacts_twice_is_hiding_them_once(text: str) -> None:
    assert hide_contacts(hide_contacts(text)) == hide_contacts(text)
