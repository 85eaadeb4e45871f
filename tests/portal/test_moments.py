"""The pages of dates of a partner: a series with exceptions, one date off, one date changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import html5lib  # type: ignore[import-untyped]  # it carries no types
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.db import Database
from app.directory.models.offers import OfferKind
from app.directory.timetables import timetable_of_draft
from app.portal.moments.reading import read_days
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import PartnerStanding, Revision
from app.publishing.operations.revising import Author, begin_new, find_proposed
from tests.accounts.signing_in import find_token, signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example

NOW = "2026-11-23T10:00:00+01:00"
WEDNESDAY = "2026-11-25"


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def partner(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


def begin(database: Database, example: Example) -> int:
    with database.transaction() as session:
        author = Author(example.partner_id, frozenset({example.organization_id}))
        return begin_new(session, author, example.organization_id, kind=OfferKind.ACTIVITY).id


def facts_of(database: Database, revision_id: int) -> ProposedOffer:
    with database.reading() as session:
        return read_facts(session.get_one(Revision, revision_id).facts)


def moments_of(
    proposed: ProposedOffer, first: date, last: date
) -> list[tuple[str, str, int | None]]:
    found = timetable_of_draft(proposed.offer, proposed.places).moments(first, last)
    return [
        (item.start.date().isoformat(), item.start.strftime("%H:%M"), item.place_key)
        for item in found
    ]


def press(client: PolicedClient, page: str, address: str, **fields: str) -> tuple[int, str]:
    token = find_token(client, page)
    answer = client.post(address, data={"csrf_token": token, **fields})
    return answer.status_code, answer.get_data(as_text=True)


SERIES = {
    "nieuw-pattern": "fortnightly",
    "nieuw-first_day": "2027-04-14",
    "nieuw-start_time": "14:00",
    "nieuw-end_time": "16:00",
    "nieuw-last_day": "2027-07-07",
    "nieuw-holidays": "not",
    "nieuw-days": "1",
    "nieuw-place": "",
}
EXTRA = {
    "extra-first_day": "2027-06-12",
    "extra-start_time": "10:00",
    "extra-end_time": "12:00",
    "extra-days": "1",
    "extra-place": "bib-lokeren",
}


def test_days_are_read_as_people_write_them():
    found = read_days(
        "12/6, woensdag 16 juni en 2027-06-23; 24 tot 26 december, ooit", date(2027, 5, 1)
    )
    assert [day.isoformat() for day in found.days] == [
        "2027-06-12",
        "2027-06-16",
        "2027-06-23",
        "2027-12-24",
        "2027-12-25",
        "2027-12-26",
    ]
    assert found.unread == ("ooit",)


def test_a_series_with_exceptions_and_a_day_in_the_library_without_javascript(
    database: Database, example: Example, partner: PolicedClient
) -> None:
    revision_id = begin(database, example)
    page = f"/nl/partners/versie/{revision_id}/data"
    wrong = {**SERIES, "nieuw-leave_out": "13/5, zoveelste", "version": "1", "then": "look"}
    status, html = press(partner, page, page, **wrong)
    assert status == 422
    assert "“zoveelste” lezen we niet als een dag." in html
    assert 'value="13/5, zoveelste"' in html
    fields = {**SERIES, **EXTRA, "nieuw-leave_out": "12/5, 26 mei", "version": "1", "then": "look"}
    assert press(partner, page, page, **fields)[0] == 303
    expected = [
        ("2027-04-14", "14:00", None),
        ("2027-04-28", "14:00", None),
        ("2027-06-09", "14:00", None),
        ("2027-06-12", "10:00", 1),
        ("2027-06-23", "14:00", None),
    ]
    found = moments_of(facts_of(database, revision_id), date(2027, 1, 1), date(2027, 12, 31))
    assert [item[:2] for item in found] == [item[:2] for item in expected]
    shown = partner.get(page).get_data(as_text=True)
    assert "zaterdag 12 juni" in shown
    assert "overgeslagen" in shown
    assert "schoolvakantie" in shown
    put_back = {**_as_sent(shown), "put_back": "0 2027-05-12"}
    assert press(partner, page, page, **put_back)[0] == 303
    found = moments_of(facts_of(database, revision_id), date(2027, 5, 1), date(2027, 5, 31))
    assert found == [("2027-05-12", "14:00", 1)]
    shown = partner.get(page).get_data(as_text=True)
    assert press(partner, page, page, **{**_as_sent(shown), "drop": "0"})[0] == 303
    found = moments_of(facts_of(database, revision_id), date(2027, 1, 1), date(2027, 12, 31))
    assert found == [("2027-06-12", "10:00", 1)]


def _as_sent(html: str) -> dict[str, str]:
    """The fields of a page as a browser without JavaScript sends them."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    (form,) = [item for item in root.iter("form") if "dates-form" in item.get("class", "")]
    fields = {
        item.get("name"): item.get("value", "")
        for item in form.iter("input")
        if item.get("name") and item.get("type") not in {"checkbox", "radio"}
    }
    for item in form.iter("select"):
        chosen = [option for option in item.iter("option") if option.get("selected") is not None]
        fields[item.get("name")] = chosen[0].get("value", "") if chosen else ""
    del fields["csrf_token"]
    return fields


