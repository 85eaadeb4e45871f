"""Hands one message to the mail server, or writes it to the letter folder."""

from __future__ import annotations

import contextlib
import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from app.config import Settings
from app.mail.writing import find_sender, host_of_site

TIMEOUT_S = 20.0
PERMANENT = 500
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class LetterRefusedError(Exception):
    """The server refuses this letter for good."""

    def __init__(self, problem: str) -> None:
        """Keep the code of the answer."""
        super().__init__(problem)
        self.problem = problem


class ServerUnreadyError(Exception):
    """The server does not take it now; later it may."""

    def __init__(self, problem: str, *, is_for_every_letter: bool) -> None:
        """Keep the class or code, and whether other letters would fare the same."""
        super().__init__(problem)
        self.problem = problem
        self.is_for_every_letter = is_for_every_letter


def post(message: EmailMessage, settings: Settings, *, name: str) -> None:
    """Send a message as the settings say; raises LetterRefusedError or ServerUnreadyError."""
    if settings.smtp_url:
        _send(message, settings)
        return
    try:
        _write(message, settings.letter_folder, f"{name}.eml")
    except OSError as error:
        raise ServerUnreadyError(type(error).__name__, is_for_every_letter=True) from None


def _write(message: EmailMessage, folder: Path, name: str) -> None:
    """A whole file or none: a reader never sees half a letter."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}"
    draft.touch(mode=0o600)
    with draft.open("wb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / name)


def _send(message: EmailMessage, settings: Settings) -> None:
    # Errors are told anew without their cause: they quote addresses.
    try:
        server = _connect(urlsplit(settings.smtp_url), host_of_site(settings))
    except (smtplib.SMTPException, OSError) as error:
        raise ServerUnreadyError(_describe(error), is_for_every_letter=True) from None
    recipient = message["To"].addresses[0].addr_spec
    try:
        server.sendmail(find_sender(settings).addr_spec, [recipient], message.as_bytes())
    except smtplib.SMTPRecipientsRefused as error:
        code = error.recipients[recipient][0]
        raise _refusal(code, f"SMTPRecipientRefused {code}") from None
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, _describe(error)) from None
    except (smtplib.SMTPException, OSError) as error:
        # Also a refused sender: that is a mistake in our settings, not in this letter.
        raise ServerUnreadyError(_describe(error), is_for_every_letter=True) from None
    finally:
        # The letter is accepted or not by now; a server that is rude at parting changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _connect(url: SplitResult, own_name: str) -> smtplib.SMTP:
    host = url.hostname or ""
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host,
            url.port or smtplib.SMTP_SSL_PORT,
            own_name,
            timeout=TIMEOUT_S,
            context=ssl.create_default_context(),
        )
    else:
        server = smtplib.SMTP(host, url.port or smtplib.SMTP_PORT, own_name, timeout=TIMEOUT_S)
    try:
        server.ehlo_or_helo_if_needed()
        is_private = url.scheme == "smtps" or host in LOCAL_HOSTS
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            is_private = True
        if url.username:
            _sign_in(server, url, is_private=is_private)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, url: SplitResult, *, is_private: bool) -> None:
    if not is_private:
        # The password would be readable on the way.
        raise smtplib.SMTPNotSupportedError
    server.login(unquote(url.username or ""), unquote(url.password or ""))


def _refusal(code: int, problem: str) -> LetterRefusedError | ServerUnreadyError:
    if code >= PERMANENT:
        return LetterRefusedError(problem)
    return ServerUnreadyError(problem, is_for_every_letter=False)


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__
