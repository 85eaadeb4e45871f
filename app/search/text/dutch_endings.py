"""What Kraaij-Pohlmann gets wrong in the words of our tables and offers.

It takes "fiets" for a plural and "fietsen" for none, "deken" for a verb, and stops at "kampje",
"boze" and "schulden". Found by comparing the stems of all words that differ by an ending only.
"""

import re

# A form with the same meaning for which the algorithm does well.
_OTHER_FORMS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (
            r"((?:ie|aa|oe|ee|oo|[aiu])ts|(?<![aeiou])[ai]ns|mens|wens|grens|gids|klets|kots)$",
            r"\1en",
        ),
        (r"les(?:jes?)?$", "lessen"),
        (r"(?<!a)ampjes?$", "amp"),
        (r"((?:st|cht|ft|pakket|loket))jes?$", r"\1"),
        (r"(schuld|woord|bord|paard|naald|beeld|geld|meld|vreemd)(?:en|e)$", r"\1"),
        (r"(fot|aut|eur|kil|vide|pian)os$", r"\1o"),
        (r"(colleg|agend)as$", r"\1a"),
        (r"(ee|ie)en$", r"\1"),
        (r"bare$", "baar"),
        (r"loze$", "loos"),
        (r"([oi])nele$", r"\1neel"),
        (r"(?<=[a-z]{4})se$", "s"),
        (r"(?<=[^aeiou][aeo])([bdfgklmnpt])\1e$", r"\1"),
        (r"(?<=[aiu])([kdfglmnpt])\1e$", r"\1"),
        (r"^(ver|be|over|on)([a-z]{3,})de$", r"\1\2d"),
        (r"geborene$", "geboren"),
        (r"(?<=[^aeiou])ie([vz])e$", r"ie\1en"),
        (r"(?<=[^aeiou])ij([vz])e$", r"ij\1en"),
    )
)
# Nouns and verbs on -en that are no plurals, also behind other words ("kinderwagens").
_WHOLE = re.compile(
    r"(deken|wagen|keuken|laken|examen|kussen|teken|inkomen|optreden|^oefen|^reken|^open|^regen)"
    r"(?:s|tjes?|en|t)?$"
)


def whole_noun(word: str) -> str | None:
    """Gives the stem of a word on -en that is no plural; None for all others."""
    match = _WHOLE.search(word)
    return None if match is None else word[: match.end(1)]


def regular_form(word: str) -> str:
    """Gives a form of the word that the algorithm stems well."""
    for pattern, form in _OTHER_FORMS:
        changed, count = pattern.subn(form, word, count=1)
        if count:
            return changed
    return word
