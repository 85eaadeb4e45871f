"""Questions and referrals in each of their states, told with the operations of the site itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_site import FIRST_PARTNER, ONTHAAL, SECOND_PARTNER, DeskSite
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import Actor
from app.db import utc_now
from app.directory.models.offers import Offer, OfferState
from app.questions.models.questions import (
    Channel,
    CloseReason,
    OnBehalf,
    Question,
    Reach,
)
from app.questions.models.referrals import (
    ConsentChannel,
    DeclineReason,
    Referral,
    ReferralLink,
    SharedItem,
)
from app.questions.operations.answering import add_note, answer_question
from app.questions.operations.asking import Asked, QuestionDraft, ask_question
from app.questions.operations.changing import Doer, desk, partner
from app.questions.operations.consenting import ask_consent, give_consent, word_agreement
from app.questions.operations.counting import count_escalation
from app.questions.operations.erasing import erase_texts
from app.questions.operations.handling import end_question, take_question
from app.questions.operations.links import make_link, press_link, use_link
from app.questions.operations.partner_answers import (
    accept_referral,
    ask_back,
    decline_referral,
    put_on_waiting_list,
    record_contact,
)
from app.questions.operations.quarantine import Signals
from app.questions.operations.referral_reading import open_referral
from app.questions.operations.referring import ReferralDraft, draft_referral, send_referral
from app.questions.values import ContactDetails, SearchContext

TEMSE = "46025"
TEXT = (
    "Onze zoon is bijna drie en praat nog weinig. De juf maakt zich zorgen.\n"
    "Wij spreken thuis Arabisch en Nederlands. Bij wie kunnen we terecht?"
)
ANSWER = (
    "Dag, wat fijn dat je dit vraagt.\n\nTwee talen thuis is geen probleem, integendeel.\n"
    "Ik zoek graag iemand die eens luistert hoe je zoon vertelt."
)
SUMMARY = "Een jongen van bijna drie praat weinig. Thuis spreken ze Arabisch en Nederlands."
ITEMS = (SharedItem.QUESTION, SharedItem.PHONE, SharedItem.CHILD_AGE, SharedItem.LANGUAGE)
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass
class Stories:
    """What was made: questions, referrals, links and their tokens, each by its name."""

    questions: dict[str, int]
    referrals: dict[str, int]
    links: dict[str, int]
    tokens: dict[str, str]
    offer_id: int
    code: str

    def visit(self, question: str) -> dict[str, object]:
        """What the browser of a family carries that opened a question with its code."""
        return {"eigen_vraag": [self.questions[question], _later()]}

    def opened(self, link: str) -> dict[str, object]:
        """What the browser of a partner carries that pressed the button of a link."""
        return {"doorverwijzing": [self.links[link], _later()]}


def _later() -> int:
    return int(time.time() + HALF_AN_HOUR.total_seconds())


class Teller:
    """Tells stories in one session."""

    def __init__(self, site: DeskSite, session: Session) -> None:
        self.session, self.site = session, site
        self.now = utc_now() - timedelta(hours=2)
        self.by = desk(site.people[ONTHAAL])
        self.made = Stories({}, {}, {}, {}, self._first_offer(), "")

    def _first_offer(self) -> int:
        own = Offer.organization_id == self.site.partners[FIRST_PARTNER]
        seen = Offer.state == OfferState.PUBLISHED.value
        found = select(Offer.id).where(own, seen).order_by(Offer.id).limit(1)
        return self.session.scalars(found).one()

    def ask(self, name: str, *, days_ago: int = 0, **facts: object) -> Question:
        """A family asks; facts are fields of the draft, or signals of a machine."""
        signals = facts.pop("signals", None)
        values: dict[str, object] = {
            "text": TEXT,
            "language": "nl",
            "municipality_nis": TEMSE,
            "child_age_months": 34,
            "reach": Reach.PHONE,
            "contact": ContactDetails("Samira Vossen", "", "0400 00 11 22", "na vier uur"),
            **facts,
        }
        asked: Asked = ask_question(
            self.session,
            QuestionDraft(**values),  # type: ignore[arg-type]  # by name
            now=self.now - timedelta(days=days_ago),
            site_url=self.site.address,
            signals=signals,  # type: ignore[arg-type]  # of the same dictionary
        )
        self.made.questions[name], self.made.code = asked.question.id, asked.code
        return asked.question

    def answer(self, question: Question) -> None:
        """A colleague takes it and answers with an offer."""
        how: dict[str, object] = {"by": self.by, "now": self.now}
        take_question(self.session, question, version=question.version, **how)  # type: ignore[arg-type]
        add_note(self.session, question, "Mama klonk moe.", **how)  # type: ignore[arg-type]
        answer_question(
            self.session,
            question,
            ANSWER,
            version=question.version,
            offer_ids=[self.made.offer_id],
            site_url=self.site.address,
            **how,  # type: ignore[arg-type]
        )

    def draft(self, name: str, question: Question, slug: str = FIRST_PARTNER) -> Referral:
        """A hand-over that nobody agreed to yet."""
        is_first = slug == FIRST_PARTNER
        draft = ReferralDraft(
            organization_id=self.site.partners[slug],
            recipient=f"hallo@{slug}.example",
            items=ITEMS,
            summary=SUMMARY,
            consent_until=(as_local(self.now) + timedelta(days=90)).date(),
            offer_id=self.made.offer_id if is_first else None,
        )
        referral = draft_referral(self.session, question, draft, by=self.by, now=self.now)
        self.made.referrals[name] = referral.id
        return referral

    def send(self, name: str, question: Question, slug: str = FIRST_PARTNER) -> Referral:
        """A hand-over that the family agreed to by phone, and that waits for the partner."""
        referral = self.draft(name, question, slug)
        assert referral.consent_until is not None
        agreement = word_agreement(
            self.session,
            question,
            referral.organization_id,
            items=ITEMS,
            valid_until=referral.consent_until,
        )
        give_consent(
            self.session,
            referral,
            agreement,
            channel=ConsentChannel.PHONE,
            recorded_by=self.by.person_id,
            now=self.now,
        )
        send_referral(self.session, referral, by=self.by, now=self.now, site_url=self.site.address)
        return referral

    def link(self, name: str, referral: Referral, *, opened: bool = False) -> ReferralLink:
        """A link to a referral, pressed already or not."""
        self.made.tokens[name] = make_link(self.session, referral, now=self.now)
        newest = select(ReferralLink).order_by(ReferralLink.id.desc()).limit(1)
        link = self.session.scalars(newest).one()
        self.made.links[name] = link.id
        return press_link(link, referral, now=self.now) if opened else link

    def partner_says(
        self, referral: Referral, step: Callable[..., object], **facts: object
    ) -> None:
        """The partner takes a step."""
        by: Doer = partner(referral.organization_id)
        how = {"by": by, "now": self.now, "site_url": self.site.address}
        step(self.session, referral, **facts, **how)

    def a_reason(self) -> int:
        """A reason to decline."""
        found = select(DeclineReason.id).order_by(DeclineReason.id).limit(1)
        return self.session.scalars(found).one()


def tell_stories(site: DeskSite) -> Stories:
    """Make a question, a referral or a link in each of the states that a page can show."""
    with site.database.transaction() as session:
        teller = Teller(site, session)
        _tell_of_questions(teller)
        _tell_of_referrals(teller)
        _tell_of_links(teller)
        count_escalation(session, site.house_id, now=teller.now)
        session.flush()
        return teller.made


def _tell_of_questions(teller: Teller) -> None:
    context = SearchContext("logopedie", "Temse", (teller.made.offer_id,))
    teller.ask("new", context=context, spoken_language="ar")
    teller.ask("late", days_ago=20, on_behalf=OnBehalf.SCHOOL, does_family_know=False)
    teller.ask("arabic", days_ago=1, language="ar", text="ابني لا يتكلم كثيرا. من يستطيع مساعدتنا؟")
    teller.ask("quarantined", text="Koop nu goedkoop", signals=Signals("", "x", 1.0))
    teller.answer(teller.ask("answered", reach=Reach.EMAIL, channel=Channel.PHONE))
    for name in ("closed", "erased"):
        question = teller.ask(name, days_ago=3)
        teller.answer(question)
        end_question(
            teller.session,
            question,
            CloseReason.ANSWERED,
            by=teller.by,
            now=teller.now,
            version=question.version,
        )
        if name == "erased":
            erase_texts(teller.session, question, now=teller.now)


def _tell_of_referrals(teller: Teller) -> None:
    question = teller.ask("referred", theme_id="leisure")
    teller.answer(question)
    teller.draft("draft", question)
    asking = teller.ask("consent")
    teller.answer(asking)
    where = {"by": teller.by, "now": teller.now, "site_url": teller.site.address}
    ask_consent(teller.session, teller.draft("asked-consent", asking), **where)  # type: ignore[arg-type]
    running = teller.ask("running")
    teller.answer(running)
    asked = teller.send("asked", running)
    # Being read is something that the trail tells too.
    open_referral(teller.session, asked, actor=Actor.person(teller.site.people[ONTHAAL]))
    teller.partner_says(asked, ask_back, text="Welke dag past voor mama?")
    accepted = teller.send("accepted", running, SECOND_PARTNER)
    words = {"taken_over_by": "Fenna", "expectation": "Fenna belt je donderdag na vier uur."}
    teller.partner_says(accepted, accept_referral, **words)
    others = teller.ask("others", days_ago=2)
    teller.answer(others)
    declined = teller.send("declined", others)
    teller.partner_says(declined, decline_referral, reason_id=teller.a_reason(), note="Jammer.")
    waiting = teller.send("waiting", others, SECOND_PARTNER)
    until = (as_local(teller.now) + timedelta(days=40)).date()
    teller.partner_says(waiting, put_on_waiting_list, until=until)
    met = teller.ask("met")
    reached = teller.send("met", met, SECOND_PARTNER)
    teller.partner_says(reached, accept_referral, **words)
    teller.partner_says(reached, record_contact)


def _tell_of_links(teller: Teller) -> None:
    referrals = {
        name: teller.session.get_one(Referral, teller.made.referrals[name])
        for name in ("asked", "accepted", "declined")
    }
    teller.link("usable", referrals["asked"])
    teller.link("open", referrals["asked"], opened=True)
    teller.link("accepted", referrals["accepted"], opened=True)
    used = teller.link("used", referrals["asked"], opened=True)
    use_link(teller.session, used, referrals["asked"], now=teller.now)
    expired = teller.link("expired", referrals["asked"])
    expired.expires_at = datetime.fromtimestamp(0, tz=teller.now.tzinfo)
    ended = teller.link("ended", referrals["declined"])
    ended.opened_at = teller.now
