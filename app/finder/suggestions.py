"""Proposals while typing: themes, offers and words from the index, places from the gazetteer."""

from __future__ import annotations

from flask import url_for

from app.search.errors import IndexUnavailableError
from app.search.queries import Suggestion
from app.web.installation import get_installation
from app.web.languages import page_language

MOST = 8
MOST_PLACES = 3
MAX_CHARACTERS = 90
PLACE = "place"

Item = dict[str, str | None]


def list_suggestions(text: str, wanted: str) -> list[Item]:
    """Up to eight proposals, each small: an answer stays under 2 kB.

    For the place field only places; else terms, offers and words first and a few places last.
    """
    places = _places(text, MOST if wanted == PLACE else MOST_PLACES)
    if wanted == PLACE:
        return places
    try:
        found = get_installation().engine.suggest(text, page_language(), MOST)
    except IndexUnavailableError:
        return places
    items = [_item(suggestion) for suggestion in found]
    return [*items[: MOST - len(places)], *places]


def _item(suggestion: Suggestion) -> Item:
    url = None
    label = suggestion.label[:MAX_CHARACTERS]
    if suggestion.kind == "offer":
        url = url_for("finder.offer", offer_id=int(suggestion.value), slug="-")
    return {
        "kind": suggestion.kind,
        "text": label,
        "detail": suggestion.detail[:MAX_CHARACTERS],
        "url": url,
        "value": label,
    }


def _places(text: str, limit: int) -> list[Item]:
    language = page_language()
    return [
        {
            "kind": PLACE,
            "text": place.label(language),
            "detail": ", ".join(place.main_postcodes[:2]),
            "url": None,
            "value": place.label(language),
        }
        for place in get_installation().gazetteer.suggest(text, limit=limit)
    ]
