"""A partner without account: a mail scanner opens nothing, a button does, and each step once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import Database, utc_now
from app.i18n import LANGUAGES
from app.questions.models.questions import Question
from app.questions.models.referrals import (
    Consent,
    DeclineReason,
    ListingProposal,
    Referral,
    ReferralLink,
)
from app.questions.operations.changing import FAMILY
from app.questions.operations.consenting import withdraw_consent
from app.questions.operations.referral_steps import Step
from app.web.referral_forms import FORMS
from tests.policing import PolicedClient
from tests.questions.desk_examples import CONTACT, SITE_URL, Example
from tests.questions.referral_site import (
    asked,
    last_link,
    link_to,
    press,
    read,
)
from tests.sites import visit

OPEN = "/nl/doorverwijzing/open"
SECRETS = ("Zilverbes", CONTACT.phone, CONTACT.name, CONTACT.email, CONTACT.when)


@pytest.fixture
def partner(site: Flask) -> PolicedClient:
    return visit(site)


def opened(site: Flask, partner: PolicedClient, referral_id: int) -> str:
    """The page after the button of a fresh link was pressed."""
    link = link_to(site, referral_id)
    assert press(partner, link, link).location == OPEN
    return read(partner, OPEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_getting_a_link_opens_nothing(
    site: Flask, database: Database, referral_id: int, language: str
) -> None:
    link = link_to(site, referral_id).replace("/nl/", f"/{language}/")
    for method in ("GET", "HEAD", "GET"):
        answer = visit(site).open(link, method=method)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.get_data(as_text=True)
        assert not [word for word in SECRETS if word in page]
    assert "Bib De Pagina" in read(visit(site), link)
    assert "Huis van het Kind Durme" in read(visit(site), link)
    with database.reading() as session:
        rows = session.scalars(
            select(ReferralLink).where(ReferralLink.referral_id == referral_id)
        ).all()
        assert {(row.opened_at, row.used_at) for row in rows} == {(None, None)}
    # Whoever did not press sees nothing at the next address either.
    assert not [word for word in SECRETS if word in read(visit(site), OPEN)]


def test_behind_the_button_stands_what_was_agreed_to_and_no_more(
    site: Flask, partner: PolicedClient, referral_id: int
) -> None:
    page = opened(site, partner, referral_id)
    assert "Zilverbes (2 jaar) slaapt slecht." in page
    assert CONTACT.phone in page
    assert CONTACT.when in page
    for hidden in (CONTACT.name, CONTACT.email, "kind van", "Lokeren</dd>"):
        assert hidden not in page


def test_withdrawn_consent_closes_a_page_that_is_open(
    site: Flask, database: Database, partner: PolicedClient, referral_id: int
) -> None:
    assert "Zilverbes" in opened(site, partner, referral_id)
    with database.transaction() as session:
        consent = session.scalars(select(Consent).where(Consent.referral_id == referral_id)).one()
        withdraw_consent(session, consent, by=FAMILY, now=utc_now(), site_url=SITE_URL)
    page = read(partner, OPEN)
    assert "Het gezin stopte deze vraag" in page
    assert not [word for word in SECRETS if word in page]
    assert "niet meer bij jou" in read(
        visit(site), f"/nl/doorverwijzing/{_token(site, referral_id)}"
    )


def _token(site: Flask, referral_id: int) -> str:
    return link_to(site, referral_id).rpartition("/")[2]


def test_a_step_spends_its_link_and_the_visit_goes_on(
    site: Flask, database: Database, partner: PolicedClient, referral_id: int
) -> None:
    link = link_to(site, referral_id)
    press(partner, link, link)
    other = visit(site)
    press(other, link, link)
    fields = {"taken_over_by": "Pia Peeters", "expectation": "Pia belt donderdag."}
    assert press(partner, OPEN, f"{OPEN}/aannemen", **fields).status_code == 303
    assert "Jullie nemen deze vraag over" in read(partner, OPEN)
    # Another browser with the same link can do nothing with it any more.
    assert "Er staat geen vraag open" in read(other, OPEN)
    assert "Mail me een nieuwe link" in read(other, link)
    assert press(partner, OPEN, f"{OPEN}/contact").status_code == 303
    assert press(partner, OPEN, f"{OPEN}/klaar").status_code == 303
    page = read(partner, OPEN)
    assert "Deze vraag is rond" in page
    assert "Zilverbes" not in page
    with database.reading() as session:
        referral = session.get_one(Referral, referral_id)
        assert referral.state == "done"
        assert session.get_one(Question, referral.question_id).close_reason == "handed-over"


def test_an_old_link_mails_a_new_one_to_the_same_address(
    site: Flask, database: Database, partner: PolicedClient, referral_id: int
) -> None:
    link = link_to(site, referral_id)
    with database.transaction() as session:
        for row in session.scalars(
            select(ReferralLink).where(ReferralLink.referral_id == referral_id)
        ):
            row.expires_at = utc_now() - timedelta(minutes=1)
    assert "te oud" in read(partner, link)
    answer = press(partner, link, f"{link}/nieuw")
    assert "Kijk in je mailbox" in answer.get_data(as_text=True)
    with database.reading() as session:
        fresh = f"/nl/doorverwijzing/{last_link(session)}"
    assert fresh != link
    assert press(partner, fresh, fresh).location == OPEN
    assert "Zilverbes" in read(partner, OPEN)
    assert read(partner, "/nl/doorverwijzing/geen-link-van-ons", 404)


def test_what_is_missing_is_asked_again_and_spends_nothing(
    site: Flask, partner: PolicedClient, referral_id: int
) -> None:
    opened(site, partner, referral_id)
    answer = press(partner, OPEN, f"{OPEN}/aannemen", expectation="Ze belt.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Vul de naam in van wie het overneemt." in page
    assert "Ze belt." in page
    answer = press(partner, OPEN, f"{OPEN}/wachtlijst", until="2020-01-01")
    assert "Kies een dag die nog komt." in answer.get_data(as_text=True)
    assert press(partner, OPEN, f"{OPEN}/afwijzen", reason="99999").status_code == 422
    assert press(partner, OPEN, f"{OPEN}/terugvragen", text="Welke school?").status_code == 303


def test_a_partner_that_is_full_for_the_third_time_can_say_so_on_its_offer(
    site: Flask, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        ids = [asked(session, example).id for _number in range(3)]
        full = session.scalars(select(DeclineReason.id).where(DeclineReason.key == "full")).one()
        for referral_id in ids:
            referral = session.get_one(Referral, referral_id)
            referral.offer_id = example.other_offer_id
            referral.organization_id = example.other_organization_id
            for consent in session.scalars(
                select(Consent).where(Consent.referral_id == referral_id)
            ):
                consent.organization_id = example.other_organization_id
    for referral_id in ids:
        client = visit(site)
        opened(site, client, referral_id)
        answer = press(client, OPEN, f"{OPEN}/afwijzen", reason=str(full), note="Vol.")
        assert answer.status_code == 303
    page = read(client, OPEN)
    assert "Zetten we dit bij jullie aanbod?" in page
    with database.reading() as session:
        proposal_id = session.scalars(select(ListingProposal.id)).one()
    assert press(client, OPEN, f"{OPEN}/voorstel/{proposal_id}", answer="yes").status_code == 303
    assert "Zetten we dit" not in read(client, OPEN)
    with database.reading() as session:
        assert session.get_one(ListingProposal, proposal_id).is_accepted
    assert press(client, OPEN, f"{OPEN}/sluiten").status_code == 303
    assert "Er staat geen vraag open" in read(client, OPEN)


def test_every_form_belongs_to_a_step() -> None:
    assert set(FORMS) <= {step.value for step in Step}
