"""The addresses where a family asks, and opens its question again with its code."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.asking.crisis import find_urgent
from app.asking.filling import (
    find_age,
    find_matches,
    find_place,
    guess_place,
    make_draft,
    read_form,
)
from app.asking.forms import AskForm, EnterForm, ReplyForm
from app.asking.pages import QUICK_EXIT, find_house_of, find_own, make_ask_page, make_sent_page
from app.asking.status_page import read_status_page
from app.asking.visits import (
    keep_code,
    keep_private,
    open_visit,
    take_code,
    take_urgent,
)
from app.db import utc_now
from app.i18n import gettext as _
from app.questions.operations.asking import QuestionDraft, keep_question, plan_question
from app.questions.operations.family import TooManyTriesError, find_own_question
from app.questions.operations.quarantine import Signals
from app.questions.operations.routing import NoHouseError
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session
from app.web.stamps import seconds_since
from app.web.visitors import visitor_address

blueprint = Blueprint("asking", __name__)
blueprint.before_request(keep_private)
LOOK = "look"
ASK, ENTER = "asking/ask.html", "asking/enter.html"


@blueprint.get("/<language:language>/stel-je-vraag")
@public
def ask() -> str:
    """Show first what this is not, then the form."""
    form = read_form()
    place = guess_place(form.municipality.data or "")
    return render_template(ASK, form=form, page=make_ask_page(form, place, None))


@blueprint.post("/<language:language>/stel-je-vraag")
@public
def send() -> Response | str | tuple[str, int]:
    """Show what there is already, or keep the question."""
    form = read_form()
    form.validate()
    place, months = find_place(form), find_age(form)
    is_looking = request.form.get("step") == LOOK
    is_wrong = bool(form.errors) if is_looking else not form.check_together()
    if is_wrong:
        return answer_form(ASK, form, page=make_ask_page(form, place, None))
    if is_looking:
        matches = find_matches(form, place)
        return render_template(ASK, form=form, page=make_ask_page(form, place, matches))
    return _keep_question(form, make_draft(form, place, months))


def _keep_question(form: AskForm, draft: QuestionDraft) -> Response:
    installation, now = get_installation(), utc_now()
    signals = Signals(
        visitor_address(), form.website.data or "", seconds_since(form.stamp.data or "")
    )
    try:
        # Reading comes first: while one question is being written, no other can be.
        planned = plan_question(reading_session(), draft, now=now)
    except NoHouseError:
        abort(503)
    site_url = installation.settings.site_url
    with installation.database.transaction() as session:
        asked = keep_question(session, planned, now=now, site_url=site_url, signals=signals)
    keep_code(asked.code, is_urgent=bool(find_urgent(draft.text)))
    open_visit(asked.question.id)
    return redirect(url_for("asking.sent"), 303)


@blueprint.get("/<language:language>/mijn-vraag/nieuw")
@public
def sent() -> Response | str:
    """Show the reference and the code, once."""
    found = find_own()
    code = take_code()
    house = find_house_of(found)
    if found is None or house is None or code is None:
        return redirect(url_for("question_status.show" if found else "asking.enter"), 302)
    page = make_sent_page(found, house, code, is_urgent=take_urgent())
    return render_template("asking/sent.html", page=page)


@blueprint.get("/<language:language>/mijn-vraag")
@public
def enter() -> str | tuple[str, int]:
    """Ask for the reference and the code."""
    return answer_form(ENTER, EnterForm(), exit_url=QUICK_EXIT)


@blueprint.post("/<language:language>/mijn-vraag")
@public
def open() -> Response | str | tuple[str, int]:  # noqa: A001 - what the visitor does
    """Open the question of a reference and its code; a wrong code is as no question at all."""
    form = EnterForm()
    found = None
    if form.is_sent():
        try:
            with get_installation().database.transaction() as session:
                found = find_own_question(
                    session,
                    form.reference.data or "",
                    form.code.data or "",
                    now=utc_now(),
                    sender=visitor_address(),
                )
            if found is None:
                form.refuse("code", _("Dit nummer en deze code passen niet samen. Kijk ze na."))
        except TooManyTriesError:
            form.refuse("code", _("Te veel pogingen. Wacht tien minuten, of bel het onthaal."))
    if found is None:
        # The code is not written back: somebody may look over a shoulder.
        form.code.data = ""
        return answer_form(ENTER, form, exit_url=QUICK_EXIT)
    open_visit(found.id)
    page = read_status_page() if form.text.data else None
    if page is not None:
        kept = ReplyForm(formdata=None, data={"text": form.text.data})
        return render_template("asking/status.html", form=kept, page=page)
    return redirect(url_for("question_status.show"), 303)
