"""The pages of plain text: about, help now, privacy, accessibility."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import url_for

from app.finder.cards import Link
from app.finder.pages import TextPage
from app.finder.site import get_desk, help_lines
from app.i18n import gettext as _


def _about() -> TextPage:
    return TextPage(
        title=_("Over Dichtbij"),
        sections=(
            (
                _("Wat je hier vindt"),
                (
                    _("Dichtbij toont wat er is voor gezinnen in je buurt."),
                    _("Spelen, vragen, opvang, school, geld, gezondheid: het staat hier samen."),
                    _("Het aanbod komt van de partners van de Huizen van het Kind."),
                ),
            ),
            (
                _("Wie staat erachter"),
                (
                    _("Een Huis van het Kind is een netwerk van diensten en verenigingen."),
                    _("Ze werken samen voor gezinnen, van zwangerschap tot 24 jaar."),
                    _("Kom je er niet uit? Bel of mail het onthaal. Elke vraag is goed."),
                ),
            ),
        ),
        desk=get_desk(),
        links=(Link(_("Bekijk alle partners"), url_for("finder.partners")),),
    )


def _help() -> TextPage:
    return TextPage(
        title=_("Hulp nu"),
        sections=(
            (
                _("Is er gevaar?"),
                (
                    _("Bel 112 als iemand in gevaar is."),
                    _("De hulplijnen hieronder luisteren. Je hoeft je naam niet te zeggen."),
                ),
            ),
            (
                _("Is het niet dringend?"),
                (
                    _("Bel of mail dan het onthaal van je Huis van het Kind."),
                    _("Samen zoeken jullie de juiste plek."),
                ),
            ),
        ),
        help_lines=help_lines(),
        desk=get_desk(),
    )


def _privacy() -> TextPage:
    return TextPage(
        title=_("Je privacy"),
        sections=(
            (
                _("We volgen je niet"),
                (
                    _("Je hebt geen account nodig."),
                    _("We plaatsen geen cookies terwijl je zoekt."),
                    _("We gebruiken geen diensten van anderen die je volgen."),
                ),
            ),
            (
                _("Waar je bent"),
                (
                    _("Zoek je bij jou in de buurt? Dan ronden we je plaats af op 100 meter."),
                    _("Die plaats staat alleen in het adres van de pagina. We bewaren ze niet."),
                ),
            ),
            (
                _("Je lijst"),
                (
                    _("Wat je bewaart, staat alleen op je eigen toestel."),
                    _("We bewaren er enkel nummers van aanbod, geen woorden die je typte."),
                    _("Wis je de gegevens van je browser, dan is je lijst weg."),
                ),
            ),
            (
                _("Als je een vraag stelt"),
                (
                    _("Je naam hoeft niet. Je kiest zelf hoe we je bereiken."),
                    _("Alleen het onthaal van je Huis van het Kind leest je vraag."),
                    _("We schrijven op wie een vraag opende, en wanneer."),
                    _("Je vraag en je gegevens bewaren we versleuteld."),
                    _("In een e-mail staat nooit wat je vroeg."),
                    _("Met een partner delen we enkel waar je ja op zei. Stoppen kan altijd."),
                    _("Je gegevens wissen we 30 dagen na het einde, je vraag na 90 dagen."),
                    _("Een Huis kan kortere of langere termijnen kiezen."),
                    _("Op de pagina van je vraag staat de juiste dag."),
                    _("Op die pagina wis je ook alles zelf, met een knop."),
                    _("We tellen hoe vaak iemand vraagt, maar bewaren geen internetadres."),
                    _("Een cookie onthoudt je vraag een half uur. Daarna heb je je code nodig."),
                ),
            ),
            (
                _("Als je iets meldt of voorstelt"),
                (
                    _("Meld je een fout? Je schrijft enkel wat er fout is, niet wie je bent."),
                    _("Stel je iets voor? Je naam en e-mailadres lezen alleen de coördinatoren."),
                    _("We wissen ze 30 dagen nadat we beslisten."),
                ),
            ),
            (
                _("Wat we noteren"),
                (
                    _("We noteren of de site werkt en hoe snel. We noteren niet wie je bent."),
                    _("We tellen welke zoekwoorden vaak voorkomen, en wat gezinnen missen."),
                    _("Namen, nummers en lange zinnen bewaren we niet."),
                    _("Wat bijna niemand zoekt, wissen we na twee maanden. De rest na 13 maanden."),
                    _("We tellen per maand hoe vaak een aanbod bekeken is, niet door wie."),
                    _("Vragen hierover? Bel of mail het onthaal."),
                ),
            ),
        ),
        desk=get_desk(),
    )


def _accessibility() -> TextPage:
    return TextPage(
        title=_("Toegankelijkheid"),
        sections=(
            (
                _("Voor iedereen"),
                (
                    _("Deze site wil werken voor iedereen. We volgen WCAG 2.2, niveau AA."),
                    _("Ze werkt met het toetsenbord, met een schermlezer en op een oude telefoon."),
                    _("Ze werkt ook zonder JavaScript."),
                ),
            ),
            (
                _("Wat nog niet goed is"),
                (
                    _("Niet elk aanbod is vertaald. Dan tonen we de Nederlandse tekst."),
                    _("De kaart is een tekening. Alles wat erop staat, staat ook in de lijst."),
                ),
            ),
            (
                _("Lukt er iets niet?"),
                (
                    _("Bel of mail het onthaal. Zeg wat je wilde doen en wat er gebeurde."),
                    _("We helpen je meteen verder en lossen het op."),
                ),
            ),
        ),
        desk=get_desk(),
    )


TEXTS: Mapping[str, Callable[[], TextPage]] = {
    "over": _about,
    "hulp": _help,
    "privacy": _privacy,
    "toegankelijkheid": _accessibility,
}
