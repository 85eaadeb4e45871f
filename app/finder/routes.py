"""The addresses of the family's door: each reads its input, asks one thing, and shows one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.directory.models.offers import VISIBLE_STATES, OfferState
from app.directory.models.terms import Facet
from app.directory.operations.offers import find_offer
from app.directory.operations.organizations import find_organization, list_partners
from app.directory.timetables import timetable_of
from app.finder.answering import answer_query, understand
from app.finder.cards import Link
from app.finder.collections import (
    make_age_page,
    make_municipality_page,
    make_partner_page,
    make_theme_page,
    make_themes_page,
    municipality_links,
)
from app.finder.explaining import explain_to_colleague
from app.finder.feeds import calendar_answer, feed_answer, moment_answer
from app.finder.home import make_calendar_page, make_home_page
from app.finder.kept import make_list_page, qr_image
from app.finder.offer_page import make_offer_page
from app.finder.pages import IndexPage
from app.finder.parameters import read_kept, read_request
from app.finder.related import list_related
from app.finder.results import make_results_page, results_title
from app.finder.searches_noted import note_search
from app.finder.searching import Search
from app.finder.sightings import note_found, note_kept, note_opened
from app.finder.site import absolute_url, get_catalogue, get_shelf, local_now
from app.finder.suggestions import list_suggestions
from app.finder.texts import TEXTS
from app.i18n import choose_text
from app.i18n import gettext as _
from app.search.queries import AGE_GROUPS, Query
from app.web.access import public
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

blueprint = Blueprint("finder", __name__)
FEED_LIMIT = 100


def _read_day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None


def read_search() -> Search:
    """The search that the address of this request asks for."""
    return understand(read_request(request.args, get_catalogue().taxonomy))


@blueprint.get("/")
@public
def root() -> BaseResponse:
    """Send a visitor to the first page in a language of the browser."""
    response = redirect(url_for("finder.home"), 302)
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/<language:language>/")
@public
def home() -> str:
    """Show the first page."""
    return render_template("finder/home.html", page=make_home_page())


@blueprint.get("/<language:language>/zoek")
@public
def search() -> str:
    """Show what answers a search."""
    is_explained = explain_to_colleague()
    asked = read_search()
    page = make_results_page(asked, local_now(), is_explained=is_explained)
    note_found(page)
    note_search(asked, page.outcome)
    return render_template("finder/results.html", page=page)


@blueprint.get("/<language:language>/zoek.ics")
@public
def search_calendar() -> Response:
    """Give a search as a calendar."""
    found = read_search()
    answer = answer_query(_limited(found))
    return calendar_answer(results_title(found, ""), answer.offers, local_now())


@blueprint.get("/<language:language>/zoek.atom")
@public
def search_feed() -> Response:
    """Give a search as an Atom feed."""
    found = read_search()
    answer = answer_query(_limited(found))
    query = found.request.query_string()
    address = absolute_url(url_for("finder.search_feed") + (f"?{query}" if query else ""))
    return feed_answer(results_title(found, ""), address, answer.offers)


def _limited(found: Search) -> Query:
    # A feed holds what fits; what nearly does stays on the page.
    return replace(found.query, limit=FEED_LIMIT, offset=0, facets=False, wishes=frozenset())


@blueprint.get("/<language:language>/suggesties")
@public
def suggest() -> Response:
    """Give proposals for what is being typed."""
    text = request.args.get("q", "")[:60]
    return jsonify(items=list_suggestions(text, request.args.get("voor", "words")))


@blueprint.get("/<language:language>/aanbod/<int(max=2147483647):offer_id>-<slug>")
@public
def offer(offer_id: int, slug: str) -> BaseResponse | str | tuple[str, int]:
    """Show one offer; an old address goes to the new one, a cancelled offer says so."""
    found = find_offer(reading_session(), offer_id)
    if found is None or found.state == OfferState.DRAFT.value:
        abort(404)
    if slug != found.slug:
        # Only our own parameters: others could steer the building of the address itself.
        day, kept = request.args.get("dag"), request.args.get("lijst")
        address = url_for("finder.offer", offer_id=offer_id, slug=found.slug, dag=day, lijst=kept)
        return redirect(address, 301)
    page = make_offer_page(
        found,
        get_catalogue().taxonomy,
        local_now(),
        asked_day=_read_day("dag"),
        related=list_related(found),
        back_url=None,
    )
    note_opened(offer_id)
    status = 200 if found.state in VISIBLE_STATES else 410
    return render_template("finder/offer.html", page=page), status


@blueprint.get("/<language:language>/aanbod/<int(max=2147483647):offer_id>-<slug>.ics")
@public
def offer_calendar(offer_id: int, slug: str) -> Response:  # noqa: ARG001 - only for people
    """Give one moment of an offer, or all coming ones, as a calendar."""
    found = find_offer(reading_session(), offer_id)
    if found is None or found.state not in VISIBLE_STATES:
        abort(404)
    day = _read_day("dag")
    name = title_of(found)
    if day is not None:
        return moment_answer(name, found, timetable_of(found).moments(day, day))
    return calendar_answer(name, [found], local_now())


def title_of(found: Any) -> str:
    """The title of an offer in the page's language."""
    chosen = choose_text({row.language: row.title for row in found.texts}, page_language())
    return chosen[1] if chosen else ""


