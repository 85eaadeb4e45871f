"""The search of the desk: the same questions as the public one, with the answer for colleagues."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.guards import current_member, needs
from app.accounts.permissions import Permission
from app.desk.finding import (
    QuestionInHand,
    in_hand,
    make_staff_offer,
    make_staff_results,
    request_of_facts,
)
from app.desk.printing import SIZES, make_print_page
from app.directory.models.offers import Offer as OfferRow
from app.directory.models.offers import OfferState
from app.directory.operations.offers import find_offer
from app.finder.answering import understand
from app.finder.explaining import is_asked, keep_asking
from app.finder.offer_page import make_offer_page
from app.finder.parameters import SearchRequest, read_request
from app.finder.searching import SearchDoor, get_door, search_through
from app.finder.site import get_catalogue, local_now
from app.questions.models.questions import Question
from app.questions.operations.reading import find_question
from app.web.installation import reading_session

blueprint = Blueprint("desk_finding", __name__, url_prefix="/<language:language>")
QUESTION, STARTED = "vraag", "vooraf"
"""The question in hand, and that the search no longer starts from its facts."""


def find_question_in_hand() -> Question | None:
    """The question that the address names; one that this person may not have does not exist."""
    text = request.args.get(QUESTION, "")
    if not text:
        return None
    member = current_member()
    if not member.may(Permission.READ_QUESTIONS) or not _is_number(text):
        abort(404)
    question = find_question(reading_session(), int(text), house_id=member.get_house_id())
    if question is None:
        abort(404)
    return question


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _read_search(question: Question | None) -> SearchRequest:
    """What the address asks; a question in hand starts the search from its facts, once."""
    asked = read_request(request.args, get_catalogue().taxonomy)
    if question is None:
        return asked
    carried = ((QUESTION, str(question.id)), (STARTED, "nee"))
    search_through(SearchDoor("desk_finding.search", carried))
    is_started = STARTED in request.args or bool(asked.arguments())
    return asked if is_started else request_of_facts(question)


@blueprint.get("/onthaal/zoek")
@needs(Permission.SEARCH_STAFF)
def search() -> ResponseReturnValue:
    """Show what answers a search, with what colleagues may know."""
    search_through(SearchDoor("desk_finding.search"))
    question = find_question_in_hand()
    asked = _read_search(question)
    if is_asked():
        keep_asking(get_door())
    page = make_staff_results(understand(asked), local_now(), current_member(), _hold(question))
    return render_template("desk/find.html", page=page)


def _hold(question: Question | None) -> QuestionInHand | None:
    return in_hand(question) if question is not None else None


def _get_offer(offer_id: int) -> OfferRow:
    found = find_offer(reading_session(), offer_id)
    if found is None or found.state == OfferState.DRAFT.value:
        abort(404)
    return found


@blueprint.get("/onthaal/aanbod/<int(max=2147483647):offer_id>")
@needs(Permission.SEARCH_STAFF)
def offer(offer_id: int) -> ResponseReturnValue:
    """Show one offer with everything a colleague may know."""
    found = _get_offer(offer_id)
    public = make_offer_page(
        found, get_catalogue().taxonomy, local_now(), asked_day=None, related=(), back_url=None
    )
    page = make_staff_offer(found, public, current_member(), _hold(find_question_in_hand()))
    return render_template("desk/offer.html", page=page)


@blueprint.get("/onthaal/aanbod/<int(max=2147483647):offer_id>/kaartje")
@needs(Permission.SEARCH_STAFF)
def print_card(offer_id: int) -> ResponseReturnValue:
    """Show the card to put on paper, in the language of the address."""
    size = request.args.get("formaat", "")
    page = make_print_page(_get_offer(offer_id), size if size in SIZES else SIZES[0])
    return render_template("desk/card.html", page=page)
