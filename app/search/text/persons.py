"""The many Dutch words for one member of a family: whoever writes "mammies" means mothers.

A line for each, folded, its stem first. Words with another meaning ("moe", "meme") are left out.
"""

from collections.abc import Iterator

_PERSONS = """
mama mamas mamaatje moeder moeders mammie mammies mams mamma mammas ma moeke moekes
papa papas papaatje vader vaders pappie pappies paps pappa pa vake vakes
kind kinderen kindje kindjes kinders kids kid kleintje kleintjes kindeke kindekes kinneke kinnekes
 koter koters kroost spruit spruiten ukje ukjes ukken hummel hummels kadee
zoon zonen zoontje zoontjes jongen jongens jongetje jongetjes ventje ventjes manneke mannekes
dochter dochters dochtertje dochtertjes dochterke meisje meisjes meiske meiskes
baby babys babytje babytjes babyke bebe bebeke zuigeling zuigelingen
oma omas omaatje grootmoeder grootmoeders bomma bommas
opa opas opaatje grootvader grootvaders bompa bompas
grootouders grootouder
tiener tieners puber pubers
dokter dokters arts artsen doktoor
"""


def _read() -> Iterator[tuple[str, str]]:
    for line in _PERSONS.strip().replace("\n ", " ").splitlines():
        first, *others = line.split()
        yield from ((word, first) for word in (first, *others))


STEM_OF_PERSON = dict(_read())
"""For each word for somebody the one stem of all of them."""
