"""Advice in the partner's words: what is missing and what that costs, doubles, clashes, reading."""

from __future__ import annotations

from datetime import date

from app.finder.wording import day_text
from app.i18n import gettext as _
from app.i18n import ngettext
from app.publishing.completeness import Advice
from app.publishing.operations.clashes import Clash
from app.publishing.operations.similar import Similar, SimilarReason
from app.publishing.reading_aid import LONGEST_AVERAGE, ReadingAid

MOST_SENTENCES = 3
MOST_JARGON = 5
SHOWN_WORDS = 8
"""Of a long sentence, so that its writer finds it."""


def advice_text(advice: Advice) -> str:
    """What it costs when a fact is not told."""
    return {
        "age": _("Zonder leeftijd vind je dit niet bij een kind van 3."),
        "place": _("Zonder plaats staat dit niet op de kaart. Niemand vindt het dicht bij huis."),
        "when": _("Zonder dag of uur staat dit niet bij “vandaag” of “woensdagnamiddag”."),
        "price": _("Zonder prijs staat dit niet bij “gratis”. Wie weinig geld heeft, blijft weg."),
        "entry": _("Mag je zomaar komen? Wie dat niet weet, komt vaak niet."),
        "summary": _("Zonder korte uitleg zien gezinnen in de lijst alleen de titel."),
        "description": _("Zonder langere tekst weet een gezin niet hoe het er gaat."),
        "contact": _("Zonder eigen nummer of mail bellen gezinnen het algemene nummer."),
        "accessibility": _(
            "Zeg of een buggy of rolstoel binnen kan. Anders moeten gezinnen bellen."
        ),
        "languages": _(
            "Zonder talen vindt een ouder die Arabisch of Frans spreekt dit minder snel."
        ),
        "photo": _("Met een foto en een zin erbij herkent een gezin de plek."),
        "check": _("Nog niemand keek dit na. Stuur het in, dan zien gezinnen dat het klopt."),
    }[advice.fact]


def similar_text(item: Similar) -> str:
    """Why something may stand there twice."""
    names = {"title": item.title, "organization": item.organization or _("een inwoner")}
    if item.offer_id is None:
        return _(
            "“%(title)s” van %(organization)s wacht al op publicatie. Is het hetzelfde?", **names
        )
    if item.reason == SimilarReason.SAME_MOMENT.value:
        return _(
            "Op dezelfde plaats en hetzelfde uur: “%(title)s” van %(organization)s."
            " Is het hetzelfde?",
            **names,
        )
    return _("Dit lijkt op “%(title)s” van %(organization)s. Is het hetzelfde?", **names)


def clash_text(item: Clash, today: date) -> str:
    """What takes place near by in the same week, and when."""
    return _(
        "In dezelfde week, over hetzelfde thema: “%(title)s” van %(organization)s op %(day)s.",
        title=item.title,
        organization=item.organization,
        day=day_text(item.day, today),
    )


def reading_texts(aid: ReadingAid) -> tuple[str, ...]:
    """What makes a text hard to read, with what to write instead."""
    found = []
    if aid.long_sentences:
        count = len(aid.long_sentences)
        found.append(
            ngettext(
                "Eén zin is lang. Maak er twee zinnen van.",
                "%(num)d zinnen zijn lang. Maak er kortere zinnen van.",
                count,
            )
        )
        found += [
            _("Lange zin: “%(begin)s …”", begin=" ".join(sentence.split()[:SHOWN_WORDS]))
            for sentence in aid.long_sentences[:MOST_SENTENCES]
        ]
    elif aid.average_words > LONGEST_AVERAGE:
        found.append(
            _(
                "Je zinnen tellen gemiddeld %(words)d woorden. Met 12 of minder leest het vlotter.",
                words=round(aid.average_words),
            )
        )
    found += [
        _(
            "“%(word)s” is een moeilijk woord. Schrijf bijvoorbeeld: %(plainer)s.",
            word=word,
            plainer=plainer,
        )
        for word, plainer in aid.jargon[:MOST_JARGON]
    ]
    return tuple(found)
