"""What the engine counts on from Whoosh and the disk, and the traps that it must not fall into."""

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from search_examples import NOW, make_offer

from app.search.engine import IndexBusyError, IndexUnavailableError, SearchEngine
from app.search.index.folder_lock import hold_folder
from app.search.index.manifest import MANIFEST_NAME, publish_manifest, read_manifest
from app.search.index.store import ARRAYS_FOLDER
from app.search.queries import Query
from app.search.table.synonyms import SynonymRow, Synonyms

Fill = Callable[..., SearchEngine]


def found(engine: SearchEngine, words: str = "", **facts: object) -> set[int]:
    query = Query(words=words, limit=1000, **facts)  # type: ignore[arg-type]
    return {hit.offer_id for hit in engine.search(query, NOW).hits}


def index_files(folder: Path) -> list[Path]:
    build = folder / read_manifest(folder).build
    files = [path for path in build.rglob("*") if path.is_file() and not path.name.endswith("LOCK")]
    return [folder / MANIFEST_NAME, *sorted(files)]


def test_deleted_offers_stay_away_after_many_commits(filled: Fill) -> None:
    engine = filled(*(make_offer(number, "zwemles") for number in range(1, 6)))
    engine.update([], [2])
    for number in range(10, 40):
        engine.update([make_offer(number, "judo")])
        assert found(engine, "zwemles") == {1, 3, 4, 5}


