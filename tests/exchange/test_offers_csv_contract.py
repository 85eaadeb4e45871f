"""The contract of the offers CSV, column by column: what goes in, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from offers_csv_rows import Import, make_csv

from app.db import Database
from app.directory.drafts import ImageDraft, ScheduleDraft
from app.directory.models.offers import OfferKind, OfferState
from app.directory.operations.stored import StoredOffer, each_stored_offer
from app.exchange.offers_csv_columns import COLUMNS, find_column
from app.exchange.offers_csv_importing import ImportWishes, import_offers
from app.exchange.offers_csv_reading import OffersTable
from app.exchange.reporting import ImportReport
from app.geo.gazetteer import Gazetteer

Look = Callable[[StoredOffer], Any]


def words(name: str) -> Look:
    return lambda offer: getattr(offer.draft.words["nl"], name)


def fact(name: str) -> Look:
    return lambda offer: getattr(offer.draft, name)


def place(name: str) -> Look:
    return lambda offer: getattr(offer.places[0], name)


def contact(kind: str) -> Look:
    return lambda offer: [item.value for item in offer.draft.contacts if item.kind == kind]


def schedule(name: str) -> Look:
    return lambda offer: getattr(offer.draft.schedules[0], name)


FIRST_LINE = 2
"""The line of the first row, below the names of the columns."""


def import_rows(
    database_with_terms: Path, folder: Path, gazetteer: Gazetteer, rows: list[dict[str, str]]
) -> tuple[ImportReport, dict[str, StoredOffer]]:
    """Import rows as one file into a database with only the taxonomy; what was told and kept."""
    path = folder / "offers.sqlite"
    shutil.copy(database_with_terms, path)
    database = Database(f"sqlite:///{path}")
    table = OffersTable(make_csv(*rows))
    report = import_offers(database, table, gazetteer, ImportWishes("csv"))
    with database.reading() as session:
        offers = {offer.draft.source_id: offer for offer in each_stored_offer(session, "csv")}
    database.dispose()
    return report, offers


BEGIN = {"starts_at": "2026-03-04T14:00", "ends_at": "2026-03-04T16:00"}
ACCEPTED: list[tuple[dict[str, str], Look, object]] = [
    ({"title": "  Samen   spelen "}, words("title"), "Samen spelen"),
    ({"title": "x" * 150}, words("title"), "x" * 150),
    ({"summary": "Kom erbij."}, words("summary"), "Kom erbij."),
    ({"description": "Een.\r\n\r\nTwee.\r\n"}, words("description"), "Een.\n\nTwee."),
    ({"kind": "Childcare"}, fact("kind"), OfferKind.CHILDCARE),
    ({"organization": "Huis De Brug"}, fact("organization_slug"), "huis-de-brug"),
    ({"organization": "Huis De Brug"}, lambda offer: offer.organization_name, "Huis De Brug"),
    ({"themes": "sleep|form-course"}, fact("term_ids"), ("sleep", "form-course")),
    ({"themes": "slapen | Cursus"}, fact("term_ids"), ("sleep", "form-course")),
    ({"themes": "Sommeil"}, fact("term_ids"), ("sleep",)),
    ({"min_age": "2.5"}, fact("min_age_months"), 30),
    ({"min_age": "2,5 jaar"}, fact("min_age_months"), 30),
    ({"min_age": "18m"}, fact("min_age_months"), 18),
    ({"min_age": "-9m"}, fact("min_age_months"), -9),
    ({"max_age": "5"}, fact("max_age_months"), 72),
    ({"max_age": "0"}, fact("max_age_months"), 12),
    ({"max_age": "18m"}, fact("max_age_months"), 19),
    ({"max_age": "-9m"}, fact("max_age_months"), -8),
    ({"max_age": ""}, fact("max_age_months"), None),
    ({"for_whom": "both"}, fact("audience"), "both"),
    ({"location": "De Zaal", "municipality": "Lokeren"}, place("name"), "De Zaal"),
    ({"street": "Markt 1", "municipality": "Lokeren"}, place("street"), "Markt 1"),
    ({"postcode": "9160"}, place("place"), "Lokeren"),
    ({"postcode": "9160"}, place("municipality_nis"), "46029"),
    ({"municipality": "Sint-Amandsberg"}, place("municipality_nis"), "44021"),
    ({"municipality": "Sint-Amandsberg"}, place("place"), "Sint-Amandsberg"),
    (
        {"latitude": "51,05", "longitude": "3.72", "municipality": "Gent"},
        lambda offer: (offer.places[0].latitude, offer.places[0].longitude),
        (51.05, 3.72),
    ),
    ({"municipality": "Gent"}, lambda offer: round(offer.places[0].latitude or 0), 51),
    (
        {"postcode": "59000", "municipality": "Lille", "latitude": "50.63", "longitude": "3.06"},
        lambda offer: (offer.places[0].municipality_nis, offer.places[0].latitude),
        (None, 50.63),
    ),
    ({"service_area": "Lokeren|9000"}, fact("area_nis"), ("44021", "46029")),
    ({"online": "both"}, fact("online"), "both"),
    ({"online": ""}, fact("online"), "no"),
    (BEGIN, schedule("starts_on"), date(2026, 3, 4)),
    (BEGIN, schedule("end_time"), time(16)),
    ({"starts_at": "2026-03-04 14:00"}, schedule("end_time"), time(14)),
    ({"starts_at": "2026-07-04T12:00Z"}, schedule("start_time"), time(14)),
    ({"starts_at": "2026-03-04T22:00", "ends_at": "2026-03-05T02:00"}, schedule("days"), 1),
    ({"starts_at": "2026-07-06T09:00", "ends_at": "2026-07-10T16:00"}, schedule("days"), 5),
    (BEGIN | {"rrule": "FREQ=WEEKLY;BYDAY=WE"}, schedule("rrule"), "FREQ=WEEKLY;BYDAY=WE"),
    (
        BEGIN | {"rrule": "FREQ=WEEKLY", "except_dates": "2026-03-18|2026-03-11"},
        schedule("except_days"),
        (date(2026, 3, 11), date(2026, 3, 18)),
    ),
    (BEGIN | {"rrule": "FREQ=WEEKLY", "holidays": "not"}, schedule("holidays"), "not"),
    (
        {"opening_hours": "Mo,We 09:00-12:00; We 13:30-16:00; PH off; SH off"},
        fact("schedules"),
        (ScheduleDraft(opening_hours="Mo,We 09:00-12:00; We 13:30-16:00; PH off; SH off"),),
    ),
    (
        {"opening_hours": "Mo 09:00-12:00", "holidays": "not"},
        schedule("opening_hours"),
        "Mo 09:00-12:00; SH off",
    ),
    (BEGIN | {"opening_hours": "Mo 09:00-12:00"}, lambda offer: len(offer.draft.schedules), 2),
    ({"price": "12.50"}, fact("price_cents"), 1250),
    ({"price": "€ 12,5"}, fact("price_cents"), 1250),
    ({"price": "0"}, fact("price_cents"), 0),
    ({"price": ""}, fact("price_cents"), None),
    ({"price_note": "per gezin"}, words("price_note"), "per gezin"),
    ({"reductions": "uitpas"}, fact("term_ids"), ("pass-uitpas",)),
    ({"reductions": "kansentarief"}, fact("term_ids"), ("pass-uitpas-reduced",)),
    ({"reductions": "income"}, fact("term_ids"), ("acc-income-tariff",)),
    ({"reductions": "uitpas|halve prijs"}, words("reductions"), "halve prijs"),
    ({"registration": "required"}, fact("registration"), "required"),
    ({"appointment": "walk-in"}, fact("appointment"), "walk-in"),
    ({"languages": "nl|FR"}, fact("languages"), ("nl", "fr")),
    ({"accessibility": "wheelchair|stroller"}, fact("term_ids"), ("acc-wheelchair", "acc-buggy")),
    ({"accessibility": "quiet-room"}, fact("term_ids"), ("acc-quiet",)),
    ({"accessibility": "near-public-transport"}, fact("term_ids"), ("acc-public-transport",)),
    ({"accessibility": "acc-interpreter"}, fact("term_ids"), ("acc-interpreter",)),
    ({"phone": "03 000 12 34"}, contact("phone"), ["03 000 12 34"]),
    ({"phone": "+32 3 000 12 34"}, contact("phone"), ["+32 3 000 12 34"]),
    ({"email": "info@brug.example"}, contact("email"), ["info@brug.example"]),
    ({"website": "www.brug.example"}, contact("website"), ["https://www.brug.example"]),
    (
        {"booking_url": "https://brug.example/x?y=1"},
        fact("booking_url"),
        "https://brug.example/x?y=1",
    ),
    (
        {"image_url": "https://brug.example/foto.jpg"},
        fact("images"),
        (ImageDraft(source_url="https://brug.example/foto.jpg"),),
    ),
    ({"verified_on": "2026-01-31"}, fact("verified_on"), date(2026, 1, 31)),
    ({"status": ""}, fact("state"), OfferState.PUBLISHED),
    ({"status": "temporarily-closed"}, fact("state"), OfferState.TEMPORARILY_CLOSED),
]


@pytest.fixture(scope="module")
def accepted(
    database_with_terms: Path, tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer
) -> tuple[ImportReport, dict[str, StoredOffer]]:
    """The report of one file that holds a row for each case, and what it left in the tables."""
    rows = [{"id": f"case-{number}"} | cells for number, (cells, _, _) in enumerate(ACCEPTED)]
    return import_rows(database_with_terms, tmp_path_factory.mktemp("accepted"), gazetteer, rows)


@pytest.mark.parametrize("number", range(len(ACCEPTED)))
def test_cell_becomes_the_fact_that_the_contract_says(
    number: int, accepted: tuple[ImportReport, dict[str, StoredOffer]]
) -> None:
    report, offers = accepted
    _cells, look, expected = ACCEPTED[number]
    line = number + FIRST_LINE
    assert [str(problem) for problem in report.problems if problem.line == line] == []
    assert look(offers[f"case-{number}"]) == expected


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"id": " "}, "id"),
    ({"id": "x" * 201}, "id"),
    ({"title": ""}, "title"),
    ({"title": "x" * 151}, "title"),
    ({"kind": ""}, "kind"),
    ({"kind": "feest"}, "kind"),
    ({"organization": ""}, "organization"),
    ({"themes": "sleep|slaapen en dromen"}, "themes"),
    ({"themes": "acc-wheelchair"}, "themes"),
    ({"min_age": "twee"}, "min_age"),
    ({"min_age": "-2"}, "min_age"),
    ({"min_age": "-10m"}, "min_age"),
    ({"max_age": "150"}, "max_age"),
    ({"min_age": "6", "max_age": "3"}, "max_age"),
    ({"for_whom": "iedereen"}, "for_whom"),
    ({"postcode": "0999"}, "postcode"),
    ({"municipality": "Gnet"}, "municipality"),
    ({"municipality": "Qwertyuiopas"}, "municipality"),
    ({"postcode": "8500", "municipality": "Gent"}, "municipality"),
    ({"latitude": "51.05"}, "longitude"),
    ({"latitude": "91", "longitude": "3.7"}, "latitude"),
    ({"latitude": "noord", "longitude": "3.7"}, "latitude"),
    ({"latitude": "31.9", "longitude": "-102.2", "municipality": "Gent"}, "latitude"),
    ({"service_area": "Lokeren|Atlantis aan Zee"}, "service_area"),
    ({"online": "misschien"}, "online"),
    ({"starts_at": "4/03/2026 14:00"}, "starts_at"),
    ({"starts_at": "2026-03-04"}, "starts_at"),
    ({"starts_at": "2026-02-30T10:00"}, "starts_at"),
    ({"ends_at": "2026-03-04T14:00"}, "ends_at"),
    ({"starts_at": "2026-03-04T14:00", "ends_at": "2026-03-04T13:00"}, "ends_at"),
    ({"starts_at": "2026-03-04T14:00", "ends_at": "2027-03-04T15:00"}, "ends_at"),
    ({"rrule": "FREQ=WEEKLY"}, "rrule"),
    (BEGIN | {"rrule": "elke woensdag"}, "rrule"),
    (BEGIN | {"rrule": "FREQ=HOURLY"}, "rrule"),
    (BEGIN | {"rrule": "FREQ=WEEKLY;COUNT=2;UNTIL=20260630"}, "rrule"),
    (BEGIN | {"except_dates": "2026-13-01"}, "except_dates"),
    ({"except_dates": "2026-03-01"}, "except_dates"),
    ({"holidays": "not"}, "holidays"),
    (BEGIN | {"holidays": "soms"}, "holidays"),
    ({"opening_hours": "maandag 9-12"}, "opening_hours"),
    ({"opening_hours": "Mo 09:00-12:00", "holidays": "only"}, "opening_hours"),
    ({"price": "gratis"}, "price"),
    ({"price": "-3"}, "price"),
    ({"price": "1.250,00"}, "price"),
    ({"registration": "ja"}, "registration"),
    ({"appointment": "soms"}, "appointment"),
    ({"languages": "Frans"}, "languages"),
    ({"accessibility": "lift"}, "accessibility"),
    ({"phone": "bel Jan"}, "phone"),
    ({"email": "info.brug"}, "email"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"booking_url": "brug"}, "booking_url"),
    ({"image_url": "file:///foto.jpg"}, "image_url"),
    ({"verified_on": "31/01/2026"}, "verified_on"),
    ({"status": "klaar"}, "status"),
    ({"title": "Spe\x00len"}, "title"),
    ({"description": "x" * 100_001}, "description"),
]


@pytest.fixture(scope="module")
def refused(
    database_with_terms: Path, tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer
) -> tuple[ImportReport, dict[str, StoredOffer]]:
    """The report of one file that holds a bad row for each case, and a good one at its end."""
    rows = [{"id": f"case-{number}"} | cells for number, (cells, _) in enumerate(REFUSED)]
    folder = tmp_path_factory.mktemp("refused")
    return import_rows(database_with_terms, folder, gazetteer, [*rows, {"id": "good"}])


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_bad_value_refuses_its_row_and_says_what_to_do(
    number: int, refused: tuple[ImportReport, dict[str, StoredOffer]]
) -> None:
    cells, column = REFUSED[number]
    line = number + FIRST_LINE
    problem = next(problem for problem in refused[0].problems if problem.line == line)
    assert problem.column == column
    assert problem.value == cells.get(column, "")
    assert problem.advice.nl.endswith((".", "?"))
    assert problem.advice.en != problem.advice.nl


def test_bad_values_refuse_their_own_rows_only(
    refused: tuple[ImportReport, dict[str, StoredOffer]],
) -> None:
    report, offers = refused
    assert (report.added, report.refused) == (1, len(REFUSED))
    assert list(offers) == ["good"]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_is_known_by_its_english_and_its_dutch_name(column: Any) -> None:
    assert find_column(column.name.upper()) == column.name
    assert find_column(f" {column.dutch.replace('_', ' ')} ") == column.name


def test_bad_row_tells_each_of_its_bad_values(import_bytes: Import) -> None:
    report = import_bytes(make_csv({"price": "veel", "kind": "feest", "min_age": "klein"}))
    assert {problem.column for problem in report.problems} == {"price", "kind", "min_age"}
    assert report.refused == 1


def test_almost_known_theme_is_answered_with_a_proposal(import_bytes: Import) -> None:
    report = import_bytes(make_csv({"themes": "borstvoedin"}))
    assert "borstvoeding" in report.problems[0].advice.nl
