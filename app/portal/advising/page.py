"""Everything worth saying of a version before it is sent, in words, with where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from app.directory.drafts import WordsDraft
from app.i18n import DEFAULT_LANGUAGE
from app.portal.advising.words import advice_text, clash_text, reading_texts, similar_text
from app.publishing.completeness import completeness
from app.publishing.facts import ProposedOffer
from app.publishing.operations.clashes import find_clashes
from app.publishing.operations.similar import find_similar
from app.publishing.reading_aid import read_aloud

READ_TEXTS = ("summary", "description", "join", "conditions", "not_for", "bring")
"""The texts in which sentences are counted."""


@dataclass(frozen=True, slots=True)
class AdviceItem:
    """One piece of advice, with the page of what it is about."""

    kind: str
    """"similar", "clash", "missing" or "reading"."""
    text: str
    url: str | None = None
    fact: str = ""
    """For what is missing: its name in `app.publishing.completeness`."""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """All advice on one version; nothing of it keeps anybody from sending it in."""

    score: int
    """How complete it is, 0 to 100."""
    similar: tuple[AdviceItem, ...]
    clashes: tuple[AdviceItem, ...]
    missing: tuple[AdviceItem, ...]
    """The heaviest first."""
    reading: tuple[AdviceItem, ...]

    @property
    def items(self) -> tuple[AdviceItem, ...]:
        """All of it, first what concerns others."""
        return self.similar + self.clashes + self.missing + self.reading


def advice_view(
    session: Session,
    proposed: ProposedOffer,
    today: date,
    offer_id: int | None = None,
    *,
    revision_id: int | None = None,
) -> AdviceView:
    """The advice on a version; `offer_id` and `revision_id` are what it is itself."""
    told = completeness(proposed)
    similar = find_similar(session, proposed, offer_id=offer_id, revision_id=revision_id)
    clashes = find_clashes(session, proposed, today, offer_id=offer_id)
    words = proposed.offer.words.get(DEFAULT_LANGUAGE, WordsDraft(""))
    text = "\n\n".join(getattr(words, name) for name in READ_TEXTS)
    return AdviceView(
        score=told.score,
        similar=tuple(
            AdviceItem("similar", similar_text(item), _page(item.offer_id, item.slug))
            for item in similar
        ),
        clashes=tuple(
            AdviceItem("clash", clash_text(item, today), _page(item.offer_id, item.slug))
            for item in clashes
        ),
        missing=tuple(
            AdviceItem("missing", advice_text(item), fact=item.fact) for item in told.advice
        ),
        reading=tuple(AdviceItem("reading", line) for line in reading_texts(read_aloud(text))),
    )


def _page(offer_id: int | None, slug: str) -> str | None:
    if offer_id is None:
        return None
    return url_for("finder.offer", offer_id=offer_id, slug=slug)
