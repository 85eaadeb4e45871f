"""What staff say lies in a small layer over the table of the site: nothing else is made anew."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.engine import SearchEngine
from app.search.keeping import Keeper
from app.search.reading.correction import Corrector
from app.search.suggesting.names import NamedTerm
from app.search.suggesting.terms import TermNames
from app.search.table.synonym_table import WORRY, Key, SynonymRow, SynonymTable
from app.search.table.synonyms import Synonyms
from app.search.table.word_layer import WordLayer
from app.search.text.dutch_words import is_dutch, read_dutch_words
from app.search.text.folding import WordFolder, split_words
from app.search.text.stemming import Stems
from tests.search.search_examples import make_offer

CHILDCARE = "childcare"
LABELS = ((CHILDCARE, "nl", "Kinderopvang"), ("housing", "nl", "Wonen"))
KRIBBE = SynonymRow("kinderopvang", "Kribbe", "nl", "dialect", CHILDCARE, 0.8)
SLEEP = SynonymRow("slapen", "slaapt/ligt wakker", "nl", WORRY, "sleep", 0.9)
ROWS = (
    KRIBBE,
    SynonymRow("kerststal", "kribbe", "nl", "synonym", None, 0.3),
    SynonymRow("kinderopvang", "kribbe", "fr", "translation", CHILDCARE),
    SLEEP,
)


def meanings(synonyms: Synonyms, text: str, language: str = "nl") -> list[tuple[str, float]]:
    found = synonyms.find_phrases(split_words(text), languages=(language,))
    return [(meaning.canonical, meaning.weight) for phrase in found for meaning in phrase.meanings]


def laid(*rows: SynonymRow, off: Sequence[SynonymRow] = ()) -> dict[Key, SynonymRow | None]:
    return {**{row.key: row for row in rows}, **{row.key: None for row in off}}


def test_a_meaning_that_staff_take_out_is_gone_in_its_language_only() -> None:
    site = Synonyms.of(ROWS, LABELS)
    changed = site.changed_by(laid(off=[KRIBBE, SLEEP]), {"a": "b"})
    assert changed.ground is site.ground, "what ships is not made anew"
    assert meanings(changed, "kribbe") == [("kerststal", 0.3)]
    assert meanings(changed, "kribbe", "fr") == [("kinderopvang", 1.0)]
    assert changed.spelling == {"a": "b"}
    assert site.find_worries(split_words("hij ligt zo vaak wakker"))
    assert not changed.find_worries(split_words("hij ligt zo vaak wakker"))
    assert {row.key for row in site.rows} - {row.key for row in changed.rows} == {
        KRIBBE.key,
        SLEEP.key,
    }
    assert meanings(site, "kribbe") == [("kinderopvang", 0.8), ("kerststal", 0.3)]


def test_a_row_of_staff_stands_in_the_place_of_the_shipped_one() -> None:
    site = Synonyms.of(ROWS, LABELS)
    changed = site.changed_by(laid(KRIBBE._replace(variant="krïbbe", weight=0.2)), {})
    assert meanings(changed, "kribbe") == [("kerststal", 0.3), ("kinderopvang", 0.2)]
    new = SynonymRow("opvang thuis", "nanny", "nl", "youth", CHILDCARE)
    changed = site.changed_by(laid(new), {})
    assert meanings(changed, "nanny") == meanings(changed, "opvang thuis")
    assert changed.knows_word("nanny")
    assert not changed.knows_word("nanny", ("fr",))
    assert not site.knows_word("nanny")
    assert set(changed.list_words()) - set(site.list_words()) == {"nanny"}


def test_a_word_of_which_nothing_is_left_is_no_known_word() -> None:
    changed = Synonyms.of(ROWS, LABELS).changed_by(laid(off=ROWS[:3]), {})
    assert not changed.knows_word("kribbe")
    assert "kribbe" not in changed.list_words()
    assert Corrector({}, changed).correct("krible") is None


def test_a_label_counts_only_while_no_row_says_the_word() -> None:
    site = Synonyms.of(ROWS, LABELS)
    assert meanings(site, "wonen") == [("wonen", 0.7)]
    changed = site.changed_by(laid(SynonymRow("verhuizen", "wonen", "nl")), {})
    assert meanings(changed, "wonen") == [("verhuizen", 1.0)]


def test_the_fingerprint_follows_what_counts_in_texts() -> None:
    site = Synonyms.of(ROWS, LABELS)
    assert site.fingerprint == Synonyms.of(ROWS, LABELS).fingerprint
    assert site.fingerprint == site.changed_by({}, {"a": "b"}).fingerprint
    assert site.fingerprint == site.changed_by(laid(off=[SLEEP]), {}).fingerprint
    changed = [
        site.changed_by(own, {}).fingerprint
        for own in (laid(off=[KRIBBE]), laid(KRIBBE._replace(weight=0.1)), laid(KRIBBE))
    ]
    assert len({site.fingerprint, *changed}) == 4


WORDS = ("spelen", "speelt", "ravot", "Crèche", "zwem bad", "لعب", "ligt/slaapt wakker", "SO")
rows = st.builds(
    SynonymRow,
    canonical=st.sampled_from(("eigen term", "andere term", "derde")),
    variant=st.sampled_from(WORDS),
    language=st.sampled_from(("nl", "ar")),
    kind=st.sampled_from(("synonym", "narrower", "abbreviation", WORRY)),
    term_id=st.sampled_from((None, "sleep")),
    weight=st.sampled_from((0.4, 1.0)),
)


@settings(max_examples=150, deadline=None)
@given(shipped=st.lists(rows, max_size=8), own=st.lists(st.tuples(rows, st.booleans()), max_size=5))
def test_layers_say_what_one_table_would_say(
    shipped: list[SynonymRow], own: list[tuple[SynonymRow, bool]]
) -> None:
    site = {row.key: row for row in shipped}
    laid_over = {row.key: None if is_off else row for row, is_off in own}
    kept = [row for row in site.values() if row.key not in laid_over]
    whole = Synonyms.of([*kept, *filter(None, laid_over.values())])
    layered = Synonyms.of(site.values()).changed_by(laid_over, {})
    assert sorted(map(repr, layered.rows)) == sorted(map(repr, whole.rows))
    for text in (*(word.replace("/", " ") for word in WORDS), "speelt in zwem bad crèche so"):
        words = split_words(text)
        for written in (None, text):
            one, other = (
                [
                    (item.first, item.end, set(item.meanings))
                    for item in known.find_phrases(words, languages=("nl", "ar"), text=written)
                ]
                for known in (layered, whole)
            )
            assert one == other, text
        assert {(w.places, frozenset(w.meanings)) for w in layered.find_worries(words)} == {
            (w.places, frozenset(w.meanings)) for w in whole.find_worries(words)
        }


@given(st.text(max_size=60))
def test_many_texts_are_folded_and_stemmed_as_one_is(text: str) -> None:
    folder, stems = WordFolder(), Stems()
    words = [word.folded for word in split_words(text)]
    assert folder.words(text) == folder.words(text) == words
    for language in ("nl", "fr", "ar", "uk"):
        assert stems.stem_all(words, language) == {w: stems.stem(w, language) for w in words}


class Changing:
    """Words that staff change."""

    def __init__(self, site: Synonyms) -> None:
        self.site = self.now = site

    def current(self) -> Synonyms:
        return self.now


def test_a_change_reaches_proposals_and_corrections_of_an_engine_that_goes_on(
    tmp_path: Path,
) -> None:
    words = Changing(Synonyms.of(ROWS, LABELS))
    engine = SearchEngine(tmp_path, words)
    engine.rebuild([make_offer(1, "Kinderopvang De Kikker", term_ids=(CHILDCARE,))])
    engine.warm()

    def proposed(text: str) -> set[str]:
        return {one.value for one in engine.suggest(text, "nl") if one.kind == "term"}

    def corrected(text: str) -> str | None:
        snapshot, now = engine._fresh(), words.now
        return engine._correct_by(snapshot, now).correct(text)

    assert proposed("kribb") == {CHILDCARE}
    assert (corrected("kribbbe"), corrected("nannny")) == ("kribbe", None)
    nanny = SynonymRow("kinderopvang", "nanny", "nl", "youth", CHILDCARE)
    words.now = words.site.changed_by(laid(nanny, off=ROWS[:3]), {})
    assert (proposed("kribb"), proposed("nann")) == (set(), {CHILDCARE})
    assert (corrected("kribbbe"), corrected("nannny")) == (None, "nanny")
    engine.update([make_offer(2, "Zeepkisten bouwen", term_ids=("crafts",))])
    assert corrected("zeepkistn") == "zeepkisten"
    words.now = words.site
    assert (proposed("kribb"), proposed("nann")) == ({CHILDCARE}, set())
    assert (corrected("kribbbe"), corrected("nannny")) == ("kribbe", None)
    assert proposed("kinderop") == {CHILDCARE}


def test_good_dutch_words_lie_in_a_file_and_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    read_dutch_words(keeper)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for damaged in (whole[:-8], whole[:900] + b"x" + whole[901:], b"", b"abc"):
        path.write_bytes(damaged)
        read_dutch_words(keeper)
        assert is_dutch("fietsen")
        assert not is_dutch("fietsqen")
        assert len(path.read_bytes()) == len(whole)
        assert list(tmp_path.iterdir()) == [path]


def test_words_that_were_kept_are_those_that_were_made(tmp_path: Path) -> None:
    seed, folder = tmp_path / "seed", tmp_path / "kept"
    write_tables(seed, ROWS)
    keeper = Keeper(folder)
    first, second = (Synonyms.load(seed, LABELS, keeper) for _ in range(2))
    made = WordLayer.of(SynonymTable(ROWS), Stems())
    for synonyms in (first, second):
        layer = synonyms.ground.layer
        assert list(layer.table) == list(ROWS)
        assert layer.table.fingerprint == made.table.fingerprint
        assert layer.worries.by_stem == made.worries.by_stem
        for language, places in made.phrases.places.items():
            assert layer.phrases.places[language].keys() == places.keys()
            for key in places:
                assert layer.phrases.find(key, language) == made.phrases.find(key, language)
        names = TermNames(synonyms).layers[0]
        found = [names.name_of(number) for number in names.index.list_same("kribbe")]
        assert NamedTerm(CHILDCARE, "Kribbe", is_own=False) in found
    before = {path.name for path in folder.iterdir()}
    assert len(before) == 2
    write_tables(seed, (*ROWS, SynonymRow("kinderopvang", "schaapjes", "nl", "youth", CHILDCARE)))
    assert Synonyms.load(seed, LABELS, keeper).knows_word("schaapjes")
    after = {path.name for path in folder.iterdir()}
    assert len(after - before) == len(before - after) == 1
    # Where nothing can be written, each process makes its own.
    assert Synonyms.load(seed, LABELS, Keeper(seed / "synonyms.csv")).knows_word("schaapjes")


def write_tables(folder: Path, rows: Sequence[SynonymRow]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "related.csv").write_text("taxonomy_id,related_id,weight\n")
    (folder / "fact_words.csv").write_text("lang,fact,words\n")
    with (folder / "synonyms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("canonical_term", "variant", "lang", "kind", "taxonomy_id", "weight"))
        writer.writerows(
            (row.canonical, row.variant, row.language, row.kind, row.term_id, row.weight)
            for row in rows
        )
