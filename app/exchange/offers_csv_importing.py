"""Importing offers: all rows of a file in one transaction, after a look at what would happen.

The same steps serve the dry run and the real one; a dry run only reads. Rows go by in batches of
500, so that the memory needed follows the file (20 MB at the most) and not what becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.db import Database, utc_now
from app.directory.catalogue import read_taxonomy
from app.directory.drafts import LocationDraft, OfferDraft, OrganizationDraft
from app.directory.models.offers import Offer, OfferLocation, OfferState
from app.directory.models.organizations import Location, LocationClosure, LocationTerm, Organization
from app.directory.models.schedules import Schedule
from app.directory.operations.partners import save_location, save_organization
from app.directory.operations.saving import save_offers
from app.directory.operations.stored import StoredOffer, find_stored_offers
from app.exchange.offers_csv_facts import FactReader, RowFacts
from app.exchange.offers_csv_merging import Merged, make_offer, merge_offer, organization_slug
from app.exchange.offers_csv_reading import Row
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_writing import write_cells
from app.exchange.reporting import ImportReport, ImportStoppedError, RowProblem, Sentence
from app.geo.gazetteer import Gazetteer
from app.i18n import DEFAULT_LANGUAGE

BATCH = 500
MAX_VANISHING = 0.2
"""The share of a source's offers that may vanish without confirmation."""
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class RowSource(Protocol):
    """Rows of offers, whatever file they come from; they can be walked more than once."""

    unknown_headers: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file."""


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """How to import: the namespace of the ids, the language of the words, and how carefully."""

    source: str = "csv"
    language: str = DEFAULT_LANGUAGE
    is_dry_run: bool = False
    is_confirmed: bool = False


def import_offers(
    database: Database, table: RowSource, gazetteer: Gazetteer, wishes: ImportWishes
) -> ImportReport:
    """Import the rows of a table, or only tell what would happen.

    Raises ImportStoppedError before anything is written for a bad source name, and for a file in
    which more than a fifth of the source's offers would vanish while that is not confirmed.
    """
    if not _SOURCE.fullmatch(wishes.source):
        raise ImportStoppedError(
            f"Source {wishes.source!r}: use 1 to 40 small letters, digits and hyphens.",
            f"Bron {wishes.source!r}: gebruik 1 tot 40 kleine letters, cijfers en koppeltekens.",
        )
    if wishes.is_dry_run:
        with database.reading() as session:
            return _Import(session, table, gazetteer, wishes).run()
    with database.transaction() as session:
        return _Import(session, table, gazetteer, wishes).run()


class _Import:
    """One file on its way into one session."""

    def __init__(
        self, session: Session, table: RowSource, gazetteer: Gazetteer, wishes: ImportWishes
    ) -> None:
        self._session = session
        self._table = table
        self._gazetteer = gazetteer
        self._wishes = wishes
        self._vocabulary = Vocabulary(read_taxonomy(session))
        self._reader = FactReader(self._vocabulary, gazetteer)
        self._report = ImportReport(wishes.is_dry_run)
        self._seen: set[str] = set()
        self._slugs_by_name: dict[str, str] = {}
        self._slugs: set[str] = set()
        for slug, name in session.execute(
            select(Organization.slug, Organization.name).order_by(Organization.id)
        ):
            self._slugs.add(slug)
            self._slugs_by_name.setdefault(_fold_name(name), slug)
        self._new_names: dict[str, str] = {}
        self._saved_places: dict[str, LocationDraft] = {}

    def run(self) -> ImportReport:
        for header in self._table.unknown_headers:
            if header:
                self._report.remark(
                    Sentence(
                        f"Kolom {header!r} kennen we niet; ze is overgeslagen.",
                        f"Column {header!r} is unknown and ignored.",
                    )
                )
        vanishing = self._list_vanishing()
        rows = self._table.rows()
        while batch := list(islice(rows, BATCH)):
            self._take(batch)
        if not self._wishes.is_dry_run:
            self._withdraw(vanishing)
            self._drop_unused_places()
        return self._report

    def _list_vanishing(self) -> list[int]:
        """Ids of the offers that the file no longer has; stops when they are too many."""
        given = {_id_of(row) for row in self._table.rows()}
        live = self._session.execute(
            select(Offer.id, Offer.source_id).where(
                Offer.source == self._wishes.source,
                Offer.state != OfferState.DRAFT.value,
                ~Offer.is_partner_kept,
            )
        ).all()
        vanishing = [row.id for row in live if row.source_id not in given]
        report = self._report
        report.existing, report.vanished = len(live), len(vanishing)
        report.needs_confirmation = len(vanishing) > MAX_VANISHING * len(live)
        if report.needs_confirmation and not (self._wishes.is_confirmed or self._wishes.is_dry_run):
            raise ImportStoppedError(
                f"{len(vanishing)} of the {len(live)} offers of source {self._wishes.source!r} are "
                "not in this file and would be hidden. Nothing was written. Is the file whole? "
                "Then import it again with --confirm.",
                f"{len(vanishing)} van de {len(live)} activiteiten en diensten van bron "
                f"{self._wishes.source!r} staan niet in dit bestand en zouden verdwijnen. Er is "
                "niets bewaard. Is het bestand volledig? Voer het dan opnieuw in met --confirm.",
            )
        return vanishing

    def _take(self, batch: list[Row]) -> None:
        ids = [_id_of(row) for row in batch]
        stored = find_stored_offers(self._session, self._wishes.source, ids)
        # What is stored is held as drafts from here on; saving loads its own rows.
        self._session.expunge_all()
        wanted: list[Merged] = []
        for row in batch:
            self._report.read += 1
            merged = self._read_row(row, stored)
            if merged is not None:
                wanted.append(merged)
        if wanted and not self._wishes.is_dry_run:
            self._save(wanted)

    def _read_row(self, row: Row, stored: dict[str, StoredOffer]) -> Merged | None:
        """The offer of a row when it is new or changed, counted and with its problems kept."""
        facts, problems = self._reader.read(row)
        former = stored.get(facts.source_id)
        told, told_problems = self._read_told(former)
        if former is not None:
            problems = [item for item in problems if _key(row, item) not in told_problems]
        if facts.source_id and facts.source_id in self._seen:
            problems.append(_second_time(row))
        self._seen.add(facts.source_id)
        if problems:
            self._report.refuse(problems)
            return None
        if former is None or told is None:
            slug = self._find_slug(facts.organization)
            self._report.added += 1
            return make_offer(
                self._wishes.source, facts, slug, self._vocabulary, self._wishes.language
            )
        same_name = told.organization == facts.organization
        slug = former.draft.organization_slug if same_name else self._find_slug(facts.organization)
        merged = merge_offer(former, told, facts, slug, self._vocabulary)
        if merged.draft == former.draft:
            self._report.unchanged += 1
            return None
        if former.is_partner_kept:
            self._report.unchanged += 1
            self._remark_on_kept(row)
            return None
        self._report.changed += 1
        self._remark_on_untold(row, former, merged.draft)
        return merged

    def _read_told(
        self, former: StoredOffer | None
    ) -> tuple[RowFacts | None, frozenset[tuple[str, str]]]:
        """What an export says of a stored offer, and the (column, value) pairs it could not say."""
        if former is None:
            return None, frozenset()
        cells = write_cells(former, self._vocabulary, self._gazetteer)
        told, problems = self._reader.read(Row(0, cells, {}))
        return told, frozenset((item.column, item.value) for item in problems)

    def _remark_on_untold(self, row: Row, former: StoredOffer, draft: OfferDraft) -> None:
        if draft.schedules != former.draft.schedules and len(former.draft.schedules) > 1:
            kept = len(draft.schedules)
            self._report.remark(
                Sentence(
                    f"regel {row.line}: dit aanbod had {len(former.draft.schedules)} uurregelingen "
                    f"en heeft er nu {kept}. Een rij vertelt alleen de eerste; kijk ze na.",
                    f"line {row.line}: this offer had {len(former.draft.schedules)} schedules and "
                    f"now has {kept}. A row tells only the first; check them.",
                )
            )

    def _remark_on_kept(self, row: Row) -> None:
        self._report.remark(
            Sentence(
                f"regel {row.line}: de partner houdt dit aanbod zelf bij op de site. Deze rij is "
                "niet overgenomen.",
                f"line {row.line}: the partner keeps this offer on the site itself. This row was "
                "left out.",
            )
        )

    def _find_slug(self, name: str) -> str:
        """The organization with this name, else the slug for it (which may be there already)."""
        slug = self._slugs_by_name.get(_fold_name(name)) or organization_slug(name)
        if slug not in self._slugs:
            self._new_names.setdefault(slug, name)
        return slug

    def _save(self, wanted: list[Merged]) -> None:
        for slug, name in self._new_names.items():
            save_organization(self._session, OrganizationDraft(slug, name))
            self._slugs.add(slug)
        self._new_names.clear()
        for merged in wanted:
            place = merged.place
            if place is not None and self._saved_places.get(place.key) != place:
                save_location(self._session, place)
                self._saved_places[place.key] = place
        save_offers(self._session, (merged.draft for merged in wanted))
        self._session.expunge_all()

    def _withdraw(self, offer_ids: Iterable[int]) -> None:
        """Take offers that are no longer in the file from the site: they become drafts."""
        ids = list(offer_ids)
        for start in range(0, len(ids), BATCH):
            chosen = ids[start : start + BATCH]
            for offer in self._session.scalars(select(Offer).where(Offer.id.in_(chosen))):
                offer.state = OfferState.DRAFT.value
                offer.updated_at = utc_now()
            self._session.flush()
            self._session.expunge_all()

    def _drop_unused_places(self) -> None:
        """Delete places of this source where no offer happens any more."""
        unused = select(Location.id).where(
            Location.key.startswith(f"{self._wishes.source}:", autoescape=True),
            ~exists().where(OfferLocation.location_id == Location.id),
            ~exists().where(Schedule.location_id == Location.id),
        )
        ids = list(self._session.scalars(unused))
        for start in range(0, len(ids), BATCH):
            chosen = ids[start : start + BATCH]
            for table in (LocationTerm, LocationClosure):
                self._session.execute(delete(table).where(table.location_id.in_(chosen)))
            self._session.execute(delete(Location).where(Location.id.in_(chosen)))


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split())


def _id_of(row: Row) -> str:
    return " ".join(row.cells.get("id", "").split())


def _key(row: Row, problem: RowProblem) -> tuple[str, str]:
    """(column in English, value) of a problem, whatever the header of the file is."""
    english = {header: name for name, header in row.headers.items()}
    return english.get(problem.column, problem.column), problem.value


def _second_time(row: Row) -> RowProblem:
    advice = Sentence(
        "Dit id staat al hoger in het bestand. Geef elke rij een eigen id.",
        "This id is already higher up in the file. Give each row an id of its own.",
    )
    return RowProblem(row.line, row.headers.get("id", "id"), row.cells.get("id", ""), advice)
