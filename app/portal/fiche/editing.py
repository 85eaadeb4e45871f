"""One part of the fiche being edited: what the form is about, and what every such form has."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Session
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from app.directory.drafts import OfferDraft, WordsDraft
from app.i18n import DEFAULT_LANGUAGE
from app.i18n import gettext as _
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.operations.revising import get_own_revision
from app.publishing.states import OPEN_STATES
from app.web.forms import Form

SPARE_ROWS = 2
"""So many empty rows wait below a list, so that adding needs no JavaScript."""


@dataclass(frozen=True, slots=True)
class Editing:
    """A version of an own offer, as it was when the page was asked."""

    revision_id: int
    organization_id: int
    offer_id: int | None
    """Empty for something that was never published."""
    version: int
    title: str
    is_open: bool
    """Whether the version can still be changed."""
    proposed: ProposedOffer
    today: date
    place: int = 0
    """Whose hours: 0 for every place, else the number of the place, from 1."""

    @property
    def offer(self) -> OfferDraft:
        """The facts of the version."""
        return self.proposed.offer

    @property
    def words(self) -> WordsDraft:
        """Its Dutch texts."""
        return self.offer.words.get(DEFAULT_LANGUAGE, WordsDraft(""))


def open_editing(
    session: Session,
    revision_id: int,
    organization_ids: Collection[int],
    *,
    today: date,
    place: int = 0,
) -> Editing:
    """A version of the own organizations to edit; raises RevisionNotFoundError for any other."""
    revision = get_own_revision(session, revision_id, organization_ids)
    return Editing(
        revision.id,
        revision.organization_id or 0,
        revision.offer_id,
        revision.version,
        revision.title,
        revision.state in {state.value for state in OPEN_STATES},
        read_facts(revision.facts),
        today,
        place,
    )


class SectionForm(Form):
    """A part of the fiche; it carries the version that its page showed."""

    version = IntegerField(widget=HiddenInput())
    page: ClassVar[str] = ""
    """The template below portal/fiche."""
    editing: Editing
    """What it is about."""

    @abstractmethod
    def is_whole(self) -> bool:
        """Whether everything that was filled in goes together; mistakes stand at their fields."""

    @abstractmethod
    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with what was filled in."""

    def is_newest(self, editing: Editing) -> bool:
        """Whether nobody changed the version since this form was shown; else it says so."""
        if self.version.data == editing.version:
            return True
        self.refuse(
            "version",
            _(
                "Iemand veranderde dit ondertussen. Wat jij typte, staat hier nog."
                " Kijk het na en bewaar opnieuw."
            ),
        )
        return False


def with_words(offer: OfferDraft, language: str, words: WordsDraft) -> OfferDraft:
    """An offer with other texts in one language; without a title a translation is gone."""
    others = {code: text for code, text in offer.words.items() if code != language}
    if not words.title and language != DEFAULT_LANGUAGE:
        return replace(offer, words=others)
    everything = {**offer.words, language: words}
    return replace(offer, words=everything)
