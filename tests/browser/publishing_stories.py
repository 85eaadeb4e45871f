"""Versions, reports, checks, claims and suggestions in each of their states, for the page site."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk_site import PARTNER, SECOND_PARTNER, DeskSite
from publishing_teller import (
    BEGINNER,
    BEGINNERS,
    COLLEAGUE_THERE,
    REASON,
    REPORT,
    STALE_DAYS,
    WORDS,
    Published,
    Publisher,
)
from sqlalchemy import select

from app.accounts.claims import ClaimDraft, ask_claim, confirm_address
from app.accounts.models import Claim, SignInLink
from app.accounts.sign_ins import digest_token
from app.directory.drafts import OrganizationDraft
from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer
from app.directory.models.organizations import House
from app.directory.operations.partners import save_organization
from app.directory.timetables import timetable_of_draft
from app.publishing.facts import read_facts
from app.publishing.models.checks import CheckedOffer, CheckLetter, CheckStage
from app.publishing.models.revisions import Revision
from app.publishing.models.visitors import OfferSight, ReportAbout, SightKind
from app.publishing.operations.calling_off import call_moment_off
from app.publishing.operations.publishing import confirm_facts
from app.publishing.operations.reviewing import approve_revision, send_back_revision
from app.publishing.operations.revising import find_proposed
from app.publishing.operations.standing import trust_partner
from app.publishing.operations.suggesting import PURPOSE as SUGGESTING
from app.publishing.operations.suggesting import (
    SuggestionDraft,
    confirm_suggestion,
    suggest_offer,
)
from app.publishing.operations.writing_checks import PURPOSE as CHECKING
from app.sealing import digest


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
    made.day_off, made.day = (moment.start.date() for moment in moments[1:])
    call_moment_off(
        session,
        teller.author,
        made.offer_id,
        day=made.day_off,
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
