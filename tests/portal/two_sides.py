"""Two partners in two Houses with one of everything each, and who comes at the things of whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Claim, PartnerMembership
from app.db import utc_now
from app.directory.drafts import ImageDraft, LocationDraft, ScheduleDraft, WordsDraft
from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer, OfferKind
from app.directory.models.organizations import HousePartner
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.checks import CheckedOffer, CheckLetter
from app.publishing.models.revisions import PartnerStanding, Photo, Revision
from app.publishing.models.visitors import OfferReport
from app.publishing.operations.calling_off import call_moment_off
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    save_draft,
    submit_revision,
)
from app.publishing.operations.writing_checks import PURPOSE
from app.publishing.states import Hand
from app.questions.models.referrals import ListingProposal
from app.sealing import digest, seal
from tests.publishing.revising_steps import suggest
from tests.questions.desk_examples import Example, add_person, add_question, add_referral
from tests.questions.referral_site import database_of

SECRET = "Verborgenheid"
"""In each text of a side that nobody else may read; the number of the side comes after it."""
START = time(14)


@dataclass(frozen=True, slots=True)
class Side:
    """One partner, its House, and what is theirs."""

    number: int
    partner_id: int
    organization_id: int
    house_id: int
    coordinator_id: int
    offer_id: int
    token: str
    """Of the letter that asks whether the offer is right."""
    day: str = ""
    """A coming day of the offer."""
    ids: dict[str, list[int]] = field(default_factory=dict)
    """Numbers by the name that addresses give them; the first is the one that has forms."""
    place: str = ""
    """The key of a place that only an own draft has."""
    photo: str = ""

    @property
    def secret(self) -> str:
        """A word that stands in everything that is only theirs to read."""
        return f"{SECRET}{self.number}"

    @property
    def marks(self) -> tuple[str, ...]:
        """What may never come out on the other side."""
        return (self.secret, self.place, self.photo)


def make_sides(site: Flask, example: Example) -> tuple[Side, Side]:
    """Both sides, each with one of everything."""
    first = Side(
        1,
        example.partner_id,
        example.organization_id,
        example.house_id,
        example.coordinator_id,
        example.offer_id,
        "eerste-brief",
    )
    second = Side(
        2,
        example.other_partner_id,
        example.other_organization_id,
        example.other_house_id,
        example.other_coordinator_id,
        example.other_offer_id,
        "tweede-brief",
    )
    with database_of(site).transaction() as session:
        session.merge(
            HousePartner(house_id=second.house_id, organization_id=second.organization_id)
        )
        session.flush()
        return _fill(session, example, first), _fill(session, example, second)


def _fill(session: Session, example: Example, side: Side) -> Side:
    now, author = utc_now(), Author(side.partner_id, frozenset({side.organization_id}))
    place = LocationDraft(
        f"partner:{side.organization_id}:zaal", f"Zaal {side.secret}", "Kaai 9", "9160", "Lokeren"
    )
    photo = f"{side.number}" * 64 + ".webp"
    photo_row = Photo(
        name=photo, organization_id=side.organization_id, width=9, height=9, sent_at=now
    )
    session.add(photo_row)
    side = replace(side, place=place.key, photo=photo)
    published = _publish_weekly(session, author, side)
    _publish_again(session, author, side)
    waiting = _send_change(session, author, side)
    begun = begin_new(session, author, side.organization_id, kind=OfferKind.ACTIVITY)
    offer = replace(
        read_facts(begun.facts).offer,
        words={"nl": WordsDraft(f"Schets {side.secret}", side.secret)},
        images=(ImageDraft(photo_name=photo, alternatives={"nl": side.secret}),),
        location_keys=(place.key,),
        term_ids=("playing-together",),
        schedules=(ScheduleDraft(starts_on=_coming(20), start_time=START, end_time=time(16)),),
    )
    save_draft(session, author, begun, ProposedOffer(offer, (place,)), now=now)
    suggested = suggest(session, _with_house(example, side), group=side.secret)
    colleague = add_person(session, side.secret, f"collega{side.number}@mail.example")
    session.add(PartnerMembership(person_id=colleague, organization_id=side.organization_id))
    rows = _add_rows(session, example, side)
    session.flush()
    weekly = read_facts(published.facts).offer.schedules[0]
    assert weekly.starts_on is not None
    day = weekly.starts_on + timedelta(days=14)
    off = weekly.starts_on + timedelta(days=7)
    call_moment_off(
        session, author, side.offer_id, day=off, start_time=START, reason="Zaal dicht.", now=now
    )
    ids = {
        "offer_id": [side.offer_id],
        "revision_id": [begun.id, waiting.id, published.id, suggested.id],
        "organization_id": [side.organization_id],
        "person_id": [colleague, side.partner_id],
        **{name: [row.id] for name, row in rows.items()},
    }
    return replace(side, ids=ids, day=day.isoformat())


def _coming(days: int) -> date:
    return utc_now().date() + timedelta(days=days)


def _publish_weekly(session: Session, author: Author, side: Side) -> Revision:
    """Give the offer a weekly moment, online, with a sample that nobody looked at yet."""
    revision = begin_change(session, author, side.offer_id)
    proposed = read_facts(revision.facts)
    weekly = ScheduleDraft(
        starts_on=_coming(3), start_time=START, end_time=time(16), rrule="FREQ=WEEKLY"
    )
    offer = replace(
        proposed.offer,
        kind=OfferKind.ACTIVITY,
        schedules=(weekly,),
        term_ids=("playing-together",),
        area_nis=("46029",),
        words={"nl": WordsDraft(f"Kring {side.number}", "Samen zingen.")},
    )
    save_draft(session, author, revision, replace(proposed, offer=offer), now=utc_now())
    submit_revision(session, author, revision, now=utc_now())
    publish_revision(session, revision, hand=Hand.SITE, actor=author.actor, now=utc_now())
    revision.is_sample = True
    session.flush()
    return revision


def _publish_again(session: Session, author: Author, side: Side) -> None:
    """Put a newer version online, whose price is said to be wrong and which nobody checked."""
    now, revision = utc_now(), begin_change(session, author, side.offer_id)
    proposed = read_facts(revision.facts)
    offer = replace(proposed.offer, price_cents=200, registration="required")
    save_draft(session, author, revision, replace(proposed, offer=offer), now=utc_now())
    submit_revision(session, author, revision, now=utc_now())
    publish_revision(session, revision, hand=Hand.SITE, actor=author.actor, now=utc_now())
    session.flush()
    stored = session.get_one(Offer, side.offer_id)
    stored.verified_on, stored.verified_by = date(2024, 1, 5), "source"
    wrong = FactCheck(offer_id=stored.id, fact="price", checked_on=now.date(), is_right=False)
    session.merge(wrong)


def _send_change(session: Session, author: Author, side: Side) -> Revision:
    revision = begin_change(session, author, side.offer_id)
    proposed = read_facts(revision.facts)
    words = {"nl": replace(proposed.offer.words["nl"], summary=f"Anders: {side.secret}")}
    save_draft(
        session,
        author,
        revision,
        replace(proposed, offer=replace(proposed.offer, words=words)),
        now=utc_now(),
    )
    submit_revision(session, author, revision, now=utc_now())
    return revision


def _make_claim(session: Session, side: Side, state: str, **facts: datetime) -> Claim:
    """Somebody who says to work for the partner."""
    now = utc_now()
    return Claim(
        organization_id=side.organization_id,
        house_id=side.house_id,
        email=f"{state}{side.number}@mail.example",
        name=side.secret,
        note_sealed=seal(session, side.secret),
        language="nl",
        token_digest=f"{side.number}{state}".ljust(64, "0"),
        state=state,
        asked_at=now,
        expires_at=now + timedelta(days=3),
        **facts,
    )


def _with_house(example: Example, side: Side) -> Example:
    return replace(example, house_id=side.house_id)


def _add_rows(session: Session, example: Example, side: Side) -> dict[str, object]:
    now = utc_now()
    question = add_question(session, example, now=now, house_id=side.house_id, text=side.secret)
    referral = add_referral(
        session,
        example,
        question,
        now=now,
        organization_id=side.organization_id,
        offer_id=side.offer_id,
        summary_sealed=seal(session, side.secret),
    )
    letter = CheckLetter(
        person_id=side.partner_id,
        token_digest=digest(session, PURPOSE, side.token),
        sent_at=now,
        expires_at=now + timedelta(days=9),
    )
    session.add(letter)
    session.flush()
    session.add(CheckedOffer(letter_id=letter.id, offer_id=side.offer_id, stage="first"))
    rows = {
        "proposal_id": ListingProposal(offer_id=side.offer_id, proposed_at=now),
        "report_id": OfferReport(
            offer_id=side.offer_id,
            about="when",
            state="open",
            reported_at=now,
            text_sealed=seal(session, side.secret),
        ),
        "claim_id": _make_claim(session, side, "waiting", confirmed_at=now),
    }
    session.add(_make_claim(session, side, "unconfirmed"))
    session.add_all(rows.values())
    session.add(
        PartnerStanding(
            organization_id=side.organization_id,
            is_trusted=False,
            changed_at=now,
            changed_by=side.coordinator_id,
        )
    )
    return {**rows, "referral_id": referral}
