"""An offer as a revision holds it: every fact with the places it names, and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from cattrs.preconf.json import JsonConverter, make_converter

from app.directory.drafts import LocationDraft, OfferDraft

NEW_PLACE = "partner:"
"""How the keys of places begin that a partner brought."""


@dataclass(frozen=True, slots=True)
class ProposedOffer:
    """An offer as somebody wants it to be."""

    offer: OfferDraft
    places: tuple[LocationDraft, ...] = ()
    """Every place that the offer names, also those that are not stored yet."""


def _make_converter() -> JsonConverter:
    converter = make_converter(omit_if_default=True)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _kind: date.fromisoformat(text))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _kind: time.fromisoformat(text))
    return converter


_CONVERTER = _make_converter()


def write_facts(proposed: ProposedOffer) -> str:
    """A proposed offer as JSON; facts that were not told are left out."""
    return _CONVERTER.dumps(proposed)


def read_facts(text: str) -> ProposedOffer:
    """The proposed offer of a JSON text that `write_facts` made."""
    return _CONVERTER.loads(text, ProposedOffer)
