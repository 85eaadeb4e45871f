"""What always needs a review: ways to reach somebody and to pay, in a field or inside a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number
from stdnum import iban

from app.directory.drafts import WORDS
from app.publishing.facts import ProposedOffer

_WEB = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)
_BARE_WEB = re.compile(
    r"(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:be|vlaanderen|brussels|gent|com|org|net|eu|nl|fr|lu|info"
    r"|app|link|online|page|site|shop|io|ly|gl|example)\b(?!@)(?:/[^\s<>()\[\]\"']*)?",
    re.IGNORECASE,
)
"""A site as people write it: "speelclub.be"; only endings that are no Dutch word after a dot."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BANK = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d\s*[-/–]\s*(?:19|20)\d\d\b")
"""A school year, which otherwise reads as a phone number."""
REGION = "BE"
SHORTEST_ACCOUNT = 15


def find_reaches(text: str) -> set[str]:
    """Web and mail addresses, phone numbers (E.164) and account numbers (IBAN) in a text."""
    found = {
        _plain_address(match.group())
        for pattern in (_WEB, _BARE_WEB)
        for match in pattern.finditer(text)
    }
    found.update(match.group().casefold() for match in _MAIL.finditer(text))
    for match in _BANK.finditer(text):
        found.update(_accounts(match.group()))
    found.update(
        format_number(match.number, PhoneNumberFormat.E164)
        for match in PhoneNumberMatcher(_YEARS.sub(" ", text), REGION, leniency=Leniency.POSSIBLE)
    )
    return found


def _plain_address(text: str) -> str:
    """A web address the same way however it was written: no scheme, no www, no full stop."""
    bare = text.casefold().rstrip(".,;:!?/")
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _accounts(text: str) -> Iterator[str]:
    """The account numbers that a text begins with: short words after one look like its end."""
    whole = iban.compact(text)
    for length in range(SHORTEST_ACCOUNT, len(whole) + 1):
        # The list of banks of a country is never up to date: its form and its check are enough.
        if iban.is_valid(whole[:length], check_country=False):
            yield whole[:length]


def list_reaches(proposed: ProposedOffer) -> set[str]:
    """Every way to reach or to pay somebody that an offer tells, wherever it stands."""
    found: set[str] = set()
    for text in _texts(proposed):
        found |= find_reaches(text)
    return found


def _texts(proposed: ProposedOffer) -> Iterator[str]:
    offer = proposed.offer
    for words in offer.words.values():
        yield from (getattr(words, name) for name in WORDS)
    yield offer.booking_url
    yield from (contact.value for contact in offer.contacts)
    yield from (contact.label for contact in offer.contacts)
    yield from (schedule.opening_hours for schedule in offer.schedules)
    yield from (item.reason for item in offer.closures)
    yield from (item.reason for item in offer.cancellations)


def brings_new_reaches(
    before: ProposedOffer | None, after: ProposedOffer, *, known: Iterable[str] = ()
) -> bool:
    """Whether a version tells a way to reach or pay that it did not tell before.

    `known` are texts with ways that the partner has elsewhere, such as its own contacts.
    """
    told = list_reaches(before) if before else set()
    for text in known:
        told |= find_reaches(text)
    values = {item.value for item in after.offer.contacts}
    old_values = {item.value for item in before.offer.contacts} if before else set()
    # A number that no library reads as a number is still somewhere that families call.
    unread = {value for value in values - old_values - set(known) if not find_reaches(value)}
    return bool(list_reaches(after) - told or unread)
