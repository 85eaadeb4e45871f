"""Letters leave once, are tried again for 72 hours, and survive a crash at any moment."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.config import Settings
from app.db import Database
from app.mail import delivery
from app.mail.delivery import send_due
from app.mail.models import Letter
from app.mail.outbox import LetterDraft, drop_letters, queue_letter
from app.mail.posting import post
from tests.mail.mail_server import Postmaster, mail_server
from tests.sites import settings_in

BODY = (
    "Dag,\n\nEr is iets voor je. Open het hier:\nhttps://huis.example/nl/x\n\nHet onthaal · é ش\n"
)
DRAFT = LetterDraft(
    "news", "amina@gezin.example", "Er is iets voor je – kijk", BODY, "nl", 1, ("question", 12)
)
MINUTE = timedelta(minutes=1)


class CrashError(BaseException):
    """The process is gone."""


def queue(database: Database, draft: LetterDraft = DRAFT) -> datetime:
    """A letter in the outbox; gives a moment at which it is due."""
    with database.transaction() as session:
        return queue_letter(session, draft).queued_at


def only_letter(database: Database) -> Letter:
    with database.reading() as session:
        return session.scalars(select(Letter)).one()


def test_a_letter_is_sent_once_as_plain_text_of_the_site_itself(
    database: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    now = queue(database)
    assert send_due(database, by_mail, now).sent == 1
    assert send_due(database, by_mail, now + timedelta(days=1)).sent == 0
    (envelope,), (message,) = postmaster.accepted, postmaster.messages()
    assert (envelope.mail_from, envelope.rcpt_tos) == ("onthaal@huis.example", [DRAFT.recipient])
    assert message["From"] == "Huis van het Kind <onthaal@huis.example>"
    assert message["To"] == DRAFT.recipient
    assert message["Subject"] == DRAFT.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl"
    assert message["Date"].datetime == now.replace(microsecond=0)
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n") == BODY
    letter = only_letter(database)
    assert message["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@huis.example>")
    assert (letter.state, letter.sent_at, letter.last_problem) == ("sent", now, None)
    assert letter.recipient_sealed == letter.subject_sealed == letter.body_sealed == b""


def test_a_letter_of_a_transaction_that_failed_never_leaves(
    outbox: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    def ask_and_fail() -> None:
        with outbox.transaction() as session:
            queue_letter(session, DRAFT)
            raise CrashError

    with pytest.raises(CrashError):
        ask_and_fail()
    send_due(outbox, by_mail, datetime.now(UTC))
    assert postmaster.tries == 0


@pytest.mark.parametrize("place", ["to_recipient", "to_letter"])
def test_a_letter_that_is_refused_for_good_is_parked(
    outbox: Database, by_mail: Settings, postmaster: Postmaster, place: str
) -> None:
    setattr(postmaster, place, "550 5.1.1 amina@gezin.example is unknown here")
    now = queue(outbox)
    assert send_due(outbox, by_mail, now).parked == 1
    send_due(outbox, by_mail, now + timedelta(hours=5))
    letter = only_letter(outbox)
    assert (letter.state, letter.attempts, postmaster.tries) == ("parked", 1, 1)
    assert letter.last_problem is not None
    assert letter.last_problem.endswith(" 550")
    assert "amina" not in letter.last_problem
    # What it says is still there, to send again when the address is right.
    assert letter.body_sealed != b""


def walk(database: Database, settings: Settings, now: datetime) -> list[timedelta]:
    """Try until the letter is no longer waiting; gives the time between the tries."""
    delays = []
    for _ in range(60):
        send_due(database, settings, now)
        letter = only_letter(database)
        if letter.state != "waiting":
            break
        delays.append(letter.next_try_at - now)
        assert send_due(database, settings, letter.next_try_at - MINUTE / 60).delayed == 0
        now = letter.next_try_at
    return delays


def test_a_letter_that_is_put_off_is_tried_ever_slower_for_72_hours(
    outbox: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    postmaster.to_recipient = "451 4.7.1 Come back later"
    delays = walk(outbox, by_mail, queue(outbox))
    assert delays[:4] == [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
    assert set(delays[4:-1]) == {240 * MINUTE}
    assert sum(delays, timedelta()) == timedelta(hours=72)
    letter = only_letter(outbox)
    assert (letter.state, letter.last_problem) == ("parked", "SMTPRecipientRefused 451")
    assert postmaster.tries == letter.attempts == len(delays) + 1


def test_a_server_that_is_away_is_tried_again_with_the_same_message(
    database: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    with socket.socket() as taken:
        # Bound and not listening: whoever calls is refused.
        taken.bind(("127.0.0.1", 0))
        away = replace(by_mail, smtp_url=f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        now = queue(database)
        queue(database)
        report = send_due(database, away, now + MINUTE)
    # The second letter is not tried in the same round: nobody answers there.
    assert (report.delayed, report.sent) == (1, 0)
    with database.reading() as session:
        first, second = session.scalars(select(Letter).order_by(Letter.id))
    assert (first.attempts, first.last_problem) == (1, "ConnectionRefusedError")
    assert second.attempts == 0
    assert send_due(database, by_mail, now + 3 * MINUTE).sent == 2
    assert first.message_id in {message["Message-ID"] for message in postmaster.messages()}


def test_a_worker_that_was_off_for_days_still_tries_once(
    outbox: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    assert send_due(outbox, by_mail, queue(outbox) + timedelta(days=9)).sent == 1
    assert len(postmaster.accepted) == 1


def test_a_crash_after_sending_sends_the_same_letter_again_and_loses_none(
    database: Database,
    by_mail: Settings,
    postmaster: Postmaster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise CrashError

    now = queue(database)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_mark_sent", crash)
        with pytest.raises(CrashError):
            send_due(database, by_mail, now)
    # While somebody may still hold it, nobody else takes it up.
    assert send_due(database, by_mail, now + 9 * MINUTE).sent == 0
    assert send_due(database, by_mail, now + 10 * MINUTE).sent == 1
    first, second = postmaster.accepted
    assert first.content == second.content
    assert only_letter(database).state == "sent"


def test_no_transaction_is_open_while_the_server_is_slow(
    outbox: Database, by_mail: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(*arguments: object, **named: object) -> None:
        queue(outbox, replace(DRAFT, kind="other"))
        post(*arguments, **named)  # type: ignore[arg-type]

    now = queue(outbox)
    monkeypatch.setattr(delivery, "post", write_meanwhile)
    assert send_due(outbox, by_mail, now).sent == 1


def test_a_letter_taken_back_on_its_way_stays_taken_back(
    database: Database, by_mail: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_back(*_: object, **__: object) -> None:
        with database.transaction() as session:
            assert drop_letters(session, ("question", 12)) == 1

    now = queue(database)
    monkeypatch.setattr(delivery, "post", take_back)
    send_due(database, by_mail, now)
    letter = only_letter(database)
    assert (letter.state, letter.body_sealed, letter.sent_at) == ("dropped", b"", None)


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "amina",
        "@gezin.example",
        "a b@gezin.example",
        "amina@gezin.example\r\nBcc: all@huis.example",
        "amina@gezin.example, all@huis.example",
        "<amina@gezin.example>",
        "amina@gezin..example",
        "amina@-gezin.example",
        "a" * 260 + "@gezin.example",
        "\u202eamina@gezin.example",
    ],
)
def test_an_address_that_is_none_is_parked_and_nobody_is_asked(
    outbox: Database, by_mail: Settings, postmaster: Postmaster, recipient: str
) -> None:
    now = queue(outbox, replace(DRAFT, recipient=recipient))
    assert send_due(outbox, by_mail, now).parked == 1
    assert postmaster.tries == 0
    assert only_letter(outbox).last_problem == "BadRecipientError"


def test_a_subject_never_becomes_a_second_header(
    outbox: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    subject = "Er is nieuws\r\nBcc: all@huis.example\n\nEn tekst"
    send_due(outbox, by_mail, queue(outbox, replace(DRAFT, subject=subject)))
    (message,) = postmaster.messages()
    assert message["Bcc"] is None
    assert message["Subject"] == "Er is nieuws Bcc: all@huis.example En tekst"
    assert postmaster.accepted[0].rcpt_tos == [DRAFT.recipient]


@pytest.mark.parametrize(("host", "is_told"), [("127.0.0.1", True), ("127.0.0.2", False)])
def test_a_password_never_goes_over_an_open_line(
    outbox: Database, by_mail: Settings, host: str, is_told: bool
) -> None:
    # The second one is this machine too, but not as far as the settings say.
    with mail_server(host) as running:
        url = running.url.replace("smtp://", "smtp://huis:ge%3Aheim@")
        report = send_due(outbox, replace(by_mail, smtp_url=url), queue(outbox))
    assert (report.sent, report.delayed) == ((1, 0) if is_told else (0, 1))
    assert running.passwords == ([b"ge:heim"] if is_told else [])
    assert only_letter(outbox).last_problem == (None if is_told else "SMTPNotSupportedError")


def test_without_a_mail_server_letters_go_to_a_folder_whole(
    outbox: Database, tmp_path: Path, postmaster: Postmaster
) -> None:
    settings = settings_in(tmp_path)
    now = queue(outbox)
    queue(outbox)
    assert send_due(outbox, settings, now + MINUTE).sent == 2
    files = sorted(settings.letter_folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    text = files[0].read_text("ascii")
    assert "From: dichtbij@localhost" in text
    assert f"To: {DRAFT.recipient}" in text
    assert files[0].stat().st_mode & 0o077 == 0
    assert only_states(outbox) == ["sent", "sent"]


def only_states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Letter.state)))


def test_a_letter_that_no_key_opens_is_parked_and_stops_no_other(
    outbox: Database, by_mail: Settings, postmaster: Postmaster
) -> None:
    now = queue(outbox)
    queue(outbox)
    with outbox.transaction() as session:
        letter = session.scalars(select(Letter).order_by(Letter.id)).first()
        assert letter is not None
        letter.body_sealed = b"damaged"
    assert send_due(outbox, by_mail, now + MINUTE).sent == 1
    assert only_states(outbox) == ["parked", "sent"]
