"""Words that cannot wait: which numbers belong to them. Nothing of what was typed is kept."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping

from app.finder.cards import HelpLine
from app.finder.site import help_lines

# Beginnings of words, so that "zelfmoord" also finds "zelfmoordgedachten"; a whole word ends in a
# space. In every language of the site, as people say it.
_DEATH = (
    "zelfmoord|zelfdoding|suicid|wil dood|wil niet meer leven|niet meer willen leven"
    "|geen zin meer om te leven|er niet meer zijn|maak er een einde aan|einde aan mijn leven"
    "|mezelf pijn|mezelf iets aan|wil sterven|envie de mourir|veux mourir|me tuer|plus vivre"
    "|kill myself|want to die|end my life|hurt myself|do not want to live|don t want to live"
    "|انتحار|انتحر|اريد ان اموت|اقتل نفسي"
)
_VIOLENCE = (
    "slaat mij|slaat me|slaat hem|slaat haar|slaat de kind|slaat mijn|slaat ons|word geslagen"
    "|wordt geslagen|werd geslagen|slaagt mij|slaagt me|mishandel|verkracht|misbruik"
    "|aangerand|bedreigt|bedreigd|met een mes|partnergeweld|huiselijk geweld|geweld thuis"
    "|bang van mijn man|bang van mijn partner|bang voor mijn man|bang voor mijn partner"
    "|opgesloten|wurg|frappe mon enfant|me frappe|nous frappe|me bat|violence|abus sexuel|viol "
    "|violee|maltrait|menace|en danger|in danger|in gevaar|niet veilig|onveilig"
    "|hits me|hits my|beats me|beats my|abuse|raped|threatens|violent"
    "|يضربني|يضرب|ضربني|عنف|خطر|اغتصاب|تحرش|يهددني"
)
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    _DEATH: ("112", "1813", "102", "106"),
    _VIOLENCE: ("112", "1712", "102"),
}
_BETWEEN = re.compile(r"[^\w]+")


def find_urgent(*texts: str) -> tuple[HelpLine, ...]:
    """The numbers for words of violence, danger or no longer wanting to live; none otherwise."""
    text = f" {_BETWEEN.sub(' ', _fold(' '.join(texts)))} "
    wanted = {
        number
        for words, numbers in _NUMBERS.items()
        if any(f" {word}" in text for word in _fold(words).split("|"))
        for number in numbers
    }
    return tuple(line for line in help_lines() if line.number in wanted)


def words_for_page() -> str:
    """The same words for the device itself, as JSON: [[beginnings, numbers]]."""
    return json.dumps(
        [[_fold(words), " ".join(numbers)] for words, numbers in _NUMBERS.items()],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _fold(text: str) -> str:
    """Small letters without accents or Arabic vowel signs, as the device folds them too."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
