"""What every page shows around its content: languages, navigation, desk and help numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from app.agenda.clock import BRUSSELS
from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError
from app.agenda.timetable import PlacedHours, Timetable
from app.db import utc_now
from app.directory.catalogue import Catalogue, HouseValue
from app.directory.shelf import Shelf
from app.finder.ask_links import ask_url
from app.finder.cards import Desk, HelpLine, Link
from app.finder.parameters import EXPLAIN, read_kept
from app.finder.rules import hours_rows, short_hours
from app.finder.states import state_label
from app.i18n import LANGUAGES, choose_text, direction_of
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language

_CATALOGUE = "dichtbij.catalogue"
_SHELF = "dichtbij.shelf"
KEPT_PARAMETER = "lijst"
MAX_CARRIED = 2_000
"""Longest query, in bytes, that the links to other languages repeat."""


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page."""

    language: str
    direction: str
    languages: tuple[Link, ...]
    desk: Desk | None
    help_lines: tuple[HelpLine, ...]
    nav: tuple[Link, ...]
    footer: tuple[Link, ...]
    home_url: str
    list_url: str
    canonical_url: str
    alternates: tuple[Link, ...]
    feeds: tuple[Link, ...]


def keep_directory(app: Flask, catalogue: Catalogue, shelf: Shelf) -> None:
    """Keep the taxonomy, the houses and the loaded offers with the app."""
    app.extensions[_CATALOGUE] = catalogue
    app.extensions[_SHELF] = shelf


def get_shelf() -> Shelf:
    """The loaded offers of the app that answers this request."""
    shelf: Shelf = current_app.extensions[_SHELF]
    return shelf


def get_catalogue() -> Catalogue:
    """The taxonomy and houses of the app that answers this request."""
    catalogue: Catalogue = current_app.extensions[_CATALOGUE]
    return catalogue


def local_now() -> datetime:
    """Now on the clock of Brussels."""
    return utc_now().astimezone(BRUSSELS)


def absolute_url(path: str) -> str:
    """An address under the site's own name, whatever host the request named."""
    return get_installation().settings.site_url.rstrip("/") + path


def help_lines() -> tuple[HelpLine, ...]:
    """The numbers for when it cannot wait; they are on each page."""
    return (
        HelpLine("112", "tel:112", _("Noodnummer"), _("levensgevaar, brand, ongeval")),
        HelpLine("1813", "tel:1813", _("Zelfmoordlijn"), _("dag en nacht, anoniem")),
        HelpLine("1712", "tel:1712", _("Geweld, misbruik"), _("gratis, ook chat")),
        HelpLine("102", "tel:102", _("Awel"), _("voor kinderen en jongeren")),
        HelpLine("106", "tel:106", _("Tele-Onthaal"), _("als je wil praten")),
    )


def read_hours(text: str) -> OpeningHours | None:
    """Opening hours, or None when there are none or they cannot be read."""
    if not text:
        return None
    try:
        return OpeningHours.parse(text)
    except OpeningHoursError:
        return None


def phone_href(number: str) -> str:
    """The address that calls a Belgian number."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    if digits.startswith("0") and len(digits) > 4:
        digits = "+32" + digits[1:]
    return f"tel:{digits}"


def web_href(address: str) -> str:
    """The link of a web address; whatever else was typed never becomes a link that runs."""
    is_web = address.casefold().startswith(("https://", "http://"))
    return address if is_web else f"https://{address}"


def make_desk(house: HouseValue, now: datetime) -> Desk:
    """The desk of a House as a card."""
    language = page_language()
    phone, email = house.find_contact("phone"), house.find_contact("email")
    phone_hours = read_hours(phone.hours) if phone else None
    desk_hours = read_hours(house.desk_hours)
    open_hours = phone_hours or desk_hours
    state = None
    if open_hours is not None:
        timetable = Timetable(hours=(PlacedHours(open_hours),))
        state = state_label(timetable.state_at(now), now, is_phone=phone_hours is not None)
    chosen = choose_text(house.welcomes, language) or (language, "")
    note = choose_text(house.notes, language)
    address = ", ".join(
        part
        for part in (house.desk_street, f"{house.desk_postcode} {house.desk_place}".strip())
        if part
    )
    return Desk(
        house=house.name,
        house_url=house_url(house),
        welcome=chosen[1],
        language=chosen[0],
        phone=phone.value if phone else None,
        phone_href=phone_href(phone.value) if phone else None,
        phone_hours=short_hours(phone_hours) if phone_hours else None,
        email=email.value if email else None,
        name=house.desk_name or None,
        address=address or None,
        hours=hours_rows(desk_hours, now.date()) if desk_hours else (),
        state=state,
        note=note[1] if note and note[0] == chosen[0] else None,
        ask_url=ask_url(),
    )


def house_url(house: HouseValue) -> str:
    """The page of the first municipality of a House."""
    for nis in house.municipalities:
        place = get_installation().gazetteer.find_municipality(nis)
        if place is not None:
            return url_for("finder.municipality", slug=place.slug)
    return url_for("finder.home")


def find_desk(municipality_nis: str | None = None) -> Desk | None:
    """The desk of a municipality's House, or of the default one."""
    house = get_catalogue().find_house(municipality_nis)
    if house is None:
        return None
    # The frame of the page and the page itself often show the same desk.
    desks: dict[str, Desk] = g.setdefault("desks", {})
    if house.slug not in desks:
        desks[house.slug] = make_desk(house, local_now())
    return desks[house.slug]


