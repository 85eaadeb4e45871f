"""What belongs to another House or partner does not exist: by any id, in any address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time

import pytest
from flask import Flask

from app.accounts.models import BrokenGlass, Claim, Invitation
from app.accounts.permissions import Role
from app.audit.trail import Actor
from app.db import utc_now
from app.directory.models.organizations import HousePartner
from app.directory.operations.answers import save_answer
from app.mail.outbox import LetterDraft, queue_letter
from app.publishing.models.visitors import OfferReport
from app.publishing.operations.revising import Author, begin_change
from app.questions.models.desks import HouseClosure, ReplyTemplate, RotaShift, RoutingRule
from app.questions.models.referrals import DeclineReason, ListingProposal, ReferralState
from app.sealing import seal
from app.words.operations.changes import Editor, list_changes
from app.words.operations.pinning import PinDraft, pin_answer
from tests.accounts.signing_in import signed_in
from tests.questions.desk_examples import Example, add_question, add_referral
from tests.questions.referral_site import database_of, make_site
from tests.web.test_access_matrix import address_of
from tests.web.test_walk_signed_in import ANSWER
from tools.access_table import is_open_to, list_guarded, method_of

FIELDS = {"role": "onthaal", "label": "Iets anders", "is_active": "y"}
"""What a form may ask before it looks for the row."""
NOT_OF_A_HOUSE = frozenset({"offer_id", "sign_in_id", "word_id", "spelling_id"})
"""An offer is public; a sign-in is somebody's own, and has its tests in accounts; words are of all
Houses together.
"""


@pytest.fixture(scope="module")
def site(
    desk_file: tuple[object, Example],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    app = make_site(desk_file, tmp_path_factory.mktemp("houses"))  # type: ignore[arg-type]
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    database_of(app).dispose()


@pytest.fixture(scope="module")
def foreign(site: Flask, example: Example) -> Mapping[str, int]:
    """The id of a row of the other House, or of the other partner, for each kind of id."""
    now, house_id = utc_now(), example.other_house_id
    with database_of(site).transaction() as session:
        question = add_question(session, example, now=now, house_id=house_id)
        referral = add_referral(
            session,
            example,
            question,
            state=ReferralState.ASKED,
            now=now,
            organization_id=example.other_organization_id,
            offer_id=example.other_offer_id,
        )
        letter = queue_letter(
            session, LetterDraft("test", "iemand@gezin.example", "Dag", "Dag", "nl", house_id)
        )
        rows = {
            "claim_id": Claim(
                organization_id=example.other_organization_id,
                house_id=house_id,
                email="wie@schelde.example",
                name="Wie",
                language="nl",
                token_digest="1" * 64,
                state="waiting",
                asked_at=now,
                expires_at=now,
            ),
            "closure_id": HouseClosure(
                house_id=house_id, first_day=date(2026, 8, 1), last_day=date(2026, 8, 2)
            ),
            "glass_id": BrokenGlass(
                person_id=example.administrator_id,
                house_id=house_id,
                reason_sealed=seal(session, "Een reden."),
                broken_at=now,
                ends_at=now,
            ),
            "invitation_id": Invitation(
                token_digest="0" * 64,
                email="nieuw@schelde.example",
                name="Nieuw",
                role=Role.ONTHAAL.value,
                house_id=house_id,
                created_at=now,
                expires_at=now,
            ),
            "proposal_id": ListingProposal(offer_id=example.other_offer_id, proposed_at=now),
            "reason_id": DeclineReason(house_id=house_id, key="eigen", label="Eigen reden"),
            "report_id": OfferReport(
                offer_id=example.other_offer_id, about="when", state="open", reported_at=now
            ),
            "rule_id": RoutingRule(house_id=house_id, position=0, team_id=example.other_team_id),
            "shift_id": RotaShift(
                house_id=house_id,
                day=date(2026, 8, 1),
                starts=time(9),
                ends=time(12),
                kind="desk",
                name="Iemand",
            ),
            "template_id": ReplyTemplate(house_id=house_id, title="Dag", body="Dag"),
        }
        session.add_all(rows.values())
        # A partner of no House would be looked after by the default one.
        partner_id = example.other_organization_id
        session.merge(HousePartner(house_id=house_id, organization_id=partner_id))
        session.flush()
        card = save_answer(session, house_id, None, ANSWER, by=Actor.system())
        author = Author(example.other_partner_id, frozenset({example.other_organization_id}))
        revision = begin_change(session, author, example.other_offer_id)
        editor = Editor(example.other_coordinator_id, house_id)
        pin = PinDraft("spelen", offer_id=example.other_offer_id)
        pin_id = pin_answer(session, pin, today=date(2026, 8, 1), by=editor).id
        session.flush()
        return {
            "pin_id": pin_id,
            "change_id": list_changes(session, house_id, limit=1)[0].id,
            "question_id": question.id,
            "referral_id": referral.id,
            "letter_id": letter.id,
            "card_id": card.id,
            "revision_id": revision.id,
            "team_id": example.other_team_id,
            "person_id": example.other_onthaal_id,
            "organization_id": example.other_organization_id,
            **{name: row.id for name, row in rows.items()},
        }


def test_nothing_of_another_house_exists_for_who_works_here(
    site: Flask, foreign: Mapping[str, int], example: Example
) -> None:
    people = {
        Role.COORDINATOR: signed_in(site, example.coordinator_id),
        Role.PARTNER: signed_in(site, example.partner_id),
    }
    tried, leaks = set(), []
    for rule, permission in list_guarded(site):
        names = frozenset(rule.arguments & foreign.keys())
        if not names:
            ids = {name for name in rule.arguments if name.endswith("_id")}
            assert ids <= NOT_OF_A_HOUSE, f"give this test a foreign {ids} for {rule.rule}"
            continue
        address = address_of(site, rule, **{name: foreign[name] for name in names})
        for role, client in people.items():
            if is_open_to(role, permission):
                tried.add(names)
                method = method_of(rule)
                data = FIELDS if method == "POST" else None
                status = client.open(address, method=method, data=data).status_code
                leaks += [f"{status}: {method} {address}"] if status != 404 else []
    assert leaks == []
    assert len(tried) > 12
