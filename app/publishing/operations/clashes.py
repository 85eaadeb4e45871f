"""Activities on the same theme in the same week and region, so that partners can spread them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.agenda.timetable import Timetable
from app.directory.models.offers import (
    Offer,
    OfferKind,
    OfferLocation,
    OfferState,
    OfferTerm,
    ServiceArea,
)
from app.directory.models.organizations import Location
from app.directory.models.schedules import Schedule, ScheduleDate
from app.directory.models.terms import Facet, Term
from app.directory.timetables import timetable_of, timetable_of_draft
from app.geo.points import Point, quick_distance_km
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.facts import ProposedOffer
from app.publishing.operations.regions import Region, find_region

WEEKS_AHEAD = 8
NEAR_KM = 15.0
"""How far a clash matters for a partner that takes part in no House."""
MOST_CANDIDATES = 200
LONGEST_MOMENT = 60
"""Days, as the table of schedules allows."""
KM_PER_DEGREE = 111.0
"""A little less than a degree of latitude is, so that the box is never too small."""
_DATED_OFFER = (
    joinedload(Offer.organization),
    selectinload(Offer.texts),
    selectinload(Offer.locations).joinedload(OfferLocation.location).joinedload(Location.closures),
    selectinload(Offer.schedules).joinedload(Schedule.dates),
    selectinload(Offer.closures),
    selectinload(Offer.cancellations),
)


@dataclass(frozen=True, slots=True)
class Clash:
    """An activity near by in a week in which the proposed one takes place too."""

    offer_id: int
    slug: str
    title: str
    organization: str
    day: date
    """A day on which both take place, else its first day in such a week."""


def find_clashes(
    session: Session,
    proposed: ProposedOffer,
    today: date,
    *,
    offer_id: int | None = None,
    limit: int = 3,
) -> list[Clash]:
    """Activities of the same theme, week and region in the coming eight weeks.

    Those on the very same day come first, then the soonest. The region is the municipalities of
    the organization's Houses; without House it is 15 km around the places.
    """
    last_day = today + timedelta(weeks=WEEKS_AHEAD)
    offer = proposed.offer
    if offer.kind is not OfferKind.ACTIVITY or not any(rule.starts_on for rule in offer.schedules):
        return []
    own_days = _days(timetable_of_draft(offer, proposed.places), today, last_day)
    own_weeks = {day.isocalendar()[:2] for day in own_days}
    if not own_weeks:
        return []
    found: list[tuple[bool, Clash]] = []
    for other in _list_candidates(session, proposed, today, last_day, offer_id=offer_id):
        days = _days(timetable_of(other), today, last_day)
        shared = [day for day in days if day.isocalendar()[:2] in own_weeks]
        if shared:
            same = next((day for day in shared if day in own_days), None)
            found.append((same is None, _clash(other, same or shared[0])))
    found.sort(key=lambda item: (item[0], item[1].day, item[1].offer_id))
    return [clash for _is_other_day, clash in found[:limit]]


def _days(timetable: Timetable, first: date, last: date) -> list[date]:
    """The days on which something dated begins, without opening hours and what is called off."""
    dated = Timetable(timetable.recurrences, (), timetable.closures, timetable.cancellations)
    moments = dated.moments(first, last, include_cancelled=False)
    return sorted({moment.start.date() for moment in moments})


def _clash(offer: Offer, day: date) -> Clash:
    titles = {row.language: row.title for row in offer.texts}
    title = titles.get(DEFAULT_LANGUAGE) or next(iter(titles.values()), "")
    return Clash(offer.id, offer.slug, title, offer.organization.name, day)


def _list_candidates(
    session: Session,
    proposed: ProposedOffer,
    today: date,
    last_day: date,
    *,
    offer_id: int | None,
) -> list[Offer]:
    """At most 200 activities by what SQL can tell, the newest; their days are still to be read."""
    parents = {
        row.id: row.parent_id
        for row in session.execute(
            select(Term.id, Term.parent_id).where(Term.facet == Facet.DOMAIN.value)
        )
    }
    theme = next((key for key in proposed.offer.term_ids if key in parents), None)
    region = find_region(session, proposed)
    if theme is None or not (region.house_municipalities or region.points):
        return []
    top = parents[theme] or theme
    family = [key for key, parent in parents.items() if top in {key, parent}]
    offers = session.scalars(
        select(Offer)
        .where(
            Offer.state == OfferState.PUBLISHED.value,
            Offer.kind == OfferKind.ACTIVITY.value,
            Offer.id != (offer_id or 0),
            _main_theme().in_(family),
            _has_days(today, last_day),
            _is_in(region),
        )
        .order_by(Offer.id.desc())
        .limit(MOST_CANDIDATES)
        .options(*_DATED_OFFER)
    )
    return [offer for offer in offers if region.house_municipalities or _is_near(offer, region)]


def _main_theme() -> ScalarSelect[str]:
    """The first domain term of the offer that the statement looks at."""
    return (
        select(OfferTerm.term_id)
        .join(Term, Term.id == OfferTerm.term_id)
        .where(OfferTerm.offer_id == Offer.id, Term.facet == Facet.DOMAIN.value)
        .order_by(OfferTerm.position)
        .limit(1)
        .correlate(Offer)
        .scalar_subquery()
    )


def _has_days(today: date, last_day: date) -> ColumnElement[bool]:
    still_on = today - timedelta(days=LONGEST_MOMENT)
    return Offer.schedules.any(
        and_(
            Schedule.starts_on <= last_day,
            or_(
                Schedule.rrule != "",
                Schedule.starts_on >= still_on,
                Schedule.dates.any(ScheduleDate.is_extra & (ScheduleDate.day >= still_on)),
            ),
        )
    )


def _is_in(region: Region) -> ColumnElement[bool]:
    """Whether a place is in the Houses' municipalities, or in a box around the own places."""
    if region.house_municipalities:
        return or_(
            Offer.locations.any(
                OfferLocation.location.has(
                    Location.municipality_nis.in_(region.house_municipalities)
                )
            ),
            Offer.areas.any(ServiceArea.nis.in_(region.house_municipalities)),
        )
    boxes = []
    for point in region.points:
        high = NEAR_KM / KM_PER_DEGREE
        wide = high / math.cos(math.radians(point.latitude))
        boxes.append(
            and_(
                Location.latitude.between(point.latitude - high, point.latitude + high),
                Location.longitude.between(point.longitude - wide, point.longitude + wide),
            )
        )
    return Offer.locations.any(OfferLocation.location.has(or_(*boxes)))


def _is_near(offer: Offer, region: Region) -> bool:
    own = (link.location for link in offer.locations)
    points = [
        Point(place.latitude, place.longitude)
        for place in own
        if place.latitude is not None and place.longitude is not None
    ]
    return any(quick_distance_km(one, two) <= NEAR_KM for one in points for two in region.points)
