"""Offers: what a family can use, with texts per language, price, audience and places."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, utc_now
from app.directory.models.checks import FactCheck
from app.directory.models.organizations import Contact, Location, Organization
from app.directory.models.schedules import Cancellation, Closure, Schedule


class OfferKind(StrEnum):
    """A lasting service, a dated activity, or childcare."""

    SERVICE = "service"
    ACTIVITY = "activity"
    CHILDCARE = "childcare"


class OfferState(StrEnum):
    """Where an offer stands; families find published and temporarily closed ones."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TEMPORARILY_CLOSED = "temporarily-closed"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    """Who takes part: the second age axis."""

    CHILD = "child"
    PARENT = "parent"
    BOTH = "both"
    PROFESSIONAL = "professional"


class Online(StrEnum):
    """Whether it happens on a screen."""

    NO = "no"
    YES = "yes"
    BOTH = "both"


class Registration(StrEnum):
    """Whether you must sign up first."""

    NONE = "none"
    RECOMMENDED = "recommended"
    REQUIRED = "required"


class Appointment(StrEnum):
    """Whether you may walk in."""

    WALK_IN = "walk-in"
    BY_APPOINTMENT = "by-appointment"
    BOTH = "both"


VISIBLE_STATES = (OfferState.PUBLISHED.value, OfferState.TEMPORARILY_CLOSED.value)


def one_of(column: str, kind: type[StrEnum]) -> str:
    """The SQL of a check that a column holds a value of an enumeration."""
    return f"{column} IN ({', '.join(f'{chr(39)}{value.value}{chr(39)}' for value in kind)})"


class Offer(Base):
    """Anything a family can use; Open Referral's service, UiTdatabank's event or place."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("source", "source_id", name="uq_offer_source"),
        CheckConstraint(one_of("kind", OfferKind), name="known_kind"),
        CheckConstraint(one_of("state", OfferState), name="known_state"),
        CheckConstraint(one_of("audience", Audience), name="known_audience"),
        CheckConstraint(one_of("online", Online), name="known_online"),
        CheckConstraint(one_of("registration", Registration), name="known_registration"),
        CheckConstraint(one_of("appointment", Appointment), name="known_appointment"),
        CheckConstraint("max_age_months > min_age_months", name="ages_in_order"),
        CheckConstraint(
            "min_age_months BETWEEN -10 AND 1200 AND max_age_months BETWEEN -9 AND 1201",
            name="ages_in_range",
        ),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("check_every_months IN (1, 3, 6, 12)", name="known_check_period"),
        CheckConstraint(
            "verified_by IN ('', 'partner', 'house', 'source')", name="known_verified_by"
        ),
        Index("ix_offer_state_updated_at", "state", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    """Namespace of `source_id`: "seed", "csv", the name of a file's mapping."""
    source_id: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(20))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    min_age_months: Mapped[int | None]
    """Age of the child in months, inclusive; -9 is conception, 0 birth."""
    max_age_months: Mapped[int | None]
    """Exclusive: 36 means up to the third birthday."""
    audience: Mapped[str | None] = mapped_column(String(12))
    online: Mapped[str] = mapped_column(String(4), default=Online.NO.value)
    is_at_home: Mapped[bool] = mapped_column(default=False)
    price_cents: Mapped[int | None]
    """Base price in euro cents; 0 is free, empty is unknown."""
    pass_price_cents: Mapped[int | None]
    """Price with a pass, in euro cents."""
    registration: Mapped[str | None] = mapped_column(String(12))
    appointment: Mapped[str | None] = mapped_column(String(16))
    booking_url: Mapped[str] = mapped_column(String(500), default="")
    waiting_reported_on: Mapped[date | None]
    intake: Mapped[str] = mapped_column(Text, default="")
    """How to bring somebody here; for staff only."""
    referrer_contact: Mapped[str] = mapped_column(Text, default="")
    """Whom a referrer calls; for staff only."""
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(String(8), default="")
    """Who checked it last (`Checker`); empty when nobody did, or it is not known."""
    check_every_months: Mapped[int] = mapped_column(default=12)
    hidden_on: Mapped[date | None]
    """Since when searches leave it out, because nobody confirmed it; its page still opens."""
    is_partner_kept: Mapped[bool] = mapped_column(default=False)
    """Whether its partner keeps it here: seeds and imports leave it as it is."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)

    organization: Mapped[Organization] = relationship(lazy="raise")
    texts: Mapped[list[OfferText]] = relationship(cascade="all, delete-orphan", lazy="raise")
    terms: Mapped[list[OfferTerm]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="OfferTerm.position"
    )
    locations: Mapped[list[OfferLocation]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="OfferLocation.position"
    )
    areas: Mapped[list[ServiceArea]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ServiceArea.nis"
    )
    languages: Mapped[list[OfferLanguage]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="OfferLanguage.position"
    )
    schedules: Mapped[list[Schedule]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Schedule.id"
    )
    closures: Mapped[list[Closure]] = relationship(cascade="all, delete-orphan", lazy="raise")
    cancellations: Mapped[list[Cancellation]] = relationship(
        cascade="all, delete-orphan", lazy="raise"
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Contact.position, Contact.id"
    )
    images: Mapped[list[OfferImage]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="OfferImage.position"
    )
    checks: Mapped[list[FactCheck]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="FactCheck.fact"
    )


def findable() -> ColumnElement[bool]:
    """The condition under which families find an offer: shown, and not hidden as too old."""
    return and_(Offer.state.in_(VISIBLE_STATES), Offer.hidden_on.is_(None))


class OfferText(Base):
    """The words of an offer in one language; Dutch is the one to fall back on."""

    __tablename__ = "offer_text"
    __table_args__ = (CheckConstraint("title <> ''", name="has_title"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    price_note: Mapped[str] = mapped_column(Text, default="")
    reductions: Mapped[str] = mapped_column(Text, default="")
    join: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    not_for: Mapped[str] = mapped_column(Text, default="")
    """Whom it does not suit, so that nobody comes in vain."""
    bring: Mapped[str] = mapped_column(Text, default="")
    waiting: Mapped[str] = mapped_column(Text, default="")


class OfferTerm(Base):
    """A term that holds for an offer; the first domain term is its main theme."""

    __tablename__ = "offer_term"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), primary_key=True, index=True)
    position: Mapped[int]


class OfferLocation(Base):
    """One of the places where an offer happens; Open Referral's service_at_location."""

    __tablename__ = "offer_location"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    location: Mapped[Location] = relationship(lazy="raise")


class ServiceArea(Base):
    """A municipality that an offer serves, wherever its desk stands."""

    __tablename__ = "service_area"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    nis: Mapped[str] = mapped_column(String(5), primary_key=True, index=True)


class OfferLanguage(Base):
    """A language spoken at an offer, ISO 639-1."""

    __tablename__ = "offer_language"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int]


class OfferImage(Base):
    """A picture of an offer; a picture that still lives elsewhere is never shown from there."""

    __tablename__ = "offer_image"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    position: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(120), default="")
    """Name under static/illustrations; empty when only the address elsewhere is known."""
    source_url: Mapped[str] = mapped_column(String(500), default="")
    photo_name: Mapped[str] = mapped_column(String(80), default="")
    """Name in the folder of photos that partners sent; empty for other pictures."""
    texts: Mapped[list[ImageText]] = relationship(cascade="all, delete-orphan", lazy="raise")


class ImageText(Base):
    """The text that stands for a picture, in one language."""

    __tablename__ = "image_text"

    image_id: Mapped[int] = mapped_column(ForeignKey("offer_image.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    alternative: Mapped[str] = mapped_column(String(300))
