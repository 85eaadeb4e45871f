"""Dutch words of which no rule finds the stem: a line for each, folded, its stem first."""

from collections.abc import Iterator

# Whoever writes "mammies" means mothers. Words with another meaning ("moe", "meme") are left out.
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
_IRREGULAR = """
pest pesten gepest
scheid scheiden gescheiden
val vallen valt gevallen
fiets fietsen fietst fietsje fietsjes fietske fietskes
verhuis verhuizen verhuist verhuisd
dag dagen dagje dagjes
stad steden
lid leden
boos boze
doof dove
duur dure
braaf brave
half halve
scheef scheve
stijf stijve
laag lage
hoog hoge
leeg lege
raar rare
geel gele
arm arme
oud oude
lui luie
club clubs clubke clubje clubjes
groep groepen groepke groepje groepjes
auto autootje autootjes
verlies verliezen verliest verloren
ei eieren eitje eitjes
cent centen centje centjes
krijg krijgen krijgt gekregen
slaap slapen slaapt geslapen
huil huilen huilt gehuild
help helpen helpt geholpen
bijt bijten gebeten
sterf sterven sterft gestorven
verslaafd verslaafde verslaafden
app appen appt
weekend weekends weekendje weekendjes
geplaatst geplaatste
plaatsing plaatsingen
geweldig geweldige
schuldig schuldige
geldig geldige
"""


def _read(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.strip().replace("\n ", " ").splitlines():
        words = line.split()
        yield from ((word, words[0]) for word in words)


STEM_OF_FORM = dict(_read(_PERSONS + _IRREGULAR.lstrip()))
"""For each of these words its stem, also for those that are too short to be stemmed."""
