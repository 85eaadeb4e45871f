"""What a reviewer may do, with what it may not be done, and who is told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy.orm import Session

from app.directory.models.offers import Offer
from app.directory.models.organizations import HousePartner, Organization
from app.directory.operations.saving import save_offers
from app.publishing.errors import (
    OwnRevisionError,
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
    RevisionStateError,
)
from app.publishing.facts import read_facts, write_facts
from app.publishing.models.revisions import PartnerStanding
from app.publishing.operations.history import read_history, restore_version
from app.publishing.operations.judging_together import LeftOut, judge_together
from app.publishing.operations.placing import Destination, approve_under_name
from app.publishing.operations.review_queue import read_queue
from app.publishing.operations.review_reading import read_review
from app.publishing.operations.reviewing import (
    PartnerNotFoundError,
    Reviewer,
    SuggestionWithoutPartnerError,
    approve_revision,
    get_revision,
    send_back_revision,
)
from app.publishing.operations.revising import (
    Author,
    begin_change,
    find_proposed,
    save_draft,
    submit_revision,
)
from app.publishing.operations.standing import list_partners, trust_partner
from tests.publishing.revising_steps import (
    SITE_URL,
    celia,
    cleo,
    pia,
    rewrite,
    send_in_change,
    send_in_new,
    suggest,
)
from tests.questions.desk_examples import NOW, Example
from tests.questions.letters_seen import letters

TODAY = NOW.date()
approve = partial(approve_revision, site_url=SITE_URL, now=NOW)
send_back = partial(send_back_revision, site_url=SITE_URL, now=NOW)
together = partial(judge_together, site_url=SITE_URL, now=NOW)
restore = partial(restore_version, site_url=SITE_URL, now=NOW)


def test_who_sent_something_in_hears_what_became_of_it(session: Session, example: Example) -> None:
    good, bad = send_in_new(session, example), send_in_new(session, example, "Vaag")
    offer = approve(session, cleo(example), good.id, version=good.version)
    assert (good.state, good.reviewed_by) == ("published", example.coordinator_id)
    assert offer.organization_id == example.organization_id
    send_back(session, cleo(example), bad.id, version=bad.version, reason=" Voor wie is het? ")
    assert (bad.state, bad.reason) == ("returned", "Voor wie is het?")
    pia_address = "pia@bib-de-pagina.example"
    assert letters(session) == [
        ("revision-published", pia_address),
        ("revision-returned", pia_address),
    ]


def test_nothing_comes_back_without_a_reason(session: Session, example: Example) -> None:
    revision = send_in_new(session, example)
    with pytest.raises(ValueError, match="reason"):
        send_back(session, cleo(example), revision.id, version=revision.version, reason="  ")


def test_an_earlier_reason_stays_for_who_looks_again(session: Session, example: Example) -> None:
    revision = send_in_new(session, example)
    send_back(session, cleo(example), revision.id, version=revision.version, reason="Te kort.")
    save_draft(session, pia(example), revision, read_facts(revision.facts), now=NOW)
    submit_revision(session, pia(example), revision, now=NOW)
    review = read_review(session, example.house_id, revision.id)
    assert [item.reason for item in review.earlier] == ["Te kort."]


def test_nobody_judges_the_own_work(session: Session, example: Example) -> None:
    revision = send_in_new(session, example)
    me = Reviewer(example.partner_id, example.house_id)
    for attempt in (
        lambda: approve(session, me, revision.id, version=revision.version),
        lambda: send_back(session, me, revision.id, version=revision.version, reason="Nee."),
    ):
        with pytest.raises(OwnRevisionError):
            attempt()
    result = together(session, me, [(revision.id, revision.version)], reason=None)
    assert (result.done, result.left) == (0, (("Poppenkast", LeftOut.OWN),))
    assert revision.state == "submitted"


def test_who_wrote_in_a_version_does_not_judge_it_whoever_sent_it_in(
    session: Session, example: Example
) -> None:
    helper = Author(example.coordinator_id, frozenset({example.organization_id}))
    revision = begin_change(session, helper, example.offer_id)
    offer = replace(read_facts(revision.facts).offer, price_cents=300)
    rewrite(session, pia(example), revision, offer)
    submit_revision(session, pia(example), revision, now=NOW)
    assert revision.author_id == example.partner_id
    with pytest.raises(OwnRevisionError):
        approve(session, cleo(example), revision.id, version=revision.version)


def test_another_house_sees_nothing_and_nobody_sees_drafts(
    session: Session, example: Example
) -> None:
    revision, suggestion = send_in_new(session, example), suggest(session, example)
    draft = begin_change(session, pia(example), example.offer_id)
    unconfirmed = suggest(session, example, is_confirmed=False)
    house, other = example.house_id, example.other_house_id
    for house_id, number in (
        (other, revision.id),
        (other, suggestion.id),
        (house, draft.id),
        (house, unconfirmed.id),
        (house, 999_999),
    ):
        with pytest.raises(RevisionNotFoundError):
            get_revision(session, house_id, number)
    for attempt in (
        lambda: approve(session, celia(example), revision.id, version=revision.version),
        lambda: together(session, celia(example), [(revision.id, 1)], reason=None),
        lambda: read_history(session, other, example.offer_id),
        lambda: restore(session, celia(example), example.offer_id, revision.id),
    ):
        with pytest.raises(RevisionNotFoundError):
            attempt()
    assert read_queue(session, other, today=TODAY).counts.waiting == 0


def test_what_changed_since_it_was_read_is_not_judged(session: Session, example: Example) -> None:
    revision = send_in_new(session, example)
    with pytest.raises(RevisionChangedError):
        approve(session, cleo(example), revision.id, version=revision.version - 1)
    approve(session, cleo(example), revision.id, version=revision.version)
    with pytest.raises(RevisionStateError):
        approve(session, cleo(example), revision.id, version=revision.version)


def test_what_lacks_something_by_now_is_not_published(session: Session, example: Example) -> None:
    revision = send_in_new(session, example)
    bare = replace(read_facts(revision.facts).offer, term_ids=())
    revision.facts = write_facts(replace(read_facts(revision.facts), offer=bare))
    with pytest.raises(RevisionNotWholeError):
        approve(session, cleo(example), revision.id, version=revision.version)


def test_several_at_once_leave_out_what_needs_a_look(session: Session, example: Example) -> None:
    plain = send_in_new(session, example, "Gewoon")
    reach = send_in_new(session, example, "Bellen", booking_url="https://elders.example")
    conflict = send_in_change(session, example, price_cents=400)
    suggestion = suggest(session, example)
    current = find_proposed(session, example.offer_id)
    assert current is not None
    save_offers(session, [replace(current.offer, price_cents=700)])
    session.expire_all()
    marks = [(item.id, item.version) for item in (plain, reach, conflict, suggestion)]
    result = together(session, cleo(example), marks, reason=None)
    assert result.done == 1
    assert {why for _title, why in result.left} == {
        LeftOut.PROTECTED,
        LeftOut.CONFLICT,
        LeftOut.NO_PARTNER,
    }
    assert read_review(session, example.house_id, conflict.id).conflicts == {"price_cents"}
    back = together(session, cleo(example), marks, reason="Nog niet.")
    assert {suggestion.state, plain.state} == {"returned", "published"}
    assert back.done == 1


def test_the_facts_that_bring_a_new_way_to_reach_are_named(
    session: Session, example: Example
) -> None:
    revision = send_in_change(
        session, example, join="Bel 0470 99 88 77.", price_cents=300, bring="Een trui."
    )
    review = read_review(session, example.house_id, revision.id)
    assert {item.name for item in review.differences} == {"join:nl", "price_cents", "bring:nl"}
    assert review.protected == {"join:nl"}
    assert review.missing == ()


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        (Destination(is_new_group=True), "Straat van de Vos"),
        (Destination(), "Initiatieven van gezinnen (Huis van het Kind Durme)"),
    ],
)
def test_a_suggestion_is_published_under_somebodys_name(
    session: Session, example: Example, destination: Destination, name: str
) -> None:
    publish = partial(approve_under_name, session, cleo(example), site_url=SITE_URL, now=NOW)
    offers = []
    for _time in range(2):
        revision = suggest(session, example)
        with pytest.raises(SuggestionWithoutPartnerError):
            approve(session, cleo(example), revision.id, version=revision.version)
        offers.append(publish(revision.id, destination, version=revision.version))
    found = [session.get_one(Organization, offer.organization_id) for offer in offers]
    assert {organization.name for organization in found} == {name}
    # The House has one collection; two groups with one name stay two.
    assert len({item.id for item in found}) == (2 if destination.is_new_group else 1)
    assert session.get(HousePartner, (example.house_id, found[0].id)) is not None
    assert letters(session)[0] == ("suggestion-published", "vos@gezin.example")


def test_a_suggestion_goes_to_no_partner_of_another_house(
    session: Session, example: Example
) -> None:
    revision = suggest(session, example)
    with pytest.raises(PartnerNotFoundError):
        approve_under_name(
            session,
            cleo(example),
            revision.id,
            Destination(example.other_organization_id),
            version=revision.version,
            site_url=SITE_URL,
            now=NOW,
        )


def test_an_older_version_comes_back_as_it_was(session: Session, example: Example) -> None:
    versions = []
    for price in (200, 300):
        revision = send_in_change(session, example, price_cents=price)
        approve(session, cleo(example), revision.id, version=revision.version)
        versions.append(revision)
    waiting = send_in_change(session, example, title="Nog niet nagekeken")
    first, second = versions
    with pytest.raises(RevisionStateError):
        restore(session, cleo(example), example.offer_id, second.id)
    with pytest.raises(RevisionStateError):
        restore(session, cleo(example), example.offer_id, waiting.id)
    with pytest.raises(OwnRevisionError):
        restore(session, Reviewer(example.partner_id, example.house_id), example.offer_id, first.id)
    restore(session, cleo(example), example.offer_id, first.id)
    assert session.get_one(Offer, example.offer_id).price_cents == 200
    assert waiting.state == "submitted"
    history = read_history(session, example.house_id, example.offer_id)
    newest = history.versions[0]
    assert (newest.revision.author_kind, newest.author, newest.is_current) == (
        "house",
        "Cleo",
        True,
    )
    assert [item.after for item in newest.differences] == [200]
    assert letters(session)[-1] == ("revision-restored", "pia@bib-de-pagina.example")


def test_trust_is_given_and_taken_by_a_house_of_the_partner(
    session: Session, example: Example
) -> None:
    give = partial(trust_partner, session, now=NOW, is_trusted=True)
    give(cleo(example), example.organization_id)
    session.flush()
    assert session.get_one(PartnerStanding, example.organization_id).is_trusted
    rows = list_partners(session, example.house_id)
    # The default House looks after partners of no House too.
    assert [(row.name, row.offers, row.is_trusted) for row in rows] == [
        ("Bib De Pagina", 1, True),
        ("Speelclub De Tol", 1, False),
    ]
    assert list_partners(session, example.other_house_id) == []
    with pytest.raises(PartnerNotFoundError):
        give(celia(example), example.organization_id)
    with pytest.raises(OwnRevisionError):
        give(Reviewer(example.partner_id, example.house_id), example.organization_id)
