"""Dutch words of family life that often are a part of a longer word, written for this site."""

_PARTS = """
aanbod aandacht aanmeld aanvraag aanvragen abonnement academie achterstand activiteit adem adoptie
advies afspraak after agenda akte alcohol amateur ambulant angst anker anti apotheek arbeid armoede
arts asiel atelier auteur autisme auto avond baan babbel baby babykledij bad bak bal balie ballet
band bank basis basisschool basket batterij beeld been begeleider begeleiding begin behandel
behandeling beheer bel belasting beleid bemiddelaar bemiddeling beperking beroep beroeps bescherm
beschut beslag bestuur bevalling bever beweeg beweging bewoner bezoek bib bibliotheek bijeenkomst
bijeenkomsten bijscholing bijstand billijk binnen bio blad blik bloed boek boeken boekje boekjes
boerderij bon bond boot bord borst borstvoeding bos bouw bouwen box brand breed brein brief broer
brood brug brus budget bui buik buiten bureau burger bus buurt cadeau cafe carnaval centrum charter
chat circus club cluster coach code collectief computer concert consult consultatie contact
controle corner creatie creatief creche crisis cultuur cursus dag dak dans data deal deel deelnemer
depressie deur dienst dier dieren digitaal diploma doe doel dokter doop dorp dorps dossier douche
draag draagdoek draak drank drift drugs druk duik dyslexie echtscheiding eerste eet eetlust electro
emmer energie engel erfgoed ervaring eten examen expertise familie feest fiets fietsen figuur film
fit fles fluister fonds formulier foto fruit functie galerij gang garage gast gebed gebit geboorte
gebruik gedicht gedrag geef geel geheugen geld geloof geluid gemeenschap gemeente genees
geneeskunde gesprek gesprekken gespreks gevoel geweld gewicht gezin gezins gezondheid gids gips
gitaar glas goed goederen golf gordel graad gras grens groei groente groep groeps grond groot
grootouder gsm gymnastiek haak haar hal half hand handel handicap hart haven heel heks helden help
herfst hersen herstel hobby hockey hoek hof hoofd hoor horeca hospitaal hotel hout huid huil huis
huiswerk hulp hulpje hulpmiddel humor huur huwelijk ijs inburgering inclusie inclusief infectie
info inkomen inleef inloop inschrijf inschrijving instap instel interactie intern internet inwoner
jaar jas jeugd job jongen jongens jongere jongeren judo juridisch kaart kaas kader kalender kamer
kamp kans kansen kapoen karate karton kast keuken keuze kijk kilo kind kinder kinderen kinderkledij
kine kippen klas kleding kleed klein kleur kleuter kleuters klim klimaat klooster klus knie knip
knutsel koel koffer koffie kok kook koor kop kopie koppel korf kosten kraam kracht krant kring
kruiden kruiper kruis kunst kwaliteit kwartier kwetsbaar laag laat ladder lager lagereschool land
lang laptop last lawaai leef leefstijl leeftijd leer leerkracht leerling leerlingen lees lente les
lesjes lessen letter leven lezen licht lied liefde lift lijf lijm lijn lijst logeer logo logopedie
loket loon loop lucht luier luiers luister luizen lunch maal maaltijd maand maat maatje
maatschappelijk mama mamas mantel mantelzorg markt massage medisch meester meisjes melk mens mensen
methode meubel middag middel mijl milieu minder mode moeder moeders moment mond mondzorg motor
motoriek mountain munt museum muur muziek naai naam nacht nadeel namiddag namiddagje natuur neder
nederlands net netwerk neus nood norm noten oefen oefening oefeningen olie ondersteuning onderwijs
onderzoek ontbijt ontdek onthaal ontmoeting ontmoetings ontspanning ontwikkeling oog oor open
opening ophaal oplei opleiding oppas opvang opvoeding opvoedings orgaan oud ouder ouders ouderschap
overgang overleg paard paas pad pagina pak pakket pamper panel papa papier park parkeer partij
partner pas peer pensioen perma personen pest pesten peuter peuters piano picknick pijn plaats plan
plas plein plek plekje ploeg podium poets politie poort pop poppen post potje praat praktijk premie
prent preventie prijs prik prinses probleem problemen proces proef proeven programma project puber
pubers puberteit punt quiz raad radio rand reactie recht rechten reis rek reken rekenen rekening
relatie rente respijt rest revalidatie rijbewijs ritme robot rol rolstoel rouw ruil ruimte rust
samen sauna schaak schaats schat scheiding scherm schilder schoen schoenen scholing school schoon
schrijf schrijven schuld schulden scout seizoen senior sessie signaal ski slaap slag slapen slip
snoep sociaal speel speelgoed speelplein spel spelen spelletjes speur spiegel spoed sport spraak
spreek spreekuur spring spullen stad stads stage stap stappen start steun steunpunt stilte stoel
stoet stof straat strand streek stress strijk strip studeer student studie stuk subsidie systeem
taal tafel tand tandarts tanden tarief tas team techniek teken telefoon tennis tentoonstelling test
theater thee theek thema therapie thuis ticket tiener tieners tijd tips titel toegang toelage toets
toilet tolk toneel toren tour trainer training traject trap trauma trein troost trots tuin turn
turnen twee tweede tweedehands tweeling twijfel uitdeling uitleen uitstap uitzet uren uur uurtje
uurtjes vaardigheden vaardigheid vaccin vader vaders vakantie vakbond val veilig veiligheid
verblijf verdriet vereniging vergadering verhaal verhalen verhuis verkeer verkeers verkoop verlies
verlof verpleeg verpleegkundige verslaving vertel verteller verteluur vertrouwen vervoer verwen
verwijs verzekering verzorg verzorging video vis vlag vlees vlinder vlucht voeding voedsel voet
voetbal vogel volks volksdans volwassen volwassenen voor voorlees voorlezen voormiddag vorm
vormgeving vorming vraag vragen vrede vriend vrienden vrij vrijetijd vrijwilliger vrijwilligers
vroed vrouw vrouwen vuur wacht wagen wal wandel wandeling wapen was water web weef week weekend weg
weggeef weigeraar welkom welzijn welzijns wereld werk werken werking wet wiel wijk wijkgezondheids
wijs wind winkel winter wissel woensdag wonen woning woon woord woorden workshop yoga zaak zaal zak
zaken zang zee zelf zelfhulp zetel ziek zieken ziekenhuis zindelijk zindelijkheid zitting zoek
zomer zon zorg zuigeling zuster zwanger zwangere zwangerschap zwangerschaps zwem zwemles zwemmen
"""
DUTCH_PARTS: frozenset[str] = frozenset(_PARTS.split())
