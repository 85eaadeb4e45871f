"""The short form on its way: with its choices before it is shown, into an offer when it is sent."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from app.agenda.recurrence_text import RecurrenceError
from app.directory.drafts import LocationDraft, OfferDraft
from app.directory.models.offers import OfferKind
from app.geo.places import LookupStatus
from app.geo.points import Point
from app.i18n import gettext as _
from app.portal.submitting.new_place import find_new_place, has_new_place
from app.portal.submitting.quick_choices import Choices, find_choices
from app.portal.submitting.quick_facts import can_ask_when, from_proposed, to_proposed
from app.portal.submitting.quick_form import Asks, QuickForm
from app.portal.submitting.quick_values import Mistake
from app.portal.submitting.wording import AGE_STEPS, kind_words, slider_word
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision
from app.publishing.operations.revising import Author, begin_new, save_draft
from app.web.forms import UNPROCESSABLE, KeptFields
from app.web.installation import get_installation
from app.web.languages import page_language

PAGE = "portal/offers/form.html"
KINDS = {
    "activiteit": OfferKind.ACTIVITY,
    "dienst": OfferKind.SERVICE,
    "opvang": OfferKind.CHILDCARE,
}
"""The kinds of offers by the word of the address."""


def asked_kind(word: str, kept: KeptFields | None = None) -> OfferKind:
    """The kind that an address asks for, else the one of a form that was kept; an activity."""
    known = {kind.value: kind for kind in OfferKind}
    kinds = kept.get("kind", []) if kept else []
    return KINDS.get(word) or known.get("".join(kinds), OfferKind.ACTIVITY)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with what it is about; without revision it begins something new."""

    form: QuickForm
    choices: Choices
    before: ProposedOffer
    revision: Revision | None = None

    @property
    def kind(self) -> OfferKind:
        """What kind of offer it is."""
        return self.before.offer.kind

    @property
    def heading(self) -> str:
        """The heading of the page."""
        begin, change = kind_words()[self.kind]
        return change if self.revision is not None else begin

    @property
    def age_words(self) -> str:
        """Ages with their words as JSON, from before birth to grown up, for the sliders."""
        steps = [[months, slider_word(months)] for months in AGE_STEPS]
        return json.dumps(steps, ensure_ascii=False)

    def answer(self) -> tuple[str, int]:
        """The page of the form: 200 when it is new, 422 with what was typed after a mistake."""
        word = next(word for word, kind in KINDS.items() if kind is self.kind)
        html = render_template(PAGE, form=self.form, sheet=self, word=word)
        return html, UNPROCESSABLE if self.form.is_submitted() else 200

    def read(self, organization_id: int) -> ProposedOffer | None:
        """The offer as it was filled in, or None with the mistakes at their fields."""
        if not self.form.is_sent() or not self.form.is_whole():
            return None
        values = self.form.facts()
        place = self._find_place(values, organization_id)
        if isinstance(place, Mistake):
            self.form.tell((place,))
            return None
        try:
            return to_proposed(values, self.before, self.choices.known, place)
        except RecurrenceError:
            self.form.refuse("first_day", _("Zo valt er geen enkele dag. Kijk het nog eens na."))
            return None

    def _find_place(
        self, values: dict[str, Any], organization_id: int
    ) -> LocationDraft | Mistake | None:
        if not has_new_place(values):
            return None
        installation = get_installation()
        return find_new_place(
            values,
            organization_id,
            installation.gazetteer,
            installation.addresses,
            near=self._home_point(),
        )

    def _home_point(self) -> Point | None:
        for nis in self.choices.known.home_area:
            place = get_installation().gazetteer.find_municipality(nis)
            if place is not None:
                return place.point
        return None

    def keep_towns(self) -> None:
        """Give the choice of towns again for a name that can be several."""
        text = self.form.place_town.data
        found = get_installation().gazetteer.lookup(text, near=self._home_point()) if text else None
        if found is not None and found.status is LookupStatus.AMBIGUOUS:
            towns = [(item.id, item.label(page_language())) for item in found.places]
            self.form.place_choice.choices = [("", _("Kies een gemeente")), *towns]


def _make_sheet(
    before: ProposedOffer, organization_ids: Collection[int], revision: Revision | None
) -> Sheet:
    choices = find_choices(before, organization_ids)
    values: dict[str, Any] = from_proposed(before, choices.known)
    if revision is not None:
        values["version"] = str(revision.version)
    form = QuickForm(data=values)
    form.offer(choices, Asks(before.offer.kind, can_ask_when(before)))
    sheet = Sheet(form, choices, before, revision)
    sheet.keep_towns()
    return sheet


def new_sheet(kind: OfferKind, organization_ids: Collection[int]) -> Sheet:
    """The form for something new of one of these organizations."""
    return _make_sheet(
        ProposedOffer(OfferDraft("partner", "", kind, "", {})), organization_ids, None
    )


def sheet_of(revision: Revision) -> Sheet:
    """The form of a version, with what it holds."""
    own = [revision.organization_id] if revision.organization_id is not None else []
    return _make_sheet(read_facts(revision.facts), own, revision)


def begin_with(
    session: Session,
    author: Author,
    organization_id: int,
    proposed: ProposedOffer,
    *,
    now: datetime,
) -> int:
    """Begin something new as it was filled in; gives the id of its first version."""
    revision = begin_new(session, author, organization_id, kind=proposed.offer.kind)
    slug = read_facts(revision.facts).offer.organization_slug
    offer = replace(proposed.offer, organization_slug=slug)
    save_draft(session, author, revision, replace(proposed, offer=offer), now=now)
    return revision.id
