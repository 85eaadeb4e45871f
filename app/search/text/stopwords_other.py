"""Words without a topic in the other languages that families type; folded, written for this site.

Negations stay out: worries need them (ne dort pas, uyumuyor, لا ينام).
"""

OTHER_STOP_WORDS: dict[str, str] = {
    "fr": """
ai aider aidez aimerais aller as au aussi aux avec avez avoir avons bas beaucoup besoin bien
bonjour bonsoir ca ce ceci cela celle celui ces cet cette cherche chercher cherchons chez chose
combien comme comment dans de deja demander des devons dire dois doit donc donner du elle elles
en encore endroit entre es est et etait etes etre existe faire fais fait falloir faut gens ici
il ils je la laquelle le lequel les leur leurs lieu mais me merci mes mettre moins mon nos notre
nous on ont ou par personne peu peut peux plait plus possible pour pourquoi pourrais pourrait
pouvez pouvons puis qu quand que quel quelle quelles quelqu quelque quelques quels question qui
quoi recherche sa sais salut savoir se ses si sommes son sont souhaite souhaitons sous suis sur
svp ta te tes ton toujours tous tout toute toutes tres trop trouve trouvent trouver tu un une
urgent va vais vers veut veux vos votre voudrais voulons vous
""",
    "en": """
about already also am an and another any anybody anyone anything are around ask at be because
been being best but by can come could dear did do does don everything find finding for from get
getting give go going good got had has have having he hello helping her here hers hey hi him his
how if im in into is it its just kind know less let like liked look looking make many may me
might mine more most much must my near need needed needs new nice of on only or other our ours
people place please possible question really same search searching seeking shall she should so
some somebody someone something somewhere still take tell than thank thanks that the their
theirs them then there these they thing things think this those to too us ve very want wanted
wants was way we were what when where which who whom whose why will wish with would yes you your
yours
""",
    "de": """
aber als also am an auch auf aus bei beim bekomme bekommen bin bis bist bitte brauche brauchen
braucht da danke dann darf das dass dein deine dem den denn der des dich dir doch dort du durch
eben ein eine einem einen einer eines er es etwas euch finde finden frage fragen fur ganz geben
gegen gern gerne gesucht gib gibt guten habe haben hallo hast hat hatte hatten helfen hier hilf
ich ihm ihn ihnen ihr ihre ihren im immer in irgendwas irgendwo ist jemand jetzt kann kannst
konnen konnte konnten leute liebe lieber mal man mehr mein meine meinem meinen meiner meines
mich mir mit mochte mochten moglich muss mussen nach nichts noch nun nur ob oder ort platz schon
sehr seid sein seine seinen seit sie sind soll sollte sowie suche suchen sucht tag uber um und
uns unser unsere unseren unter viel viele vom von vor wann waren warum was wegen weil weiss
welche welchen welcher welches wem wen wenig wenn wer werde werden wie wieso wieviel will willst
wir wird wissen wo woher wohin wollen wurde zu zum zur zwischen
""",
    "es": """
adonde ahi al algo alguien algun alguna alguno alli ante aquel aqui asi aun ayudan ayudar bien
buenas buenos busca buscamos buscando buscar busco cerca como con cosa cosas cual cuales cuando
cuanta cuantas cuanto cuantos dan dar de del desde dias donde el ella ellas ellos en encontrar
encuentra encuentro entre era eres es esa ese eso esta estamos estan estar estas este esto estos
estoy existe favor fue gente gracias ha haber hace hacer hacia hago han hasta hay he hola ir la
las le les lo los lugar mas me mejor menos mi mis mucha mucho muchos muy nada nadie necesita
necesitamos necesitar necesito ni nos nosotros nuestra nuestras nuestro nuestros nunca otra otro
para pero poca poco podemos poder podria por porque posible pregunta preguntar puede pueden
puedo que queremos querer quien quienes quiere quiero quisiera sabe saber sabes se ser si
siempre sitio sobre solo somos son soy su sus tambien tardes te tenemos tener tengo ti tiene
tienen toda todas todo todos tu tus un una unas unos urgente usted ustedes va voy ya yo
""",
    "tr": """
acaba almak ama ariyorum ariyoruz bana bazi ben bende beni benim benimle bir biz bize bizim bu
bulabilirim bulmak bulurum bunu burada burasi cok cunku da daha diye edebilir edebilirim eger en
fakat gerek gerekiyor gibi gore hakkinda hangi hangisi her icin ihtiyacim ile ilgili ise isterim
istiyorum istiyoruz kac kadar kim kime kimin lazim lutfen merhaba mi midir misin misiniz miyim
mu musun nasil ne neden nedir neler nerede nereden neresi nereye nicin niye olabilir olan olarak
oldu olsun olur ona onlar onlarin onu onun orada sana selam sen senin sey siz sizin su sunu
tesekkurler var vardir ve veya ya yapabilirim yapmak yapmaliyim zaman
""",
    "ar": """
3afak 3afakom 3la 3lach 3lah 3nd 3ndek 3ndi 3ndkom 3ndna 7it 7na 7ta ach achno afak ana aw awla
bach badi bgha bghat bghina bghit biddi bzaf ch7al chhal chi chi7aja chkon chkoun chno chnou
chnu chokran choukran chwiya daba dial dialna dyal dyali fayn feen fel fi fih fin fo9ach ghadi
ghi ghir had hadak hadi hadik hadou hit hiya hna homa howa huwa ida ila imta ina kan kan9aleb
kan9lleb kanbghi kanet kayn kayna kaynin khasni khass khassna khassni kif kifach kifak kifash
kolchi labas li lli m3a mnin momkin mumkin n9aleb nal9a nl9a nta nti ntuma ra rah rani salam
shnu shu slm tani tmak wa wach wakha walakin wash wen wla ya3ni ymkan ابحث احتاج احنا اذا اريد
استطيع التي الذي الرجاء السلام الي ان انا انت انتم انتي او اي ايش ايضا اين ب بحاجه بدي بعد بعض
بين تلك ثم جدا حابب حابه حول ذلك سمحت سوف شكرا شلون شو شي شيء علي عليكم عن عند عندنا عندي فضلك
في فين فيه قبل قد قديش كان كثير كل كم كيف ل لازم لان لكن لماذا لنا له لها لهم لو لي ليش ماذا متي
مرحبا مع ممكن من نحن نحنا هاد هاي هذا هذه هل هم هن هنا هناك هو هي و وين يجب يكون يمكن يمكنني
يوجد
""",
    "pl": """
albo ale bardzo bedzie bo byc byl byla bylo chce chcemy chcialabym chcialbym co cos czesc czy
dla dlaczego do dobry dokad dziekuje dzien gdy gdzie ile ja jak jaka jaki jakie jakiego jakies
jakis jesli jest jeszcze juz kiedy kogo komu kto ktora ktore ktory ktos lub mam mamy mi miec mna
mnie moge moim moj moja moje mojego mojej moze mozemy mozna my na nad nasz nasza nasze naszego
od on ona oni ono oraz po pod potrzebuje potrzebujemy prosze przed przez przy sa sie skad sobie
szukam szukamy ta takze tam te tego tej ten tez to tu tutaj ty tych tylko tym we wiec wy za ze
znajde znalezc
""",
    "uk": """
а або але би бо був будуть будь була було бути в ваш вже ви вона вони воно від він где де день
для до добрии дуже дякую есть з за звідки знаити знаю зі и ищу как кого коли кому куди ласка маю
має маємо мене мені ми мне мною може можемо можна можно можу моя моє моєму моєі моі міи на
навіщо над нам нас наш наша наше нужно отже по потрібен потрібна потрібно при привіт про під
себе скільки сюди та також там те теж ти тои треба туди тут тільки у хотів хотіла хочемо хочу
хто хтось це цеи ця ці через чи чому что шукаю шукаємо ще що щоб щось я як яка якась яке якии
якиись якщо які є і із
""",
    "ro": """
aceasta aceea acela acest acesta acolo ai aici al ale am are as asta au avem aveti buna ca cand
care carei cat cate cati caut cautam ce ceva cine cineva cu cui cum daca dar de deja despre din
doar doresc dori dupa ea ei el ele era este eu exista fi foarte fost gasesc gasi ii il imi in
inca la le mai mea mei mele meu mi mie multumesc ne nevoie ni niste noastra noi nostru numai ori
pana pe pentru peste poate pot prin putem rog sa salut sau se si sub sunt suntem te tot trebuie
tu un unde unei unui va voi vreau vrem vreo vreun ziua
""",
}
