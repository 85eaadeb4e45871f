"""Whose work a House looks after: that of its partners; the default one that of all others too."""

from __future__ import annotations

from sqlalchemy import CompoundSelect, select, union_all
from sqlalchemy.orm import Session

from app.directory.models.organizations import House, HousePartner, Organization


def looked_after(house_id: int) -> CompoundSelect[int]:
    """The ids of the organizations whose revisions a House reviews."""
    of_any_house = select(HousePartner.organization_id)
    is_default = select(House.id).where(House.id == house_id, House.is_default).exists()
    return union_all(
        select(HousePartner.organization_id).where(HousePartner.house_id == house_id),
        # Without this, what a partner of no House sends in would wait for nobody.
        select(Organization.id).where(is_default, Organization.id.not_in(of_any_house)),
    )


def looks_after(session: Session, house_id: int, organization_id: int) -> bool:
    """Whether a House reviews what an organization sends in."""
    found = looked_after(house_id).subquery()
    wanted = select(found.c[0]).where(found.c[0] == organization_id)
    return session.scalar(wanted.limit(1)) is not None
