"""The dates of an own offer: series, exceptions, what is called off."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_moments", __name__, url_prefix="/<language:language>/partners")
