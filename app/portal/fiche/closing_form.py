"""Closed for some days: at once for what families read already, else in the version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from app.directory.drafts import ClosureDraft, OfferDraft
from app.i18n import format_day
from app.i18n import gettext as _
from app.portal.fiche.editing import Editing, SectionForm
from app.publishing.operations.calling_off import LONGEST_CLOSING, LONGEST_REASON
from app.publishing.protected import find_reaches
from app.web.forms import LineField, at_most, lazy_gettext


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A closing that runs or comes, with the tick that ends it."""

    text: str
    reason: str
    is_ended: Any


class ClosingForm(SectionForm):
    """One more closing, and a tick for each that runs or comes, such as s0_ended."""

    page = "sluiting.html"
    closings: tuple[ClosureDraft, ...] = ()
    first_day = DateField(lazy_gettext("Eerste dag"), [Optional()])
    last_day = DateField(lazy_gettext("Laatste dag"), [Optional()])
    reason = LineField(lazy_gettext("Waarom?"), [at_most(LONGEST_REASON)])

    def rows(self) -> list[ClosingRow]:
        """The closings that run or come, in words."""
        return [
            ClosingRow(
                _(
                    "%(first)s tot en met %(last)s",
                    first=format_day(item.first_day, "d MMMM y"),
                    last=format_day(item.last_day, "d MMMM y"),
                ),
                item.reason,
                self[f"s{at}_ended"],
            )
            for at, item in enumerate(self.closings)
        ]

    def ended(self) -> tuple[ClosureDraft, ...]:
        """The closings that are ticked away."""
        return tuple(item for at, item in enumerate(self.closings) if self[f"s{at}_ended"].data)

    def new_closing(self) -> ClosureDraft | None:
        """The closing that was filled in, or None."""
        first, last = self.first_day.data, self.last_day.data
        if first is None or last is None:
            return None
        return ClosureDraft(first, last, reason=self.reason.data or "")

    def is_whole(self) -> bool:
        """Whether the new closing is whole, still runs or comes, and has a reason."""
        first, last = self.first_day.data, self.last_day.data
        if first is None and last is None:
            if self.reason.data:
                self.refuse("first_day", _("Kies de eerste dag."))
            elif not self.ended():
                self.refuse(
                    "first_day", _("Kies vanaf wanneer je sluit, of duid een sluiting aan.")
                )
            return not self.list_mistakes()
        if first is None:
            self.refuse("first_day", _("Kies de eerste dag."))
        elif last is None:
            self.refuse("last_day", _("Kies de laatste dag. Weet je die niet? Schat ze ruim."))
        elif last < first:
            self.refuse("last_day", _("De laatste dag komt na de eerste."))
        elif last < self.editing.today:
            self.refuse("last_day", _("Deze dag is al voorbij."))
        elif (last - first).days >= LONGEST_CLOSING:
            self.refuse(
                "last_day", _("Een jaar is het langste. Sluit je voorgoed? Bel het onthaal.")
            )
        if not self.reason.data:
            self.refuse("reason", _("Schrijf kort waarom, zoals: we verbouwen."))
        elif find_reaches(self.reason.data):
            self.refuse("reason", _("Zet hier geen nummer of adres in. Gezinnen bellen je gewoon."))
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with the new closing, and without those that were ticked away."""
        new = self.new_closing()
        kept = [item for item in editing.offer.closures if item not in (*self.ended(), new)]
        return replace(editing.offer, closures=(*kept, *([new] if new else ())))


def make_closing_form(editing: Editing) -> SectionForm:
    """The form with the closings that run or come."""
    coming = tuple(
        item
        for item in editing.offer.closures
        if not item.is_yearly and item.last_day >= editing.today
    )
    ticks = {f"s{at}_ended": BooleanField(lazy_gettext("Toch open")) for at in range(len(coming))}
    fields: dict[str, Any] = {"closings": coming, **ticks}
    form: ClosingForm = type("FilledClosingForm", (ClosingForm,), fields)(
        data={"version": editing.version}
    )
    return form
