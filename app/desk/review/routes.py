"""The coordinator's review of what partners and visitors send in."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("desk_review", __name__, url_prefix="/<language:language>/onthaal")
