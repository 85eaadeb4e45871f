"""The form on top of home, results and collections, with what was typed kept in it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from app.finder.cards import Link
from app.finder.pages import SearchBox
from app.finder.parameters import RADII, WHOLE_MUNICIPALITY, SearchRequest
from app.finder.searching import DEFAULT_RADIUS, get_door
from app.finder.site import KEPT_PARAMETER, travelling_list
from app.i18n import gettext as _

# On a page of results these are fields of the filter panel, inside the same form.
_FIELDS_OF_BOX = frozenset({"q", "plaats", "hier", "straal", "kind", "pagina", "letterlijk"})
_FIELDS_OF_PANEL = frozenset(
    {
        "thema",
        "leeftijd",
        "soort",
        "dag",
        "dagdeel",
        "prijs",
        "inloop",
        "taal",
        "toegang",
        "van",
        "tot",
    }
)


def make_box(
    request: SearchRequest,
    *,
    has_panel: bool = False,
    distance_counts: Mapping[str, int] | None = None,
) -> SearchBox:
    """The search box for a search; what it has no field for travels along in hidden fields."""
    radius = request.radius or DEFAULT_RADIUS
    near = f"{request.near.latitude:.3f},{request.near.longitude:.3f}" if request.near else ""
    counts = distance_counts or {}
    own = _FIELDS_OF_BOX | _FIELDS_OF_PANEL if has_panel else _FIELDS_OF_BOX
    hidden = [pair for pair in request.arguments() if pair[0] not in {*own, KEPT_PARAMETER}]
    if kept := request.kept or travelling_list():
        hidden.append((KEPT_PARAMETER, kept))
    hidden.extend(get_door().carried)
    radii = [
        Link(_("tot %(km)s km", km=km), km, is_current=km == radius, count=counts.get(km))
        for km in RADII
    ]
    whole = Link(
        _("alleen in deze gemeente"), WHOLE_MUNICIPALITY, is_current=radius == WHOLE_MUNICIPALITY
    )
    return SearchBox(
        action=url_for(get_door().endpoint),
        words=request.words,
        place=request.place,
        radius=radius,
        ages=(*request.ages, ""),
        radii=(*radii, whole),
        near=near,
        suggest_url=url_for("finder.suggest"),
        hidden=tuple(hidden),
    )
