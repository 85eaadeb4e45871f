"""Numbers in words, up to twenty, as ages, days, hours and distances have them."""

from app.search.text.folding import lower

_DUTCH = (
    "een één,twee,drie,vier,vijf,zes,zeven,acht,negen,tien,elf,twaalf,dertien,veertien,vijftien"
    ",zestien,zeventien,achttien,negentien,twintig"
)
_FRENCH = "un,deux,trois,quatre,cinq,six,sept,huit,neuf,dix"
_ENGLISH = "one,two,three,four,five,six,seven,eight,nine,ten"

NUMBER_OF_WORD = {
    word: number
    for language in (_DUTCH, _FRENCH, _ENGLISH)
    for number, words in enumerate(language.split(","), 1)
    for word in words.split()
}
"""In Dutch, French and English."""

_WORDS = sorted(NUMBER_OF_WORD, key=len, reverse=True)
NUMBER_WORD = f"(?:{'|'.join(_WORDS)})"
"""Matches one of them."""
COUNTED_WORD = f"(?:{'|'.join(word for word in _WORDS if NUMBER_OF_WORD[word] > 1)})"
"""Matches one that is no article."""


def number_of(text: str) -> int:
    """Gives the number in digits or in a word; raises KeyError or ValueError when it is none."""
    return int(text) if text.isdigit() else NUMBER_OF_WORD[lower(text)]
