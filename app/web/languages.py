"""The language of a page stands in its address; it is known before the view runs."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from werkzeug.routing import BaseConverter

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, gettext, negotiate, ngettext


class LanguageConverter(BaseConverter):
    """The first part of an address: one of the site's languages."""

    regex = "|".join(LANGUAGES)
    part_isolating = True


def page_language() -> str:
    """The language this request is answered in."""
    language: str = g.get("language", DEFAULT_LANGUAGE) if has_request_context() else "nl"
    return language


def register_languages(app: Flask) -> None:
    """Read the language from the address and give it back in every address that is built."""
    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def read_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        named = values.pop("language", None) if values else None
        g.language = named or _language_of_path() or negotiate(request.accept_languages)

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = page_language()

    # The source of every text is Dutch, so Dutch needs no catalogue.
    Babel(
        app,
        default_locale=DEFAULT_LANGUAGE,
        default_timezone="Europe/Brussels",
        default_translation_directories=str(app.config["TRANSLATION_FOLDER"]),
        locale_selector=page_language,
    )
    # The same texts in templates as in code; values are escaped where the page is autoescaped.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=False
    )


def _language_of_path() -> str | None:
    # An address that no route knows still gets its error page in the language it names.
    first = request.path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES else None
