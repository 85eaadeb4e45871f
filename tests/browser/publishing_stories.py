"""Versions, reports, checks, claims and suggestions in each of their states, told on the page site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from desk_site import COORDINATOR, FIRST_PARTNER, PARTNER, SECOND_PARTNER, DeskSite
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.claims import ClaimDraft, ask_claim, confirm_address
from app.accounts.models import Claim, PartnerMembership, Person, SignInLink
from app.accounts.sign_ins import digest_token
from app.agenda.clock import as_local
from app.db import utc_now
from app.directory.drafts import ContactDraft, OrganizationDraft, ScheduleDraft, WordsDraft
from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer, OfferKind, OfferState
from app.directory.models.organizations import House, Organization
from app.directory.operations.partners import save_organization
from app.directory.timetables import timetable_of_draft
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.checks import CheckedOffer, CheckLetter, CheckStage
from app.publishing.models.revisions import Revision
from app.publishing.models.visitors import OfferSight, ReportAbout, SightKind, Suggestion
from app.publishing.operations.calling_off import call_moment_off
from app.publishing.operations.publishing import confirm_facts
from app.publishing.operations.reports import report_offer
from app.publishing.operations.reviewing import Reviewer, approve_revision, send_back_revision
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    find_proposed,
    save_draft,
    submit_revision,
)
from app.publishing.operations.standing import trust_partner
from app.publishing.operations.suggesting import (
    PURPOSE as SUGGESTING,
)
from app.publishing.operations.suggesting import (
    SuggestionDraft,
    confirm_suggestion,
    suggest_offer,
)
from app.publishing.operations.writing_checks import PURPOSE as CHECKING
from app.sealing import digest

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
        """A draft of a weekly series, with an exception and an extra day."""
        revision = begin_new(
            self.session, self.author, self.organization_id, kind=OfferKind.ACTIVITY, like=like
        )
        facts = read_facts(revision.facts)
        first = self.today + timedelta(days=3)
        weekly = ScheduleDraft(
            starts_on=first,
            start_time=time(14),
            end_time=time(16),
            rrule=f"FREQ=WEEKLY;UNTIL={first + timedelta(weeks=20):%Y%m%d}",
            holidays="not",
            except_days=(first + timedelta(weeks=1),),
            location_key=facts.offer.location_keys[0],
        )
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


def tell_publishing(site: DeskSite) -> Published:
    """Make everything that the pages of partners, visitors and coordinators can show."""
    with site.database.transaction() as session:
        teller = Publisher(site, session)
        _tell_of_people(teller)
        _tell_of_versions(teller)
        _tell_of_visitors(teller)
        _tell_of_checks(teller)
        _tell_of_claims(teller)
        return teller.made


def _tell_of_people(teller: Publisher) -> None:
    session = teller.session
    house = session.get_one(House, teller.site.house_id)
    draft = OrganizationDraft(BEGINNERS, "Speelbende De Kriekels", house_slugs=(house.slug,))
    organization = save_organization(session, draft)
    session.flush()
    teller.add_person(BEGINNER, "Leen Speelbende", organization.id)
    teller.add_person(COLLEAGUE_THERE, "Lotte Berenboot", teller.organization_id)
    teller.made.tokens["link"] = token = "link-of-lotte"
    now = teller.now
    session.add(
        SignInLink(
            person_id=teller.site.people[COLLEAGUE_THERE],
            token_digest=digest_token(token),
            browser_digest=digest_token("another browser"),
            code_digest="0" * 64,
            asked_at=now,
            expires_at=now + timedelta(hours=1),
        )
    )


def _tell_of_versions(teller: Publisher) -> None:
    session, made = teller.session, teller.made
    like = next(
        found
        for offer in teller.list_offers()
        if (found := find_proposed(session, offer.id)) and found.offer.location_keys
    )
    online = teller.begin("online", "Babbelboot voor peuters", like)
    teller.send_in(online)
    teller.judge(approve_revision, online)
    made.offer_id = online.offer_id or 0
    made.slug = session.get_one(Offer, made.offer_id).slug
    _call_off(teller)
    teller.begin_empty("begun", "Speelgoed lenen")
    teller.begin("whole", "Knutselboot", like)
    waiting = teller.begin("waiting", "Zwemboot", like)
    teller.send_in(waiting)
    returned = teller.begin("returned", "Leesboot", like)
    teller.send_in(returned)
    teller.judge(send_back_revision, returned, reason=REASON)
    change = teller.change("change")
    teller.send_in(change)
    second = teller.site.partners[SECOND_PARTNER]
    trust_partner(session, teller.reviewer, second, is_trusted=True, now=teller.now)


def _call_off(teller: Publisher) -> None:
    session, made, now = teller.session, teller.made, teller.now
    current = find_proposed(session, made.offer_id)
    assert current is not None
    moments = timetable_of_draft(current.offer, current.places).next_moments(now, 3)
    made.day = moments[2].start.date()
    call_moment_off(
        session,
        teller.author,
        made.offer_id,
        day=moments[1].start.date(),
        start_time=moments[1].start.time(),
        reason="De begeleider is ziek.",
        now=now,
    )
    small = select(Revision.id).where(Revision.is_sample).order_by(Revision.id.desc()).limit(1)
    made.revisions["sample"] = session.scalars(small).one()


def _tell_of_visitors(teller: Publisher) -> None:
    session, made, site = teller.session, teller.made, teller.site
    teller.say(ReportAbout.WHEN, REPORT)
    teller.say(ReportAbout.PRICE, "")
    teller.say(ReportAbout.OTHER, "Koop nu goedkoop", is_suspect=True)
    month = teller.today.replace(day=1)
    for kind, count in ((SightKind.FOUND, 1240), (SightKind.OPENED, 86), (SightKind.KEPT, 9)):
        session.add(OfferSight(offer_id=made.offer_id, month=month, kind=kind.value, count=count))
    facts = read_facts(session.get_one(Revision, made.revisions["whole"]).facts)
    words = {"nl": replace(WORDS, title="Speelstraat in de Kriekelaarstraat")}
    proposed = replace(facts, offer=replace(facts.offer, words=words, organization_slug=""))
    for name, is_suspect in (("unconfirmed", False), ("suggested", False), ("suspect", True)):
        made.tokens[name] = token = f"suggestion-{name}"
        suggestion = suggest_offer(
            session,
            SuggestionDraft(
                proposed, site.house_id, "Buurtcomité De Kriek", "Wim", "wim@kriek.example", "nl"
            ),
            is_suspect=is_suspect,
            wait=timedelta(),
            now=teller.now,
            site_url=site.address,
        )
        suggestion.token_digest = digest(session, SUGGESTING, token)
        session.flush()
        if name != "unconfirmed":
            made.revisions[name] = confirm_suggestion(session, token, now=teller.now).id


def _tell_of_checks(teller: Publisher) -> None:
    session, made, now = teller.session, teller.made, teller.now
    made.tokens["checks"] = token = "letter-of-petra"
    letter = CheckLetter(
        person_id=teller.site.people[PARTNER],
        token_digest=digest(session, CHECKING, token),
        sent_at=now,
        expires_at=now + timedelta(days=20),
    )
    session.add(letter)
    session.flush()
    old = teller.today - timedelta(days=STALE_DAYS)
    stale = [offer for offer in teller.list_offers() if offer.id != made.offer_id][:3]
    for offer in stale:
        offer.verified_on, offer.verified_by = old, "source"
        stage = CheckStage.LAST.value
        session.add(CheckedOffer(letter_id=letter.id, offer_id=offer.id, stage=stage))
    session.flush()
    on = teller.today
    first, person = stale[0].id, teller.author.person_id
    confirm_facts(session, first, (CheckedFact.AGES,), on=on, person_id=person)
    wrong = (CheckedFact.PRICE, CheckedFact.CONTACT)
    confirm_facts(session, first, wrong, on=on, person_id=person, is_right=False)


def _tell_of_claims(teller: Publisher) -> None:
    session, site = teller.session, teller.site
    for name in ("unconfirmed", "waiting"):
        ask_claim(
            session,
            ClaimDraft(
                email=f"{name}@veerpont.example",
                name="Jef Veerman",
                note="Ik ben de nieuwe vrijwilliger. Els van het Huis kent me.",
                house_id=site.house_id,
                organization_id=site.partners[SECOND_PARTNER],
            ),
            site_url=site.address,
        )
        claim = session.scalars(select(Claim).order_by(Claim.id.desc()).limit(1)).one()
        teller.made.tokens[f"claim {name}"] = token = f"claim-{name}"
        claim.token_digest = digest_token(token)
        session.flush()
        if name == "waiting":
            confirm_address(session, token, site_url=site.address)
