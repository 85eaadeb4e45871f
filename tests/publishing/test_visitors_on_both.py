"""What visitors bring, on both databases: a report, a suggestion, looks and questions counted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.agenda.clock import as_local
from app.audit.trail import Actor
from app.db import Base, utc_now
from app.directory.drafts import OfferDraft, WordsDraft
from app.directory.models.offers import OfferKind
from app.publishing.facts import ProposedOffer
from app.publishing.models.visitors import ReportAbout, SightKind
from app.publishing.operations.reports import (
    close_report,
    forget_reports,
    open_reports,
    report_offer,
)
from app.publishing.operations.sights import count_sights, list_sights
from app.publishing.operations.suggesting import (
    SuggestionDraft,
    forget_suggestions,
    suggest_offer,
)
from app.publishing.sight_files import write_sight
from app.questions.operations.asked_offers import count_asked_offers, note_asked_offers
from tests.questions.desk_examples import SITE_URL, make_house_desk
from tests.sites import sealed_database


def test_what_visitors_bring_is_kept_counted_and_forgotten_alike(
    database_url: str, tmp_path: Path
) -> None:
    database = sealed_database(database_url, tmp_path)
    Base.metadata.create_all(database.engine)
    example, now = make_house_desk(database), utc_now()
    offer, month = example.offer_id, as_local(now).date().replace(day=1)
    with database.transaction() as session:
        facts = {"text": "Dicht.", "is_suspect": False, "now": now, "site_url": SITE_URL}
        report = report_offer(session, offer, about=ReportAbout.GONE, **facts)
        words = {"nl": WordsDraft("Geefplein")}
        offered = ProposedOffer(OfferDraft("partner", "", OfferKind.SERVICE, "", words))
        draft = SuggestionDraft(offered, example.house_id, "", "Mira", "mira@buurt.example", "nl")
        wait = timedelta()
        suggest_offer(session, draft, is_suspect=False, wait=wait, now=now, site_url=SITE_URL)
        for _ in range(2):
            note_asked_offers(session, (offer, 999_999), now=now)
    for _ in range(2):
        write_sight(tmp_path / "sights", SightKind.OPENED, (offer,), now.timestamp())
        assert count_sights(database, tmp_path / "sights", now + timedelta(hours=2)) < 2
    with database.transaction() as session:
        own = frozenset({example.organization_id})
        by = Actor.person(example.partner_id)
        assert [item.text for item in open_reports(session, organization_ids=own, by=by)] == [
            "Dicht."
        ]
        close_report(
            session,
            report.id,
            is_right=True,
            person_id=example.partner_id,
            organization_ids=own,
            now=now,
        )
        assert list_sights(session, [offer], since=month) == {(offer, month, SightKind.OPENED): 1}
        assert count_asked_offers(session, [offer], since=month) == {(offer, month): 2}
    with database.transaction() as session:
        later = now + timedelta(days=31)
        assert (forget_reports(session, later), forget_suggestions(session, later)) == (1, 1)
    database.dispose()
