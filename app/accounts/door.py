"""The blueprint of all pages about accounts; the modules of routes fill it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/<language:language>")
