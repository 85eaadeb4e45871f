"""Ages in a typed line, as people write them, in months."""

import re

from app.search.facts import FactKind, Line
from app.search.folding import split_words

OLDEST_MONTHS = 25 * 12
_NUMBER_WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15,
    "zestien": 16, "zeventien": 17, "achttien": 18, "un": 1, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,2}}(?:[.,]\d)?(?:\s*(?:½|1/2|en een half|en half|et demi))?|½|(?:{_WORDS})\b)"
_YEARS = r"(?:jaartjes|jaren|jarigen?|jaar|jr|j|ans|an|years?|yrs?|yo)"
_MONTHS = r"(?:maandjes|maanden|maand|mnd|mois|months?)"
_WEEKS = r"(?:weekjes|weken|semaines?|weeks?)"
_UNIT = rf"(?P<unit>{_YEARS}|{_MONTHS}|{_WEEKS})"
_BETWEEN = r"\s*(?:,|/|-|–|\+|&|\ben\b|\bof\b|\btot\b|\bet\b|\bà\b|\ba\b|\band\b|\bto\b)\s*"
_STATED = re.compile(
    rf"(?<![\w/.,-])(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)[\s-]*{_UNIT}(?!\w)(?:\s+(?:oud|old)\b)?",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"(?<!\w)(?:(?P<year_and_half>anderhalf\s+jaar|un\s+an\s+et\s+demi)|(?P<half>een\s+half\s+jaar|half\s+jaar))(?!\w)",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:zoontjes?|zoon|zonen|dochtertjes?|dochters?|kindje|kindjes|kinderen|kinders|kids|kind|kleinkinderen|kleinkind|"
    r"jongens?|jongen|meisjes?|tweeling|fils|filles?|enfants?|sons?|daughters?|child|children|boys?|girls?)"
)
_OF_PERSON = re.compile(
    rf"(?<!\w){_PERSON}\s*(?:,\s*|\bvan\s+|\bde\s+|\bof\s+|\baged?\s+|\(\s*)?"
    rf"(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)(?!\w|[.,:]\d|\s*(?:u|uur|uren|h|km|euro|€|personen|keer|x)\b)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<![\w,.])(?P<number>\d{1,2})\s*(?:\+|-?plus(?:sers?)?)(?!\w)", re.IGNORECASE)
_ONE = re.compile(_NUMBER, re.IGNORECASE)

# One age that stands for a word; the middle of what people mean by it.
_STAGES = {
    "pasgeboren": 0, "pasgeborene": 0, "newborn": 0, "baby": 6, "babys": 6, "babytje": 6, "bebe": 6, "bebes": 6,
    "nourrisson": 4, "zuigeling": 4, "infant": 6, "dreumes": 15, "dreumesen": 15, "peuter": 27, "peuters": 27,
    "peutertje": 27, "toddler": 27, "toddlers": 27, "kleuter": 54, "kleuters": 54, "kleutertje": 54, "maternelle": 54,
    "preschooler": 54, "lagereschoolkind": 108, "lagereschoolkinderen": 108, "puber": 168, "pubers": 168,
    "tiener": 168, "tieners": 168, "ado": 168, "ados": 168, "adolescent": 180, "adolescents": 168, "teen": 168,
    "teens": 168, "teenager": 168, "teenagers": 168, "zwanger": -4, "zwangere": -4, "enceinte": -4, "pregnant": -4,
}  # fmt: skip


def read_ages(line: Line) -> None:
    """Notes every stated age; without one, the word for a stage of life gives a soft one.

    Numbers count with a unit (`2,5 jaar`, `18 maanden`, `6j`, `6 ans`) or after a child (`zoon 14`, `kleinkind van 2`);
    a row of numbers shares its unit, and a range gives its two ends. Above 24 years nothing is an
    age.
    """
    for match in _STATED.finditer(line.text):
        _add_numbers(line, match, _months_in(match["unit"]))
    for match in _HALVES.finditer(line.text):
        if line.is_free(*match.span()):
            months = 18 if match["year_and_half"] else 6
            line.add(FactKind.AGE, months, *match.span())
    for match in _OF_PERSON.finditer(line.text):
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
    unit = unit.lower()
    if re.fullmatch(_YEARS, unit):
        return 12.0
    return 1.0 if re.fullmatch(_MONTHS, unit) else 12 / 52


def _value(number: str) -> float:
    number = number.lower()
    if number in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[number])
    if number == "½":
        return 0.5
    digits = re.match(r"\d+(?:[.,]\d)?", number)
    value = float(digits[0].replace(",", ".")) if digits else 0.0
    is_half_more = digits is not None and len(number) > len(digits[0])
    return value + 0.5 if is_half_more else value
