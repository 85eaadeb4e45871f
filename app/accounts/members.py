"""Who is signed in, as a value that every floor above may read."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.permissions import Permission, Role
from app.audit.trail import Actor


class NoHouseError(LookupError):
    """The person who is signed in works for no House now."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who is signed in, in one House or for partners, with what that allows now."""

    person_id: int
    name: str
    email: str
    house_id: int | None
    """The House the person works in now; empty for partners and administrators."""
    house_slug: str | None
    role: Role
    permissions: frozenset[Permission]
    organization_ids: frozenset[int]
    """The partners for whom the person acts."""
    sign_in_id: int

    def may(self, permission: Permission) -> bool:
        """Whether the person may do this now."""
        return permission in self.permissions

    def get_house_id(self) -> int:
        """The House the person works in now; raises for who has none."""
        if self.house_id is None:
            raise NoHouseError(f"person {self.person_id} works in no House")
        return self.house_id

    @property
    def actor(self) -> Actor:
        """The person as the audit trail names who did something."""
        return Actor.person(self.person_id)
