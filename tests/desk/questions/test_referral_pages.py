"""The desk hands a question over: choose, agree, send, and write down what it hears."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import Database, utc_now
from app.mail.models import Letter
from app.questions.models.questions import Question
from app.questions.models.referrals import Consent, DeclineReason, Referral
from app.questions.operations.consenting import confirm_asked_consent, list_asked_consents
from app.sealing import unseal
from app.web.referral_forms import today
from tests.accounts.signing_in import find_token, signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import CONTACT, SITE_URL, WORDS, Example, add_question
from tests.questions.referral_site import asked, press, read
from tests.sites import visit

DESK = "/nl/onthaal"


@pytest.fixture
def question_id(database: Database, example: Example) -> int:
    with database.transaction() as session:
        return add_question(session, example, now=utc_now(), state="open").id


def make_draft(omar: PolicedClient, example: Example, question_id: int) -> str:
    """Fill in the form that begins a hand-over; gives the address of the referral."""
    page = f"{DESK}/vraag/{question_id}/doorverwijzen?aanbod={example.offer_id}"
    answer = press(
        omar,
        page,
        page,
        recipient="hallo@bibdepagina.example",
        summary="Slaapt slecht.",
        items=["question", "phone"],
        until=(today() + timedelta(days=60)).isoformat(),
    )
    assert answer.status_code == 303
    return answer.location


def find(database: Database, address: str) -> Referral:
    with database.reading() as session:
        return session.get_one(Referral, int(address.rpartition("/")[2]))


def test_nothing_is_typed_twice(
    omar: PolicedClient, example: Example, question_id: int, database: Database
) -> None:
    choose = f"{DESK}/vraag/{question_id}/doorverwijzen"
    found = read(omar, f"{choose}?naam=pagina")
    assert f"{choose}?partner={example.organization_id}" in found
    assert f"?aanbod={example.offer_id}" in read(omar, f"{choose}?naam=voorlees")
    assert "Niets gevonden" in read(omar, f"{choose}?naam=%25%25zz")
    form = read(omar, f"{choose}?aanbod={example.offer_id}")
    assert WORDS in form
    # The address for colleagues comes before the one that families see.
    assert 'value="intern@bibdepagina.example"' in form
    assert form.count("checked") == 3
    page = f"{choose}?aanbod={example.offer_id}"
    mistakes = press(omar, page, page, summary="Kort.")
    assert mistakes.status_code == 422
    assert "Kort." in mistakes.get_data(as_text=True)
    with database.reading() as session:
        count = select(func.count(Referral.id)).where(Referral.question_id == question_id)
        assert session.scalar(count) == 0


def test_a_yes_on_the_phone_is_kept_word_for_word_and_sends_the_question(
    omar: PolicedClient, example: Example, question_id: int, database: Database
) -> None:
    page = make_draft(omar, example, question_id)
    shown = read(omar, page)
    assert "Bib De Pagina" in shown
    assert "- mijn telefoonnummer" in shown
    assert "- mijn naam" not in shown
    assert press(omar, page, f"{page}/toestemming").status_code == 422
    assert find(database, page).state == "draft"
    assert press(omar, page, f"{page}/toestemming", channel="phone").status_code == 303
    with database.reading() as session:
        referral = find(database, page)
        consent = session.scalars(select(Consent).where(Consent.referral_id == referral.id)).one()
        assert (consent.channel, consent.recorded_by) == ("phone", example.onthaal_id)
        assert consent.wording_sealed is not None
        for line in unseal(session, consent.wording_sealed).splitlines():
            assert line in shown
        assert session.get_one(Question, question_id).state == "waiting-partner"
        kinds = session.scalars(select(Letter.kind).where(Letter.about_id == question_id)).all()
        assert kinds == ["referral"]


def test_a_yes_on_the_own_page_comes_back_to_the_desk_that_sends(
    omar: PolicedClient, example: Example, question_id: int, database: Database
) -> None:
    page = make_draft(omar, example, question_id)
    assert press(omar, page, f"{page}/toestemming", channel="form").status_code == 303
    assert "antwoordde nog niet" in read(omar, page)
    assert find(database, page).state == "draft"
    with database.transaction() as session:
        question = session.get_one(Question, question_id)
        (wanted,) = list_asked_consents(session, question)
        now = utc_now()
        confirm_asked_consent(session, question, wanted.referral_id, now=now, site_url=SITE_URL)
    assert press(omar, page, f"{page}/versturen").status_code == 303
    assert find(database, page).state == "asked"
    # Other items would need another consent, so they are fixed from here.
    assert omar.get(f"{page}/aanpassen").status_code == 303


def test_other_items_in_a_draft_need_another_consent(
    omar: PolicedClient, example: Example, question_id: int, database: Database
) -> None:
    page = make_draft(omar, example, question_id)
    press(omar, page, f"{page}/toestemming", channel="form")
    with database.transaction() as session:
        question = session.get_one(Question, question_id)
        (wanted,) = list_asked_consents(session, question)
        now = utc_now()
        confirm_asked_consent(session, question, wanted.referral_id, now=now, site_url=SITE_URL)
    answer = press(
        omar,
        f"{page}/aanpassen",
        f"{page}/aanpassen",
        recipient="hallo@bibdepagina.example",
        summary="Slaapt slecht.",
        items=["question", "phone", "name"],
        until=(today() + timedelta(days=60)).isoformat(),
    )
    assert answer.status_code == 303
    token = find_token(omar, page)
    answer = omar.post(f"{page}/versturen", data={"csrf_token": token}, follow_redirects=True)
    assert "gaf hiervoor nog geen toestemming" in answer.get_data(as_text=True)
    assert find(database, page).state == "draft"


def test_the_desk_writes_down_what_a_partner_says_by_phone(
    omar: PolicedClient, example: Example, database: Database
) -> None:
    with database.transaction() as session:
        referral_id = asked(session, example).id
        reason = session.scalars(select(DeclineReason.id).where(DeclineReason.key == "age")).one()
    page = f"{DESK}/doorverwijzing/{referral_id}"
    assert press(omar, page, f"{page}/aannemen", taken_over_by=" ").status_code == 422
    assert press(omar, page, f"{page}/aannemen", taken_over_by="Pia Peeters").status_code == 303
    assert "Pia Peeters" in read(omar, page)
    how = {"how": "called-together", "on": today().isoformat(), "expects": "Pia belt morgen."}
    assert press(omar, page, f"{page}/overdracht", **how).status_code == 303
    shown = read(omar, page)
    assert "We belden samen" in shown
    assert "Pia belt morgen." in shown
    fields = {"recipient": "geen adres", "summary": "Meer."}
    assert press(omar, page, f"{page}/nieuwe-link", **fields).status_code == 422
    fields["recipient"] = "nieuw@bibdepagina.example"
    assert press(omar, page, f"{page}/nieuwe-link", **fields).status_code == 303
    answer = press(omar, page, f"{page}/afwijzen", reason=str(reason), note="Toch te jong.")
    assert answer.status_code == 303
    shown = read(omar, page)
    assert "De leeftijd past niet" in shown
    assert "Toch te jong." in shown
    token = find_token(omar, page)
    late = omar.post(f"{page}/contact", data={"csrf_token": token}, follow_redirects=True)
    assert "Dat kan nu niet meer" in late.get_data(as_text=True)
    assert find(database, page).state == "declined"


def test_a_silent_partner_is_asked_again_only_with_a_consent_that_holds(
    omar: PolicedClient, example: Example, database: Database
) -> None:
    with database.transaction() as session:
        referral = asked(session, example, items="question phone")
        referral.state = "expired"
        referral_id = referral.id
    page = f"{DESK}/doorverwijzing/{referral_id}"
    assert press(omar, page, f"{page}/versturen").status_code == 303
    assert find(database, page).state == "asked"
    with database.transaction() as session:
        session.get_one(Referral, referral_id).state = "no-contact"
        consent = session.scalars(select(Consent).where(Consent.referral_id == referral_id)).one()
        consent.valid_until = today() - timedelta(days=1)
    assert f"{page}/versturen" not in read(omar, page)
    assert press(omar, page, f"{page}/toestemming", channel="in-person").status_code == 303
    assert find(database, page).state == "asked"


def test_a_family_that_stops_by_phone_is_stopped_at_once(
    omar: PolicedClient, example: Example, database: Database
) -> None:
    with database.transaction() as session:
        referral_id = asked(session, example).id
    page = f"{DESK}/doorverwijzing/{referral_id}"
    assert press(omar, page, f"{page}/stoppen").status_code == 303
    assert "ingetrokken" in read(omar, page)
    with database.reading() as session:
        kinds = session.scalars(select(Letter.kind).order_by(Letter.id.desc())).all()
        assert "referral-stopped" in kinds


def test_other_houses_and_volunteers_reach_no_referral(
    site: Flask, example: Example, database: Database
) -> None:
    with database.transaction() as session:
        referral = asked(session, example)
        referral_id, question_id = referral.id, referral.question_id
    routes = [
        ("GET" if "GET" in (rule.methods or ()) else "POST", rule)
        for rule in site.url_map.iter_rules()
        if rule.endpoint.startswith("desk_referral.")
    ]
    assert len(routes) == 10
    people = {
        example.other_onthaal_id: 404,
        example.volunteer_id: 403,
        example.administrator_id: 403,
        example.partner_id: 403,
    }
    fields = {
        "taken_over_by": "Ik",
        "channel": "phone",
        "how": "sent",
        "on": "2026-03-03",
        "recipient": "ik@elders.example",
        "summary": "x",
        "items": "question",
        "until": (today() + timedelta(days=9)).isoformat(),
    }
    values = {
        "language": "nl",
        "referral_id": referral_id,
        "question_id": question_id,
        "step": "aannemen",
    }
    adapter = site.url_map.bind("localhost")
    for person_id, status in people.items():
        client = signed_in(site, person_id)
        token = find_token(client, "/nl/mijn-account")
        for method, rule in routes:
            parts = {name: values[name] for name in rule.arguments}
            address = adapter.build(rule.endpoint, parts, method=method)
            if "doorverwijzen" in address:
                address += f"?aanbod={example.offer_id}"
            answer = client.open(address, method=method, data={"csrf_token": token, **fields})
            assert answer.status_code == status, (person_id, address)
            text = answer.get_data(as_text=True)
            assert "Zilverbes" not in text
            assert CONTACT.phone not in text
    assert visit(site).get(f"{DESK}/doorverwijzing/{referral_id}").status_code == 303
    assert find(database, f"/{referral_id}").state == "asked"
