"""The fiche of an own offer, a part at a time: hours, conditions, contact, photos."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_fiche", __name__, url_prefix="/<language:language>/partners/versie")