@blueprint.get("/<language:language>/aanbod/<int(max=2147483647):offer_id>/qr.svg")
@public
def offer_qr(offer_id: int) -> Response:
    """Give the QR code of an offer's address."""
    found = find_offer(reading_session(), offer_id)
    if found is None or found.state == OfferState.DRAFT.value:
        abort(404)
    address = absolute_url(url_for("finder.offer", offer_id=offer_id, slug=found.slug))
    return Response(qr_image(address), content_type="image/svg+xml")


@blueprint.get("/<language:language>/thema")
@public
def themes() -> str:
    """Show all themes."""
    return render_template("finder/index.html", page=make_themes_page(get_catalogue().taxonomy))


@blueprint.get("/<language:language>/thema/<term_id>")
@public
def theme(term_id: str) -> str:
    """Show the offers of a theme."""
    taxonomy = get_catalogue().taxonomy
    term = taxonomy.find(term_id)
    if term is None or term.facet not in {Facet.DOMAIN.value, Facet.FORM.value}:
        abort(404)
    return render_template("finder/collection.html", page=make_theme_page(term, taxonomy))


@blueprint.get("/<language:language>/leeftijd/<term_id>")
@public
def age(term_id: str) -> str:
    """Show the offers for an age."""
    taxonomy = get_catalogue().taxonomy
    term = taxonomy.find(term_id)
    if term is None or term_id not in {group.id for group in AGE_GROUPS}:
        abort(404)
    return render_template("finder/collection.html", page=make_age_page(term, taxonomy))


@blueprint.get("/<language:language>/gemeente")
@public
def municipalities() -> str:
    """Show the municipalities of the houses."""
    page = IndexPage(
        title=_("Gemeenten"),
        introduction=_("Kies je gemeente. Je ziet wat er is, ook als je er nieuw bent."),
        groups=((_("Alle gemeenten"), municipality_links()),),
    )
    return render_template("finder/index.html", page=page)


@blueprint.get("/<language:language>/gemeente/<slug>")
@public
def municipality(slug: str) -> BaseResponse | str:
    """Show what there is in a municipality; a merged one goes to the municipality of today."""
    gazetteer = get_installation().gazetteer
    place = gazetteer.find_by_slug(slug)
    if place is None:
        abort(404)
    today = gazetteer.get_municipality(place.municipality_nis)
    if today.slug != slug:
        return redirect(url_for("finder.municipality", slug=today.slug), 301)
    return render_template("finder/collection.html", page=make_municipality_page(today))


@blueprint.get("/<language:language>/partner")
@public
def partners() -> str:
    """Show all partners."""
    groups: dict[str, list[Link]] = {}
    for slug, name in list_partners(reading_session()):
        groups.setdefault(name[0].upper(), []).append(
            Link(name, url_for("finder.partner", slug=slug))
        )
    page = IndexPage(
        title=_("Onze partners"),
        introduction=_("Deze diensten en verenigingen zetten hun aanbod op Dichtbij."),
        groups=tuple((letter, tuple(groups[letter])) for letter in sorted(groups)),
    )
    return render_template("finder/index.html", page=page)


@blueprint.get("/<language:language>/partner/<slug>")
@public
def partner(slug: str) -> str:
    """Show a partner with all it offers."""
    organization = find_organization(reading_session(), slug)
    if organization is None:
        abort(404)
    page = make_partner_page(organization, local_now())
    return render_template("finder/collection.html", page=page)


@blueprint.get("/<language:language>/kalender")
@public
def calendar() -> str:
    """Show a week day by day."""
    page = make_calendar_page(read_search(), request.args.get("week", "")[:10])
    return render_template("finder/calendar.html", page=page)


@blueprint.get("/<language:language>/mijn-lijst")
@public
def kept() -> str:
    """Show the kept offers of the address."""
    page = make_list_page(read_kept(request.args.get("o", "")[:600]))
    note_kept(card.offer_id for card in page.cards)
    return render_template("finder/list.html", page=page)


@blueprint.get("/<language:language>/mijn-lijst.ics")
@public
def kept_calendar() -> Response:
    """Give the kept offers as a calendar."""
    ids = [
        int(number) for number in read_kept(request.args.get("o", "")[:600]).split(",") if number
    ]
    offers = get_shelf().list_offers(reading_session(), ids, is_hidden_too=True)
    return calendar_answer(_("Mijn lijst"), offers, local_now())


@blueprint.get("/<language:language>/<any(over,hulp,privacy,toegankelijkheid):name>")
@public
def text(name: str) -> str:
    """Show a page of plain text."""
    return render_template("finder/text.html", page=TEXTS[name]())
