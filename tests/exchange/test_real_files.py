"""Real files go in by their mapping: so many rows, so many refused, and families find them."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.agenda.clock import BRUSSELS
from app.cli.files import import_file
from app.cli.real_data import MAPPINGS_FOLDER, REAL_FILES, fill_with_real_data, main
from app.config import Settings
from app.db import Database
from app.directory.connecting import Parts, connect
from app.directory.models.offers import Offer, OfferText
from app.directory.models.organizations import Contact, Location
from app.directory.operations.stored import StoredOffer, each_stored_offer
from app.exchange.reporting import ImportReport
from app.search.queries import Query

NOW = datetime(2026, 3, 1, 12, tzinfo=BRUSSELS)
COUNTS = {
    "gentse-feesten-2011": (2778, 2710, 68),
    "kontich-opvang": (5, 5, 0),
    "kontich-sportveld": (42, 42, 0),
    "kontich-sporthal": (16, 16, 0),
    "chicago-early-learning": (414, 414, 0),
    "illinois-legal-aid": (239, 239, 0),
}
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(
    r"(?<![\w-])(?:\+?32|0)[0-9 ./-]{7,}[0-9]|\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}-[0-9]{4}"
)


@pytest.fixture(scope="module")
def real(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> tuple[Settings, dict[str, ImportReport]]:
    folder = tmp_path_factory.mktemp("real")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'real.sqlite'}",
        index_folder=folder / "index",
        sealing_key_file=folder / "sealing_keys",
    )
    return settings, fill_with_real_data(settings, shared_data)


@pytest.fixture(scope="module")
def real_parts(real: tuple[Settings, dict[str, ImportReport]]) -> Parts:
    return connect(real[0])


@cache
def offers_of(database: Database, source: str) -> dict[str, StoredOffer]:
    """What was stored of a source; read once, for nothing here changes it."""
    with database.reading() as session:
        return {offer.draft.source_id: offer for offer in each_stored_offer(session, source)}


@pytest.mark.parametrize("source", COUNTS)
def test_rows_of_a_real_file_are_counted_exactly(
    source: str, real: tuple[Settings, dict[str, ImportReport]], real_parts: Parts
) -> None:
    report = real[1][source]
    assert (report.read, report.added, report.refused) == COUNTS[source]
    assert len(offers_of(real_parts.database, source)) == report.added


def test_refused_performances_are_doubles_and_points_far_from_ghent(
    real: tuple[Settings, dict[str, ImportReport]],
) -> None:
    problems = real[1]["gentse-feesten-2011"].problems
    columns = [problem.column for problem in problems]
    assert (columns.count("id"), columns.count("latitude"), len(columns)) == (7, 61, 68)
    assert all("hoger" in item.advice.nl or "km van" in item.advice.nl for item in problems)


def test_same_real_files_again_change_nothing(shared_data: Path, real_parts: Parts) -> None:
    for item in REAL_FILES:
        mapping = MAPPINGS_FOLDER / f"{item.mapping}.toml"
        report = import_file(real_parts, shared_data / item.file, mapping, source=item.source)
        _read, added, refused = COUNTS[item.source]
        assert (report.unchanged, report.refused) == (added, refused)
        assert (report.added, report.changed, report.vanished) == (0, 0, 0)
    with real_parts.database.reading() as session:
        total = session.scalar(select(func.count(Offer.id)))
    assert total == sum(added for _read, added, _refused in COUNTS.values())


def test_performance_of_the_gentse_feesten_is_found_with_its_hours_and_place(
    real_parts: Parts,
) -> None:
    hits = real_parts.engine.search(Query(words="De Nico Lenny Show"), NOW)
    stored = {
        offer.draft.words["nl"].title: offer
        for offer in offers_of(real_parts.database, "gentse-feesten-2011").values()
    }
    show = stored["De Nico Lenny Show"]
    with real_parts.database.reading() as session:
        best = session.get_one(Offer, hits.hits[0].offer_id)
    assert best.slug == "de-nico-lenny-show"
    schedule, place = show.draft.schedules[0], show.places[0]
    assert schedule.starts_on is not None
    assert (schedule.starts_on.year, schedule.start_time) == (2011, time(20))
    assert (place.name, place.street) == ("School De Wingerd", "Neermeerskaai 1a")
    assert (place.municipality_nis, place.latitude) == ("44021", 51.044251)


def test_show_after_midnight_ends_on_the_next_day(real_parts: Parts) -> None:
    nights = [
        schedule
        for offer in offers_of(real_parts.database, "gentse-feesten-2011").values()
        for schedule in offer.draft.schedules
        if schedule.end_time is not None
        and schedule.start_time is not None
        and schedule.end_time < schedule.start_time
    ]
    assert len(nights) > 200
    assert {schedule.days for schedule in nights} == {1}


def test_price_in_a_title_is_the_first_one(real_parts: Parts) -> None:
    prices = {
        offer.draft.words["nl"].title: offer.draft.price_cents
        for offer in offers_of(real_parts.database, "gentse-feesten-2011").values()
    }
    assert prices["La ville qui respire - Rode Boom (BE) - € 6"] == 600
    assert prices["Ginds, tussen de netels - NTGent (BE) - € 15 - € 18"] == 1500
    assert sum(price is not None for price in prices.values()) == 6


def test_childcare_of_kontich_is_for_babies_and_toddlers_of_kontich(real_parts: Parts) -> None:
    offer = offers_of(real_parts.database, "kontich-opvang")["146885"]
    assert offer.draft.kind.value == "childcare"
    assert (offer.draft.min_age_months, offer.draft.max_age_months) == (0, 36)
    place = offer.places[0]
    assert (place.street, place.postcode, place.place) == (
        "Duffelsesteenweg 353",
        "2550",
        "Kontich",
    )
    assert (place.municipality_nis, place.latitude) == ("11024", 51.114442184776)
    query = Query(words="Brugske", municipality="11024")
    assert real_parts.engine.search(query, NOW).total >= 1


def test_sports_hall_belongs_to_the_name_between_brackets(real_parts: Parts) -> None:
    offer = offers_of(real_parts.database, "kontich-sporthal")["129083"]
    assert offer.organization_name == "Sportcentrum De Nachtegaal"
    assert offer.draft.term_ids == ("sports",)


def test_site_of_chicago_keeps_ages_hours_and_languages_but_no_municipality(
    real_parts: Parts,
) -> None:
    offers = offers_of(real_parts.database, "chicago-early-learning")
    offer = offers["100"]
    assert set(offer.draft.words) == {"en"}
    assert (offer.draft.min_age_months, offer.draft.max_age_months) == (24, 84)
    assert offer.draft.schedules[0].opening_hours == "Mo-Fr 07:00-17:30"
    assert offer.draft.languages == ("es",)
    assert offer.draft.term_ids == ("childcare-baby-toddler", "acc-income-tariff")
    assert (offer.places[0].municipality_nis, offer.places[0].postcode) == (None, "60634")
    assert "El Hogar Del Niño" in {item.draft.words["en"].title for item in offers.values()}


def test_service_of_illinois_is_joined_with_its_organization_and_its_place(
    real_parts: Parts,
) -> None:
    offers = offers_of(real_parts.database, "illinois-legal-aid")
    library = offers["135836"]
    assert library.places[0].name == "Arlington Heights Memorial Library"
    assert (library.places[0].latitude, library.places[0].longitude) == (42.108547, -87.974705)
    assert library.draft.price_cents == 0
    assert library.draft.schedules == ()
    engine = real_parts.engine
    assert engine.search(Query(words="legal clinic Lawndale", language="en"), NOW).total >= 1


def test_no_mail_address_and_no_phone_number_of_a_real_file_is_kept(real_parts: Parts) -> None:
    with real_parts.database.reading() as session:
        kinds = set(session.scalars(select(Contact.kind)))
        texts = [
            f"{row.title}\n{row.summary}\n{row.description}\n{row.price_note}\n{row.reductions}"
            for row in session.scalars(select(OfferText))
        ]
        places = list(session.scalars(select(Location.name)))
    assert kinds == {"website"}
    found = [match[0] for text in [*texts, *places] for match in _PHONE.finditer(text)]
    assert found == []
    assert [text for text in texts if _MAIL.search(text)] == []


def test_command_says_what_is_missing_when_the_files_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTBIJ_SHARED_DATA", str(tmp_path / "none"))
    monkeypatch.setattr("app.cli.real_data.DATA_FOLDER", tmp_path)
    assert main(Settings()) == 2
    assert "kan niet gelezen worden" in capsys.readouterr().err


def test_every_mapping_reads_a_real_file() -> None:
    folder = Path(__file__).parent.parent.parent / "data" / "mappings"
    assert {path.stem for path in folder.glob("*.toml")} == {real.mapping for real in REAL_FILES}
