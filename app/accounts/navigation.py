"""The bar of signed-in pages: every door adds its links, and each person sees only the own ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from app.accounts.members import Member
from app.accounts.permissions import Permission
from app.accounts.wording import moment_text
from app.i18n import gettext as _

_KEY = "dichtbij.desk_nav"


@dataclass(frozen=True, slots=True)
class DeskDoor:
    """A link that everybody with a permission gets; the text is asked in each language."""

    endpoint: str
    permission: Permission
    text: Callable[[], str]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A link of the bar."""

    url: str
    text: str
    icon: str
    is_current: bool


def add_desk_door(app: Flask, door: DeskDoor) -> None:
    """Add a link to the bar, after those that are there."""
    app.extensions.setdefault(_KEY, []).append(door)


def list_desk_links(member: Member) -> list[DeskLink]:
    """The links of one person."""
    doors: list[DeskDoor] = current_app.extensions.get(_KEY, [])
    return [
        DeskLink(url_for(door.endpoint), door.text(), door.icon, request.endpoint == door.endpoint)
        for door in doors
        if member.may(door.permission)
    ]


def register_navigation(app: Flask) -> None:
    """Give pages behind a lock who is signed in and the links; public pages get none of it."""
    add_desk_door(
        app,
        DeskDoor("accounts.people", Permission.MANAGE_HOUSE, lambda: _("Mensen"), "ui-people"),
    )
    add_desk_door(
        app,
        DeskDoor("accounts.claims", Permission.REVIEW_OFFERS, lambda: _("Aanvragen"), "handshake"),
    )
    add_desk_door(
        app,
        DeskDoor("accounts.installation", Permission.ADMINISTER, lambda: _("Huizen"), "ui-home"),
    )
    add_desk_door(
        app,
        DeskDoor("accounts.break_glass", Permission.BREAK_GLASS, lambda: _("Noodtoegang"), "key"),
    )
    app.jinja_env.filters["moment"] = moment_text

    @app.context_processor
    def give_desk() -> dict[str, object]:
        member = g.get("member")
        return {"member": member, "desk_nav": list_desk_links(member) if member else []}
