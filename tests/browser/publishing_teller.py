"""Takes the steps of partners, visitors and a coordinator, with the operations of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from desk_site import COORDINATOR, FIRST_PARTNER, PARTNER, DeskSite
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import PartnerMembership, Person
from app.agenda.clock import as_local
from app.db import utc_now
from app.directory.drafts import ContactDraft, WordsDraft
from app.directory.models.offers import Offer, OfferKind, OfferState
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision
from app.publishing.models.visitors import ReportAbout
from app.publishing.operations.reports import report_offer
from app.publishing.operations.reviewing import Reviewer
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    save_draft,
    submit_revision,
)
from app.publishing.series import Pattern, SeriesChoice, schedule_of

BEGINNER, COLLEAGUE_THERE = "leen@dichtbij.example", "lotte@dichtbij.example"
"""Who acts for a partner without any offer, and a second person of the first partner."""
BEGINNERS = "speelbende-de-kriekels"
STALE_DAYS = 420
REASON = "Schrijf voor wie het is: welke leeftijd, en of ouders erbij blijven.\nDank je wel!"
REPORT = "Vorige week stonden we voor een gesloten deur. Op het raam hing een briefje met vrijdag."
WORDS = WordsDraft(
    "Babbelboot voor peuters",
    "We spelen, zingen en babbelen samen. Ouders drinken een koffie mee.",
    "Elke keer staat er ander speelgoed klaar.\n\n- een hoek met blokken\n- een tafel met klei",
    join="Kom gewoon langs.",
)


@dataclass
class Published:
    """What was made: ids and tokens, each by its name."""

    revisions: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    offer_id: int = 0
    """A series that is online, with a date that was called off."""
    slug: str = ""
    day: date = date.min
    """A coming date of it that goes on."""
    day_off: date = date.min
    """One that was called off."""


class Publisher:
    """Tells in one session what partners, visitors and a coordinator do."""

    def __init__(self, site: DeskSite, session: Session) -> None:
        self.session, self.site, self.now = session, site, utc_now()
        self.organization_id = site.partners[FIRST_PARTNER]
        self.author = Author(site.people[PARTNER], frozenset({self.organization_id}))
        self.reviewer = Reviewer(site.people[COORDINATOR], site.house_id)
        self.made = Published()

    @property
    def today(self) -> date:
        """The day of the stories."""
        return as_local(self.now).date()

    def add_person(self, email: str, name: str, organization_id: int) -> None:
        """Somebody with an account who acts for a partner."""
        person = Person(email=email, name=name, created_at=self.now)
        self.session.add(person)
        self.session.flush()
        self.session.add(PartnerMembership(person_id=person.id, organization_id=organization_id))
        self.site.people[email] = person.id

    def list_offers(self) -> list[Offer]:
        """What the first partner had online from the start."""
        own = Offer.organization_id == self.organization_id
        seen = Offer.state == OfferState.PUBLISHED.value
        return list(self.session.scalars(select(Offer).where(own, seen).order_by(Offer.id)))

    def begin(self, name: str, title: str, like: ProposedOffer) -> Revision:
        """A draft of a weekly series with a day left out, not in school holidays."""
        revision = begin_new(
            self.session, self.author, self.organization_id, kind=OfferKind.ACTIVITY, like=like
        )
        facts = read_facts(revision.facts)
        first = self.today + timedelta(days=3)
        chosen = SeriesChoice(
            first_day=first,
            start_time=time(14),
            end_time=time(16),
            pattern=Pattern.WEEKLY,
            last_day=first + timedelta(weeks=20),
            holidays="not",
            location_key=facts.offer.location_keys[0],
        )
        weekly = replace(schedule_of(chosen), except_days=(first + timedelta(weeks=1),))
        offer = replace(
            facts.offer,
            kind=OfferKind.ACTIVITY,
            words={"nl": replace(WORDS, title=title)},
            schedules=(weekly,),
            min_age_months=12,
            max_age_months=36,
        )
        self._keep(name, revision, replace(facts, offer=offer))
        return revision

    def begin_empty(self, name: str, title: str) -> Revision:
        """A draft with nothing but a title."""
        revision = begin_new(
            self.session, self.author, self.organization_id, kind=OfferKind.SERVICE
        )
        facts = read_facts(revision.facts)
        words = {"nl": WordsDraft(title)} if title else {}
        self._keep(name, revision, replace(facts, offer=replace(facts.offer, words=words)))
        return revision

    def change(self, name: str) -> Revision:
        """A change of what is online, with a phone number that nobody saw before."""
        revision = begin_change(self.session, self.author, self.made.offer_id)
        facts = read_facts(revision.facts)
        words = replace(facts.offer.words["nl"], summary="We spelen en zingen. Ouders zijn welkom.")
        contacts = (*facts.offer.contacts, ContactDraft("phone", "0400 55 66 77", "Lotte"))
        offer = replace(facts.offer, words={"nl": words}, contacts=contacts, price_cents=250)
        self._keep(name, revision, replace(facts, offer=offer))
        return revision

    def _keep(self, name: str, revision: Revision, facts: ProposedOffer) -> None:
        save_draft(self.session, self.author, revision, facts, now=self.now)
        self.made.revisions[name] = revision.id

    def send_in(self, revision: Revision) -> None:
        """The partner sends a version in."""
        submit_revision(self.session, self.author, revision, now=self.now - timedelta(days=2))

    def judge(self, decide: Callable[..., object], revision: Revision, **facts: object) -> None:
        """The coordinator decides."""
        version, address = revision.version, self.site.address
        how = {"version": version, "site_url": address, "now": self.now, **facts}
        decide(self.session, self.reviewer, revision.id, **how)

    def say(self, about: ReportAbout, text: str, *, is_suspect: bool = False) -> None:
        """A visitor says that something is not right."""
        report_offer(
            self.session,
            self.made.offer_id,
            about=about,
            text=text,
            is_suspect=is_suspect,
            now=self.now,
            site_url=self.site.address,
        )
