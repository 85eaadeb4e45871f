"""What is kept beside questions goes after its own time."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import Invitation, SignIn, SignInFailure, UnsavedText
from app.db import Database
from app.mail.outbox import LetterDraft, queue_letter
from app.questions.models.questions import AskTally, CloseReason, Presence
from app.questions.models.referrals import ReferralLink
from app.questions.operations.links import make_link
from tests.questions.desk_examples import NOW, Example, add_question, add_referral
from tests.questions.rounds import after, close, retain_at


def test_leftovers_are_erased_after_their_own_time(database: Database, example: Example) -> None:
    person_id = example.onthaal_id

    def sign_in(mark: str, seen: datetime, ended: datetime | None = None) -> SignIn:
        return SignIn(
            person_id=person_id,
            token_digest=mark * 64,
            created_at=seen,
            last_seen_at=seen,
            confirmed_at=seen,
            ended_at=ended,
        )

    def invite(mark: str, until: datetime, used: datetime | None = None) -> Invitation:
        return Invitation(
            token_digest=mark * 64,
            email=f"{mark}@durme.example",
            name="Nele",
            role="onthaal",
            house_id=example.house_id,
            created_at=NOW,
            expires_at=until,
            used_at=used,
        )

    with database.transaction() as session:
        question = add_question(session, example)
        make_link(session, add_referral(session, example, question), now=NOW)
        session.add_all(
            [
                sign_in("a", NOW),
                sign_in("b", after(39), after(40)),
                SignInFailure(key_digest="a" * 64, at=NOW),
                invite("a", after(7)),
                invite("b", after(60)),
                invite("c", after(60), NOW),
                UnsavedText(person_id=person_id, path="/x", fields_sealed=b"x", kept_at=NOW),
                AskTally(sender_digest="a" * 64, window=NOW, count=2),
                Presence(question_id=question.id, person_id=person_id, seen_at=NOW),
            ]
        )
    gone = {"sign_in_failure": 1, "unsaved_text": 1, "ask_tally": 1, "presence": 1}
    assert retain_at(database, after(1)) == {}
    assert retain_at(database, after(1, hours=1)) == gone
    assert retain_at(database, after(30)) == {}
    assert retain_at(database, after(30, hours=1)) == {"sign_in": 1, "invitation": 1}
    # A link lasts fourteen days, the first invitation seven.
    assert retain_at(database, after(44, hours=1)) == {"referral_link": 1, "invitation": 1}
    with database.reading() as session:
        assert session.scalars(select(SignIn.token_digest)).all() == ["b" * 64]
        assert session.scalars(select(Invitation.email)).all() == ["b@durme.example"]
        assert session.scalars(select(ReferralLink)).all() == []


def test_letters_and_their_files_do_not_outlive_what_they_are_about(
    database: Database, example: Example, tmp_path: Path
) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        close(made, CloseReason.ANSWERED)
        letters = [
            queue_letter(session, LetterDraft("x", "a@thuis.example", "s", "b", "nl", about=about))
            for about in (("question", made.id), None, None)
        ]
        sent, other, parked = letters
        for letter in letters:
            letter.queued_at = letter.next_try_at = NOW
            letter.give_up_at = after(3)
        sent.state, sent.sent_at = "sent", NOW
        other.state, other.sent_at = "sent", NOW
        parked.state = "parked"
    folder = tmp_path / "letters"
    folder.mkdir()
    files = [folder / f"20260303-090000-{letter.message_id[1:9]}.eml" for letter in (sent, other)]
    for file in files:
        file.write_text("To: a@thuis.example")
        os.utime(file, (after(1).timestamp(),) * 2)
    counts = retain_at(database, after(30), folder)
    assert (counts["contacts"], counts["letter_files"]) == (1, 1)
    assert [file.exists() for file in files] == [False, True]
    assert retain_at(database, after(33, hours=1), folder) == {"letter": 1, "letter_files": 1}
    assert list(folder.iterdir()) == []
    assert retain_at(database, after(90, hours=1), folder)["letter"] == 2
