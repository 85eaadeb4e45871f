"""What the pictures of the desk show: made-up questions, and somebody who is signed in."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.guards import COOKIE
from app.accounts.models import Person
from app.accounts.sign_ins import begin_sign_in
from app.cli.users import run_demo_staff
from app.config import Settings
from app.db import utc_now
from app.directory.connecting import connect
from app.directory.models.offers import OfferTerm
from app.questions.models.questions import Question, Reach
from app.questions.operations.answering import answer_question
from app.questions.operations.asking import QuestionDraft, ask_question
from app.questions.operations.changing import desk
from app.questions.operations.handling import take_question
from app.questions.values import ContactDetails

TEMSE, LOKEREN, SINT_NIKLAAS = "46025", "46029", "46021"
COLLEAGUE = "omar@dichtbij.example"


@dataclass(frozen=True, slots=True)
class DeskPictures:
    """The addresses to show, and the cookie of the colleague who looks at them."""

    addresses: dict[str, str]
    cookie: tuple[str, str]


def make_desk(settings: Settings) -> DeskPictures:
    """Ask some questions, answer one, and sign a colleague in."""
    run_demo_staff(settings, argparse.Namespace())
    database = connect(settings).database
    with database.transaction() as session:
        omar = session.scalars(select(Person).where(Person.email == COLLEAGUE)).one()
        shown = _ask_questions(session, omar.id)
        _sign_in, token = begin_sign_in(session, omar, device="Firefox, Linux")
    database.dispose()
    return DeskPictures(
        {"inbox": "/nl/onthaal?bak=later", "question": f"/nl/onthaal/vraag/{shown}"},
        (COOKIE, token),
    )


def _ask_questions(session: Session, person_id: int) -> int:
    """Keep five questions; gives the one to show."""
    asked = [
        _ask(session, *facts)
        for facts in (
            ("Mijn zoon van 3 wil niet naar school. Wat kan ik doen?", TEMSE, 36, "school-choice"),
            ("Waar vind ik opvang op woensdag?", LOKEREN, 78, "form-out-of-school-care"),
            ("We zoeken een speelgroep waar ook Turks gesproken wordt.", SINT_NIKLAAS, 14, None),
            ("Onze baby weent elke avond. We zijn moe.", TEMSE, 2, "crying-baby"),
            ("Mijn dochter van 15 praat niet meer met ons.", LOKEREN, 180, "puberty"),
        )
    ]
    now, colleague = utc_now(), desk(person_id)
    offer_id = session.scalars(
        select(OfferTerm.offer_id).where(OfferTerm.term_id == "crying-baby").limit(1)
    ).one()
    shown = asked[3]
    take_question(session, shown, by=colleague, now=now, version=shown.version)
    answer_question(
        session,
        shown,
        "Dag! Dat is zwaar, elke avond opnieuw. Morgen kan je zonder afspraak langskomen. "
        "Zal ik ook de verpleegkundige vragen om je te bellen?",
        by=colleague,
        now=now + timedelta(minutes=9),
        version=shown.version,
        offer_ids=[offer_id],
        site_url="http://localhost",
    )
    return shown.id


def _ask(session: Session, text: str, nis: str, age: int, theme: str | None) -> Question:
    draft = QuestionDraft(
        text,
        "nl",
        municipality_nis=nis,
        child_age_months=age,
        reach=Reach.PHONE,
        contact=ContactDetails(name="Mira", phone="0470 00 11 22", when="na vier uur"),
        theme_id=theme,
    )
    return ask_question(session, draft, now=utc_now(), site_url="http://localhost").question
