"""Ages in a typed line, as people write them, in months."""

import re

from app.search.facts import FactKind, Line
from app.search.text.folding import lower, split_words
from app.search.text.numbers import NUMBER_OF_WORD, NUMBER_WORD

OLDEST_MONTHS = 25 * 12
_NUMBER = (
    rf"(?:\d{{1,2}}(?:[.,]\d)?(?:\s*(?:½|1/2|en een half|en half|et demi))?|½|{NUMBER_WORD}\b)"
)
_YEARS = r"(?:jaartjes|jaren|jarigen?|jaar|jr|j|ans|an|years?|yrs?|yo)"
_MONTHS = r"(?:maandjes|maanden|maand|mnd|mois|months?)"
_WEEKS = r"(?:weekjes|weken|semaines?|weeks?)"
_UNIT = rf"(?P<unit>{_YEARS}|{_MONTHS}|{_WEEKS})"
_BETWEEN = r"\s*(?:,|/|-|–|\+|&|\ben\b|\bof\b|\btot\b|\bet\b|\bà\b|\ba\b|\band\b|\bto\b)\s*"
_NUMBERS = rf"(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)"
_STATED = re.compile(
    rf"(?<![\w/.,-]){_NUMBERS}[\s-]*{_UNIT}(?!\w)(?:\s+(?:oud|old)\b)?", re.IGNORECASE
)
_HALVES = re.compile(
    r"(?<!\w)(?:(?P<year_and_half>anderhalf\s+jaar|un\s+an\s+et\s+demi)"
    r"|(?P<half>een\s+half\s+jaar|half\s+jaar))(?!\w)",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:zoontjes?|zoon|zonen|dochtertjes?|dochters?|kindjes|kindje|kinderen|kinders|kids|kind"
    r"|kleinkinderen|kleinkind|jongens?|meisjes?|tweeling|fils|filles?|enfants?|sons?|daughters?"
    r"|child|children|boys?|girls?)"
)
_NOT_COUNTED = r"(?!\w|[.,:]\d|\s*(?:u|uur|uren|h|km|euro|€|personen|keer|x)\b)"
_OF_PERSON = re.compile(
    rf"(?<!\w){_PERSON}\s*(?:,\s*|\bvan\s+|\bde\s+|\bof\s+|\baged?\s+|\(\s*)?"
    rf"{_NUMBERS}{_NOT_COUNTED}",
    re.IGNORECASE,
)
_OF_SELF = re.compile(
    rf"(?<!\w)(?:ik\s+ben|ben|i\s+am|i['’]?m|ich\s+bin|tengo)\s+(?P<numbers>1[0-9]|2[0-4]){_NOT_COUNTED}",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<![\w,.])(?P<number>\d{1,2})\s*(?:\+|-?plus(?:sers?)?)(?!\w)", re.IGNORECASE)
_ONE = re.compile(_NUMBER, re.IGNORECASE)
# How long something lasts or how long ago it was: "al drie jaar", "drie weken verlof".
_LASTING = re.compile(
    r"(?<!\w)(?:(?<!is )(?<!wordt )(?<!zoon )(?<!dochter )(?<!kind )(?<!kindje )"
    r"(?:al|reeds|nog|maar|pas|slechts|amper)"
    r"|sinds|sedert|gedurende|tijdens|binnen|over|elke|per|om de|duurt|duurde"
    r"|(?:de|het) (?:eerste|laatste|komende|volgende|voorbije|afgelopen)"
    r"|depuis|pendant|il y a|since|within|every|seit)\s+$",
    re.IGNORECASE,
)
_AS_LONG = re.compile(
    r"\s+(?:geleden|lang|later|zwanger|wacht\w*|\w*verlof|(?<=weken )vakantie|getrouwd|gescheiden"
    r"|werkloos|bezig|te vroeg|op voorhand|ago|pregnant|enceinte)(?!\w)",
    re.IGNORECASE,
)
_AGED = ("oud", "old")

# One age in months that stands for some words; the middle of what people mean by them.
_WORDS_BY_AGE = {
    -4: "zwanger zwangere enceinte pregnant",
    0: "pasgeboren pasgeborene newborn",
    4: "nourrisson",
    6: "baby babys babytje bebe bebes zuigeling infant",
    15: "dreumes dreumesen",
    27: "peuter peuters peutertje toddler toddlers",
    54: "kleuter kleuters kleutertje maternelle preschooler",
    108: "lagereschoolkind lagereschoolkinderen",
    168: "puber pubers tiener tieners ado ados adolescents teen teens teenager teenagers",
    180: "adolescent",
}
_STAGES = {word: months for months, words in _WORDS_BY_AGE.items() for word in words.split()}


def read_ages(line: Line) -> None:
    """Notes every stated age; without one, the word for a stage of life gives a soft one.

    Numbers count with a unit (`2,5 jaar`, `6j`, `6 ans`) or after a child (`zoon 14`, `ik ben 15`);
    a row of numbers shares its unit, and a range gives its two ends. Above 24 years nothing is an
    age, and neither is how long something lasts.
    """
    for match in (*_STATED.finditer(line.text), *_HALVES.finditer(line.text)):
        if _is_duration(line.text, match):
            line.claim(*match.span())
    for match in _STATED.finditer(line.text):
        _add_numbers(line, match, _months_in(match["unit"]))
    for match in _HALVES.finditer(line.text):
        if line.is_free(*match.span()):
            months = 18 if match["year_and_half"] else 6
            line.add(FactKind.AGE, months, *match.span())
    for match in _OF_PERSON.finditer(line.text):
        _add_numbers(line, match, 12.0)
    for match in _OF_SELF.finditer(line.text):
        _add_numbers(line, match, 12.0)
    for match in _FROM.finditer(line.text):
        months = int(match["number"]) * 12
        if line.is_free(*match.span()) and months <= OLDEST_MONTHS:
            line.add(FactKind.AGE, months, *match.span())
    if not any(fact.kind is FactKind.AGE for fact in line.facts):
        _read_stages(line)


def _read_stages(line: Line) -> None:
    seen: set[int] = set()
    for word in split_words(line.text):
        months = _STAGES.get(word.folded)
        if months is not None and months not in seen:
            seen.add(months)
            line.add(FactKind.AGE, months, word.start, word.end, is_soft=True)


def _is_duration(text: str, match: re.Match[str]) -> bool:
    if lower(match[0]).endswith(_AGED):
        return False
    return bool(_LASTING.search(text[: match.start()]) or _AS_LONG.match(text, match.end()))


def _add_numbers(line: Line, match: re.Match[str], unit_months: float) -> None:
    start, end = match.start("numbers"), match.end()
    if line.is_claimed(start, end):
        return
    ages = [round(_value(number) * unit_months) for number in _ONE.findall(match["numbers"])]
    if not ages or max(ages) >= OLDEST_MONTHS:
        return
    for months in dict.fromkeys(ages):
        line.add(FactKind.AGE, months, start, end)


def _months_in(unit: str) -> float:
    unit = lower(unit)
    if re.fullmatch(_YEARS, unit):
        return 12.0
    return 1.0 if re.fullmatch(_MONTHS, unit) else 12 / 52


def _value(number: str) -> float:
    number = lower(number)
    if number in NUMBER_OF_WORD:
        return float(NUMBER_OF_WORD[number])
    if number == "½":
        return 0.5
    digits = re.match(r"\d+(?:[.,]\d)?", number)
    value = float(digits[0].replace(",", ".")) if digits else 0.0
    is_half_more = digits is not None and len(number) > len(digits[0])
    return value + 0.5 if is_half_more else value
