"""What a change of words would do, as a page between the form and keeping it."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from app.directory.models.offers import Offer
from app.finder.site import get_shelf, local_now
from app.finder.wording import language_name
from app.i18n import choose_text, ngettext
from app.i18n import gettext as _
from app.search.engine import SearchEngine
from app.search.errors import IndexUnavailableError
from app.search.table.synonyms import Synonyms
from app.search.text.folding import fold
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.words.models import OwnWord
from app.words.operations.previewing import (
    ChangedSearch,
    Comparison,
    MadeSearch,
    choose_searches,
    compare_searches,
    list_made_searches,
)

SECONDS = 1.8
"""When no more searches are tried, so that the page is there within two seconds."""
STEP, KEEP, BACK = "stap", "bewaar", "terug"


@dataclass(frozen=True, slots=True)
class WordChanges:
    """What would be different in the table."""

    typed: tuple[tuple[str, str], ...]
    """(words, language) of searches that surely are about it."""
    canonical: str
    term_id: str | None = None
    changed: tuple[OwnWord, ...] = ()
    without: Collection[int] = ()
    spelling: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A search that would change."""

    words: str
    language: str
    language_name: str
    count: str
    """How often it was made; empty for one that is only tried."""
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The change in words, the searches that would change, and the form that keeps it."""

    before: str
    after: str
    title: str
    note: str
    rows: tuple[PreviewRow, ...]
    action: str
    back_url: str
    """Where to go without keeping; empty when the form can be shown again."""
    fields: tuple[tuple[str, str], ...]


def chosen_step() -> str:
    """Which button was pressed: look, keep or go back."""
    return request.form.get(STEP, "")


def show_preview(
    changes: WordChanges, *, before: str, after: str, action: str, back_url: str = ""
) -> str:
    """The page with what would change; its form carries everything that was sent here."""
    compared = _compare(changes)
    left_out = {"csrf_token", STEP}
    fields = tuple((name, value) for name, value in request.form.items() if name not in left_out)
    page = PreviewPage(
        before=before,
        after=after,
        title=_title(compared),
        note=_note(compared),
        rows=_make_rows(compared.changed) if compared else (),
        action=action,
        back_url=back_url,
        fields=fields,
    )
    return render_template("desk/words/preview.html", page=page)


def _compare(changes: WordChanges) -> Comparison | None:
    until = time.monotonic() + SECONDS
    installation, session, now = get_installation(), reading_session(), local_now()
    preview = installation.vocabulary.preview(
        session, changes.changed, without=changes.without, spelling=changes.spelling
    )
    searches = _choose(changes, preview, list_made_searches(session, now.date()))
    then = SearchEngine(installation.settings.index_folder, preview)
    try:
        return compare_searches(installation.engine, then, searches, moment=now, until=until)
    except IndexUnavailableError:
        return None


def _choose(
    changes: WordChanges, preview: Synonyms, made: Sequence[MadeSearch]
) -> list[MadeSearch]:
    typed = [MadeSearch(fold(text), language) for text, language in changes.typed]
    return choose_searches(
        made,
        preview.rows,
        typed=typed,
        term_id=changes.term_id,
        canonical=changes.canonical,
    )


def _title(compared: Comparison | None) -> str:
    if compared is None:
        return _("We kunnen nu niet vooraf kijken")
    if not compared.changed:
        return _("Geen zoekopdracht verandert")
    return ngettext(
        "Deze zoekopdracht zou veranderen",
        "Deze %(num)s zoekopdrachten zouden veranderen",
        len(compared.changed),
    )


def _note(compared: Comparison | None) -> str:
    if compared is None:
        return _("De zoekindex wordt net vernieuwd. Bewaren kan wel.")
    if not compared.changed:
        return _("Misschien staat een andere vorm van dit woord ook in de lijst.")
    if compared.tried < compared.total:
        return _(
            "We bekeken %(tried)s van de %(total)s zoekopdrachten.",
            tried=compared.tried,
            total=compared.total,
        )
    return ngettext(
        "We bekeken %(num)s zoekopdracht.", "We bekeken %(num)s zoekopdrachten.", compared.tried
    )


def _make_rows(changed: Sequence[ChangedSearch]) -> tuple[PreviewRow, ...]:
    wanted = {number for item in changed for number in (*item.incoming, *item.outgoing)}
    offers = get_shelf().list_offers(reading_session(), sorted(wanted))
    titles = {offer.id: offer_title(offer) for offer in offers}
    return tuple(
        PreviewRow(
            words=item.search.text,
            language=item.search.language,
            language_name=language_name(item.search.language),
            count=ngettext("%(num)s keer gezocht", "%(num)s keer gezocht", item.search.count)
            if item.search.count
            else "",
            incoming=tuple(titles[number] for number in item.incoming if number in titles),
            outgoing=tuple(titles[number] for number in item.outgoing if number in titles),
        )
        for item in sorted(changed, key=lambda item: -item.search.count)
    )


def offer_title(offer: Offer) -> str:
    """The title of an offer in the language of the page, or else by the fallback rule."""
    chosen = choose_text({text.language: text.title for text in offer.texts}, page_language())
    return chosen[1] if chosen is not None else ""
