"""Errors as pages: what happened and what to do, in the visitor's language."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from app.i18n import direction_of
from app.i18n import gettext as _
from app.web.languages import page_language

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says."""

    status: int
    title: str
    text: str


def describe_error(status: int) -> ErrorPage:
    """The words for a status; every unknown one is a calm sentence with a way on."""
    if status in {404, 410}:
        title = _("Deze pagina bestaat niet (meer)")
        text = _("Misschien is het aanbod verhuisd. Zoek opnieuw, of bel het onthaal.")
    elif status == 403:
        title = _("Deze pagina is niet voor jou")
        text = _("Je account mag dit niet openen. Vraag het aan je coördinator.")
    elif status == 405:
        title = _("Dat kan hier niet")
        text = _("Ga terug naar de vorige pagina en probeer het opnieuw.")
    elif status in {413, 414, 431}:
        title = _("Dat is te veel tekst")
        text = _("Maak je tekst korter en probeer het opnieuw.")
    elif status == 429:
        title = _("Even geduld")
        text = _("Er kwamen veel vragen tegelijk. Wacht een minuut en probeer het opnieuw.")
    elif status >= 500:
        title = _("Er ging iets mis bij ons")
        text = _("Het ligt niet aan jou. Probeer het straks opnieuw, of bel het onthaal.")
    else:
        title = _("We begrijpen deze vraag niet")
        text = _("Ga terug naar de vorige pagina en probeer het opnieuw.")
    return ErrorPage(status, title, text)


def register_errors(app: Flask) -> None:
    """Answer every error with a page; unexpected ones are logged without what was typed."""

    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        return _answer(error.code or 500)

    @app.errorhandler(Exception)
    def show_unexpected_error(error: Exception) -> Response:
        # The message of an exception may hold what a family typed: only its place is logged.
        place = place_of(error)
        log.error("unexpected_error", kind=type(error).__name__, at=place, route=request.endpoint)
        if app.testing and app.config.get("PROPAGATE_ERRORS", True):
            raise error
        return _answer(500)


def place_of(error: BaseException) -> str:
    """Where an error was raised, as "file.py:12 function"; nothing of what it says."""
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}"


def _answer(status: int) -> Response:
    page = describe_error(status)
    try:
        body = render_template("errors/error.html", error=page)
    except Exception as second:  # noqa: BLE001 - the database may be gone; the page must come
        # No traceback: it may hold what a family typed.
        log.error("error_page_failed", kind=type(second).__name__, at=place_of(second))  # noqa: TRY400
        # Without the frame of the site, which is what may have failed.
        language = page_language()
        template = current_app.jinja_env.get_template("errors/bare.html")
        body = template.render(error=page, language=language, direction=direction_of(language))
    return make_response(body, status)
