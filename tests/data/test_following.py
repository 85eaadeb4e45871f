"""The index follows every commit, and what a crash or a missing index keeps back is not lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import rmtree

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.connecting import Parts
from app.directory.documents import mark_touched, offers_touched_by, read_documents
from app.directory.models.offers import OfferState
from app.directory.operations.partners import save_organization
from app.directory.operations.saving import save_offers
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.errors import IndexUnavailableError
from app.search.following import Follower, count_pending
from app.search.queries import Query
from tests.data.directory_examples import (
    PARTNER,
    STORY_HOUR,
    get_saved,
    save_directory,
    simple_offer,
)
from tests.sites import rebuild

NOW = datetime(2026, 5, 4, 10)  # noqa: DTZ001 - the engine takes Belgian wall-clock time


def save(parts: Parts, *drafts: object) -> None:
    with parts.database.transaction() as session:
        save_offers(session, drafts)  # type: ignore[arg-type]  # drafts of offers


def found(parts: Parts, words: str) -> int:
    """How many offers another process finds right now."""
    other = SearchEngine(parts.settings.index_folder, parts.vocabulary)
    return other.search(Query(words=words), NOW).total


def pending(parts: Parts) -> int:
    with parts.database.reading() as session:
        return count_pending(session)


@pytest.fixture
def stored(parts: Parts) -> Parts:
    with parts.database.transaction() as session:
        save_directory(session)
    return parts


def test_a_new_offer_is_found_as_soon_as_it_is_saved(stored: Parts) -> None:
    assert found(stored, "voorleesuur") == 1
    assert found(stored, "vliegerfeest") == 0
    save(stored, simple_offer("vlieger", "Vliegerfeest"))
    assert found(stored, "vliegerfeest") == 1
    assert pending(stored) == 0


def test_a_changed_offer_is_found_by_its_new_words_only(stored: Parts) -> None:
    words = {"nl": replace(STORY_HOUR.words["nl"], title="Poppenkast", summary="", description="")}
    save(stored, replace(STORY_HOUR, words=words))
    assert found(stored, "poppenkast") == 1
    assert found(stored, "voorleesuur") == 0


def test_a_partner_with_another_name_is_found_by_it(stored: Parts) -> None:
    with stored.database.transaction() as session:
        save_organization(session, replace(PARTNER, name="Leeshuis Zonnedauw"))
    assert found(stored, "zonnedauw") == 1


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.CANCELLED])
def test_an_offer_that_may_not_be_seen_leaves_the_index(stored: Parts, state: OfferState) -> None:
    save(stored, replace(STORY_HOUR, state=state))
    assert found(stored, "voorleesuur") == 0
    save(stored, STORY_HOUR)
    assert found(stored, "voorleesuur") == 1


def test_a_removed_offer_leaves_the_index(stored: Parts) -> None:
    save(stored, simple_offer("weg", "Vliegerfeest"))
    with stored.database.transaction() as session:
        session.delete(get_saved(session, 2))
    assert found(stored, "vliegerfeest") == 0


def test_a_rolled_back_transaction_leaves_no_trace(stored: Parts) -> None:
    def save_and_fail() -> None:
        with stored.database.transaction() as session:
            save_offers(session, [simple_offer("vlieger", "Vliegerfeest")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert pending(stored) == 0
    assert found(stored, "vliegerfeest") == 0


def test_a_crash_between_commit_and_index_is_made_good_by_the_next_follow(stored: Parts) -> None:
    stored.database.after_commit = None
    save(stored, simple_offer("vlieger", "Vliegerfeest"))
    assert found(stored, "vliegerfeest") == 0
    assert pending(stored) == 1
    assert stored.follower.follow_all() == 1
    assert found(stored, "vliegerfeest") == 1
    assert pending(stored) == 0


def test_a_crash_after_the_index_only_writes_the_same_again(stored: Parts) -> None:
    """Killed before the changes were forgotten: following twice does no harm."""
    stored.database.after_commit = None
    save(stored, simple_offer("vlieger", "Vliegerfeest"))
    with stored.database.reading() as session:
        documents = list(read_documents(session, stored.catalogue.taxonomy))
    stored.engine.update(documents)
    stored.follower.follow_all()
    assert found(stored, "vliegerfeest") == 1
    assert stored.engine.count() == 2


def test_without_an_index_changes_wait_and_are_not_lost(stored: Parts) -> None:
    rmtree(stored.settings.index_folder)
    save(stored, simple_offer("vlieger", "Vliegerfeest"))
    save(stored, simple_offer("draak", "Drakenfeest"))
    assert pending(stored) == 2
    with pytest.raises(IndexUnavailableError):
        stored.follower.follow()
    rebuild(stored)
    assert stored.follower.follow_all() == 2
    assert found(stored, "vliegerfeest") == 1
    assert pending(stored) == 0


def test_many_changes_are_followed_in_portions(stored: Parts) -> None:
    stored.database.after_commit = None
    save(stored, *(simple_offer(f"v{number}", "Vliegerfeest") for number in range(7)))
    assert stored.follower.follow(limit=3) == 3
    assert pending(stored) == 4
    assert stored.follower.follow_all() == 4
    assert found(stored, "vliegerfeest") == 7


def test_a_change_of_an_offer_of_two_changes_is_written_once(stored: Parts) -> None:
    stored.database.after_commit = None
    save(stored, replace(STORY_HOUR, price_cents=100))
    save(stored, replace(STORY_HOUR, price_cents=200))
    assert pending(stored) == 2
    assert stored.follower.follow_all() == 1


def watching(parts: Parts, meanwhile: Callable[[], object]) -> Follower:
    """A follower of the same index during whose first reading something else happens."""
    database = Database(parts.settings.database_url)
    happened: list[object] = []

    def read(session: Session, ids: Sequence[int]) -> list[OfferDocument]:
        documents = list(read_documents(session, parts.catalogue.taxonomy, ids))
        if not happened:
            happened.append(meanwhile())
        return documents

    return Follower(database, parts.engine, touched=offers_touched_by, mark=mark_touched, read=read)


def test_a_change_during_the_following_is_not_forgotten(stored: Parts) -> None:
    stored.database.after_commit = None
    save(stored, simple_offer("vlieger", "Vliegerfeest"))
    slow = watching(stored, lambda: save(stored, simple_offer("draak", "Drakenfeest")))
    slow.follow()
    stored.follower.follow_all()
    assert found(stored, "vliegerfeest") == 1
    assert found(stored, "drakenfeest") == 1


def test_two_followers_at_once_forget_nothing_that_comes_after(stored: Parts) -> None:
    """The second empties the list of changes; what is saved next must not look like the first's."""
    stored.database.after_commit = None
    save(stored, simple_offer("vlieger", "Vliegerfeest"))

    def follow_and_save() -> None:
        stored.follower.follow_all()
        save(stored, simple_offer("draak", "Drakenfeest"))

    watching(stored, follow_and_save).follow()
    stored.follower.follow_all()
    assert found(stored, "drakenfeest") == 1


def test_an_import_of_the_same_file_leaves_the_index_alone(stored: Parts) -> None:
    manifest = stored.settings.index_folder / "current.json"
    before = manifest.read_bytes()
    with stored.database.transaction() as session:
        save_directory(session)
    assert manifest.read_bytes() == before


def test_the_folder_of_the_index_may_be_empty_at_first(stored: Parts, tmp_path: Path) -> None:
    engine = SearchEngine(tmp_path / "nowhere", stored.vocabulary)
    with pytest.raises(IndexUnavailableError):
        engine.search(Query(words="x"), NOW)
    assert engine.check().is_sound is False
