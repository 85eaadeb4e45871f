"""Suggesting something without account, confirmed by mail and reviewed."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("suggest", __name__, url_prefix="/<language:language>/stel-voor")
