"""Houses, organizations, the places where things happen and how to reach people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class House(Base):
    """A Huis van het Kind: a set of municipalities with its own desk."""

    __tablename__ = "house"
    __table_args__ = (
        Index(
            "uq_house_default",
            "is_default",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    is_default: Mapped[bool]
    website: Mapped[str] = mapped_column(String(300), default="")
    desk_name: Mapped[str] = mapped_column(String(120), default="")
    desk_street: Mapped[str] = mapped_column(String(120), default="")
    desk_postcode: Mapped[str] = mapped_column(String(10), default="")
    desk_place: Mapped[str] = mapped_column(String(80), default="")
    desk_hours: Mapped[str] = mapped_column(Text, default="")
    """Opening hours of the desk, OpenStreetMap notation."""
    municipalities: Mapped[list[HouseMunicipality]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="HouseMunicipality.nis"
    )
    texts: Mapped[list[HouseText]] = relationship(cascade="all, delete-orphan", lazy="raise")
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Contact.position, Contact.id"
    )


class HouseMunicipality(Base):
    """A municipality of a House; each has one House at the most."""

    __tablename__ = "house_municipality"

    nis: Mapped[str] = mapped_column(String(5), primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)


class HouseText(Base):
    """What the desk of a House says of itself, in one language."""

    __tablename__ = "house_text"

    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    welcome: Mapped[str] = mapped_column(Text)
    desk_note: Mapped[str] = mapped_column(Text, default="")


class Organization(Base):
    """A partner: who offers something."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    website: Mapped[str] = mapped_column(String(300), default="")
    texts: Mapped[list[OrganizationText]] = relationship(cascade="all, delete-orphan", lazy="raise")
    terms: Mapped[list[OrganizationTerm]] = relationship(cascade="all, delete-orphan", lazy="raise")
    houses: Mapped[list[HousePartner]] = relationship(cascade="all, delete-orphan", lazy="raise")
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Contact.position, Contact.id"
    )


class OrganizationText(Base):
    """What an organization says of itself, in one language."""

    __tablename__ = "organization_text"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    description: Mapped[str] = mapped_column(Text)


class OrganizationTerm(Base):
    """A kind of partner that an organization is."""

    __tablename__ = "organization_term"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), primary_key=True, index=True)


class HousePartner(Base):
    """An organization that takes part in the network of a House."""

    __tablename__ = "house_partner"

    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), primary_key=True, index=True
    )


class Location(Base):
    """Where something happens; several offers share one location."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_point"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """Stable within its source: the id of the seed, or source and address of a file."""
    name: Mapped[str] = mapped_column(String(150))
    street: Mapped[str] = mapped_column(String(150), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    """Town or sub-municipality as people write it."""
    municipality_nis: Mapped[str | None] = mapped_column(String(5), index=True)
    """NIS code of today's municipality; empty outside Belgium or when unknown."""
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    terms: Mapped[list[LocationTerm]] = relationship(cascade="all, delete-orphan", lazy="raise")
    closures: Mapped[list[LocationClosure]] = relationship(
        cascade="all, delete-orphan", lazy="raise"
    )


class LocationTerm(Base):
    """An accessibility term that holds for a location."""

    __tablename__ = "location_term"

    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), primary_key=True, index=True)


class LocationClosure(Base):
    """Days on which a location is closed; yearly closures repeat by month and day."""

    __tablename__ = "location_closure"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    is_yearly: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Contact(Base):
    """A way to reach a House, an organization or somebody about one offer; exactly one owner."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(
            "(house_id IS NOT NULL AND organization_id IS NULL AND offer_id IS NULL)"
            " OR (house_id IS NULL AND organization_id IS NOT NULL AND offer_id IS NULL)"
            " OR (house_id IS NULL AND organization_id IS NULL AND offer_id IS NOT NULL)",
            name="one_owner",
        ),
        CheckConstraint("kind IN ('phone', 'email', 'website')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(300))
    label: Mapped[str] = mapped_column(String(120), default="")
    """Whose number it is, as people call it; empty for the owner's own."""
    hours: Mapped[str] = mapped_column(Text, default="")
    """When somebody answers, OpenStreetMap notation."""
    is_public: Mapped[bool] = mapped_column(default=True)
