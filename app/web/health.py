"""Whether the site lives and whether it can answer: for those who watch over it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.search.errors import IndexUnavailableError
from app.web.access import public
from app.web.installation import get_installation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """The database answers; a missing index is named but no reason to stop the site."""
    installation = get_installation()
    try:
        with installation.database.reading() as session:
            session.execute(text("SELECT count(*) FROM term"))
    except SQLAlchemyError:
        return jsonify(status="unavailable", database="unavailable"), 503
    try:
        installation.engine.count()
    except IndexUnavailableError:
        return jsonify(status="ok", database="ok", index="unavailable"), 200
    return jsonify(status="ok", database="ok", index="ok"), 200
