"""The status page: every press of a family, and what it sees afterwards."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import Database, utc_now
from app.directory.models.offers import Offer, OfferText
from app.questions.models.questions import MessageKind, Question
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.questions.operations.answering import answer_question
from app.questions.operations.changing import desk
from app.questions.operations.writing import write_message
from tests.asking.conftest import QUESTION, Family, last_question
from tests.asking.sharing import STATUS, Shared, add_person, share
from tests.policing import PageError


def state_of(database: Database, shared: Shared) -> tuple[str, str]:
    with database.reading() as session:
        question = session.get_one(Question, shared.question_id)
        return question.state, session.get_one(Referral, shared.referral_id).state


def test_a_family_sees_who_has_it_and_what_was_shared(family: Family, database: Database) -> None:
    shared = share(family, database, ReferralState.ACCEPTED)
    for words in (
        "Een partner is aan zet",
        "heeft je vraag",
        shared.partner,
        "Griet Maes neemt contact met je op.",
        "Griet belt je deze week.",
        "De vraag, in het kort",
        "Het Huis mag mijn vraag delen.",
        "We wissen alles ten laatste op",
    ):
        assert words in family.page


def test_who_answers_what_no_team_had_has_it(family: Family, database: Database) -> None:
    family.send()
    assert "Nog niemand nam ze op zich." in family.read(STATUS)
    person_id = add_person(database)
    with database.transaction() as session:
        question = session.merge(last_question(database))
        answer_question(
            session,
            question,
            "Dag!",
            by=desk(person_id),
            now=utc_now(),
            version=question.version,
            site_url="https://dichtbij.example",
        )
    page = family.read(STATUS)
    assert "Iemand van het onthaal van" in page
    assert "Nog niemand" not in page


def test_an_answer_comes_with_its_offers_and_notes_stay_with_the_desk(
    family: Family, database: Database
) -> None:
    family.send()
    doer, now = desk(add_person(database)), utc_now()
    with database.transaction() as session:
        question = session.merge(last_question(database))
        offer_id, title = session.execute(
            select(Offer.id, OfferText.title)
            .join(OfferText, OfferText.offer_id == Offer.id)
            .where(Offer.state == "published", OfferText.language == "nl")
            .order_by(Offer.id)
            .limit(1)
        ).one()
        facts = {"by": doer, "now": now}
        write_message(
            session,
            question,
            "Dag!\n\nKijk hier eens.",
            kind=MessageKind.ANSWER,
            offer_ids=[offer_id],
            **facts,
        )
        write_message(session, question, "Bel Noor eerst", kind=MessageKind.NOTE, **facts)
    page = family.read(STATUS)
    assert "<p>Kijk hier eens.</p>" in page
    assert f"/nl/aanbod/{offer_id}-" in page
    assert title in page
    assert "Bel Noor eerst" not in page


@pytest.mark.parametrize(
    ("old", "path", "new", "words"),
    [
        (ReferralState.ACCEPTED, "contact", ("waiting-partner", "contact-made"), "hadden contact"),
        (ReferralState.CONTACT_MADE, "in-orde", ("closed", "done"), "Afgerond"),
        (ReferralState.ACCEPTED, "geen-contact", ("open", "no-contact"), "weer bij het onthaal"),
        (ReferralState.ASKED, "stop", ("open", "stopped-by-family"), "ziet niets meer"),
        (ReferralState.DONE, "geen-contact", ("waiting-partner", "done"), "kan nu niet meer"),
    ],
)
def test_each_press_changes_one_thing_and_says_so(
    family: Family,
    database: Database,
    old: ReferralState,
    path: str,
    new: tuple[str, str],
    words: str,
) -> None:
    shared = share(family, database, old)
    response = family.press(f"{STATUS}/{path}/{shared.referral_id}")
    assert response.status_code == 303
    assert state_of(database, shared) == new
    assert words in family.read(STATUS)


@pytest.mark.parametrize(("answer", "state"), [("yes", "draft"), ("no", "stopped-by-family")])
def test_a_family_says_yes_or_no_to_what_would_be_shared(
    family: Family, database: Database, answer: str, state: str
) -> None:
    shared = share(family, database, ReferralState.DRAFT, consent_asked=True)
    assert f"Mag {shared.partner} dit weten?" in family.page
    family.press(f"{STATUS}/toestemming/{shared.referral_id}", answer=answer)
    assert state_of(database, shared)[1] == state
    with database.reading() as session:
        given = session.scalars(
            select(Consent).where(Consent.referral_id == shared.referral_id)
        ).all()
    assert len(given) == (1 if answer == "yes" else 0)
    assert f"Mag {shared.partner} dit weten?" not in family.read(STATUS)


def test_another_family_s_referral_is_not_found(family: Family, database: Database) -> None:
    other = share(family, database, ReferralState.ACCEPTED)
    share(family, database, ReferralState.ACCEPTED)
    for path in ("contact", "in-orde", "geen-contact", "stop", "toestemming"):
        assert family.press(f"{STATUS}/{path}/{other.referral_id}").status_code == 404
        family.read(STATUS)
    assert state_of(database, other) == ("waiting-partner", "accepted")


def test_a_reply_is_added_and_an_empty_one_is_not(family: Family, database: Database) -> None:
    share(family, database, ReferralState.ACCEPTED)
    assert family.press(f"{STATUS}/antwoord", text=" ").status_code == 422
    assert "Schrijf iets voor je verstuurt." in family.page
    family.press(f"{STATUS}/antwoord", text="Ze slaapt nu beter.")
    page = family.read(STATUS)
    assert "Ze slaapt nu beter." in page
    assert "Je hoort van het onthaal ten laatste op" in page


def test_after_half_an_hour_the_code_is_asked_and_a_typed_reply_is_kept(
    family: Family, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    family.send()
    code_page = family.read("/nl/mijn-vraag/nieuw")
    reference, code = (
        item.partition(">")[2].partition("<")[0] for item in code_page.split("<dd")[1:3]
    )
    family.read(STATUS)
    later = time.time() + 31 * 60
    monkeypatch.setattr("app.asking.visits.time.time", lambda: later)
    response = family.press(f"{STATUS}/antwoord", text="Lang getypt over de nacht.")
    assert response.status_code == 422
    assert "Lang getypt over de nacht." in family.page
    assert QUESTION not in family.page
    family.press(
        "/nl/mijn-vraag", reference=reference, code=code, text="Lang getypt over de nacht."
    )
    assert QUESTION in family.page
    assert "Lang getypt over de nacht." in family.page
    family.press(f"{STATUS}/antwoord", text="Lang getypt over de nacht.")
    assert "Lang getypt over de nacht." in family.read(STATUS)


def test_a_new_code_replaces_the_lost_one(family: Family, database: Database) -> None:
    family.send()
    first = family.read("/nl/mijn-vraag/nieuw")
    family.read(STATUS)
    response = family.press(f"{STATUS}/nieuwe-code")
    assert response.headers["Location"].endswith("/mijn-vraag/nieuw")
    second = family.read("/nl/mijn-vraag/nieuw")
    assert first.split("<dd")[1] == second.split("<dd")[1]
    assert first.split("<dd")[2] != second.split("<dd")[2]


def test_everything_is_erased_only_after_a_second_press(family: Family, database: Database) -> None:
    shared = share(family, database, ReferralState.ASKED)
    assert "Niemand kan het nog terughalen." in family.read(f"{STATUS}/wissen")
    assert state_of(database, shared)[0] == "waiting-partner"
    response = family.press(f"{STATUS}/wissen")
    assert response.headers["Location"].endswith("/mijn-vraag/gewist")
    assert "Alles is gewist" in family.read("/nl/mijn-vraag/gewist")
    assert "Open mijn vraag" in family.read(STATUS)
    assert state_of(database, shared) == ("closed", "stopped-by-family")
    with database.reading() as session:
        question = session.get_one(Question, shared.question_id)
    assert question.code_digest is question.contact_sealed is None
    assert question.text_erased_at is not None


def test_without_code_nothing_is_shown_or_done(family: Family, database: Database) -> None:
    shared = share(family, database, ReferralState.ACCEPTED)
    family.press(f"{STATUS}/weg")
    for path in ("", "/wissen"):
        assert family.client.get(f"{STATUS}{path}").status_code == 302
    family.read("/nl/mijn-vraag")
    for path in (f"contact/{shared.referral_id}", f"stop/{shared.referral_id}", "wissen"):
        response = family.press(f"{STATUS}/{path}")
        assert response.status_code == 303
    assert state_of(database, shared) == ("waiting-partner", "accepted")


def test_each_reading_is_in_the_trail(family: Family, database: Database) -> None:
    shared = share(family, database, ReferralState.ACCEPTED)
    with database.reading() as session:
        entries = session.scalars(
            select(AuditEntry.actor_kind).where(
                AuditEntry.action == "question-read", AuditEntry.subject_id == shared.question_id
            )
        ).all()
    assert entries == ["family"]


def test_the_page_stands_in_every_language(family: Family, database: Database) -> None:
    share(family, database, ReferralState.WAITING_LIST)
    for language in ("fr", "en", "ar"):
        try:
            page = family.read(f"/{language}/mijn-vraag/overzicht")
        except PageError as error:
            pytest.fail(f"{language}: {error}")
        assert QUESTION in page
