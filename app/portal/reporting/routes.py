"""What visitors say is wrong with own offers, and how often these are seen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_reports", __name__, url_prefix="/<language:language>/partners")
