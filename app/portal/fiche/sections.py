"""The parts of the fiche: their names in the address, their forms, and how each is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.i18n import gettext as _
from app.portal.fiche.closing_form import ClosingForm, make_closing_form
from app.portal.fiche.conditions_form import make_conditions_form
from app.portal.fiche.contact_form import make_contact_form
from app.portal.fiche.editing import Editing, SectionForm
from app.portal.fiche.hours_form import make_hours_form
from app.portal.fiche.photos_form import PhotosForm, make_photos_form
from app.portal.fiche.texts_form import make_referrers_form, make_texts_form
from app.portal.fiche.ticks_form import make_ticks_form
from app.publishing.errors import RevisionChangedError
from app.publishing.operations.calling_off import ClosingDaysError, close_for_now, reopen
from app.publishing.operations.keeping_photos import keep_photo
from app.publishing.operations.revising import (
    Author,
    find_proposed,
    get_own_revision,
    save_draft,
)

AT_ONCE = "sluiting"
"""The part that families see at once, when the offer is published."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the fiche."""

    name: str
    """The last part of its address."""
    title: Callable[[], str]
    icon: str
    make_form: Callable[[Editing], SectionForm]


SECTIONS: Mapping[str, Section] = {
    section.name: section
    for section in (
        Section("uren", lambda: _("Openingsuren"), "clock", make_hours_form),
        Section(
            "voorwaarden", lambda: _("Prijs en voorwaarden"), "price-tag", make_conditions_form
        ),
        Section("contact", lambda: _("Contact"), "phone", make_contact_form),
        Section("fotos", lambda: _("Foto’s"), "picture", make_photos_form),
        Section("talen", lambda: _("Talen en toegankelijkheid"), "two-bubbles", make_ticks_form),
        Section("teksten", lambda: _("Teksten en vertalingen"), "document", make_texts_form),
        Section("verwijzers", lambda: _("Voor verwijzers"), "signpost", make_referrers_form),
        Section("sluiting", lambda: _("Tijdelijk gesloten"), "door-open", make_closing_form),
    )
}
"""In the order in which the page of a version lists them."""


def make_form(name: str, editing: Editing) -> SectionForm:
    """The form of a part, with the facts of the version in it."""
    form = SECTIONS[name].make_form(editing)
    form.editing = editing
    return form


def is_at_once(name: str, editing: Editing) -> bool:
    """Whether what is saved here does not wait for the rest of the version."""
    return name == AT_ONCE and editing.offer_id is not None


def as_families_read(session: Session, editing: Editing) -> Editing:
    """The same with the offer as it is published, for what is changed at once."""
    current = find_proposed(session, editing.offer_id) if editing.offer_id is not None else None
    return replace(editing, proposed=current) if current is not None else editing


def keep_section(
    session: Session,
    author: Author,
    form: SectionForm,
    editing: Editing,
    *,
    photo_folder: Path,
    now: datetime,
) -> None:
    """Keep a part in the version; raises RevisionChangedError and RevisionStateError."""
    own = author.organization_ids
    revision = get_own_revision(session, editing.revision_id, own, is_locked=True)
    if revision.version != editing.version:
        raise RevisionChangedError
    if isinstance(form, PhotosForm) and form.made is not None:
        keep_photo(
            session, author, editing.organization_id, form.made, folder=photo_folder, now=now
        )
    proposed = replace(editing.proposed, offer=form.put_in(editing))
    save_draft(session, author, revision, proposed, version=editing.version, now=now)


def close_at_once(
    session: Session, author: Author, form: ClosingForm, editing: Editing, *, now: datetime
) -> None:
    """Tell families at once that the offer is closed for some days, or open after all."""
    if editing.offer_id is None:
        raise RevisionChangedError
    try:
        for item in form.ended():
            reopen(session, author, editing.offer_id, first_day=item.first_day, now=now)
        new = form.new_closing()
        if new is not None:
            close_for_now(
                session,
                author,
                editing.offer_id,
                new.first_day,
                new.last_day,
                new.reason,
                now=now,
            )
    except ClosingDaysError:
        # Somebody else ended it a moment ago.
        raise RevisionChangedError from None
