"""Places are what the gazetteer knows, with the answers it gives about them."""

from dataclasses import dataclass
from enum import StrEnum

from app.geo.points import Point


class PlaceKind(StrEnum):
    """The kinds of places, from the municipalities of today to their parts."""

    MUNICIPALITY = "municipality"
    FORMER_MUNICIPALITY = "former_municipality"
    SUBMUNICIPALITY = "submunicipality"


class Region(StrEnum):
    """The region in which a place lies; it decides which names are usual there."""

    FLANDERS = "flanders"
    BRUSSELS = "brussels"
    WALLONIA = "wallonia"


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of today, one that was merged in 2019 or 2025, or a part of one.

    `id` is a stable slug. `nis` is the code of Statbel (None for parts), `former_nis` the codes
    that went up in it, `municipality_nis` the municipality of today, `part_of` the id of the place
    directly above. `main_postcodes` are those of its own centre, `postcodes` those of all its
    parts too. `population` is an order of size in inhabitants, 0 when unknown. `point` is the
    centre of the settlement, rounded to three decimals (about 100 metres).
    """

    id: str
    kind: PlaceKind
    name_nl: str
    name_fr: str
    other_names: tuple[str, ...]
    main_postcodes: tuple[str, ...]
    postcodes: tuple[str, ...]
    nis: str | None
    former_nis: tuple[str, ...]
    municipality_nis: str
    municipality_name: str
    part_of: str | None
    region: Region
    population: int
    point: Point

    @property
    def slug(self) -> str:
        """The part of an address that names this place; it equals the id."""
        return self.id

    @property
    def is_municipality(self) -> bool:
        """Says whether this is a municipality of today."""
        return self.kind is PlaceKind.MUNICIPALITY

    def name(self, language: str) -> str:
        """The name in a language: French for "fr", else the Dutch one.

        Walloon places have a Dutch name only where that is in common use (Luik, Namen), else it
        equals the French one.
        """
        return self.name_fr if language.partition("-")[0].casefold() == "fr" else self.name_nl

    def label(self, language: str) -> str:
        """The name with its municipality of today between brackets when that is another."""
        name = self.name(language)
        if self.is_municipality or self.municipality_name == name:
            return name
        return f"{name} ({self.municipality_name})"


class LookupStatus(StrEnum):
    """How many places a typed text can mean."""

    NONE = "none"
    ONE = "one"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer to a typed place: best candidate first, `is_corrected` when a typo was mended."""

    status: LookupStatus
    places: tuple[Place, ...] = ()
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named inside a text: characters `start` up to `end`, and whom it can mean."""

    start: int
    end: int
    places: tuple[Place, ...]


class UnknownPlaceError(LookupError):
    """A place or municipality was asked for that the gazetteer does not have."""
