"""Encodings, delimiters, quotes, headers and limits of a file of offers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offers_csv_rows import Import, Stored, make_csv

from app.exchange import offers_csv_reading
from app.exchange.offers_csv_columns import COLUMN_NAMES, guard_cell, unguard_cell
from app.exchange.offers_csv_reading import OffersTable, read_bytes
from app.exchange.reporting import ImportStoppedError

TEXT = "Café naïef – één €"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8", TEXT), ("utf-8-sig", TEXT), ("cp1252", TEXT), ("latin-1", "Café \x81naïef")],
)
def test_encoding_is_recognised(encoding: str, text: str) -> None:
    content = f"id,title,kind,organization\n1,{text},service,Brug\n".encode(encoding)
    assert [row.cells["title"] for row in OffersTable(content).rows()] == [text]


def test_file_in_utf_16_is_stopped_with_what_to_do() -> None:
    with pytest.raises(ImportStoppedError) as stop:
        OffersTable("id,title".encode("utf-16"))
    assert "UTF-8" in stop.value.sentence.nl


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_recognised(delimiter: str) -> None:
    rows = OffersTable(make_csv({"title": "a,b;c\td"}, delimiter=delimiter)).rows()
    assert [row.cells["title"] for row in rows] == ["a,b;c\td"]


def test_line_that_names_the_separator_is_understood() -> None:
    content = b"sep=;\r\nid;titel;soort;organisatie\r\n1;Spelen;service;Brug\r\n"
    row = next(OffersTable(content).rows())
    assert (row.line, row.cells["title"]) == (3, "Spelen")


def test_columns_come_in_any_order_under_dutch_names_in_any_case(
    import_bytes: Import, stored: Stored
) -> None:
    content = (
        "Organisatie;LEEFTIJD VAN; Titel ;e-mail;Id;soort\nBrug;3;Spelen;a@b.example;7;service"
    )
    report = import_bytes(content.encode())
    assert report.added == 1
    assert stored()["7"].draft.min_age_months == 36
    assert stored()["7"].draft.contacts[0].value == "a@b.example"


def test_problem_is_told_under_the_header_of_the_file(import_bytes: Import) -> None:
    report = import_bytes(b"id;titel;soort;organisatie;prijs\n7;Spelen;service;Brug;veel")
    assert report.problems[0].sentence.nl.startswith("regel 2, prijs: 'veel'. Schrijf een bedrag")


def test_unknown_column_is_reported_and_ignored(import_bytes: Import) -> None:
    report = import_bytes(make_csv({"kleur": "rood"}))
    assert report.added == 1
    assert [remark.en for remark in report.remarks] == ["Column 'kleur' is unknown and ignored."]


@pytest.mark.parametrize("missing", ["id", "title", "kind", "organization"])
def test_file_without_a_required_column_is_stopped(missing: str) -> None:
    names = [name for name in ("id", "title", "kind", "organization") if name != missing]
    with pytest.raises(ImportStoppedError, match=missing):
        OffersTable((",".join(names) + "\n").encode())


def test_column_that_is_there_twice_stops_the_file() -> None:
    with pytest.raises(ImportStoppedError, match="title"):
        OffersTable(b"id,title,titel,kind,organization\n")


def test_empty_file_is_stopped() -> None:
    with pytest.raises(ImportStoppedError):
        OffersTable(b"")


def test_quote_that_is_not_closed_stops_the_file_with_its_line(import_bytes: Import) -> None:
    content = make_csv({}) + b'2,"Babbel,activity,De Brug\r\n3,Babbel,activity,De Brug\r\n'
    with pytest.raises(ImportStoppedError, match="line 3"):
        import_bytes(content)


def test_line_number_counts_the_lines_inside_quotes(import_bytes: Import) -> None:
    report = import_bytes(make_csv({"description": "een\ntwee\ndrie"}, {"price": "veel"}))
    assert [problem.line for problem in report.problems] == [5]


def test_row_with_cells_beyond_the_header_is_refused(import_bytes: Import) -> None:
    report = import_bytes(b"id,title,kind,organization\n1,Spelen, zingen,service,Brug\n")
    assert (report.added, report.refused) == (0, 1)


def test_row_with_fewer_cells_has_empty_ones_and_empty_rows_do_not_count(
    import_bytes: Import,
) -> None:
    content = b"id,title,kind,organization,price,website\n1,Spelen,service,Brug\n,,,,,\n\n"
    report = import_bytes(content)
    assert (report.read, report.added) == (1, 1)


def test_file_above_twenty_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(offers_csv_reading.MAX_FILE_BYTES + 1)
    with pytest.raises(ImportStoppedError, match="at most 20,000,000"):
        read_bytes(path)


def test_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ImportStoppedError, match="cannot be read"):
        read_bytes(tmp_path / "none.csv")


def test_file_with_more_than_two_hundred_thousand_rows_is_stopped() -> None:
    table = OffersTable(b"id,title,kind,organization\n" + b"1,a,b,c\n" * 200_001)
    with pytest.raises(ImportStoppedError, match="200,000"):
        sum(1 for _row in table.rows())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_cell_that_a_spreadsheet_would_run_is_guarded(sign: str) -> None:
    assert guard_cell("title", f"{sign}cmd|' /C calc'!A0").startswith("'")


def test_plain_number_is_not_guarded_but_a_phone_number_is() -> None:
    assert guard_cell("longitude", "-87.62") == "-87.62"
    assert guard_cell("min_age", "-9m") == "'-9m"
    assert guard_cell("phone", "+3230001234") == "'+3230001234"


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\nab1."), max_size=8))
@settings(max_examples=150)
def test_reading_takes_away_exactly_the_guard_that_writing_gave(text: str) -> None:
    for name in ("title", "price"):
        guarded = guard_cell(name, text)
        assert unguard_cell(guarded) == text
        assert name == "price" or not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30),
        min_size=4,
        max_size=4,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
@settings(max_examples=60)
def test_any_cell_comes_through_any_delimiter(
    cells: list[str], delimiter: str, encoding: str
) -> None:
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=delimiter)
    names = ["id", "title", "kind", "organization"]
    writer.writerow(names)
    writer.writerow([guard_cell(name, cell) for name, cell in zip(names, cells, strict=True)])
    rows = list(OffersTable(output.getvalue().encode(encoding)).rows())
    expected = dict(zip(names, cells, strict=True))
    assert [dict(row.cells) for row in rows] == ([expected] if any(map(str.strip, cells)) else [])


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_give_rows_or_a_sentence(content: bytes) -> None:
    header = ",".join(COLUMN_NAMES).encode()
    told = "no sentence is needed"
    try:
        rows = list(OffersTable(header + b"\n" + content).rows())
    except ImportStoppedError as error:
        rows, told = [], error.sentence.nl
    assert told
    assert all(set(row.cells) <= set(COLUMN_NAMES) for row in rows)
