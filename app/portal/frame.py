"""Mounts the partner's door: the pages behind a link, and the list of who has an account."""

from __future__ import annotations

from flask import Flask

from app.accounts.navigation import DeskDoor, add_desk_door
from app.accounts.permissions import Permission
from app.i18n import gettext as _
from app.portal import link_routes, routes


def register_portal(app: Flask) -> None:
    """Give an app the pages for partners."""
    app.register_blueprint(link_routes.blueprint)
    app.register_blueprint(routes.blueprint)
    add_desk_door(
        app,
        DeskDoor(
            "portal.referrals",
            Permission.ACT_AS_PARTNER,
            lambda: _("Doorverwijzingen"),
            "handshake",
        ),
    )
