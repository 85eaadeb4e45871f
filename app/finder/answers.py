"""Answer cards in words: which fit what was typed, and how a family reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.directory.models.answers import AnswerCard
from app.directory.models.terms import Facet
from app.directory.operations.answers import list_answers
from app.finder.cards import Label, Link
from app.finder.notices import checked_label
from app.finder.site import get_catalogue, local_now
from app.i18n import choose_text
from app.search.queries import Query
from app.search.text.folding import split_words
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One short answer of the House."""

    title: str
    paragraphs: tuple[str, ...]
    language: str
    """Language of the answer; differs from the page's when a translation is missing."""
    link: Link | None
    house: str
    """Whose answer it is."""
    checked: Label


def list_fitting_answers(
    words: str, query: Query, *, theme_id: str | None, municipality_nis: str | None
) -> tuple[AnswerView, ...]:
    """The cards on the themes that the words name, else on the theme of the best offers."""
    catalogue = get_catalogue()
    house = catalogue.find_house(municipality_nis)
    themes = list_named_themes(words) or ((theme_id,) if theme_id else ())
    if house is None or not themes:
        return ()
    cards = list_answers(
        reading_session(),
        house_id=house.id,
        theme_ids=catalogue.taxonomy.with_ancestors(themes),
        age_months=next(iter((*query.ages, *query.soft_ages)), None),
    )
    today = local_now().date()
    return tuple(make_answer_view(card, house.name, today) for card in cards)


def list_named_themes(words: str) -> tuple[str, ...]:
    """The themes that a text names in any language, by their names and synonyms, in its order."""
    taxonomy = get_catalogue().taxonomy
    phrases = get_installation().vocabulary.current().find_phrases(split_words(words))
    terms = (
        taxonomy.find(meaning.term_id)
        for phrase in phrases
        for meaning in phrase.meanings
        if meaning.term_id is not None
    )
    named = (term.id for term in terms if term is not None and term.facet == Facet.DOMAIN.value)
    return tuple(dict.fromkeys(named))


def make_answer_view(card: AnswerCard, house: str, today: date) -> AnswerView:
    """A card in the language of the page, or else by the fallback rule."""
    chosen = choose_text({text.language: text for text in card.texts}, page_language())
    if chosen is None:
        raise LookupError(f"answer card {card.id} has no text")
    language, text = chosen
    return AnswerView(
        title=text.title,
        paragraphs=tuple(part.strip() for part in text.body.splitlines() if part.strip()),
        language=language,
        link=Link(text.link_text, text.link_url) if text.link_url else None,
        house=house,
        checked=checked_label(card.verified_on, today),
    )
