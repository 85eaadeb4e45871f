"""What each role may do: one table, nothing else decides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is: in one House, for one partner, or for the installation."""

    VOLUNTEER = "volunteer"
    ONTHAAL = "onthaal"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"


class Permission(StrEnum):
    """One thing that somebody may do."""

    SEARCH_STAFF = "search_staff"
    COUNT_CONTACTS = "count_contacts"
    ESCALATE = "escalate"
    USE_ROTA = "use_rota"
    READ_QUESTIONS = "read_questions"
    ANSWER = "answer"
    REFER = "refer"
    MANAGE_HOUSE = "manage_house"
    REVIEW_OFFERS = "review_offers"
    SEE_TRAIL = "see_trail"
    ADMINISTER = "administer"
    BREAK_GLASS = "break_glass"
    ACT_AS_PARTNER = "act_as_partner"


HOUSE_ROLES = (Role.VOLUNTEER, Role.ONTHAAL, Role.COORDINATOR)
"""The roles that somebody has in a House, from the least to the most."""

_VOLUNTEER = frozenset(
    {
        Permission.SEARCH_STAFF,
        Permission.COUNT_CONTACTS,
        Permission.ESCALATE,
        Permission.USE_ROTA,
    }
)
_ONTHAAL = _VOLUNTEER | {Permission.READ_QUESTIONS, Permission.ANSWER, Permission.REFER}
_COORDINATOR = _ONTHAAL | {
    Permission.MANAGE_HOUSE,
    Permission.REVIEW_OFFERS,
    Permission.SEE_TRAIL,
}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VOLUNTEER: _VOLUNTEER,
        Role.ONTHAAL: _ONTHAAL,
        Role.COORDINATOR: _COORDINATOR,
        Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER, Permission.BREAK_GLASS}),
        Role.PARTNER: frozenset({Permission.ACT_AS_PARTNER}),
    }
)
BROKEN_GLASS = frozenset({Permission.READ_QUESTIONS})
"""What an administrator may do for an hour in one House, after a written reason."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """What a role may do."""
    return PERMISSIONS[role]
