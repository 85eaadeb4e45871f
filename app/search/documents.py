"""What the engine knows of one offer, handed to it by whoever owns the directory."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.geo.points import Point

HOUSE_LANGUAGE = "nl"
"""The language in which every House writes; the others are beside it."""
AGE_FLOOR_MONTHS = -10
AGE_CEILING_MONTHS = 12 * 120


class Audience(StrEnum):
    """Who takes part in an offer."""

    CHILD = "child"
    PARENT = "parent"
    BOTH = "both"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The texts of one offer in one language."""

    language: str
    title: str
    summary: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class OfferDocument:
    """One offer as the index stores it; it holds no text that a family wrote.

    Ages are months: `min_age_months` inclusive, `max_age_months` exclusive, None for no limit.
    `day_parts` holds one
    byte a day from `parts_from`: bits 0-2 are morning, afternoon and evening, bits 3-7 the hour of
    the first start.
    After `due_on` nobody has confirmed it for too long. `completeness` lies in 0..1. Municipalities
    are NIS codes.
    """

    offer_id: int
    kind: str
    texts: tuple[DocumentText, ...]
    term_ids: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    organization: str = ""
    place_names: tuple[str, ...] = ()
    min_age_months: int | None = None
    max_age_months: int | None = None
    audience: str | None = None
    points: tuple[Point, ...] = ()
    municipalities: frozenset[str] = frozenset()
    service_area: frozenset[str] = frozenset()
    has_distance: bool = True
    is_free: bool = False
    has_pass: bool = False
    walk_in: bool = False
    languages: tuple[str, ...] = ()
    parts_from: date = date(2000, 1, 1)
    day_parts: bytes = b""
    verified_on: date | None = None
    due_on: date | None = None
    completeness: float = 0.0
