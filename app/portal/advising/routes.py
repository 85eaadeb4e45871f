"""Advice while something is typed: doubles, clashes, what is missing, long sentences."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal_advice", __name__, url_prefix="/<language:language>/partners/advies")
