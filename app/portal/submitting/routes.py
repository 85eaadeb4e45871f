"""Own offers and their versions: submit something new, change it, send it in."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_offers", __name__, url_prefix="/<language:language>/partners")
