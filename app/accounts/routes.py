"""Mounts the door of accounts: its pages and the bar of signed-in pages."""

from __future__ import annotations

from flask import Flask

from app.accounts import (
    claim_routes,
    claims_routes,
    colleague_routes,
    entering_routes,
    installation_routes,
    invitation_routes,
    link_routes,
    own_routes,
    people_routes,
    phone_routes,
)
from app.accounts.door import blueprint
from app.accounts.navigation import register_navigation

ROUTES = (
    entering_routes,
    link_routes,
    claim_routes,
    invitation_routes,
    own_routes,
    phone_routes,
    people_routes,
    claims_routes,
    colleague_routes,
    installation_routes,
)


def register_accounts(app: Flask) -> None:
    """Give an app the pages of accounts."""
    app.register_blueprint(blueprint)
    register_navigation(app)
