"""Proposals while typing: themes, what others ask, offers and words from the index, and places."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, url_for

from app.directory.models.terms import Facet
from app.finder.asked_before import AskedBefore
from app.finder.place_names import PlaceNames
from app.finder.site import get_catalogue
from app.geo.places import Place
from app.i18n import gettext as _
from app.search.errors import IndexUnavailableError
from app.search.queries import Suggestion
from app.search.table.synonyms import Synonyms
from app.search.text.folding import fold, split_words
from app.web.installation import get_installation
from app.web.languages import page_language

MOST = 8
MOST_PLACES = 3
MOST_ASKED = 2
MAX_CHARACTERS = 90
MAX_BYTES = 1_900
PLACE, SEARCH, TERM = "place", "search", "term"
_KEPT = "dichtbij.suggestions"

Item = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class _Kept:
    asked: AskedBefore
    places: PlaceNames


def list_suggestions(text: str, wanted: str) -> list[Item]:
    """Up to eight proposals, together under 2 kB.

    For the place field only places; else terms, what others ask, offers and words, and a few places
    last. What means the same is proposed once.
    """
    language = page_language()
    if wanted == PLACE:
        return _small(_place_items("", _kept().places.find(text, MOST), language))
    head, places = _kept().places.find_at_end(text, MOST_PLACES, _synonyms())
    found = _suggest(text, language)
    terms = [one for one in found if one.kind == TERM]
    asked = _asked(text, language, terms)
    said = {fold(one.label) for one in (*terms, *asked)}
    others = [one for one in found if one.kind != TERM and fold(one.label) not in said]
    items = [_item(one) for one in (*terms, *asked, *others)]
    return _small([*items[: MOST - len(places)], *_place_items(head, places, language)])


def _suggest(text: str, language: str) -> tuple[Suggestion, ...]:
    try:
        return get_installation().engine.suggest(text, language, MOST)
    except IndexUnavailableError:
        return ()


def _asked(text: str, language: str, terms: list[Suggestion]) -> list[Suggestion]:
    words = [word.folded for word in split_words(text)]
    house = get_catalogue().find_house(None)
    found = _kept().asked.find(words, language, house.id if house else None, MOST)
    shown = {one.value for one in terms}
    kept = [
        Suggestion(SEARCH, one.text, one.text, _("vaak gezocht") if one.searches else _("vraag"))
        for one in found
        if fold(one.text) != " ".join(words) and not (_meant(one.text) & shown)
    ]
    return kept[:MOST_ASKED]


def _meant(text: str) -> set[str]:
    """The terms that a text stands for as a whole; none when it says more than that."""
    words = split_words(text)
    phrases = _synonyms().find_phrases(words)
    if len(phrases) != 1 or phrases[0].end - phrases[0].first < len(words):
        return set()
    return {meaning.term_id for meaning in phrases[0].meanings if meaning.term_id is not None}


def _item(suggestion: Suggestion) -> Item:
    url = None
    label = suggestion.label[:MAX_CHARACTERS]
    if suggestion.kind == "offer":
        url = url_for("finder.offer", offer_id=int(suggestion.value), slug="-")
    return {
        "kind": suggestion.kind,
        "text": label,
        "detail": (suggestion.detail or _what_it_is(suggestion))[:MAX_CHARACTERS],
        "url": url,
        "value": label,
    }


def _what_it_is(suggestion: Suggestion) -> str:
    term = get_catalogue().taxonomy.find(suggestion.value) if suggestion.kind == TERM else None
    return _("thema") if term is not None and term.facet == Facet.DOMAIN.value else ""


def _place_items(head: str, places: Iterable[Place], language: str) -> list[Item]:
    """Places by themselves, or behind the words that were typed before them."""
    return [
        {
            "kind": PLACE,
            "text": f"{head} {place.label(language)}".strip(),
            "detail": ", ".join(place.main_postcodes[:2]),
            "url": None,
            "value": f"{head} {place.label(language)}".strip(),
        }
        for place in places
    ]


def _small(items: Iterable[Item]) -> list[Item]:
    """As many of the first proposals as an answer of 2 kB holds."""
    kept: list[Item] = []
    room = MAX_BYTES
    for item in items:
        room -= len(json.dumps(item)) + 1
        if room < 0:
            break
        kept.append(item)
    return kept


def _kept() -> _Kept:
    """What this process keeps for its proposals."""
    kept: _Kept | None = current_app.extensions.get(_KEPT)
    if kept is None:
        installation = get_installation()
        made = _Kept(AskedBefore(installation.database), PlaceNames(installation.gazetteer))
        kept = current_app.extensions.setdefault(_KEPT, made)
    return kept


def _synonyms() -> Synonyms:
    return get_installation().vocabulary.current()
