"""What differs between two versions of an offer, fact by fact, and how three become one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.directory.drafts import (
    COLLEAGUE_FACTS,
    TAKING_PART_FACTS,
    WHO_FACTS,
    WORDS,
    LocationDraft,
    OfferDraft,
    WordsDraft,
)
from app.publishing.facts import ProposedOffer

FACTS = (
    "kind",
    "state",
    "term_ids",
    *WHO_FACTS,
    "schedules",
    "closures",
    "cancellations",
    "location_keys",
    "area_nis",
    *TAKING_PART_FACTS,
    "languages",
    "contacts",
    "images",
    *COLLEAGUE_FACTS,
)
"""Every other fact of `OfferDraft` that people change, in the order of the page."""

_ITEM_BY_ITEM = frozenset({"closures", "cancellations"})
"""What is called off or closed goes online at once: a draft of before must not bring it back."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same; `language` is empty for what is no text."""

    fact: str
    language: str
    before: Any
    """As in `OfferDraft` or `WordsDraft`; places as a tuple of `LocationDraft`, None for new."""
    after: Any

    @property
    def name(self) -> str:
        """The fact with its language, such as "title:nl" or "contacts"."""
        return f"{self.fact}:{self.language}" if self.language else self.fact


@dataclass(frozen=True, slots=True)
class Merged:
    """A proposal put on an offer that changed meanwhile."""

    proposed: ProposedOffer
    conflicts: tuple[str, ...]
    """Names of facts that both sides changed; the proposal won."""


def list_differences(before: ProposedOffer | None, after: ProposedOffer) -> list[Difference]:
    """The facts that differ, in the order of the page; everything that is told when it is new."""
    return list(_compare(before, after))


def _compare(before: ProposedOffer | None, after: ProposedOffer) -> Iterator[Difference]:
    old = before.offer if before else None
    languages = dict.fromkeys([*(old.words if old else ()), *after.offer.words])
    for fact in WORDS:
        for language in languages:
            was = getattr(old.words.get(language), fact, "") if old else ""
            now = getattr(after.offer.words.get(language), fact, "")
            if was != now:
                yield Difference(fact, language, was, now)
    untold = OfferDraft("", "", after.offer.kind, "", {})
    for fact in FACTS:
        was, now = _value(before, fact), _value(after, fact)
        is_told = before is not None or now != getattr(untold, fact, None)
        if was != now and is_told:
            yield Difference(fact, "", was, now)


def _value(proposed: ProposedOffer | None, fact: str) -> Any:
    if proposed is None:
        return None
    if fact == "location_keys":
        return _places(proposed)
    return getattr(proposed.offer, fact)


def _places(proposed: ProposedOffer) -> tuple[LocationDraft, ...]:
    known = {place.key: place for place in proposed.places}
    return tuple(known[key] for key in proposed.offer.location_keys if key in known)


def merge(base: ProposedOffer, current: ProposedOffer, proposed: ProposedOffer) -> Merged:
    """Put what a proposal changed on the offer as it is now; other changes stay.

    `base` is the offer as it was when the proposal was begun. Where both changed the same fact to
    something else, the proposal wins and the fact is named.
    """
    ours = {item.name: item for item in list_differences(base, proposed)}
    theirs = {item.name: item for item in list_differences(base, current)}
    conflicts = tuple(
        name
        for name, item in ours.items()
        if name in theirs and theirs[name].after != item.after and name not in _ITEM_BY_ITEM
    )
    facts = {
        item.fact: getattr(proposed.offer, item.fact) for item in ours.values() if not item.language
    }
    for fact in _ITEM_BY_ITEM & facts.keys():
        facts[fact] = _merge_items(
            *(getattr(side.offer, fact) for side in (base, current, proposed))
        )
    words = _merge_words(current.offer.words, ours)
    places = {place.key: place for place in (*current.places, *proposed.places)}
    offer = replace(current.offer, words=words, **facts)
    return Merged(ProposedOffer(offer, tuple(places.values())), conflicts)


def _merge_items(
    base: tuple[Any, ...], current: tuple[Any, ...], proposed: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The current items without those that the proposal took away, and with those it brought."""
    kept = [item for item in current if item in proposed or item not in base]
    return (*kept, *(item for item in proposed if item not in base and item not in kept))


def _merge_words(
    current: Mapping[str, WordsDraft], ours: Mapping[str, Difference]
) -> dict[str, WordsDraft]:
    words = dict(current)
    for item in ours.values():
        if item.language:
            text = words.get(item.language, WordsDraft(""))
            words[item.language] = replace(text, **{item.fact: item.after})
    # A language without a title is no translation any more.
    return {language: text for language, text in words.items() if text.title}
