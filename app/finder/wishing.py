"""What families say that they miss, from the form to the counts; a count that fails is said."""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from flask import request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from app.db import utc_now
from app.finder.answering import understand
from app.finder.parameters import read_request
from app.finder.searches_noted import countable_text, theme_of
from app.finder.searching import Search
from app.finder.site import get_catalogue
from app.finder.suspects import count_from_sender, looks_sent_by_machine
from app.questions.operations.quarantine import Signals
from app.web.forms import Form, HasWords, LineField, at_most, lazy_gettext
from app.web.installation import get_installation
from app.web.stamps import seconds_since
from app.web.visitors import visitor_address
from app.words.operations.counting import count_missed, count_wish
from app.words.personal import LONGEST_TEXT

log = structlog.get_logger()

STAMP = "csrf_token"
"""The field of the stamp. It stands where other forms have the token of a cookie: these pages have
no cookie, so that a family can search without any. A stamp of ours and a page of ours say together
that no other site sent the form.
"""
MOST_A_DAY = 20
"""A library or a school behind one address is no machine."""


class WishForm(Form):
    """What somebody misses, and where."""

    class Meta(Form.Meta):
        """Without a cookie; see STAMP."""

        csrf = False

    words = LineField(
        lazy_gettext("Wat mis je?"),
        [HasWords(lazy_gettext("Schrijf in een paar woorden wat je mist.")), at_most(LONGEST_TEXT)],
    )
    place = LineField(lazy_gettext("Waar?"), [at_most(80)])
    website = StringField(lazy_gettext("Vul hier niets in"))


class CountFailedError(Exception):
    """A wish could not be counted: the database cannot be written now."""


def keep_wish(form: WishForm) -> bool:
    """Count a wish; False when it counts without its words, because they look personal."""
    search = _read(form.words.data or "", form.place.data or "")
    text = countable_text(search)
    place = search.where.place
    now = utc_now()
    try:
        with get_installation().database.transaction() as session:
            signals = _signals()
            sent = count_from_sender(session, "wish", signals, now=now)
            if not looks_sent_by_machine(signals) and sent <= MOST_A_DAY:
                nis = place.municipality_nis if place is not None else ""
                theme = theme_of(search)
                count_wish(session, text, municipality_nis=nis, theme_id=theme, now=now)
    except SQLAlchemyError as error:
        log.warning("wish_not_counted", kind=type(error).__name__)
        raise CountFailedError from error
    return bool(text)


def keep_missed() -> None:
    """Count that a search was not answered by what was found; what cannot be counted is dropped."""
    search = _read(request.form.get("q", ""), request.form.get("plaats", ""))
    text, signals, now = countable_text(search), _signals(), utc_now()
    if not text or looks_sent_by_machine(signals):
        return
    try:
        with get_installation().database.transaction() as session:
            if count_from_sender(session, "missed", signals, now=now) <= MOST_A_DAY:
                count_missed(session, text, search.query.language, now=now)
    except SQLAlchemyError as error:
        log.warning("missed_not_counted", kind=type(error).__name__)


def _read(words: str, place: str) -> Search:
    typed = MultiDict({"q": words, "plaats": place})
    return understand(read_request(typed, get_catalogue().taxonomy))


def _signals() -> Signals:
    hidden = request.form.get("website", "")
    stamp = request.form.get(STAMP, "")
    seconds = 0.0 if _comes_from_elsewhere() else seconds_since(stamp)
    return Signals(visitor_address(), hidden, seconds)


def _comes_from_elsewhere() -> bool:
    """Whether the browser says that a page of another site sent this; every browser does."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
