"""Mounts the desk: its addresses and their links in the bar, each for who may use it."""

from __future__ import annotations

from flask import Flask

from app.accounts.navigation import DeskDoor, add_desk_door
from app.accounts.permissions import Permission
from app.desk import (
    handling_routes,
    inbox_routes,
    referral_step_routes,
    register_routes,
)
from app.desk.review import history_routes as review_routes
from app.desk.review import reports_routes, stale_routes
from app.i18n import gettext as _

DOORS = (
    DeskDoor("desk.inbox", Permission.READ_QUESTIONS, lambda: _("Vragen"), "ui-mail"),
    DeskDoor("desk_finding.search", Permission.SEARCH_STAFF, lambda: _("Zoeken"), "ui-search"),
    DeskDoor("desk_help.steps", Permission.SEARCH_STAFF, lambda: _("Stappen"), "checklist"),
    DeskDoor("desk_review.queue", Permission.REVIEW_OFFERS, lambda: _("Nakijken"), "ui-check"),
    DeskDoor("desk_counting.count", Permission.COUNT_CONTACTS, lambda: _("Tellen"), "ui-plus"),
    DeskDoor("desk_reports.index", Permission.REVIEW_OFFERS, lambda: _("Meldingen"), "ui-warning"),
    DeskDoor("desk_stale.index", Permission.REVIEW_OFFERS, lambda: _("Verouderd"), "ui-clock"),
    DeskDoor("desk_rota.show", Permission.USE_ROTA, lambda: _("Rooster"), "ui-calendar"),
    DeskDoor("desk_counting.figures", Permission.MANAGE_HOUSE, lambda: _("Cijfers"), "ui-sort"),
    DeskDoor("desk_settings.overview", Permission.MANAGE_HOUSE, lambda: _("Beheer"), "ui-list"),
)
"""What is used all day, before what is used now and then."""


def register_desk(app: Flask) -> None:
    """Give an app the desk; its links come before those that are registered later."""
    for routes in (
        inbox_routes,
        handling_routes,
        register_routes,
        referral_step_routes,
        review_routes,
        reports_routes,
        stale_routes,
    ):
        app.register_blueprint(routes.blueprint)
    for door in DOORS:
        add_desk_door(app, door)
