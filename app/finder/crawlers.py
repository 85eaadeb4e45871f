"""What search engines are told: which pages there are, and which addresses to leave alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, url_for

from app.directory.models.terms import Facet
from app.directory.operations.offers import count_visible_offers, list_visible_ids
from app.directory.operations.organizations import list_partners
from app.exchange.sitemap import PAGES_A_FILE, SitePage, write_sitemap, write_sitemap_index
from app.finder.site import absolute_url, get_catalogue
from app.i18n import LANGUAGES
from app.search.queries import AGE_GROUPS
from app.web.access import public
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("crawlers", __name__)
TEXTS = ("over", "hulp", "privacy", "toegankelijkheid")
LISTS = ("home", "themes", "municipalities", "partners", "calendar")


def _page(endpoint: str, **values: Any) -> SitePage:
    updated_at = values.pop("updated_at", None)
    addresses = {
        code: absolute_url(url_for(f"finder.{endpoint}", language=code, **values))
        for code in LANGUAGES
    }
    return SitePage(addresses, updated_at)


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Let search engines read pages, not endless combinations of filters."""
    lines = ["User-agent: *"]
    for code in LANGUAGES:
        lines += [f"Disallow: /{code}/zoek", f"Disallow: /{code}/mijn-lijst"]
    lines += ["", f"Sitemap: {absolute_url(url_for('crawlers.sitemap'))}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """List the sitemaps: one of fixed pages, the rest of offers."""
    count = count_visible_offers(reading_session())
    files = range(1 + -(-count // PAGES_A_FILE))
    addresses = [absolute_url(url_for("crawlers.sitemap_file", number=number)) for number in files]
    return _xml(write_sitemap_index(addresses))


@blueprint.get("/sitemap-<int(max=9999):number>.xml")
@public
def sitemap_file(number: int) -> Response:
    """List the fixed pages (0), or a part of the offers."""
    if number == 0:
        return _xml(write_sitemap(_fixed_pages()))
    offers = list_visible_ids(reading_session(), (number - 1) * PAGES_A_FILE, PAGES_A_FILE)
    if not offers:
        abort(404)
    return _xml(
        write_sitemap(
            _page("offer", offer_id=offer_id, slug=slug, updated_at=updated_at)
            for offer_id, slug, updated_at in offers
        )
    )


def _fixed_pages() -> list[SitePage]:
    catalogue, gazetteer = get_catalogue(), get_installation().gazetteer
    themes = [
        term.id for term in catalogue.taxonomy.terms.values() if term.facet == Facet.DOMAIN.value
    ]
    codes = sorted({nis for house in catalogue.houses for nis in house.municipalities})
    return [
        *(_page(name) for name in LISTS),
        *(_page("text", name=name) for name in TEXTS),
        *(_page("theme", term_id=term_id) for term_id in themes),
        *(_page("age", term_id=group.id) for group in AGE_GROUPS),
        *(_page("municipality", slug=gazetteer.get_municipality(nis).slug) for nis in codes),
        *(_page("partner", slug=slug) for slug, _name in list_partners(reading_session())),
    ]


def _xml(document: bytes) -> Response:
    return Response(document, content_type="application/xml; charset=utf-8")
