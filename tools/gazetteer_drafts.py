"""Drafts of places are read from the facts of the gazetteer, before they are put on the map."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from app.geo.points import Point


@dataclass(slots=True)
class Draft:
    """A place while it is being put together from a fact and a centre."""

    kind: str
    name_nl: str
    name_fr: str
    other_names: list[str]
    region: str
    nis: str = ""
    parent: "Draft | None" = None
    former_nis: list[str] = field(default_factory=list)
    main_postcodes: list[str] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)
    point: Point | None = None
    is_point_known: bool = True
    population: int = 0
    id: str = ""

    @property
    def municipality(self) -> "Draft":
        """The municipality of today."""
        return self if self.parent is None else self.parent.municipality


def read_name(text: str, kind: str, region: str) -> Draft:
    """The draft of "Dutch/French~other"."""
    names, *others = text.strip().split("~")
    name_nl, _, name_fr = names.partition("/")
    return Draft(kind, name_nl, name_fr or name_nl, others, region)


def read_facts(path: Path) -> list[Draft]:
    """All drafts of the facts, in their order; parts named twice have both postcodes."""
    drafts: list[Draft] = []
    region = ""
    municipality: Draft | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            region = line.strip("[]")
            continue
        head, _, tail = line.lstrip("< ").partition(": ")
        if region == "centres":
            put_centre(drafts, head, tail)
            continue
        nis, _, names = head.partition(" ")
        if not line.startswith("<"):
            municipality = owner = read_name(names, "municipality", region)
            owner.nis = nis
            drafts.append(owner)
        elif municipality is not None and municipality.name_nl == names.split("/")[0]:
            owner = municipality
            if nis != owner.nis:
                owner.former_nis.append(nis)
        else:
            owner = read_name(names, "former_municipality", region)
            owner.nis, owner.parent = nis, municipality
            drafts.append(owner)
        drafts += read_groups(owner, tail)
    return drafts


def put_centre(drafts: list[Draft], head: str, tail: str) -> None:
    """Gives the draft of "postcode name" the centre "latitude, longitude"; unknown ones raise."""
    postcode, _, name = head.partition(" ")
    found = [d for d in drafts if d.name_nl == name and postcode in d.main_postcodes]
    if not found:
        raise ValueError(f"a centre for {head}, which is not in the facts")
    latitude, longitude = tail.split(",")
    for draft in found:
        draft.point = Point(float(latitude), float(longitude))


def read_groups(owner: Draft, text: str) -> list[Draft]:
    """The parts in the postcode groups of one line; the first group is the owner's own."""
    parts: dict[str, Draft] = {}
    for number, group in enumerate(text.split("|")):
        found = re.match(r"\s*((?:\d{4}\s*)+)(.*)", group)
        if found is None:
            raise ValueError(f"no postcode in {group!r} of {owner.name_nl}")
        codes, names = found.group(1).split(), found.group(2)
        if number == 0:
            owner.main_postcodes += [code for code in codes if code not in owner.main_postcodes]
        for name in re.split(r",\s+(?=\D)", names.strip()):
            if name:
                part = read_name(name, "submunicipality", owner.region)
                part = parts.setdefault(part.name_nl, part)
                part.parent = owner
                part.main_postcodes += [c for c in codes[:1] if c not in part.main_postcodes]
    for part in parts.values():
        part.postcodes = list(part.main_postcodes)
    return list(parts.values())