def test_a_date_is_called_off_at_once_and_comes_back(
    database: Database, example: Example, partner: PolicedClient
) -> None:
    page = f"/nl/partners/aanbod/{example.offer_id}/data"
    public = f"/nl/aanbod/{example.offer_id}-voorleesuur/{WEDNESDAY}"
    moment = {"day": WEDNESDAY, "start": "14:00"}
    status, html = press(partner, page, f"{page}/gelast-af", **moment, reason="Bel 0470 12 34 56")
    assert (status, "Zet geen nummer" in html) == (422, True)
    assert press(partner, page, f"{page}/gelast-af", **moment, reason=" ")[0] == 422
    assert press(partner, page, f"{page}/gelast-af", **moment, reason="De juf is ziek")[0] == 303
    assert "gaat niet door: <bdi>De juf is ziek</bdi>" in partner.get(public).get_data(as_text=True)
    assert "De juf is ziek" in partner.get(page).get_data(as_text=True)
    calendar = partner.get(f"/nl/aanbod/{example.offer_id}-voorleesuur.ics").get_data(as_text=True)
    assert "STATUS:CANCELLED" in calendar
    assert press(partner, page, f"{page}/toch-wel", **moment)[0] == 303
    assert "De juf is ziek" not in partner.get(public).get_data(as_text=True)


def test_a_date_changes_alone_or_with_what_follows_and_waits_for_a_review(
    database: Database, example: Example, partner: PolicedClient
) -> None:
    page = f"/nl/partners/aanbod/{example.offer_id}/data"
    one = f"{page}/{WEDNESDAY}?regel=0"
    fields = {"scope": "one", "day": "2026-11-26", "start_time": "15:00", "end_time": "16:00"}
    past = press(partner, one, one, **{**fields, "day": "2026-11-20", "place": ""})
    assert (past[0], "Kies een dag die nog komt." in past[1]) == (422, True)
    assert press(partner, one, one, **fields, place="zaal-temse")[0] == 303
    with database.reading() as session:
        revision = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
        assert revision is not None
        assert (revision.state, revision.changed) == ("submitted", "schedules")
        current = find_proposed(session, example.offer_id)
        proposed = read_facts(revision.facts)
    first, last = date(2026, 11, 23), date(2026, 12, 16)
    was = set(moments_of(current, first, last))  # type: ignore[arg-type]
    now = set(moments_of(proposed, first, last))
    assert was - now == {(WEDNESDAY, "14:00", 1)}
    assert now - was == {("2026-11-26", "15:00", 2)}
    # The version is open with other changes now: a second change goes in it and waits there.
    later = f"{page}/2026-12-02?regel=0"
    answer = partner.post(later, data={
        "csrf_token": find_token(partner, page), **fields, "scope": "from", "day": "2026-12-03",
        "place": "bib-lokeren",
    })  # fmt: skip
    assert answer.status_code == 303
    assert answer.location.startswith(f"/nl/partners/versie/{revision.id}")


def test_a_trusted_partner_changes_all_dates_that_come_and_past_ones_stay(
    database: Database, example: Example, site: Flask
) -> None:
    with database.transaction() as session:
        for row in session.scalars(
            select(Revision).where(Revision.state.in_(["draft", "submitted"]))
        ):
            row.state = "withdrawn"
        session.merge(PartnerStanding(
            organization_id=example.organization_id, is_trusted=True,
            changed_at=row.saved_at, changed_by=example.coordinator_id,
        ))  # fmt: skip
        before = find_proposed(session, example.offer_id)
    partner = signed_in(site, example.partner_id)
    one = f"/nl/partners/aanbod/{example.offer_id}/data/2026-12-02?regel=0"
    fields = {"scope": "all", "day": "2026-12-03", "start_time": "14:00", "end_time": "16:00"}
    assert press(partner, one, one, **fields, place="bib-lokeren")[0] == 303
    with database.reading() as session:
        after = find_proposed(session, example.offer_id)
    assert before is not None
    assert after is not None
    start, today, end = date(2025, 1, 1), date(2026, 11, 22), date(2026, 12, 10)
    assert moments_of(after, start, today) == moments_of(before, start, today)
    coming = [item for item in moments_of(after, today, end) if item[1] == "14:00"]
    assert [item[0] for item in coming] == ["2026-11-26", "2026-12-03", "2026-12-10"]


def test_dates_of_others_and_dates_that_are_over_do_not_exist(
    example: Example, partner: PolicedClient, database: Database
) -> None:
    with database.transaction() as session:
        author = Author(example.other_partner_id, frozenset({example.other_organization_id}))
        other = begin_new(session, author, example.other_organization_id, kind=OfferKind.SERVICE).id
    own = f"/nl/partners/aanbod/{example.offer_id}/data"
    for path in (
        f"/nl/partners/versie/{other}/data",
        f"/nl/partners/aanbod/{example.other_offer_id}/data",
        f"{own}/2026-11-18?regel=0",
        f"{own}/{WEDNESDAY}?regel=99",
        f"{own}/{WEDNESDAY}",
        f"{own}/morgen?regel=0",
    ):
        assert partner.get(path).status_code == 404, path
    token = find_token(partner, own)
    for step in ("gelast-af", "toch-wel"):
        data = {"csrf_token": token, "day": WEDNESDAY, "start": "14:00", "reason": "x"}
        address = f"/nl/partners/aanbod/{example.other_offer_id}/data/{step}"
        assert partner.post(address, data=data).status_code == 404
