"""The House in which whoever is signed in works now."""

from __future__ import annotations

from app.accounts.guards import current_member
from app.directory.catalogue import HouseValue
from app.finder.cards import Desk
from app.finder.site import get_catalogue, get_desk, local_now, make_desk


def get_own_house() -> HouseValue | None:
    """The House as a value; None for one that is newer than what this process last read."""
    house_id = current_member().get_house_id()
    return next((house for house in get_catalogue().houses if house.id == house_id), None)


def get_own_desk() -> Desk:
    """The desk of the House as families see it."""
    house = get_own_house()
    return make_desk(house, local_now()) if house is not None else get_desk()
