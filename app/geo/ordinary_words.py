"""Ordinary words are the names of places that people also use as plain words.

In a typed line such a name counts as a place only with a capital letter after a preposition of
place ("in Mol"), or with its postcode beside it ("2400 mol"). The list comes from comparing all
names of the gazetteer with Dutch word lists and with the words of our offers, and then choosing by
hand: towns whose name is a rare word (Lier, Luik, Menen, Essen, Bree, Hove, Zele) stay places.
Without a list, names of three letters or fewer (As, Mol, Ham, Spa) and Walloon villages of one word
(Alle, Hour, Roux) are treated so too. Multi-word names are written with hyphens.
"""

_PREPOSITIONS = """
    in te bij rond rondom nabij naar uit vanuit omgeving regio stad gemeente deelgemeente a near
    around
"""
_ORDINARY = """
    alle appels baal balen beek bende berg bergen bevel bever boom bouillon burcht canne celles
    de-haan de-mark doel donk dour forest geel geer gestel graven halen haren heer heffen heks
    herten hour jeuk kermt klerken kluizen komen kozen laar laken landen lauw leest lens lessen leut
    leuze ligne linden lint lobbes manage mark mater mean meer melden mont muizen naast namen olmen
    outer paal peer pelt perk recht reet roux ruien saint-nicolas schoten silly sint-jan sint-joris
    sluizen vise veulen voeren vorst wakken ways weelde wellen werken wierde wortel wulpen zeveren
    zolder
"""

PLACE_PREPOSITIONS = frozenset(_PREPOSITIONS.split())
ORDINARY_WORDS = frozenset(_ORDINARY.split())
