"""A version on both databases: written, sent in, published by a page, asked about, and hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.trail import verify
from app.cli.rounds import forget_visitors
from app.db import utc_now
from app.directory.models.offers import Offer
from app.finder.check_words import describe_for_letter
from app.publishing.facts import read_facts
from app.publishing.models.checks import CheckLetter
from app.publishing.models.revisions import Revision
from app.publishing.operations.asking_partners import ask_partners
from app.publishing.operations.revising import begin_change, save_draft, submit_revision
from app.publishing.operations.telling_reviewers import tell_reviewers
from tests.accounts.signing_in import find_token, signed_in
from tests.publishing.revising_steps import SITE_URL, pia
from tests.questions.desk_examples import Example, make_house_desk
from tests.questions.referral_site import database_of
from tests.sites import open_site, settings_in


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = open_site(settings_in(tmp_path, database_url))
    yield app
    database_of(app).dispose()


@pytest.fixture
def example(site: Flask) -> Example:
    return make_house_desk(database_of(site))


def test_a_version_goes_from_a_draft_to_a_page_that_is_checked_and_hidden(
    site: Flask, example: Example
) -> None:
    database, now, author = database_of(site), utc_now(), pia(example)
    with database.transaction() as session:
        revision = begin_change(session, author, example.offer_id)
        facts = read_facts(revision.facts)
        dearer = replace(facts, offer=replace(facts.offer, price_cents=250))
        save_draft(session, author, revision, dearer, version=revision.version, now=now)
        assert not submit_revision(session, author, revision, now=now)
        number, version = revision.id, revision.version
    with database.transaction() as session:
        tell_reviewers(session, now=now, site_url=SITE_URL)
    cleo, page = signed_in(site, example.coordinator_id), f"/nl/onthaal/nakijken/{number}"
    assert "2,50" in cleo.get(page).get_data(as_text=True)
    assert "Voorleesuur" in cleo.get("/nl/onthaal/nakijken").get_data(as_text=True)
    fields = {"csrf_token": find_token(cleo, page), "version": str(version)}
    assert cleo.post(f"{page}/publiceer", data=fields).status_code == 303
    partner = signed_in(site, example.partner_id)
    dates = f"/nl/partners/aanbod/{example.offer_id}/data"
    shown = partner.get(dates).get_data(as_text=True)
    day, start = re.findall(r'name="day" value="([\d-]+)">\s*<input[^>]*value="([\d:]+)"', shown)[3]
    fields = {"csrf_token": find_token(partner, dates), "day": day, "start": start}
    called_off = partner.post(f"{dates}/gelast-af", data={**fields, "reason": "Ziek."})
    assert called_off.status_code == 303
    # Asked after fourteen months, warned two weeks before its day, and then left out.
    for days in (430, 445, 461):
        moment = now + timedelta(days=days)
        ask_partners(database, describe=describe_for_letter, site_url=SITE_URL, now=moment)
    with database.reading() as session:
        offer, revision = (
            session.get_one(Offer, example.offer_id),
            session.get_one(Revision, number),
        )
        assert (offer.price_cents, revision.state) == (250, "published")
        assert offer.hidden_on is not None
        assert len(session.scalars(select(CheckLetter.id)).all()) >= 2
        assert verify(session).is_whole
    forget_visitors(database, moment)
