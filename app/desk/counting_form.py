"""The screen that counts a contact: tiles to press, nothing to type."""

from __future__ import annotations

from flask import session as browser_session
from wtforms import HiddenField, RadioField
from wtforms.validators import Length

from app.directory.catalogue import HouseValue
from app.directory.models.terms import Facet
from app.finder.cards import Choice
from app.finder.site import get_catalogue
from app.i18n import gettext as _
from app.questions.models.desks import ContactResult
from app.questions.models.questions import Channel
from app.questions.operations.counting import COUNTED_CHANNELS, ContactDraft
from app.search.queries import AGE_GROUPS
from app.web.forms import Form, lazy_gettext, required
from app.web.installation import get_installation
from app.web.languages import page_language

LAST = "counted"
"""What the browser's session keeps of the last contact: its number, channel and municipality."""
UNKNOWN_ICON = "dots"
CHANNEL_ICONS = {
    Channel.WALK_IN: "ui-desk",
    Channel.PHONE: "ui-phone",
    Channel.MAIL: "ui-mail",
    Channel.OUTREACH: "walking",
    Channel.FORM: "pencil-form",
}
RESULT_ICONS = {
    ContactResult.INFORMED: "ui-info",
    ContactResult.REFERRED: "handshake",
    ContactResult.ASKED: "question-bubble",
    ContactResult.NOTHING_FOUND: "empty-chair",
    ContactResult.ESCALATED: "lifebuoy",
}


class CountForm(Form):
    """A contact: each field is a row of tiles, and what is not known may stay so."""

    theme = RadioField(lazy_gettext("Waarover ging het?"), default="")
    age = RadioField(lazy_gettext("Hoe oud is het kind?"), default="")
    channel = RadioField(lazy_gettext("Hoe kwam het gezin?"), validators=[required()])
    municipality = RadioField(lazy_gettext("Uit welke gemeente?"), default="")
    result = RadioField(
        lazy_gettext("Wat kwam ervan?"),
        validators=[required(lazy_gettext("Kies wat ervan kwam."))],
    )
    mark = HiddenField(validators=[Length(max=40)])
    """Another one on each page, so that pressing twice counts once."""

    def offer(self, house: HouseValue | None) -> None:
        """Give every row its tiles."""
        self.theme.choices = theme_pairs()
        self.age.choices = age_pairs()
        self.channel.choices = [(item.value, channel_text(item.value)) for item in COUNTED_CHANNELS]
        self.municipality.choices = municipality_pairs(house)
        self.result.choices = [(item.value, result_text(item)) for item in ContactResult]

    def start(self, house: HouseValue | None) -> None:
        """Choose what was chosen last in this session: a desk counts row after row."""
        last = browser_session.get(LAST) or {}
        known = [nis for nis, _name in municipality_pairs(house)]
        nearest = known[0] if house is not None and house.municipalities else ""
        self.channel.data = last.get("channel") or Channel.WALK_IN.value
        chosen = last.get("municipality", nearest)
        self.municipality.data = chosen if chosen in known else nearest

    def to_draft(self) -> ContactDraft:
        """The contact as it was pressed."""
        return ContactDraft(
            Channel(self.channel.data),
            ContactResult(self.result.data),
            self.theme.data or None,
            self.age.data or None,
            self.municipality.data or None,
        )


def theme_pairs() -> list[tuple[str, str]]:
    """The top themes by name, and that it is not known."""
    language = page_language()
    terms = get_catalogue().taxonomy.list_facet(Facet.DOMAIN)
    return [*((term.id, term.label(language)) for term in terms), ("", _("Weet ik niet"))]


def age_pairs() -> list[tuple[str, str]]:
    """The age groups by name, youngest first, and that it is not known."""
    taxonomy, language = get_catalogue().taxonomy, page_language()
    groups = [
        (group.id, term.label(language))
        for group in AGE_GROUPS
        if (term := taxonomy.find(group.id)) is not None
    ]
    return [*groups, ("", _("Weet ik niet"))]


def municipality_pairs(house: HouseValue | None) -> list[tuple[str, str]]:
    """The municipalities of the House, the one of its desk first, and all others together."""
    gazetteer, language = get_installation().gazetteer, page_language()
    codes = house.municipalities if house else ()
    places = [place for nis in codes if (place := gazetteer.find_municipality(nis)) is not None]
    desk_place = house.desk_place if house else ""
    places.sort(key=lambda place: (place.name("nl") != desk_place, place.name(language)))
    return [
        *((place.municipality_nis or "", place.name(language)) for place in places),
        ("", _("Elders of niet geweten")),
    ]


def channel_text(channel: str) -> str:
    """How people call a way to come in."""
    return {
        Channel.WALK_IN.value: _("Aan de balie"),
        Channel.PHONE.value: _("Telefoon"),
        Channel.MAIL.value: _("Mail of brief"),
        Channel.OUTREACH.value: _("Onderweg"),
        Channel.FORM.value: _("Formulier op de site"),
    }[channel]


def result_text(result: ContactResult) -> str:
    """How people call what came of a contact."""
    return {
        ContactResult.INFORMED: _("Info gegeven"),
        ContactResult.REFERRED: _("Doorverwezen"),
        ContactResult.ASKED: _("Werd een vraag"),
        ContactResult.NOTHING_FOUND: _("Niets gevonden"),
        ContactResult.ESCALATED: _("Aan een collega gegeven"),
    }[result]


def tiles(field: RadioField) -> tuple[Choice, ...]:
    """The tiles of a row with their pictograms."""
    icons = _icons(field.short_name)
    return tuple(
        Choice(value, str(text), None, value == (field.data or ""), icons.get(value, UNKNOWN_ICON))
        for value, text, *_more in field.iter_choices()
    )


def _icons(name: str) -> dict[str, str]:
    match name:
        case "channel":
            return {item.value: icon for item, icon in CHANNEL_ICONS.items()}
        case "result":
            return {item.value: icon for item, icon in RESULT_ICONS.items()}
        case "municipality":
            return dict.fromkeys(_municipality_codes(), "ui-place")
        case _:
            return {term.id: term.icon for term in get_catalogue().taxonomy.terms.values()}


def _municipality_codes() -> list[str]:
    return [nis for house in get_catalogue().houses for nis in house.municipalities]
