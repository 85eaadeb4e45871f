"""The facts of one offer as the bytes that the index stores beside its words."""

import json
import struct
from dataclasses import dataclass
from math import isfinite

from app.search.documents import AGE_CEILING_MONTHS, AGE_FLOOR_MONTHS, Audience, OfferDocument
from app.search.queries import AGE_GROUPS
from app.search.term_ids import ACCESSIBILITY, NO_THEMES, UNSEARCHED

DAY_RING = 448
DAYS_KEPT = 400
FREE, PASS, WALK_IN, DISTANCE, SERVES_ALL, PROFESSIONAL = 1, 2, 4, 8, 16, 32
_FIXED = struct.Struct("<qhhHiiiHBI")
_POINT = struct.Struct("<dd")
_COMPLETENESS_SCALE = 10_000

TAG_THEME, TAG_KIND, TAG_LANGUAGE, TAG_ACCESSIBILITY = "t:", "k:", "l:", "x:"
TAG_PRICE, TAG_WALK_IN, TAG_AGE, TAG_TERM = "p:", "w:", "g:", "z:"
TAG_PLACE, TAG_SERVES = "m:", "s:"
# Tags of these groups are counted for the filters; they come first in every segment.
COUNTED_TAGS = (
    TAG_ACCESSIBILITY,
    TAG_AGE,
    TAG_KIND,
    TAG_LANGUAGE,
    TAG_PRICE,
    TAG_THEME,
    TAG_WALK_IN,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the columns of a segment hold of one offer."""

    offer_id: int
    minimum: int
    maximum: int
    flags: int
    parts_from: int
    verified_on: int
    due_on: int
    completeness: float
    points: tuple[tuple[float, float], ...]
    day_parts: bytes
    tags: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    detail: str


def term_tag(term_id: str) -> str:
    """Gives the tag of a taxonomy id: an accessibility, a theme of the domains, or another term."""
    if term_id.startswith(ACCESSIBILITY):
        return TAG_ACCESSIBILITY + term_id
    if term_id.startswith((*NO_THEMES, *UNSEARCHED)):
        return TAG_TERM + term_id
    return TAG_THEME + term_id


def pack(document: OfferDocument) -> bytes:
    """Gives the facts of an offer as bytes; ages and completeness are clipped to their range."""
    points = [point for point in document.points if isfinite(point.latitude)]
    days = document.day_parts[:DAYS_KEPT].rstrip(b"\0")
    texts = {
        "tags": _tags(document),
        "titles": [[text.language, text.title] for text in document.texts],
        "detail": document.organization,
    }
    fixed = _FIXED.pack(
        document.offer_id,
        _age(document.min_age_months, AGE_FLOOR_MONTHS),
        _age(document.max_age_months, AGE_CEILING_MONTHS),
        _flags(document),
        document.parts_from.toordinal() if days else 0,
        document.verified_on.toordinal() if document.verified_on else 0,
        document.due_on.toordinal() if document.due_on else 0,
        round(max(0.0, min(1.0, document.completeness)) * _COMPLETENESS_SCALE),
        len(points),
        len(days),
    )
    places = b"".join(_POINT.pack(point.latitude, point.longitude) for point in points)
    return fixed + places + days + json.dumps(texts).encode()


def unpack(data: bytes) -> Facts:
    """Gives the facts back from their bytes, raising struct.error or ValueError on damage."""
    offer_id, minimum, maximum, flags, parts_from, verified, due, completeness, points, days = (
        _FIXED.unpack_from(data)
    )
    first_day = _FIXED.size + points * _POINT.size
    texts = json.loads(data[first_day + days :])
    return Facts(
        offer_id=offer_id,
        minimum=minimum,
        maximum=maximum,
        flags=flags,
        parts_from=parts_from,
        verified_on=verified,
        due_on=due,
        completeness=completeness / _COMPLETENESS_SCALE,
        points=tuple(
            _POINT.unpack_from(data, _FIXED.size + number * _POINT.size) for number in range(points)
        ),
        day_parts=data[first_day : first_day + days],
        tags=tuple(texts["tags"]),
        titles=tuple((language, title) for language, title in texts["titles"]),
        detail=texts["detail"],
    )


def _age(months: int | None, otherwise: int) -> int:
    if months is None:
        return otherwise
    return max(AGE_FLOOR_MONTHS, min(AGE_CEILING_MONTHS, months))


def _flags(document: OfferDocument) -> int:
    return (
        FREE * document.is_free
        | PASS * document.has_pass
        | WALK_IN * document.walk_in
        | DISTANCE * (document.has_distance and bool(document.points))
        | SERVES_ALL * (not document.service_area)
        | PROFESSIONAL * (document.audience == Audience.PROFESSIONAL)
    )


def _tags(document: OfferDocument) -> list[str]:
    minimum = _age(document.min_age_months, AGE_FLOOR_MONTHS)
    maximum = _age(document.max_age_months, AGE_CEILING_MONTHS)
    tags = {term_tag(term_id) for term_id in document.term_ids}
    tags.add(TAG_KIND + document.kind)
    tags.update(TAG_LANGUAGE + language for language in document.languages)
    tags.update(TAG_PLACE + nis for nis in document.municipalities)
    tags.update(TAG_SERVES + nis for nis in document.service_area)
    tags.update(
        TAG_AGE + group.id for group in AGE_GROUPS if minimum <= group.typical_month < maximum
    )
    if document.is_free:
        tags.add(TAG_PRICE + "free")
    if document.has_pass:
        tags.add(TAG_PRICE + "pass")
    if document.walk_in:
        tags.add(TAG_WALK_IN + "yes")
    return sorted(tags)
