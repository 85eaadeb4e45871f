"""What the pages of the fiche show around their form: where you are, and the other parts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.finder.cards import Link
from app.i18n import gettext as _
from app.portal.fiche.editing import Editing
from app.portal.fiche.sections import SECTIONS
from app.portal.submitting.quick_values import place_label


@dataclass(frozen=True, slots=True)
class FichePage:
    """The frame around the form of one part."""

    title: str
    offer_title: str
    action: str
    back_url: str
    is_at_once: bool
    """Whether families see what is saved here at once."""
    parts: tuple[Link, ...]
    """All parts of the fiche."""
    places: tuple[Link, ...]
    """Whose hours can be edited; empty when there is one place at the most."""


def make_page(section: str, editing: Editing, *, is_at_once: bool) -> FichePage:
    """The frame of a page about a version."""
    revision_id, place = editing.revision_id, editing.place or None
    found = SECTIONS[section]
    return FichePage(
        title=found.title(),
        offer_title=editing.title or _("Nog zonder titel"),
        action=url_for("portal_fiche.save", revision_id=revision_id, section=section, plaats=place),
        back_url=url_for("portal_offers.show", revision_id=revision_id),
        is_at_once=is_at_once,
        parts=tuple(
            Link(item.title(), section_url(revision_id, item.name), item.icon, item is found)
            for item in SECTIONS.values()
        ),
        places=_places(section, editing) if section == "uren" else (),
    )


def section_url(revision_id: int, section: str) -> str:
    """The address of one part of the fiche."""
    return url_for("portal_fiche.section", revision_id=revision_id, section=section)


def _places(section: str, editing: Editing) -> tuple[Link, ...]:
    known = {place.key: place_label(place) for place in editing.proposed.places}
    names = [known.get(key, key) for key in editing.offer.location_keys]
    if not names:
        return ()
    return tuple(
        Link(
            name,
            url_for(
                "portal_fiche.section",
                revision_id=editing.revision_id,
                section=section,
                plaats=number or None,
            ),
            "ui-place",
            number == editing.place,
        )
        for number, name in enumerate((_("Overal dezelfde uren"), *names))
    )
