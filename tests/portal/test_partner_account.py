"""A partner with an account sees the same as by link, of its own organizations and no others."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import SignIn
from app.audit.models import AuditEntry
from app.db import Database, utc_now
from app.questions.models.referrals import ListingProposal, Referral
from tests.accounts.signing_in import find_token, signed_in
from tests.questions.desk_examples import Example
from tests.questions.referral_site import asked, press, read

LIST = "/nl/partners/doorverwijzingen"


def test_a_partner_finds_its_referrals_and_answers_one(
    site: Flask, database: Database, example: Example, referral_id: int
) -> None:
    pia = signed_in(site, example.partner_id)
    listed = read(pia, LIST)
    assert f'href="{LIST}/{referral_id}"' in listed
    assert "Zilverbes" not in listed
    page = f"{LIST}/{referral_id}"
    assert "Zilverbes (2 jaar) slaapt slecht." in read(pia, page)
    assert press(pia, page, f"{page}/wachtlijst", until="2099-05-01").status_code == 303
    assert "1 mei 2099" not in read(pia, LIST)
    assert "op de wachtlijst" in read(pia, LIST)
    answer = press(pia, page, f"{page}/aannemen", taken_over_by="")
    assert answer.status_code == 422
    assert press(pia, page, f"{page}/aannemen", taken_over_by="Pia").status_code == 303
    with database.reading() as session:
        assert session.get_one(Referral, referral_id).state == "accepted"
        entries = session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "shared-read")
        ).all()
        assert any(f'"person":{example.partner_id}' in details for details in entries)


def test_what_a_partner_typed_when_its_sign_in_ended_is_offered_again(
    site: Flask, database: Database, example: Example, referral_id: int
) -> None:
    pia, page = signed_in(site, example.partner_id), f"{LIST}/{referral_id}"
    shown = read(pia, page)
    token = shown.split('name="csrf_token" value="')[1].split('"')[0]
    with database.transaction() as session:
        mine = update(SignIn).where(SignIn.person_id == example.partner_id)
        session.execute(mine.values(last_seen_at=utc_now() - timedelta(days=1)))
    fields = {"csrf_token": token, "text": "Bijna klaar met typen."}
    assert "/aanmelden" in pia.post(f"{page}/terugvragen", data=fields).location
    again = read(signed_in(site, example.partner_id), page)
    assert "Bijna klaar met typen.</textarea>" in again


def test_nothing_of_others_is_reached_by_any_number(
    site: Flask, database: Database, example: Example, referral_id: int
) -> None:
    with database.transaction() as session:
        draft = asked(session, example, organization_id=example.other_organization_id)
        draft.asked_at, draft.state = None, "draft"
        draft_id = draft.id
        proposal = ListingProposal(offer_id=example.offer_id, proposed_at=utc_now())
        session.add(proposal)
        session.flush()
        proposal_id = proposal.id
    people = {
        example.other_partner_id: 404,
        example.onthaal_id: 403,
        example.administrator_id: 403,
    }
    for person_id, status in people.items():
        client = signed_in(site, person_id)
        token = find_token(client, "/nl/mijn-account")
        fields = {"csrf_token": token, "taken_over_by": "Ik", "answer": "yes"}
        for number in (referral_id, draft_id, 999_999):
            assert client.get(f"{LIST}/{number}").status_code == status
            answer = client.post(f"{LIST}/{number}/aannemen", data=fields)
            assert answer.status_code == status
        answer = client.post(f"{LIST}/voorstel/{proposal_id}", data=fields)
        assert answer.status_code == status
    assert f"{LIST}/{referral_id}" not in read(signed_in(site, example.other_partner_id), LIST)
    with database.reading() as session:
        assert session.get_one(Referral, referral_id).state == "asked"
        assert session.get_one(ListingProposal, proposal_id).answered_at is None
