"""A real mail server for the tests, which answers what it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.cli.serving import find_free_port


@dataclass
class Postmaster:
    """Keeps what comes in; `to_recipient` and `to_letter` are its answers."""

    url: str = ""
    to_recipient: str = "250 OK"
    to_letter: str = "250 OK"
    accepted: list[Envelope] = field(default_factory=list)
    tries: int = 0
    passwords: list[bytes] = field(default_factory=list)

    def let_in(self, *asked: object) -> AuthResult:
        """Take any password."""
        given = asked[-1]
        assert isinstance(given, LoginPassword)
        self.passwords.append(given.password)
        return AuthResult(success=True)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        self.tries += 1
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.to_letter.startswith("250"):
            self.accepted.append(envelope)
        return self.to_letter

    def messages(self) -> list[EmailMessage]:
        """The letters it took in."""
        read = []
        for envelope in self.accepted:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            read.append(message)
        return read


@contextmanager
def mail_server(host: str = "127.0.0.1") -> Iterator[Postmaster]:
    """A mail server on a port of its own, for as long as the block lasts."""
    postmaster = Postmaster()
    port = find_free_port(18_400)
    assert port is not None
    controller = Controller(
        postmaster,
        hostname=host,
        port=port,
        authenticator=postmaster.let_in,
        auth_require_tls=False,
    )
    controller.start()
    postmaster.url = f"smtp://{host}:{port}"
    try:
        yield postmaster
    finally:
        controller.stop()
