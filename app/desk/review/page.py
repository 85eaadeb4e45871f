"""The review list as values for its template: groups by partner, promises in words, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.agenda.clock import as_local
from app.directory.drafts import WORDS
from app.directory.models.offers import OfferKind
from app.finder.cards import Label, Link, Tone
from app.finder.fact_words import fact_label
from app.finder.presentation import kind_label
from app.finder.wording import day_text, join_words
from app.i18n import gettext as _
from app.i18n import ngettext
from app.publishing.differences import FACTS
from app.publishing.operations.judging_together import LeftOut, Together
from app.publishing.operations.review_queue import Queue, QueueCounts, QueueFilter, QueueGroup
from app.publishing.operations.review_rows import VISITORS, QueueRow

SLUGS = {
    QueueFilter.ALL: "alles",
    QueueFilter.PROTECTED: "beschermd",
    QueueFilter.NEW: "nieuw",
    QueueFilter.SAMPLES: "steekproef",
}
MOST_CHANGES = 6
MOST_NAMED = 5
LONGEST_NAMED = 40


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One revision in the list."""

    id: int
    mark: str
    """What its tick box sends: the id and the version that was read."""
    url: str
    title: str
    facts: tuple[str, ...]
    labels: tuple[Label, ...]
    promise: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """What one partner sent in."""

    anchor: str
    name: str
    count: int
    more: int
    """How many stand on other pages."""
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True, slots=True)
class QueueView:
    """A page of the review list."""

    filters: tuple[Link, ...]
    counts: QueueCounts
    late: str
    groups: tuple[ReviewGroup, ...]
    samples: tuple[ReviewItem, ...]
    suspects: tuple[ReviewItem, ...]
    number: int
    pages: int
    previous_url: str | None
    next_url: str | None
    is_empty: bool


def read_filter(slug: str) -> QueueFilter:
    """The asked part of the queue; everything for nonsense."""
    return next((key for key, value in SLUGS.items() if value == slug), QueueFilter.ALL)


def make_queue_view(queue: Queue, chosen: QueueFilter, today: date) -> QueueView:
    """The page of the queue."""
    counts = queue.counts

    def page_url(number: int) -> str:
        slug = SLUGS[chosen] if chosen is not QueueFilter.ALL else None
        return url_for("desk_review.queue", toon=slug, pagina=number if number > 1 else None)

    return QueueView(
        filters=_filters(counts, chosen),
        counts=counts,
        late=late_text(counts),
        groups=tuple(_make_group(group, today) for group in queue.groups),
        samples=tuple(make_item(row, today) for row in queue.samples),
        suspects=tuple(make_item(row, today) for row in queue.suspects),
        number=queue.page,
        pages=queue.pages,
        previous_url=page_url(queue.page - 1) if queue.page > 1 else None,
        next_url=page_url(queue.page + 1) if queue.page < queue.pages else None,
        is_empty=not (queue.groups or queue.samples or queue.suspects),
    )


def _filters(counts: QueueCounts, chosen: QueueFilter) -> tuple[Link, ...]:
    shown = (
        (QueueFilter.ALL, _("Alles"), counts.waiting),
        (QueueFilter.PROTECTED, _("Telefoon, adres of rekening"), counts.protected),
        (QueueFilter.NEW, _("Nieuw"), counts.new),
        (QueueFilter.SAMPLES, _("Steekproef"), counts.samples),
    )
    return tuple(
        Link(
            text,
            url_for("desk_review.queue", toon=SLUGS[key] if key is not QueueFilter.ALL else None),
            is_current=key is chosen,
            count=count,
        )
        for key, text, count in shown
    )


def late_text(counts: QueueCounts) -> str:
    """How many wait longer than promised, or nothing."""
    if not counts.late:
        return ""
    return ngettext(
        "%(num)s wacht langer dan beloofd. Dat staat bovenaan.",
        "%(num)s wachten langer dan beloofd. Die staan bovenaan.",
        counts.late,
    )


def _make_group(group: QueueGroup, today: date) -> ReviewGroup:
    is_visitors = group.organization_id == VISITORS
    return ReviewGroup(
        anchor=f"partner-{group.organization_id}",
        name=_("Voorstellen van gezinnen en groepen") if is_visitors else group.name,
        count=group.count,
        more=group.count - len(group.rows),
        items=tuple(make_item(row, today) for row in group.rows),
    )


def make_item(row: QueueRow, today: date) -> ReviewItem:
    """A revision of the list in words."""
    labels = []
    if row.is_protected:
        labels.append(Label(_("telefoon, adres of rekening"), "lock", Tone.WARN))
    if row.is_new:
        labels.append(Label(_("nieuw"), "ui-plus", Tone.SOON))
    is_late = row.promised_on is not None and row.promised_on < today
    kind = kind_label(OfferKind(row.kind).value)
    return ReviewItem(
        id=row.id,
        mark=f"{row.id}:{row.version}",
        url=url_for("desk_review.show", revision_id=row.id),
        title=row.title or _("Zonder titel"),
        facts=tuple(text for text in (kind, changes_text(row), row.author) if text),
        labels=tuple(labels),
        promise=promise_text(row, today),
        is_late=is_late and row.published_at is None,
    )


def changes_text(row: QueueRow) -> str:
    """Which facts change; nothing for something new."""
    known = {*WORDS, *FACTS}
    names = [name for name in row.changed if name.partition(":")[0] in known]
    if row.is_new or not names:
        return ""
    labels = list(dict.fromkeys(fact_label(name) for name in names))
    if len(labels) > MOST_CHANGES:
        more = _("nog %(num)s andere", num=len(labels) - MOST_CHANGES)
        labels = [*labels[:MOST_CHANGES], more]
    return _("verandert: %(facts)s", facts=join_words(labels))


def promise_text(row: QueueRow, today: date) -> str:
    """Until when the author was promised an answer, or when a sample went online."""
    if row.published_at is not None:
        day = as_local(row.published_at).date()
        return _("online sinds %(day)s", day=day_text(day, today))
    if row.promised_on is None:
        return ""
    promised = day_text(row.promised_on, today)
    if row.promised_on < today:
        return _("te laat: beloofd tegen %(day)s", day=promised)
    return _("antwoord tegen %(day)s", day=promised)


def together_messages(result: Together, *, is_back: bool) -> list[str]:
    """What became of several at once, and which ones need a look of their own."""
    if is_back:
        messages = [_("%(num)s teruggestuurd.", num=result.done)]
    else:
        messages = [_("%(num)s gepubliceerd.", num=result.done)]
    named = [
        f"“{title[:LONGEST_NAMED] or _('Zonder titel')}” ({left_out_text(why)})"
        for title, why in result.left[:MOST_NAMED]
    ]
    if named:
        rest = len(result.left) - MOST_NAMED
        more = [_("nog %(num)s andere", num=rest)] if rest > 0 else []
        messages.append(_("Bekijk deze apart: %(titles)s.", titles=join_words([*named, *more])))
    return messages


def left_out_text(why: LeftOut) -> str:
    """Why a revision was left out."""
    return {
        LeftOut.OWN: _("van jezelf"),
        LeftOut.CHANGED: _("intussen veranderd"),
        LeftOut.PROTECTED: _("telefoon, adres of rekening"),
        LeftOut.CONFLICT: _("ook door iemand anders veranderd"),
        LeftOut.NOT_WHOLE: _("niet volledig"),
        LeftOut.NO_PARTNER: _("nog zonder partner"),
    }[why]
