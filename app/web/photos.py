"""Photos of partners, served as files that never change: another photo has another name."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, send_from_directory

from app.web.access import public
from app.web.installation import get_installation
from app.web.safety import YEAR_SECONDS

blueprint = Blueprint("photos", __name__, url_prefix="/foto")
_SHAPE = re.compile(r"[0-9a-f]{32}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}(?:-klein)?\.webp")


@blueprint.get("/<name>")
@public
def show(name: str) -> Response:
    """Give the file of a photo, for browsers to keep."""
    folder = get_installation().settings.photo_folder
    if not _SHAPE.fullmatch(name) or not (folder / name).is_file():
        abort(404)
    response = send_from_directory(folder, name, mimetype="image/webp", max_age=YEAR_SECONDS)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
