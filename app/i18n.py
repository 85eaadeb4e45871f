"""The languages of the site: their names, directions and the choice for a new visitor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import NullTranslations
from typing import TypeVar

import babel.dates
import flask_babel
from babel import Locale
from babel.support import Translations
from flask import g
from werkzeug.datastructures import LanguageAccept

from app.config import PROJECT_FOLDER

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface; `own_name` is how its speakers call it."""

    code: str
    own_name: str
    direction: str = "ltr"


DEFAULT_LANGUAGE = "nl"
LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language("nl", "Nederlands"),
        Language("fr", "Français"),
        Language("en", "English"),
        Language("ar", "العربية", "rtl"),
    )
}
# Languages of offers' texts that the interface does not have; only their direction matters.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "ckb"})


def direction_of(code: str) -> str:
    """Writing direction of a language code, "rtl" or "ltr"."""
    return "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def negotiate(accepted: LanguageAccept) -> str:
    """The best language of the site for a browser's wishes; Dutch when none fits."""
    return accepted.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE


def choose_text(texts: Mapping[str, T], language: str) -> tuple[str, T] | None:
    """The one fallback rule: the asked language, else Dutch, else the first code; None if empty."""
    for code in (language, DEFAULT_LANGUAGE, *sorted(texts)):
        if code in texts:
            return code, texts[code]
    return None


def spoken_languages(codes: Iterable[str]) -> tuple[str, ...]:
    """ISO 639-1 codes, once each, Dutch first and the rest by code."""
    return tuple(sorted(set(codes), key=lambda code: (code != DEFAULT_LANGUAGE, code)))


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts in a language of the site, whatever the request's: letters are in the reader's."""
    token = _spoken.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue_of(language: str) -> NullTranslations:
    return Translations.load(PROJECT_FOLDER / "translations", [language])


def _translations() -> NullTranslations:
    """The catalogue of the request, looked up once: a page asks for hundreds of texts."""
    spoken = _spoken.get()
    if spoken is not None:
        return _catalogue_of(spoken)
    found: NullTranslations
    try:
        found = g.translations
    except AttributeError:
        found = g.translations = flask_babel.get_translations()
    except RuntimeError:
        # Outside a request.
        found = NullTranslations()
    return found


def gettext(text: str, **values: object) -> str:
    """A Dutch text in the language of the request, with its placeholders filled."""
    found = _translations().gettext(text)
    return found % values if values else found


def ngettext(one: str, more: str, num: int, **values: object) -> str:
    """A Dutch text with a number in the language of the request, in the right plural form."""
    return _translations().ngettext(one, more, num) % {"num": num, **values}


def format_day(day: date, pattern: str) -> str:
    """A day in the language of the request, by a CLDR pattern such as "EEEE d MMMM"."""
    return str(babel.dates.format_date(day, pattern, locale=current_locale()))


def current_locale() -> Locale:
    """The locale of the request; Dutch outside one."""
    spoken = _spoken.get()
    if spoken is not None:
        return Locale(spoken)
    return flask_babel.get_locale() or Locale(DEFAULT_LANGUAGE)
