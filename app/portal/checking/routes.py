"""Confirming facts: from the link of a letter without sign-in, or from the own list."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_checks", __name__, url_prefix="/<language:language>")
