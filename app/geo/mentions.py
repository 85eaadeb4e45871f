"""Mentions are the places that a free text names, with where in the text they stand."""

from collections.abc import Sequence

from app.geo.name_index import NameIndex
from app.geo.names import MAXIMUM_TEXT_LENGTH, Word, split_words, write_out_saints
from app.geo.ordinary_words import ORDINARY_WORDS, PLACE_PREPOSITIONS
from app.geo.places import Mention, Place, PlaceKind, Region

_SHORTEST_PLAIN_NAME = 4
_MAXIMUM_GAP = 3
_NAME_GAPS = frozenset(" -\u2010\u2011\u2013'\u2019.\u00a0()/")
_POSTCODE_GAPS = _NAME_GAPS | {","}
# What follows a number that counts or measures something.
_UNITS = """
    euro euros eur cent jaar jaren maand maanden week weken dag dagen uur uren u min minuten gram g
    kg km m meter m2 liter kinderen kind gezinnen mensen personen deelnemers plaatsen stuks keer x
    procent ans heures
"""
_COUNTED = frozenset(_UNITS.split())
_WORDS_OF_YEARS = """
    januari februari maart april mei juni juli augustus september oktober november december jan feb
    mrt apr jun jul aug sep sept okt nov dec janvier fevrier mars avril juin juillet aout septembre
    octobre novembre decembre sinds geboren jaar anno schooljaar depuis zomer
"""
_BEFORE_YEARS = frozenset(_WORDS_OF_YEARS.split())
# Antwerp's 2018, 2020 and 2030 look like years: they want a place name beside them.
_YEARS = range(2010, 2040)
_NO_YEAR_FROM = 2100
"""Behind the name of a month a number is a year up to here: "september 9100" names a place."""


def find_mentions(index: NameIndex, text: str) -> tuple[Mention, ...]:
    """The places that a text names, longest match first from the left, none overlapping.

    Names count in their exact folded form ("st" written out), postcodes only where they are no
    year, price, date or number of something. Only the first 200 characters are read.
    """
    text = text[:MAXIMUM_TEXT_LENGTH]
    words = tuple(split_words(text))
    mentions: list[Mention] = []
    position = 0
    while position < len(words):
        mention, used = _mention_at(index, text, words, position)
        if mention is not None:
            mentions.append(mention)
        position += used
    return tuple(mentions)


def _mention_at(
    index: NameIndex, text: str, words: Sequence[Word], position: int
) -> tuple[Mention | None, int]:
    """The mention that starts at a word, if any, and the number of words it uses (at least 1)."""
    word = words[position]
    if _is_postcode(index, word):
        name, length = _name_at(index, text, words, position + 1)
        if name and _are_beside(text, word, words[position + 1]):
            here = _with_postcode(name, word.folded)
            if here:
                end = words[position + length].end
                return Mention(word.start, end, here), length + 1
        if _is_number_of_something(text, words, position):
            return None, 1
        return Mention(word.start, word.end, _main_places(index, word.folded)), 1
    name, length = _name_at(index, text, words, position)
    if not name:
        return None, 1
    last = words[position + length - 1]
    following = words[position + length] if position + length < len(words) else None
    if following and _is_postcode(index, following) and _are_beside(text, last, following):
        here = _with_postcode(name, following.folded)
        if here:
            return Mention(word.start, following.end, here), length + 1
    if _is_plain_word(text, words, position, length, name):
        return None, 1
    return Mention(word.start, last.end, name), length


def _name_at(
    index: NameIndex, text: str, words: Sequence[Word], position: int
) -> tuple[tuple[Place, ...], int]:
    """The places of the longest name that starts at a word, and its number of words."""
    reach = position
    while reach + 1 < len(words) and reach + 1 - position < index.longest_key:
        if not _are_one_name(text, words[reach], words[reach + 1]):
            break
        reach += 1
    for end in range(min(reach + 1, len(words)), position, -1):
        key = " ".join(write_out_saints([word.folded for word in words[position:end]]))
        found = () if key.isdigit() else index.by_name(key)
        if found:
            return found, end - position
    return (), 0


def _are_one_name(text: str, left: Word, right: Word) -> bool:
    """Says whether only a hyphen, space, apostrophe or the dot of "st." stands between."""
    gap = text[left.end : right.start]
    if "." in gap and left.folded not in ("st", "ste"):
        return False
    return len(gap) <= _MAXIMUM_GAP and set(gap) <= _NAME_GAPS


def _are_beside(text: str, left: Word, right: Word) -> bool:
    """Says whether a name and a postcode stand side by side, a comma allowed."""
    gap = text[left.end : right.start]
    return len(gap) <= _MAXIMUM_GAP and set(gap) <= _POSTCODE_GAPS


def _is_postcode(index: NameIndex, word: Word) -> bool:
    """Says whether a word is one of the Belgian postcodes."""
    return len(word.folded) == 4 and word.folded.isdigit() and bool(index.by_postcode(word.folded))


def _is_number_of_something(text: str, words: Sequence[Word], position: int) -> bool:
    """Says whether four digits are rather a year, price, date, telephone number or amount."""
    word = words[position]
    before = words[position - 1] if position else None
    after = words[position + 1] if position + 1 < len(words) else None
    if text[max(0, word.start - 2) : word.start].strip() in {"€", "$", "/", "+", ".", ","}:
        return True
    if text[word.end : word.end + 2].strip()[:1] in {"€", "$", "%", "/"}:
        return True
    if after and (after.folded in _COUNTED or after.folded[0].isdigit()):
        return True
    number = int(word.folded)
    if before and before.folded in _BEFORE_YEARS and number < _NO_YEAR_FROM:
        return True
    return (before is not None and before.folded[-1].isdigit()) or number in _YEARS


def _main_places(index: NameIndex, postcode: str) -> tuple[Place, ...]:
    """The places of a postcode, the one that stands above the others alone if there is one."""
    candidates = index.by_main_postcode(postcode) or index.by_postcode(postcode)
    ids = {place.id for place in candidates}
    tops = tuple(place for place in candidates if place.part_of not in ids)
    is_owned = len(tops) == 1 and tops[0].kind is not PlaceKind.SUBMUNICIPALITY
    return tops if is_owned else candidates


def _with_postcode(places: Sequence[Place], postcode: str) -> tuple[Place, ...]:
    """Those of the places in which a postcode is used."""
    return tuple(place for place in places if postcode in place.postcodes)


def _is_plain_word(
    text: str, words: Sequence[Word], position: int, length: int, places: Sequence[Place]
) -> bool:
    """Says whether a name is rather the ordinary word it equals, by its capital and preposition."""
    name = " ".join(word.folded for word in words[position : position + length])
    is_small_walloon = length == 1 and all(
        place.region is Region.WALLONIA and place.kind is PlaceKind.SUBMUNICIPALITY
        for place in places
    )
    is_doubtful = (
        len(name) < _SHORTEST_PLAIN_NAME
        or is_small_walloon
        or name.replace(" ", "-") in ORDINARY_WORDS
    )
    if not is_doubtful:
        return False
    has_capital = text[words[position].start].isupper()
    has_preposition = position > 0 and words[position - 1].folded in PLACE_PREPOSITIONS
    return not (has_capital and has_preposition)
