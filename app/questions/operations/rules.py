"""What a House promises and how long it keeps things, and on which days its desk works."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError
from app.directory.models.organizations import House
from app.questions.models.desks import HouseClosure, HouseRules
from app.questions.promises import WorkingDays


def default_rules(house_id: int) -> HouseRules:
    """The rules of a House that set none: those of the table's columns."""
    columns = HouseRules.__table__.columns
    defaults = {column.name: column.default.arg for column in columns if column.default is not None}
    return HouseRules(house_id=house_id, **defaults)


def get_rules(session: Session, house_id: int) -> HouseRules:
    """The rules of a House, or the defaults (not in the session, so never saved by accident)."""
    return session.get(HouseRules, house_id) or default_rules(house_id)


def get_working_days(session: Session, house_id: int) -> WorkingDays:
    """The working days of a desk: its hours and its closings."""
    house = session.get_one(House, house_id)
    closures = session.execute(
        select(HouseClosure.first_day, HouseClosure.last_day)
        .where(HouseClosure.house_id == house_id)
        .order_by(HouseClosure.first_day, HouseClosure.id)
    )
    hours = None
    if house.desk_hours:
        try:
            hours = OpeningHours.parse(house.desk_hours)
        except OpeningHoursError:
            hours = None
    return WorkingDays(hours, tuple((row.first_day, row.last_day) for row in closures))
