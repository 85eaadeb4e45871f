"""The review list of a coordinator with 5,000 pending revisions: whole pages, in process."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.guards import COOKIE
from app.accounts.models import Membership, Person
from app.accounts.permissions import Role
from app.accounts.sign_ins import begin_sign_in
from app.db import Database, utc_now
from app.directory.models.offers import Offer
from app.directory.models.organizations import House, HousePartner
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.stored import read_stored_offer
from app.factory import create_app
from app.publishing.facts import ProposedOffer, write_facts
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from benchmarks.multiplied_seed import make_site
from benchmarks.pages import measure

LIST = "/nl/onthaal/nakijken"
PROMISED_MS = 300


def fill_queue(session: Session, house_id: int, count: int) -> int:
    """Let so many changes of real offers wait, spread over the partners; gives one to open."""
    offers = session.scalars(
        select(Offer)
        .join(HousePartner, HousePartner.organization_id == Offer.organization_id)
        .where(HousePartner.house_id == house_id)
        .options(*WHOLE_OFFER)
        .order_by(Offer.id)
    ).all()
    stored = [(offer, read_stored_offer(offer)) for offer in offers]
    facts = [write_facts(ProposedOffer(item.draft, item.places)) for _offer, item in stored]
    now = utc_now()
    rows = [
        {
            "offer_id": None if number % 9 == 0 else offers[number % len(offers)].id,
            "organization_id": offers[number % len(offers)].organization_id,
            "kind": offers[number % len(offers)].kind,
            "title": offers[number % len(offers)].texts[0].title,
            "state": RevisionState.SUBMITTED.value,
            "facts": facts[number % len(offers)],
            "base_facts": facts[number % len(offers)],
            "changed": "title:nl,description:nl,price_cents,schedules",
            "is_protected": number % 7 == 0,
            "author_kind": AuthorKind.PARTNER.value,
            "submitted_at": now - timedelta(hours=number % 400),
            "promised_on": (now - timedelta(days=number % 30 - 8)).date(),
        }
        for number in range(count)
    ]
    session.execute(insert(Revision), rows)
    return session.scalars(select(Revision.id).where(Revision.offer_id.is_not(None)).limit(1)).one()


def sign_in(app: Flask, database: Database, house_id: int) -> FlaskClient:
    """A coordinator of the House, signed in a moment ago."""
    with database.transaction() as session:
        person = Person(email="cleo@huis.example", name="Cleo", created_at=utc_now())
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id, house_id=house_id, role=Role.COORDINATOR.value))
        session.flush()
        _sign_in, token = begin_sign_in(session, person, device="")
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revisions", type=int, default=5_000)
    count = parser.parse_args(arguments).revisions
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        app = create_app(make_site(Path(folder), 1))
        database: Database = app.extensions["dichtbij"].database
        with database.transaction() as session:
            house_id = session.scalars(select(House.id).where(House.is_default)).one()
            revision_id = fill_queue(session, house_id, count)
        client = sign_in(app, database, house_id)
        made = time.perf_counter() - start
        pages = {
            f"review list with {count:,} pending revisions": (LIST,),
            "its last page": (f"{LIST}?pagina=9999",),
            "what is protected": (f"{LIST}?toon=beschermd",),
            "one revision": (f"{LIST}/{revision_id}",),
            "partners": ("/nl/onthaal/partners",),
        }
        print(f"\nReview (site made in {made:.0f} s), milliseconds; promised {PROMISED_MS}")
        print(f"{'page':48}{'p50':>8}{'p95':>8}{'p99':>8}{'slowest':>9}")
        for name, addresses in pages.items():
            if client.get(addresses[0]).status_code != 200:
                raise SystemExit(f"no page at {addresses[0]}")
            p50, p95, p99, slowest = measure(client, addresses)
            print(f"{name:48}{p50:8.1f}{p95:8.1f}{p99:8.1f}{slowest:9.1f}")


if __name__ == "__main__":
    main()
