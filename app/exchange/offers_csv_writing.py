"""Offers to cells and cells to a file: the same columns that an import reads.

A row holds the first schedule of each sort, the first place, and the words in Dutch (else in the
first language there is). What a row cannot tell stays in the database when the file comes back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from app.directory.drafts import OfferDraft, WordsDraft
from app.directory.operations.stored import StoredOffer
from app.exchange.offers_csv_columns import COLUMN_NAMES, guard_cell
from app.exchange.offers_csv_places import write_area
from app.exchange.offers_csv_terms import Vocabulary, short_name
from app.exchange.offers_csv_times import write_recurrence
from app.exchange.offers_csv_values import (
    write_cents,
    write_degrees,
    write_max_age,
    write_min_age,
)
from app.geo.gazetteer import Gazetteer
from app.i18n import choose_text


@dataclass(slots=True)
class ExportCount:
    """How many offers were written, and how many have more than a row can tell."""

    offers: int = 0
    with_more_times: int = 0
    with_more_places: int = 0
    with_more_languages: int = 0
    sources: frozenset[str] = frozenset()


def told_words(draft: OfferDraft) -> tuple[str, WordsDraft]:
    """The language and words of an offer that a row tells."""
    return choose_text(draft.words, "nl") or ("nl", WordsDraft(""))


def write_cells(
    stored: StoredOffer, vocabulary: Vocabulary, gazetteer: Gazetteer
) -> dict[str, str]:
    """The cells of one offer by column name, without guard, every column there."""
    draft = stored.draft
    words = told_words(draft)[1]
    groups = vocabulary.group(draft.term_ids)
    reductions = [*(short_name(key) for key in groups.reductions), words.reductions]
    cells = dict.fromkeys(COLUMN_NAMES, "")
    cells |= {
        "id": draft.source_id,
        "title": words.title,
        "summary": words.summary,
        "description": words.description,
        "kind": draft.kind.value,
        "organization": stored.organization_name,
        "themes": "|".join(groups.themes),
        "min_age": write_min_age(draft.min_age_months),
        "max_age": write_max_age(draft.max_age_months),
        "for_whom": draft.audience or "",
        "service_area": write_area(draft.area_nis, gazetteer),
        "online": draft.online,
        "price": write_cents(draft.price_cents),
        "price_note": words.price_note,
        "reductions": "|".join(item for item in reductions if item),
        "registration": draft.registration or "",
        "appointment": draft.appointment or "",
        "languages": "|".join(draft.languages),
        "accessibility": "|".join(short_name(key) for key in groups.accessibility),
        "booking_url": draft.booking_url,
        "image_url": next((item.source_url for item in draft.images if item.source_url), ""),
        "verified_on": draft.verified_on.isoformat() if draft.verified_on else "",
        "status": draft.state.value,
    }
    cells |= _write_place(stored)
    cells |= _write_times(draft)
    for contact in draft.contacts:
        if contact.is_public and not cells[contact.kind]:
            cells[contact.kind] = contact.value
    return cells


def _write_place(stored: StoredOffer) -> Mapping[str, str]:
    if not stored.places:
        return {}
    place = stored.places[0]
    return {
        "location": place.name,
        "street": place.street,
        "postcode": place.postcode,
        "municipality": place.place,
        "latitude": write_degrees(place.latitude),
        "longitude": write_degrees(place.longitude),
    }


def _write_times(draft: OfferDraft) -> dict[str, str]:
    cells: dict[str, str] = {}
    for schedule in draft.schedules:
        if schedule.opening_hours:
            cells.setdefault("opening_hours", schedule.opening_hours)
        elif "starts_at" not in cells:
            cells |= write_recurrence(schedule)
    return cells


def write_file(
    file: TextIO, offers: Iterable[StoredOffer], vocabulary: Vocabulary, gazetteer: Gazetteer
) -> ExportCount:
    """Write header and rows (comma, RFC 4180 quotes, CRLF) and count them."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMN_NAMES)
    count = ExportCount()
    sources: set[str] = set()
    for stored in offers:
        cells = write_cells(stored, vocabulary, gazetteer)
        writer.writerow([guard_cell(name, cells[name]) for name in COLUMN_NAMES])
        count.offers += 1
        sources.add(stored.draft.source)
        hours = [bool(schedule.opening_hours) for schedule in stored.draft.schedules]
        count.with_more_times += len(hours) != len(set(hours))
        count.with_more_places += len(stored.places) > 1
        count.with_more_languages += len(stored.draft.words) > 1
    count.sources = frozenset(sources)
    return count
