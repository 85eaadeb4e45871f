"""Mounts the partner's door: the aanbod, what visitors bring, and the referrals."""

from __future__ import annotations

from flask import Flask

from app.accounts.navigation import DeskDoor, add_desk_door
from app.accounts.permissions import Permission
from app.i18n import gettext as _
from app.portal import link_routes, routes
from app.portal.advising import routes as advising
from app.portal.checking import routes as checking
from app.portal.fiche import routes as fiche
from app.portal.moments import dates_routes as moments
from app.portal.reporting import routes as reporting
from app.portal.submitting import routes as submitting
from app.portal.suggesting import routes as suggesting

ROUTES = (
    submitting,
    moments,
    fiche,
    advising,
    checking,
    reporting,
    suggesting,
    routes,
    link_routes,
)
DOORS = (
    DeskDoor("portal_offers.index", Permission.ACT_AS_PARTNER, lambda: _("Aanbod"), "ui-list"),
    DeskDoor(
        "portal.referrals", Permission.ACT_AS_PARTNER, lambda: _("Doorverwijzingen"), "handshake"
    ),
    DeskDoor("portal_checks.due", Permission.ACT_AS_PARTNER, lambda: _("Nakijken"), "ui-check"),
    DeskDoor(
        "portal_reports.index", Permission.ACT_AS_PARTNER, lambda: _("Meldingen"), "ui-warning"
    ),
    DeskDoor("portal_reports.figures", Permission.ACT_AS_PARTNER, lambda: _("Cijfers"), "ui-sort"),
    DeskDoor(
        "accounts.partner_people", Permission.ACT_AS_PARTNER, lambda: _("Collega's"), "ui-people"
    ),
)
"""The links of a partner in the bar, what is used most first."""


def register_portal(app: Flask) -> None:
    """Give an app the pages for partners."""
    for module in ROUTES:
        app.register_blueprint(module.blueprint)
    for door in DOORS:
        add_desk_door(app, door)
