"""Names that people in Flanders often have; a search with one of them is not kept.

Written down by hand from what is common here, old and young, of every origin. Names that are an
ordinary word too (Roos, Storm, Merel, Mark) are left out: families search for those words.
"""

from app.search.text.folding import fold

_FIRST_NAMES = """
    aaron abdel abdullah adam adil ahmed aicha aisha alex alexander ali alice alicia amber
    amelie amina amir amira amy anas anja ann anna anne annelies annick anouk antoine arne
    arthur axel ayoub ayse bart bilal birgit bram brecht brigitte britt camille carine caroline
    cedric celine charlotte chloe chris christine christophe clara daan david davy dieter dirk
    dylan ebru elena elias elif elise elke ella ellen emiel emily emine emma emre eric erik eva
    evelien eveline evi fatima fatma febe femke ferre fien filip finn frank frederik freya
    gaston geert george gerda gilles gitte guido guy hamza hanna hannah hannelore hans hasan
    hassan hatice heidi helena hilde hugo hussein ibrahim ida ilse ilyas imane ine ines inge
    ingrid isabel isabelle ismail jan jana jasper jef jens jeroen jessica jo joanna johan joke
    jolien jonas joris josephine jozef juan jules julia julie julien juliette kaat karel karen
    karim karin kasper katleen katrien kato kevin khadija khalid kim kobe koen kris kristel
    kristof lander lara lars laura laurens lea leen lena leon leonie liam lien lieve lina lina
    linda lisa lise loic lotte louis louise luca lucas lucie lukas luna maarten malak manon marc
    margaux margot maria marie marieke marijke marleen martine maryam mats mathias matteo
    matthias mauro maxim maya mehdi mehmet melissa michael michel michiel mieke mila milan milo
    mira mohamed mohammed monique mona murat mustafa myriam nadia nand nathalie nathan nele
    nicolas nicole niels nina noa noah noor nora nour olga olivia omar oscar oskar pascal
    patricia patrick paul pauline peter petra philippe pieter quinten rachid rania raphael rayan
    renaat ria rik robbe robin romain ruben rudi ruth sam samir samira sander sandra sara sarah
    sebastian seppe sergiu serhii sien silke simon siska sofia sofie sophie stan stef stefaan
    stefan stephanie steven stijn suleyman sven svitlana tania tatiana thijs thomas tibo tijl
    tim tina tine tom toon tristan tuur ulrike valerie veerle vera vic victor victoria viktor
    vince vincent wannes warre wim wout wouter xander yana yasmin yasmina yasmine yassin yassine
    yassir youssef yusuf zahra zakaria zehra zoe محمد احمد فاطمة يوسف علي عمر مريم خديجة حسن
    عائشة زينب ابراهيم آدم نور سارة ليلى оксана олена ірина наталія андрій сергій олександр
"""
_LAST_NAMES = """
    adriaensen aerts amrani baert baeten beckers benali bogaert bogaerts bosmans bouazza
    ceulemans christiaens claes claessens claeys coppens cornelis daems declercq demir desmedt
    desmet devos dewitte dumont dupont devriendt diallo dierckx geerts goethals goossens
    hendrickx hermans huybrechts jacobs jansen janssen janssens kaya lambrechts lauwers leclercq
    lenaerts maes mahieu martens mertens meyers michiels moens moerman nguyen nijs nys ozturk
    pauwels peeters pieters raes roels sahin segers seghers simons smet smets stevens thijs
    timmermans vandamme vandenberghe vandenbroeck vandevelde vandewalle verbeke verhaegen
    verhaeghe verheyen verhoeven verlinden vermeersch vermeiren vermeulen verschueren verstraete
    verstraeten vervoort wauters willems wouters wuyts yildirim yildiz yilmaz
"""

PEOPLE_NAMES = frozenset(fold(f"{_FIRST_NAMES} {_LAST_NAMES}").split())
"""Folded, as words of a search are."""