def test_changed_offer_is_found_by_its_new_words_only(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"), make_offer(2, "zwemles"))
    engine.update([make_offer(1, "tekenles")])
    assert found(engine, "zwemles") == {2}
    assert found(engine, "tekenles") == {1}


def test_open_files_do_not_grow_with_commits(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"))
    for number in range(25):
        engine.update([make_offer(1, f"zwemles {number}")])
        found(engine, "zwemles")
    first = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(30):
        engine.update([make_offer(1, f"zwemles {number}")])
        found(engine, "zwemles")
    assert len(list(Path("/proc/self/fd").iterdir())) <= first + 10


def test_segments_stay_few(filled: Fill, tmp_path: Path) -> None:
    engine = filled(*(make_offer(number, "zwemles") for number in range(1, 50)))
    for number in range(100, 180):
        engine.update([make_offer(number, "judo")])
    manifest = read_manifest(tmp_path / "index")
    assert len(manifest.segments) <= 9
    assert engine.check(129).is_sound
    assert len(found(engine, "judo")) == 80


def test_filter_that_nothing_meets_gives_nothing(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"))
    assert found(engine, municipality="99999", near="99999") == {1}
    engine.update([make_offer(1, "zwemles", service_area=frozenset({"46021"}))])
    assert found(engine, municipality="99999") == set()
    assert found(engine, themes=("no-such-theme",)) == set()
    assert found(engine, "zwemles", languages=("xx",)) == set()


def test_same_offer_twice_in_one_batch_is_one_offer(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"), make_offer(1, "tekenles"))
    assert engine.count() == 1
    engine.update([make_offer(2, "judo"), make_offer(2, "yoga")])
    assert engine.count() == 2
    assert found(engine, "yoga") == {2}
    assert found(engine, "judo") == set()


def test_fractions_survive_the_index(filled: Fill) -> None:
    engine = filled(make_offer(1, completeness=0.1234), make_offer(2, completeness=1.7))
    hits = engine.search(Query(), NOW).hits
    assert [hit.offer_id for hit in hits] == [2, 1]
    assert hits[1].score == pytest.approx(0.6 * 0.1234, abs=1e-3)


def test_empty_index_answers(filled: Fill) -> None:
    engine = filled()
    assert found(engine) == set()
    assert found(engine, "zwemles") == set()
    assert engine.suggest("zwem", "nl") == ()
    engine.update([make_offer(1, "zwemles")])
    assert found(engine, "zwemles") == {1}


def test_reader_that_lost_the_race_with_a_writer_reads_again(
    filled: Fill, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    engine = filled(make_offer(1, "zwemles"))
    folder = tmp_path / "index"
    reader = SearchEngine(folder, no_synonyms)
    assert found(reader, "zwemles") == {1}
    for number in range(20):
        engine.rebuild([make_offer(number + 2, "zwemles")])
        assert found(reader, "zwemles") == {number + 2}


def test_rebuild_answers_from_the_old_index_until_the_swap(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"))

    def offers():  # type: ignore[no-untyped-def]
        yield make_offer(2, "zwemles")
        assert found(engine, "zwemles") == {1}
        yield make_offer(3, "zwemles")

    engine.rebuild(offers())
    assert found(engine, "zwemles") == {2, 3}


def test_rebuild_that_fails_leaves_the_old_index(filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"))

    def offers():  # type: ignore[no-untyped-def]
        yield make_offer(2, "zwemles")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(offers())
    assert found(engine, "zwemles") == {1}
    engine.update([make_offer(3, "zwemles")])
    assert found(engine, "zwemles") == {1, 3}
    assert engine.check(2).is_sound


def test_write_that_died_between_commit_and_manifest_is_taken_up(
    filled: Fill, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    engine = filled(make_offer(1, "zwemles"))
    folder = tmp_path / "index"
    before = read_manifest(folder)
    engine.update([make_offer(2, "zwemles")])
    after = read_manifest(folder)
    # As on disk when the process dies just before it publishes: new store, old manifest.
    publish_manifest(folder, replace(before, store=after.store))
    for path in (folder / before.build / ARRAYS_FOLDER).iterdir():
        if path.name != before.segments[0].arrays.name:
            path.unlink()
    fresh = SearchEngine(folder, no_synonyms)
    assert found(fresh, "zwemles") == {1}
    fresh.update([make_offer(3, "zwemles")])
    assert found(fresh, "zwemles") == {1, 2, 3}


def test_second_writer_waits_and_then_says_that_it_is_busy(
    filled: Fill, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    filled(make_offer(1, "zwemles"))
    folder = tmp_path / "index"
    impatient = SearchEngine(folder, no_synonyms, lock_seconds=0.05)
    with hold_folder(folder, 1.0):
        with pytest.raises(IndexBusyError):
            impatient.update([make_offer(2)])
        assert found(impatient, "zwemles") == {1}
    impatient.update([make_offer(2, "zwemles")])
    assert found(impatient, "zwemles") == {1, 2}


def _watch(folder: Path, connection: Connection) -> None:
    engine = SearchEngine(folder, Synonyms.of())
    while (words := connection.recv()) is not None:
        connection.send(found(engine, words))


def test_update_is_seen_by_the_next_search_of_another_process(tmp_path: Path, filled: Fill) -> None:
    engine = filled(make_offer(1, "zwemles"))
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_watch, args=(tmp_path / "index", there))
    process.start()
    try:
        for change, expected in (
            (lambda: None, {1}),
            (lambda: engine.update([make_offer(2, "zwemles")]), {1, 2}),
            (lambda: engine.update([], [1]), {2}),
            (lambda: engine.rebuild([make_offer(7, "zwemles")]), {7}),
        ):
            change()
            here.send("zwemles")
            assert here.recv() == expected
    finally:
        here.send(None)
        process.join(10)


def test_without_an_index_every_read_and_update_says_so(engine: SearchEngine) -> None:
    with pytest.raises(IndexUnavailableError):
        engine.search(Query(words="zwemles"), NOW)
    with pytest.raises(IndexUnavailableError):
        engine.suggest("zwem", "nl")
    with pytest.raises(IndexUnavailableError):
        engine.update([make_offer(1)])
    state = engine.check(0)
    assert not state.is_sound
    assert state.problem


def test_check_compares_the_count_with_the_database(filled: Fill) -> None:
    engine = filled(make_offer(1), make_offer(2))
    assert engine.check(2).is_sound
    assert not engine.check(3).is_sound
    assert engine.check().count == 2


def test_check_tells_that_the_synonyms_changed(filled: Fill, tmp_path: Path) -> None:
    filled(make_offer(1))
    other = SearchEngine(tmp_path / "index", Synonyms.of([SynonymRow("fiets", "velo", "nl")]))
    assert not other.check(1).is_sound
    assert other.search(Query(), NOW).total == 1
    other.rebuild([make_offer(1)])
    assert other.check(1).is_sound


def _truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 16
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [_truncate, _flip, _empty, Path.unlink])
def test_harm_to_any_file_is_told_and_never_gives_a_wrong_answer(
    harm: Callable[[Path], None], filled: Fill, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    folder = tmp_path / "index"
    offers = [make_offer(number, "zwemles voor kinderen") for number in range(1, 30)]
    offers_ids = {offer.offer_id for offer in offers} | {40}
    filled(*offers).update([make_offer(40, "zwemles")])
    for number in range(len(index_files(folder))):
        filled(*offers).update([make_offer(40, "zwemles")])
        path = index_files(folder)[number]
        is_needed_to_read = path.suffix not in {".seg", ".toc"}
        harm(path)
        fresh = SearchEngine(folder, no_synonyms)
        if is_needed_to_read:
            with pytest.raises(IndexUnavailableError):
                fresh.search(Query(words="zwemles"), NOW)
        else:
            assert found(fresh, "zwemles") == offers_ids
        assert not fresh.check(len(offers_ids)).is_sound
        fresh.rebuild(offers)
        assert fresh.check(len(offers)).is_sound


@pytest.mark.parametrize("harm", [_truncate, _flip, _empty])
def test_harm_to_a_mapped_file_is_told_at_the_next_search(
    harm: Callable[[Path], None], filled: Fill, tmp_path: Path
) -> None:
    engine = filled(make_offer(1, "zwemles"))
    assert found(engine, "zwemles") == {1}
    build = tmp_path / "index" / read_manifest(tmp_path / "index").build
    harm(next((build / ARRAYS_FOLDER).iterdir()))
    with pytest.raises(IndexUnavailableError):
        engine.search(Query(words="zwemles"), NOW)


def test_removed_folder_is_told_and_a_rebuild_heals_it(filled: Fill, tmp_path: Path) -> None:
    engine = filled(make_offer(1, "zwemles"))
    for path in sorted((tmp_path / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(IndexUnavailableError):
        engine.search(Query(words="zwemles"), NOW)
    engine.rebuild([make_offer(2, "zwemles")])
    assert found(engine, "zwemles") == {2}
