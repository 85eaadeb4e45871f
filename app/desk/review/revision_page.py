"""One revision, and the versions of an offer, as values for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.agenda.clock import as_local
from app.directory.models.offers import OfferKind
from app.finder.cards import Label, Tone
from app.finder.fact_words import DifferenceView, difference_view, fact_label
from app.finder.presentation import kind_label
from app.finder.wording import clock_text, day_text
from app.i18n import gettext as _
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.operations.history import History, Version
from app.publishing.operations.review_reading import Review


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference with what its reviewer must know."""

    view: DifferenceView
    is_protected: bool
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class EarlierReason:
    """Why an earlier version came back."""

    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision for its reviewer."""

    id: int
    version: int
    title: str
    kind: str
    organization: str
    by: str
    promise: str
    is_late: bool
    state: Label
    rows: tuple[DifferenceRow, ...]
    missing: tuple[str, ...]
    earlier: tuple[EarlierReason, ...]
    is_waiting: bool
    is_sample: bool
    is_own: bool
    is_new: bool
    is_suggestion: bool
    group: str
    reason: str
    history_url: str | None
    next_url: str | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of an offer."""

    id: int
    title: str
    state: Label
    facts: tuple[str, ...]
    reason: str
    rows: tuple[DifferenceRow, ...]
    url: str
    can_restore: bool


def make_revision_view(
    review: Review, *, reader_id: int, next_id: int | None, today: date
) -> RevisionView:
    """One revision with its differences in words."""
    revision = review.revision
    is_waiting = revision.state == RevisionState.SUBMITTED.value
    promised = revision.promised_on if is_waiting else None
    return RevisionView(
        id=revision.id,
        version=revision.version,
        title=revision.title or _("Zonder titel"),
        kind=kind_label(OfferKind(revision.kind).value),
        organization=review.organization,
        by=_by(revision, review.author, revision.submitted_at, today),
        promise=_("Antwoord beloofd tegen %(day)s", day=day_text(promised, today))
        if promised
        else "",
        is_late=promised is not None and promised < today,
        state=state_label(revision),
        rows=tuple(
            DifferenceRow(
                difference_view(item, places=review.places, today=today),
                is_protected=item.name in review.protected,
                is_conflict=item.name in review.conflicts,
            )
            for item in review.differences
        ),
        missing=tuple(fact_label(name) for name in review.missing),
        earlier=tuple(
            EarlierReason(moment_text(row.reviewed_at, today), row.reason) for row in review.earlier
        ),
        is_waiting=is_waiting,
        is_sample=revision.is_sample
        and revision.state == RevisionState.PUBLISHED.value
        and revision.reviewed_at is None,
        is_own=reader_id in review.writer_ids,
        is_new=revision.offer_id is None,
        is_suggestion=revision.organization_id is None,
        group=review.suggestion.group_name if review.suggestion is not None else "",
        reason=revision.reason if revision.state == RevisionState.RETURNED.value else "",
        history_url=url_for("desk_review.history", offer_id=revision.offer_id)
        if revision.offer_id is not None
        else None,
        next_url=url_for("desk_review.show", revision_id=next_id) if next_id else None,
    )


def make_version_views(history: History, *, reader_id: int, today: date) -> list[VersionView]:
    """The versions of an offer in words."""
    return [_make_version(version, reader_id, today) for version in history.versions]


def _make_version(version: Version, reader_id: int, today: date) -> VersionView:
    revision = version.revision
    facts = [_by(revision, version.author, revision.submitted_at, today)]
    if revision.reviewed_at is not None:
        when = moment_text(revision.reviewed_at, today)
        name = version.reviewer or _("iemand die er niet meer werkt")
        facts.append(_("Nagekeken door %(name)s, %(when)s", name=name, when=when))
    if revision.published_at is not None:
        when = moment_text(revision.published_at, today)
        facts.append(_("Online sinds %(when)s", when=when))
    is_own = revision.author_kind == AuthorKind.PARTNER.value and revision.author_id == reader_id
    return VersionView(
        id=revision.id,
        title=revision.title,
        state=Label(_("nu online"), "ui-check", Tone.GOOD)
        if version.is_current
        else state_label(revision),
        facts=tuple(facts),
        reason=revision.reason,
        rows=tuple(
            DifferenceRow(
                difference_view(item, places=version.places, today=today),
                is_protected=False,
                is_conflict=False,
            )
            for item in version.differences
        ),
        url=url_for("desk_review.show", revision_id=revision.id),
        can_restore=revision.state == RevisionState.PUBLISHED.value
        and not version.is_current
        and not is_own,
    )


def state_label(revision: Revision) -> Label:
    """Where a revision stands."""
    match RevisionState(revision.state):
        case RevisionState.SUBMITTED:
            return Label(_("wacht op nakijken"), "ui-clock", Tone.SOON)
        case RevisionState.PUBLISHED:
            return Label(_("gepubliceerd"), "ui-check", Tone.GOOD)
        case RevisionState.RETURNED:
            return Label(_("teruggestuurd"), "ui-arrow-left", Tone.WARN)
        case RevisionState.REPLACED:
            return Label(_("vervangen door een andere versie"), "ui-info")
        case RevisionState.WITHDRAWN:
            return Label(_("ingetrokken"), "ui-close")
        case RevisionState.DRAFT:
            return Label(_("in opmaak"), "pencil")


def _by(revision: Revision, author: str, at: datetime | None, today: date) -> str:
    match AuthorKind(revision.author_kind):
        case AuthorKind.VISITOR:
            name = _("iemand zonder account")
        case AuthorKind.HOUSE:
            name = _("%(name)s, voor het Huis", name=author or _("iemand"))
        case AuthorKind.PARTNER:
            name = author or _("iemand met een link uit een mail")
    if at is None:
        return _("Van %(name)s", name=name)
    return _("Van %(name)s, %(when)s", name=name, when=moment_text(at, today))


def moment_text(at: datetime | None, today: date) -> str:
    """A moment as day and hour, "dinsdag 3 maart om 10.00 uur"."""
    if at is None:
        return ""
    local = as_local(at)
    day = day_text(local.date(), today)
    return _("%(day)s om %(hour)s uur", day=day, hour=clock_text(local.time()))
