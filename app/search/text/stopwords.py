"""Words that carry no topic, and words so general that they weigh little."""

from app.search.text.stopwords_other import OTHER_STOP_WORDS

_DUTCH = """
aan al alle alles als altijd anders andere ben bent bij bijv bijvoorbeeld binnen buiten daar daarna
dan dat de deze die
dit doe doen door dus een eens elk elke en enkel er erg eraan erbij ervan ervoor gaan gaat geen
geweest had hadden heb
hebben hebt heeft heel hele hem hen het hier hij hoe hun iemand iets ik in is ja je jij jou jouw
jullie kan kunnen kun
kunt laat langs maar me mee meer men met mij mijn moet moeten mogen mag na naar nee net niet niets
nog nooit nu of om
omdat ons onze ook op over per plots samen soms staan staat te tegen ten ter terwijl tijdens toch
toe tot tussen u uit
uw van vanaf veel via vind vinden voor waar waarom wanneer want was waren wat we weg wel welke werd
wie wij wil wilt
willen wordt worden zal ze zei zelf zich zij zijn zo zoals zoek zoeken zoekt zonder zou zullen graag
bent kom komen komt
krijg krijgen krijgt terecht maakt maken zeer ga wanneer ergens leuk leuke leuks nodig goed goede
beste
weer af mis zomaar eigenlijk misschien gewoon iedereen alleszins
behalve uitgezonderd informatie info vraag vragen aub alstublieft dag hallo beetje echt paar
"""
_FRENCH = """
a ai aller au aux avec c ce ces cet cette comment d dans de des du elle en est et être etre faire il
ils j je l la le
les leur lui m ma mais me mes mon n ne nos notre nous on ou où par pas peux plus pour qu que quel
quelle qui quoi s sa
se ses son sont sur t ta te tes toi ton trouver tu un une vos votre vous y chercher cherche besoin
quand
"""
_ENGLISH = """
a about am an and any are as at be been but by can could do does for from get got had has have he
her him his how i if
in is it its looking me my need of on or our she so some that the their them there they this to us
want was we what
when where which who why will with would you your find search please near
"""
_GERMAN = """
aber als am an auch auf aus bei bin bis das dass dem den der des die doch ein eine einem einen einer
es für fur hat habe
ich ihr im in ist ja kann mein meine mit nach nicht noch oder sein sich sie sind so suche und uns
von vom war was wenn
wer wie wir wo zu zum zur
"""
_WEAK = """
 babys kind kinderen kids kindje kindjes ouder ouders mama mamas papa papas moeder vader gezin
 gezinnen peuter moeders vaders mannen vrouwen man vrouw oma opa omas opas grootouder grootouders
zonen dochters kleinkinderen ons
peuters kleuter kleuters tiener tieners jongere jongeren zoon dochter jongen meisje
meisjes jongens familie
zwanger zwangere kleinkind lagereschoolkind enfant enfants bebe parents parent famille child
children toddler family teen
teenager plaats plek plekje activiteit activiteiten vrij januari februari maart april mei juni juli
augustus september
oktober november december avond nacht middag ochtend week weken dagen jaar maand maanden uur
"""

STOP_WORDS: frozenset[str] = frozenset(
    f"{_DUTCH} {_FRENCH} {_ENGLISH} {_GERMAN}".split()
) - frozenset({"hulp", "help"})
STOP_WORDS_BY_LANGUAGE: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        **OTHER_STOP_WORDS,
        "nl": _DUTCH,
        "fr": f"{_FRENCH} {OTHER_STOP_WORDS['fr']}",
        "en": f"{_ENGLISH} {OTHER_STOP_WORDS['en']}",
        "de": f"{_GERMAN} {OTHER_STOP_WORDS['de']}",
    }.items()
}
WEAK_WORDS: frozenset[str] = frozenset(_WEAK.split())