def get_desk(municipality_nis: str | None = None) -> Desk:
    """The desk; an installation without any House still names the help numbers."""
    desk = find_desk(municipality_nis)
    if desk is not None:
        return desk
    return Desk(
        house="Dichtbij",
        house_url=url_for("finder.home"),
        welcome=_("Bel een van de hulplijnen onderaan deze pagina."),
        language=page_language(),
        phone=None,
        phone_href=None,
        phone_hours=None,
        email=None,
        name=None,
        address=None,
        hours=(),
        state=None,
    )


def _page_rule() -> Rule | None:
    """The rule of the page at this address; a form that comes back stands where it was opened."""
    rule = request.url_rule
    if rule is None or "GET" in (rule.methods or ()):
        return rule
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(method="GET", return_rule=True)[0] if adapter else None
    except HTTPException:
        return None


def _page_path(code: str, *, is_whole: bool = False) -> str:
    """The path of this page in a language, with its parameters when `is_whole`."""
    rule = _page_rule()
    if rule is None or "language" not in rule.arguments:
        return url_for("finder.home", language=code)
    values: dict[str, Any] = {**(request.view_args or {}), "language": code}
    path = url_for(rule.endpoint, **values)
    # Not through url_for: a parameter of a visitor could steer it.
    is_carried = is_whole and len(request.query_string) <= MAX_CARRIED
    # What does nothing on a public page leaves no trace on it.
    ignored = () if g.get("is_private") else (EXPLAIN,)
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in ignored]
    query = urlencode(pairs) if is_carried else ""
    return f"{path}?{query}" if query else path


def travelling_list() -> str | None:
    """The kept list that this address carries for a visitor without JavaScript, or None."""
    name = "o" if request.endpoint == "finder.kept" else KEPT_PARAMETER
    return read_kept(request.args.get(name, "")[:600]) or None


def make_site() -> Site:
    """The frame of the page that is being answered."""
    language, kept = page_language(), travelling_list()
    endpoint = request.endpoint or ""
    languages = tuple(
        Link(item.own_name, _page_path(code, is_whole=True), is_current=code == language, hint=code)
        for code, item in LANGUAGES.items()
    )
    return Site(
        language=language,
        direction=direction_of(language),
        languages=languages,
        desk=find_desk(),
        help_lines=help_lines(),
        nav=(
            *(
                Link(text, url_for(name, lijst=kept), icon, endpoint in names)
                for text, name, icon, names in (
                    (_("Zoeken"), "finder.search", "ui-search", {"finder.search"}),
                    (_("Thema's"), "finder.themes", "ui-list", {"finder.themes", "finder.theme"}),
                    (_("Kalender"), "finder.calendar", "ui-calendar", {"finder.calendar"}),
                    (
                        _("Gemeenten"),
                        "finder.municipalities",
                        "ui-place",
                        {"finder.municipalities", "finder.municipality"},
                    ),
                )
            ),
            Link(
                _("Stel je vraag"),
                ask_url() or url_for("asking.ask"),
                "two-bubbles",
                endpoint.startswith("asking."),
            ),
        ),
        footer=(
            Link(_("Stel je vraag"), url_for("asking.ask")),
            Link(_("Volg je vraag"), url_for("asking.enter")),
            Link(_("Over Dichtbij"), url_for("finder.text", name="over")),
            Link(_("Hulp nu"), url_for("finder.text", name="hulp")),
            Link(_("Je privacy"), url_for("finder.text", name="privacy")),
            Link(_("Toegankelijkheid"), url_for("finder.text", name="toegankelijkheid")),
            Link(_("Onze partners"), url_for("finder.partners")),
            Link(_("Stel iets voor"), url_for("suggest.form")),
        ),
        home_url=url_for("finder.home", lijst=kept),
        list_url=url_for("finder.kept", o=kept),
        canonical_url=absolute_url(_page_path(language)),
        alternates=tuple(
            Link(code, absolute_url(_page_path(code)), hint=code) for code in LANGUAGES
        ),
        feeds=(),
    )


def register_site(app: Flask) -> None:
    """Give every template its frame."""
    app.jinja_env.globals["direction_of"] = direction_of

    @app.context_processor
    def give_site() -> dict[str, object]:
        return {"site": make_site()}
