"""The parts that one running site is made of, and how a request reaches them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import Database
from app.geo.gazetteer import Gazetteer
from app.geo.geocoders import AddressFinder
from app.sealing import Keyring
from app.search.engine import SearchEngine
from app.words.vocabulary import Vocabulary

_KEY = "dichtbij"


@dataclass(frozen=True, slots=True)
class Installation:
    """One database, one index and one gazetteer per app; no module keeps any of them."""

    settings: Settings
    database: Database
    engine: SearchEngine
    gazetteer: Gazetteer
    vocabulary: Vocabulary
    addresses: AddressFinder
    repair_index: Callable[[], bool]
    """Has a damaged or missing index written anew, without waiting for it."""
    renew_index: Callable[[], None]
    """Has the index written anew after words changed, without waiting for it."""
    keyring: Keyring


def install(app: Flask, installation: Installation) -> None:
    """Keep the installation with the app and close each request's session."""
    app.extensions[_KEY] = installation
    app.teardown_appcontext(_close_session)


def get_installation() -> Installation:
    """The installation of the app that answers this request."""
    installation: Installation = current_app.extensions[_KEY]
    return installation


def reading_session() -> Session:
    """The read-only session of this request, opened at its first use."""
    if "reading" not in g:
        context: AbstractContextManager[Session] = get_installation().database.reading()
        g.reading = context
        g.session = context.__enter__()
    session: Session = g.session
    return session


def _close_session(_error: BaseException | None) -> None:
    context = g.pop("reading", None)
    if context is not None:
        g.pop("session", None)
        context.__exit__(None, None, None)
