"""A letter as a message of RFC 5322: plain text, from the site itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from app.config import Settings

# Plain addresses only: what could begin another header or another address is left out.
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
LONGEST_ADDRESS = 254
# Every server takes it, also one that cannot do eight bits.
POLICY = SMTP.clone(cte_type="7bit")


class BadRecipientError(ValueError):
    """The address cannot be one that mail goes to."""


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """What a letter says, unsealed for the time of one try."""

    id: int
    attempt: int
    message_id: str
    recipient: str
    subject: str
    body: str
    language: str
    queued_at: datetime


def host_of_site(settings: Settings) -> str:
    """The host in the address of the site."""
    return urlsplit(settings.site_url).hostname or "localhost"


def find_sender(settings: Settings) -> Address:
    """Who the letters are from."""
    name, address = parseaddr(settings.mail_from or f"dichtbij@{host_of_site(settings)}")
    return Address(display_name=name, addr_spec=address)


def clean_recipient(text: str) -> str:
    """The address as mail servers write it; raises BadRecipientError."""
    local, at, domain = text.strip(" ").rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadRecipientError from None
    address = f"{local}@{domain}"
    is_plain = LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain)
    if not at or not is_plain or len(address) > LONGEST_ADDRESS:
        raise BadRecipientError
    return address


def write_message(letter: OpenLetter, settings: Settings) -> EmailMessage:
    """The whole message, the same one at each try; raises BadRecipientError."""
    message = EmailMessage(POLICY)
    message["From"] = find_sender(settings)
    message["To"] = Address(addr_spec=clean_recipient(letter.recipient))
    # One line, whatever was typed: a second one would be a header of its own.
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.queued_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8")
    message["Content-Language"] = letter.language
    return message
