"""The weekdays and parts of the day of an offer, as terms for engines that have no days."""

from app.search.documents import OfferDocument
from app.search.index.moments import COMING_DAYS
from app.search.queries import PARTS


def moments_of(document: OfferDocument) -> list[str]:
    """Gives `weekday-part` for all that happens in the coming 92 days."""
    first = document.parts_from.weekday()
    found = {
        f"{(first + number) % 7}-{part.value}"
        for number, bits in enumerate(document.day_parts[:COMING_DAYS])
        if bits
        for position, part in enumerate(PARTS)
        if bits & 1 << position
    }
    return sorted(found)
