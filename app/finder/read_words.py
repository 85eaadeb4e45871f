"""How the words of a search were read: what else was looked for, corrections, and the way back."""

from __future__ import annotations

import re

from app.directory.catalogue import Taxonomy
from app.directory.models.terms import Facet
from app.finder.answering import Answer
from app.finder.cards import HelpLine, Link
from app.finder.searching import Search, search_url
from app.finder.site import help_lines
from app.i18n import gettext as _
from app.search.queries import Correction, Expansion
from app.search.text.folding import fold
from app.web.languages import page_language

MOST_ALSO = 3
URGENT_NUMBERS = {"suicidal-thoughts": ("112", "1813"), "unsafe-at-home": ("112", "1712")}
_TOPICS = frozenset({Facet.DOMAIN.value, Facet.FORM.value, Facet.PARTNER_TYPE.value})
"""Facets of terms that say what somebody looks for; the others say for whom, or how."""


def list_also_searched(search: Search, answer: Answer, taxonomy: Taxonomy) -> list[str]:
    """What was looked for beside the words themselves and brought something, in plain words."""
    typed = fold(search.request.words)
    found: dict[str, str] = {}
    for expansion in answer.hits.expansions:
        if expansion.term_id in URGENT_NUMBERS or not is_met(expansion, answer, taxonomy):
            continue
        text = _name_of(expansion, taxonomy)
        if text and fold(text) not in typed:
            found.setdefault(fold(text), text)
    return list(found.values())[:MOST_ALSO]


def _name_of(expansion: Expansion, taxonomy: Taxonomy) -> str:
    term = taxonomy.find(expansion.term_id) if expansion.term_id else None
    if term is None:
        return expansion.canonical
    if term.facet not in _TOPICS:
        return ""
    label = term.label(page_language())
    # Inside a sentence; what is written in capitals, such as CLB, stays.
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def is_met(expansion: Expansion, answer: Answer, taxonomy: Taxonomy) -> bool:
    """Whether something that was found is about what the words were read as."""
    offers = (*answer.offers, *answer.near)
    if expansion.term_id is not None:
        if answer.hits.facets.get("theme", {}).get(expansion.term_id):
            return True
        own = tuple(row.term_id for offer in offers for row in offer.terms)
        return expansion.term_id in taxonomy.with_ancestors(own)
    wanted = f" {fold(expansion.canonical)} "
    return any(
        wanted in f" {fold(part)} "
        for offer in offers
        for text in offer.texts
        for part in (text.title, text.summary, text.description)
    )


def urgent_lines(answer: Answer) -> tuple[HelpLine, ...]:
    """The numbers for words of violence or of no longer wanting to live; none otherwise."""
    meant = {expansion.term_id for expansion in answer.hits.expansions}
    wanted = {number for term_id in meant for number in URGENT_NUMBERS.get(term_id or "", ())}
    return tuple(line for line in help_lines() if line.number in wanted)


def corrections(search: Search, answer: Answer) -> tuple[Link, ...]:
    """A word read as another or proposed, and the way back to exactly what was typed."""
    found: list[Link] = []
    correction, request = answer.hits.correction, search.request
    if correction is not None:
        url = search_url(request, words=_corrected(request.words, correction))
        if correction.is_applied:
            text = _("We zochten naar '%(word)s'.", word=correction.corrected)
        else:
            text = _("Bedoelde je '%(word)s'?", word=correction.corrected)
        found.append(Link(text, url, "ui-search"))
    is_read_wider = correction is not None and correction.is_applied
    if request.is_exact:
        text = _("Zoek weer ruimer")
        found.append(Link(text, search_url(request, is_exact=False), "ui-search"))
    elif is_read_wider or answer.hits.expansions:
        text = _("Zoek precies naar '%(words)s'", words=request.words)
        found.append(Link(text, search_url(request, is_exact=True), "ui-search"))
    return tuple(found)


def _corrected(words: str, correction: Correction) -> str:
    """The typed line with the whole word, and never a part of another, put right."""
    whole = re.compile(rf"(?<!\w){re.escape(correction.typed)}(?!\w)")
    return whole.sub(lambda _found: correction.corrected, words, count=1)
