"""What is sealed with a question, as values: how to reach the family, what it searched."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How the family may be reached; each part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    when: str = ""
    """When to call, in the family's words."""

    def to_text(self) -> str:
        """As the text that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> ContactDetails:
        """From the text that was sealed."""
        return cls(**json.loads(text))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.name or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class SearchContext:
    """What the family searched before it asked, when it let that come along."""

    words: str = ""
    place: str = ""
    offer_ids: tuple[int, ...] = ()

    def to_text(self) -> str:
        """As the text that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> SearchContext:
        """From the text that was sealed."""
        parts = json.loads(text)
        return cls(parts["words"], parts["place"], tuple(parts["offer_ids"]))
