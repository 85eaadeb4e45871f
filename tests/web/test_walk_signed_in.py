"""The walk along every guarded address, by whoever may open it, in Dutch and from right to left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.audit.trail import Actor
from app.db import Database, utc_now
from app.directory.models.offers import OfferKind
from app.directory.operations.answers import AnswerDraft, AnswerWords, save_answer
from app.directory.timetables import timetable_of_draft
from app.portal.fiche.sections import SECTIONS
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    find_proposed,
    submit_revision,
)
from app.questions.models.desks import ReplyTemplate
from app.questions.models.referrals import ReferralState
from app.questions.operations.presence import touch_presence
from app.words.models import MissedWish, SearchCount
from app.words.operations.changes import Editor
from app.words.operations.counting import month_of
from app.words.operations.keeping import WordDraft, save_word
from app.words.operations.pinning import PinDraft, pin_answer
from app.words.operations.spelling import save_spelling
from tests.accounts.signing_in import signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example, add_question, add_referral
from tests.questions.referral_site import asked, database_of, link_to, press
from tests.sites import visit
from tools.access_table import is_open_to, list_guarded, method_of

NOTHING = 999_999
ANSWER = AnswerDraft(
    "playing-together", {"nl": AnswerWords("Samen spelen", "Kom langs.")}, date(2026, 3, 1)
)
WORD = WordDraft("spelletjes", "nl", "synonym", "samen spelen", "playing-together", 1.0)
QUERIES: Mapping[str, tuple[str, ...]] = {
    "desk.inbox": ("", "?bak=te-laat", "?bak=klaar&van=ik&thema=meeting&pagina=2", "?bak=apart"),
    "desk.found": ("", "?vraag=1,2,999", "?vraag=x"),
    "desk_question.show": ("", "?aanbod=1"),
    "desk_finding.search": (
        "?q=voorlezen+zondag&plaats=lokeren&uitleg=1",
        "?q=voorlezen&plaats=lokeren",
        "?weergave=kaart",
        "?vraag=1",
    ),
    "desk_finding.card": ("", "?formaat=a6"),
    "desk_counting.figures": ("", "?jaar=2026", "?jaar=oud"),
    "desk_rota.week": ("", "?week=2026-W10", "?week=x"),
    "desk_referral.new": ("", "?naam=bib", "?aanbod=1", "?partner=1"),
    "portal_reports.figures": ("", "?aanbod=1", "?aanbod=x"),
    "portal_offers.index": ("", "?q=voor&pagina=2", "?pagina=x"),
    "portal_offers.new": ("?soort=activiteit", "?soort=dienst", "?soort=opvang", "?soort=x"),
    "portal_moments.dates": ("", "?vanaf=2027-02-01", "?vanaf=x"),
    "portal_moments.one": ("?regel=0", "?regel=x"),
    "desk_words.show": ("", "?q=spelen", "?q=kinderopvang&pagina=2", "?pagina=x"),
    "desk_words.new": ("", "?woord=spelen&taal=nl", "?taal=zz"),
    "desk_spelling.show": ("", "?woord=spelen"),
    "desk_pins.new": ("", "?woorden=voorlezen&zoek=spelen"),
    "desk_word_history.show": ("", "?voor=1"),
    "desk_gaps.show": ("", "?maanden=6", "?maanden=x"),
    "desk_oversight.trail": ("", "?vraag=ABW-WCD", "?voor=3"),
}


@pytest.fixture(scope="module")
def values(site: Flask, example: Example) -> Mapping[str, list[int | str]]:
    """Real and unreal values for the parts of the addresses."""
    database: Database = database_of(site)
    now = utc_now()
    with database.transaction() as session:
        new = add_question(session, example, now=now)
        closed = add_question(
            session,
            example,
            now=now,
            state="closed",
            close_reason="answered",
            closed_at=now,
            due_at=None,
        )
        others = add_question(session, example, now=now, house_id=example.other_house_id)
        running = asked(session, example)
        draft = add_referral(
            session, example, new, state=ReferralState.DRAFT, now=now, with_consent=False
        )
        accepted = add_referral(session, example, new, state=ReferralState.ACCEPTED, now=now)
        session.add(ReplyTemplate(house_id=example.house_id, title="Dag", body="Dag {reference}"))
        touch_presence(session, new, person_id=example.colleague_id, now=now)
        card = save_answer(session, example.house_id, None, ANSWER, by=Actor.system())
        author = Author(example.partner_id, frozenset({example.organization_id}))
        change = begin_change(session, author, example.offer_id)
        submit_revision(session, author, change, now=now)
        begun = begin_new(session, author, example.organization_id, kind=OfferKind.SERVICE)
        editor = Editor(example.coordinator_id, example.house_id)
        word = save_word(session, None, WORD, by=editor)
        pin_answer(session, PinDraft("spelen", card_id=card.id), today=date(2026, 3, 1), by=editor)
        save_spelling(session, "spellen", "spelen", by=editor)
        count = {"month": month_of(now), "searches": 4, "without_result": 3, "missed": 2}
        session.add(SearchCount(text="krolplankje", language="nl", **count))
        session.add(MissedWish(text="skatebaan", month=month_of(now), count=3))
        session.flush()
        template_id = session.scalars(select(ReplyTemplate.id)).one()
        return {
            "question_id": [new.id, closed.id, running.question_id, others.id, NOTHING],
            "referral_id": [running.id, draft.id, accepted.id, NOTHING],
            "offer_id": [example.offer_id, NOTHING],
            "team_id": [example.team_id, example.other_team_id, NOTHING],
            "template_id": [template_id, NOTHING],
            "card_id": [card.id, NOTHING],
            "revision_id": [change.id, begun.id, NOTHING],
            "word_id": [word.id, NOTHING],
            "section": list(SECTIONS),
            "day": [_coming_day(session, example.offer_id), "niets"],
        }


def _coming_day(session: Session, offer_id: int) -> str:
    """A coming day of the first rule of an offer."""
    current = find_proposed(session, offer_id)
    assert current is not None
    schedule, now = current.offer.schedules[0], utc_now()
    found = timetable_of_draft(replace(current.offer, schedules=(schedule,)), current.places)
    return found.next_moments(now, 2)[1].start.date().isoformat()


@pytest.fixture(scope="module")
def people(site: Flask, example: Example) -> Mapping[Role, PolicedClient]:
    return {
        Role.COORDINATOR: signed_in(site, example.coordinator_id),
        Role.ADMINISTRATOR: signed_in(site, example.administrator_id),
        Role.PARTNER: signed_in(site, example.partner_id),
    }


def test_every_guarded_page_answers_whoever_may_open_it(
    site: Flask, values: Mapping[str, list[int]], people: Mapping[Role, PolicedClient]
) -> None:
    builder = site.url_map.bind("localhost")
    never, wrong = [], []
    for rule, permission in list_guarded(site):
        if method_of(rule) != "GET":
            continue
        role = next(role for role in people if is_open_to(role, permission))
        names = sorted(rule.arguments - {"language"})
        missing = [name for name in names if name not in values]
        assert not missing, f"give the walk values for {missing} of {rule.rule}"
        statuses = set()
        choices = product(*(values[name] for name in names), QUERIES.get(rule.endpoint, ("",)))
        for number, (*chosen, query) in enumerate(choices):
            parts = dict(zip(names, chosen, strict=True))
            # From right to left with the first values, which have the most to show.
            for language in ("nl", "ar") if number == 0 else ("nl",):
                address = builder.build(rule.endpoint, {**parts, "language": language}) + str(query)
                status = people[role].get(address).status_code
                statuses.add(status)
                if status not in {200, 302, 303, 404}:
                    wrong.append(f"{status} at {address}")
        if not statuses & {200, 302, 303}:
            never.append(rule.endpoint)
    assert (wrong, never) == ([], [])


def test_partners_pages_by_link_answer_in_every_state(
    site: Flask, values: Mapping[str, list[int]]
) -> None:
    running, draft, accepted, _ = values["referral_id"]
    for referral_id in (running, accepted, draft):
        partner = visit(site)
        link = link_to(site, referral_id)
        assert partner.get(link).status_code == 200
        assert partner.get(link.replace("/nl/", "/ar/")).status_code == 200
        if referral_id != draft:
            assert press(partner, link, link).status_code == 303
        assert partner.get("/nl/doorverwijzing/open").status_code == 200
        assert partner.get("/ar/doorverwijzing/open").status_code == 200
