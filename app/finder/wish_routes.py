"""The addresses where a visitor says what is missing; without name, question or cookie."""

from __future__ import annotations

from flask import Blueprint, Flask, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.finder.site import get_desk
from app.finder.wishing import STAMP, CountFailedError, WishForm, keep_missed, keep_wish
from app.web.access import public
from app.web.forms import UNPROCESSABLE
from app.web.stamps import new_stamp

blueprint = Blueprint("wish", __name__, url_prefix="/<language:language>/dit-mis-ik")
SEE_OTHER, UNAVAILABLE = 303, 503


def register_wishes(app: Flask) -> None:
    """Open these addresses; their forms carry a stamp instead of the token of a cookie."""
    app.extensions["csrf"].exempt(blueprint)
    app.register_blueprint(blueprint)


@blueprint.before_request
def keep_private() -> None:
    """Keep these pages out of every cache."""
    g.is_private = True


def _show(form: WishForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "finder/wish.html",
        form=form,
        field=STAMP,
        stamp=new_stamp(),
        desk=get_desk(),
        is_failed=status == UNAVAILABLE,
    )
    return page, status


@blueprint.get("")
@public
def form() -> ResponseReturnValue:
    """Ask what somebody misses."""
    return _show(WishForm())


@blueprint.post("")
@public
def send() -> ResponseReturnValue:
    """Count a wish; when that fails, the page says so and keeps what was typed."""
    wish = WishForm()
    if not wish.is_sent():
        return _show(wish, UNPROCESSABLE)
    try:
        has_words = keep_wish(wish)
    except CountFailedError:
        return _show(wish, UNAVAILABLE)
    return redirect(url_for("wish.thanks" if has_words else "wish.thanks_only"), SEE_OTHER)


@blueprint.post("/niet-gevonden")
@public
def miss() -> ResponseReturnValue:
    """Count that the results were not what was looked for, and ask what is missing."""
    keep_missed()
    return redirect(url_for("wish.form"), SEE_OTHER)


@blueprint.get("/dank-je")
@public
def thanks() -> str:
    """Say what happens with it now."""
    return render_template("finder/wish_thanks.html", has_words=True, desk=get_desk())


@blueprint.get("/dank-je-zonder-woorden")
@public
def thanks_only() -> str:
    """Say that it counts, and that the words were not kept."""
    return render_template("finder/wish_thanks.html", has_words=False, desk=get_desk())
