"""What differs between two versions, and how three become one without losing anybody's change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from app.directory.drafts import CancellationDraft, WordsDraft
from app.publishing.differences import list_differences, merge
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from tests.data.directory_examples import OTHER_PLACE, PLACE, STORY_HOUR

BASE = ProposedOffer(STORY_HOUR, (PLACE, OTHER_PLACE))


def changed(**facts: object) -> ProposedOffer:
    return replace(BASE, offer=replace(STORY_HOUR, **facts))  # type: ignore[arg-type]


def dutch(**words: str) -> dict[str, WordsDraft]:
    return {**STORY_HOUR.words, "nl": replace(STORY_HOUR.words["nl"], **words)}


def test_facts_come_back_from_json_as_they_went_in() -> None:
    assert read_facts(write_facts(BASE)) == BASE


def test_only_what_differs_is_named_each_text_by_its_language() -> None:
    after = changed(words=dutch(title="Voorlezen"), price_cents=200, verified_on=None)
    assert [item.name for item in list_differences(BASE, after)] == ["title:nl", "price_cents"]
    assert list_differences(BASE, BASE) == []


def test_a_place_that_moved_is_a_difference_though_its_key_stays() -> None:
    moved = replace(BASE, places=(replace(PLACE, street="Kaai 9"), OTHER_PLACE))
    found = list_differences(BASE, moved)
    assert [item.fact for item in found] == ["location_keys"]
    assert found[0].after[0].street == "Kaai 9"


def test_of_something_new_only_what_is_told_is_named() -> None:
    names = {item.name for item in list_differences(None, BASE)}
    assert {"title:nl", "title:fr", "schedules", "contacts"} <= names
    assert not {"bring:nl", "online", "intake", "state"} & names


def test_what_others_changed_meanwhile_stays() -> None:
    current = changed(min_age_months=30, words=dutch(summary="We lezen luidop."))
    merged = merge(BASE, current, changed(price_cents=250, words=dutch(title="Voorlezen")))
    offer = merged.proposed.offer
    assert (offer.min_age_months, offer.price_cents) == (30, 250)
    assert offer.words["nl"].summary == "We lezen luidop."
    assert offer.words["nl"].title == "Voorlezen"
    assert merged.conflicts == ()


def test_what_both_changed_is_the_proposals_and_named() -> None:
    merged = merge(BASE, changed(price_cents=100), changed(price_cents=250))
    assert merged.proposed.offer.price_cents == 250
    assert merged.conflicts == ("price_cents",)
    same = merge(BASE, changed(price_cents=250), changed(price_cents=250))
    assert same.conflicts == ()


def test_a_date_called_off_meanwhile_stays_called_off() -> None:
    stored = STORY_HOUR.cancellations
    called_off = CancellationDraft(date(2026, 6, 10), time(14), "ziek")
    own = CancellationDraft(date(2026, 6, 17), time(14), "stormweer")
    current = changed(cancellations=(*stored, called_off))
    merged = merge(BASE, current, changed(cancellations=(*stored, own)))
    assert merged.proposed.offer.cancellations == (*stored, called_off, own)
    back = merge(BASE, current, changed(cancellations=()))
    assert back.proposed.offer.cancellations == (called_off,)
    assert merged.conflicts == back.conflicts == ()


def test_a_language_whose_title_goes_leaves_the_offer() -> None:
    without = changed(words={"nl": STORY_HOUR.words["nl"]})
    assert set(merge(BASE, BASE, without).proposed.offer.words) == {"nl"}
