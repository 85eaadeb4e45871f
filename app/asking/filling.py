"""From what was typed in the form to a question: place, age, contact, what was searched."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict

from app.asking.forms import AskForm
from app.directory.models.offers import Offer
from app.directory.models.terms import Facet
from app.finder.answering import answer_query, make_cards, understand
from app.finder.answers import AnswerView, list_fitting_answers
from app.finder.cards import Card
from app.finder.parameters import read_kept, read_request
from app.finder.searching import Search, read_age_field
from app.finder.site import get_catalogue
from app.geo.places import LookupStatus, Place
from app.i18n import gettext as _
from app.questions.models.questions import OnBehalf, Reach
from app.questions.operations.asking import QuestionDraft
from app.questions.values import ContactDetails, SearchContext
from app.web.installation import get_installation
from app.web.languages import page_language
from app.web.stamps import new_stamp

MOST_MATCHES = 4
MOST_OFFERS = 10
LEAST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Matches:
    """What there is already for a question."""

    cards: tuple[Card, ...] = ()
    theme_id: str | None = None
    """The main theme that most of them share."""
    answers: tuple[AnswerView, ...] = ()


def read_form() -> AskForm:
    """The form of this request: as it was sent, or filled with the search that came along."""
    form = AskForm()
    form.give_choices([])
    if request.method == "GET":
        form.search_words.data = request.args.get("q", "")[:200].strip()
        form.search_place.data = request.args.get("plaats", "")[:80].strip()
        form.offers.data = read_kept(request.args.get("o", "")[:200])
        form.municipality.data = form.search_place.data
        form.age.data = request.args.get("kind", "")[:40].strip()
        form.take_along.data = False
        form.stamp.data = new_stamp()
    return form


def find_place(form: AskForm) -> Place | None:
    """The place that was typed or chosen; a doubt or an unknown one is a sentence at its field."""
    typed = form.municipality.data or ""
    if not typed:
        return None
    gazetteer = get_installation().gazetteer
    found = gazetteer.lookup(typed)
    if found.status is LookupStatus.NONE:
        form.refuse(
            "municipality", _("We kennen deze plaats niet. Probeer een gemeente of een postcode.")
        )
        return None
    if found.status is not LookupStatus.AMBIGUOUS:
        return found.places[0]
    places = {place.id: place for place in found.places[:6]}
    served = {nis for house in get_catalogue().houses for nis in house.municipalities}
    near = [place for place in places.values() if place.municipality_nis in served]
    # With one municipality of ours among them, or at all, there is nothing to choose.
    for group in (near, list(places.values())):
        if len({place.municipality_nis for place in group}) == 1:
            return group[0]
    form.give_choices([(place.id, place.label(page_language())) for place in places.values()])
    chosen = places.get(request.form.get("place", ""))
    if chosen is None:
        form.refuse("place", _("Er zijn meer plaatsen met deze naam. Kies de jouwe."))
        return None
    form.place.data = chosen.id
    return chosen


def guess_place(typed: str) -> Place | None:
    """The best place for what a search named; nobody is asked to choose yet."""
    found = get_installation().gazetteer.lookup(typed) if typed else None
    return found.places[0] if found and found.places else None


def find_age(form: AskForm) -> int | None:
    """The age in months as it was typed; an unreadable one is a sentence at its field."""
    typed = form.age.data or ""
    months = read_age_field(typed) if typed else None
    if typed and (months is None or not -9 <= months <= 300):
        form.refuse("age", _("Schrijf de leeftijd zo: 9 maanden, of 4 jaar."))
        return None
    return months


def make_draft(form: AskForm, place: Place | None, months: int | None) -> QuestionDraft:
    """The question that a form without mistakes holds."""
    reach = Reach(form.reach.data)
    behalf = OnBehalf(form.on_behalf.data)
    contact = ContactDetails(
        email=form.email.data or "" if reach is Reach.EMAIL else "",
        phone=form.phone.data or "" if reach is Reach.PHONE else "",
        when=form.when.data or "" if reach is Reach.PHONE else "",
    )
    return QuestionDraft(
        text=form.text.data or "",
        language=page_language(),
        municipality_nis=place.municipality_nis if place else None,
        child_age_months=months,
        spoken_language=form.spoken.data or "",
        reach=reach,
        contact=None if contact.is_empty else contact,
        on_behalf=behalf,
        does_family_know=None if behalf is OnBehalf.OWN else form.family_knows.data == "yes",
        context=carried_search(form) if form.take_along.data else None,
        theme_id=_known_theme(form.theme.data or ""),
    )


def carried_search(form: AskForm) -> SearchContext | None:
    """What was searched before asking, as the form carries it; None without any."""
    ids = tuple(int(number) for number in read_kept(form.offers.data or "").split(",") if number)
    context = SearchContext(
        (form.search_words.data or "")[:200], (form.search_place.data or "")[:80], ids[:MOST_OFFERS]
    )
    return context if context.words or context.place or context.offer_ids else None


def find_matches(form: AskForm, place: Place | None) -> Matches:
    """The offers and answer cards for the words of a question, else for the search before it."""
    for words in (form.text.data or "", form.search_words.data or ""):
        if not words.strip():
            continue
        search = _search_for(words, place, form.age.data or "")
        answer = answer_query(search.query)
        themes = [_theme_of(offer) for offer in answer.offers]
        theme_id = _shared_theme(themes)
        only_theme = themes[0] if len(set(themes)) == 1 else None
        nis = place.municipality_nis if place else None
        answers = list_fitting_answers(
            words, search.query, theme_id=theme_id or only_theme, municipality_nis=nis
        )
        if answer.offers or answers:
            cards = make_cards(answer, search.query)[:MOST_MATCHES]
            return Matches(cards, theme_id, answers)
    return Matches()


def _search_for(words: str, place: Place | None, age: str) -> Search:
    arguments: list[tuple[str, str]] = [("q", words[:200]), ("kind", age)]
    if place is not None:
        arguments.append(("plaats", place.label(page_language())))
    taxonomy = get_catalogue().taxonomy
    return understand(read_request(MultiDict(arguments), taxonomy))


def _theme_of(offer: Offer) -> str | None:
    terms = tuple(row.term_id for row in offer.terms)
    theme = get_catalogue().taxonomy.find_main_theme(terms)
    return theme.id if theme else None


def _known_theme(theme_id: str) -> str | None:
    term = get_catalogue().taxonomy.find(theme_id)
    return term.id if term is not None and term.facet == Facet.DOMAIN.value else None


def _shared_theme(themes: list[str | None]) -> str | None:
    """The theme of at least two of the first offers; one alone says little about a question."""
    first = [theme for theme in themes[:5] if theme]
    best = max(first, key=first.count, default=None)
    return best if best is not None and first.count(best) >= LEAST_ALIKE else None
