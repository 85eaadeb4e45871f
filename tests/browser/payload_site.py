"""A small site whose every text was written by somebody who means harm, with its own server."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from payload_fields import harmful_fields
from payload_offers import TURNS, harmful_offer
from payload_words import write_words
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app.accounts.guards import COOKIE
from app.accounts.models import Claim
from app.cli.files import export_file
from app.db import utc_now
from app.directory.connecting import Parts, connect
from app.directory.models.offers import Offer, OfferKind
from app.finder.check_words import describe_for_letter
from app.mail.delivery import send_due
from app.publishing.facts import ProposedOffer
from app.publishing.operations.asking_partners import ask_partners
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    save_draft,
    submit_revision,
)
from app.publishing.states import Hand
from tests.accounts.signing_in import signed_in
from tests.page_forms import read_forms
from tests.policing import PolicedClient
from tests.publishing.revising_steps import pia
from tests.questions.desk_examples import Example
from tests.questions.referral_site import database_of
from tests.sites import open_site, rebuild, settings_in, visit


@dataclass(slots=True)
class PayloadSite:
    """The site, and what was sent into it."""

    app: Flask
    address: str
    example: Example
    folder: Path
    parts: Parts
    offer_ids: list[int] = field(default_factory=list)
    revision_ids: list[int] = field(default_factory=list)
    """What waits: a change of a published offer, something new."""
    sent: dict[str, int] = field(default_factory=dict)
    """The status of each form by its address, with a payload in every field of words."""
    field_names: set[str] = field(default_factory=set)

    @property
    def day(self) -> date:
        """The first day of every series."""
        return utc_now().date() + timedelta(days=2)

    def token(self, person_id: int) -> str:
        """The cookie of somebody who is signed in."""
        cookie = signed_in(self.app, person_id).get_cookie(COOKIE)
        assert cookie is not None
        return cookie.value

    def letters(self) -> list[bytes]:
        """Every letter that waits, as it is sent."""
        settings, database = self.app.extensions["dichtbij"].settings, database_of(self.app)
        ask_partners(database, describe=describe_for_letter, site_url=self.address, now=utc_now())
        send_due(database, settings, utc_now() + timedelta(days=5))
        return [path.read_bytes() for path in sorted(settings.letter_folder.glob("*.eml"))]

    def export(self) -> str:
        """The file with all offers."""
        path = self.folder / "aanbod.csv"
        export_file(self.parts, path, None)
        return path.read_text("utf-8-sig")


@contextmanager
def run_payload_site(desk_file: tuple[Path, Example], folder: Path) -> Iterator[PayloadSite]:
    """A site over a copy of the example, served from this process."""
    shutil.copytree(desk_file[0], folder, dirs_exist_ok=True)
    (folder / "own.sqlite").rename(folder / "site.sqlite")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    settings = replace(settings_in(folder), port=port, site_url=address)
    app = open_site(settings)
    made = PayloadSite(app, address, desk_file[1], folder, connect(settings))
    # The index is written once at the end: each commit would write it anew.
    database_of(app).after_commit = None
    publish_everything(made)
    send_every_form(made)
    rebuild(made.parts)
    server = make_server("localhost", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        database_of(app).dispose()
        made.parts.database.dispose()


def publish_everything(made: PayloadSite) -> None:
    """Put every payload in every text of an offer, and publish it."""
    database, author = database_of(made.app), pia(made.example)
    for turn in range(TURNS):
        with database.transaction() as session:
            proposed = harmful_offer(made.day, turn)
            revision = begin_new(
                session, author, made.example.organization_id, kind=OfferKind.ACTIVITY
            )
            _publish(session, author, revision, proposed)
            made.offer_ids.append(revision.offer_id or 0)
    with database.transaction() as session:
        change = begin_change(session, author, made.offer_ids[0])
        other = harmful_offer(made.day, 7)
        save_draft(session, author, change, other, now=utc_now())
        submit_revision(session, author, change, now=utc_now())
        made.revision_ids.append(change.id)
        for number in made.offer_ids[:2]:
            offer = session.get_one(Offer, number)
            offer.verified_on, offer.verified_by = date(2025, 2, 5), "partner"
    with database.transaction() as session:
        new = begin_new(session, author, made.example.organization_id, kind=OfferKind.SERVICE)
        save_draft(session, author, new, harmful_offer(made.day, 11), now=utc_now())
        made.revision_ids.append(new.id)
        write_words(session, made.example, made.offer_ids)


def _publish(session: Session, author: Author, revision: object, proposed: ProposedOffer) -> None:
    save_draft(session, author, revision, proposed, now=utc_now())  # type: ignore[arg-type]
    submit_revision(session, author, revision, now=utc_now())  # type: ignore[arg-type]
    publish_revision(
        session,
        revision,  # type: ignore[arg-type]
        hand=Hand.SITE,
        actor=author.actor,
        now=utc_now(),
    )
    session.flush()


def send_every_form(made: PayloadSite) -> None:
    """Post every form of a partner, a visitor and a coordinator with payloads in its words."""
    app, example = made.app, made.example
    offer, (_change, new) = made.offer_ids[1], made.revision_ids
    with database_of(app).reading() as session:
        slug = session.scalars(select(Offer.slug).where(Offer.id == offer)).one()
    partner, visitor = signed_in(app, example.partner_id), visit(app)
    sections = ("uren", "voorwaarden", "contact", "fotos", "talen", "teksten", "verwijzers")
    day = (made.day + timedelta(days=21)).isoformat()
    for page in (
        "/partners/aanbod/nieuw",
        f"/partners/versie/{new}/kern",
        *(f"/partners/versie/{new}/{section}" for section in (*sections, "sluiting")),
        f"/partners/versie/{new}/data",
        f"/partners/aanbod/{offer}/data",
        f"/partners/aanbod/{offer}/data/{day}?regel=0",
        "/partners/mensen",
        "/partners/nakijken",
    ):
        _send_page(made, partner, f"/nl{page}")
    for page in (
        "/stel-voor",
        f"/aanbod/{offer}-{slug}/klopt-niet",
        f"/partners/aansluiten?partner={example.organization_id}",
        "/partners/aansluiten?nieuw=1",
        "/partners/aansluiten",
        "/aanmelden/link",
        "/dit-mis-ik",
    ):
        _send_page(made, visitor, f"/nl{page}")
    coordinator = signed_in(app, example.coordinator_id)
    with database_of(app).transaction() as session:
        back = begin_new(session, pia(example), example.organization_id, kind=OfferKind.SERVICE)
        save_draft(session, pia(example), back, harmful_offer(made.day, 3), now=utc_now())
        submit_revision(session, pia(example), back, now=utc_now())
        returned = back.id
    _send_page(made, coordinator, f"/nl/onthaal/nakijken/{returned}", only="/terug")
    made.revision_ids.append(returned)
    with database_of(app).transaction() as session:
        session.execute(update(Claim).values(state="waiting", confirmed_at=utc_now()))
        first = session.scalars(select(Claim.id).order_by(Claim.id)).first()
    _send_page(made, coordinator, "/nl/beheer/aanvragen", only=f"/{first}/nee")
    for page in ("nieuw", "spelling"):
        _send_page(made, coordinator, f"/nl/onthaal/beheer/woorden/{page}", only=f"/{page}")


def _send_page(made: PayloadSite, client: PolicedClient, page: str, *, only: str = "") -> None:
    """Post the forms of a page that have a field for words, through the page as a browser does."""
    # The browser looks at this page as well; what comes back after a mistake is policed here.
    answer = FlaskClient.open(client, page)
    assert answer.status_code == 200, page
    for number, form in enumerate(read_forms(answer.get_data(as_text=True))):
        if not form.texts or only not in form.action or number > 12:
            continue
        path = form.action or page
        if (
            f"{page}: {form.method} {path}" in made.sent
            or "afmelden" in path
            or path.endswith("/zoek")
        ):
            continue
        fields = form.filled(**harmful_fields(form, made.field_names))
        taken = {"data" if form.method == "post" else "query_string": fields}
        status = client.open(path, method=form.method.upper(), **taken).status_code  # type: ignore[arg-type]
        made.sent[f"{page}: {form.method} {path}"] = status
