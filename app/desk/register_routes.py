"""Writing down a question that somebody told at the desk, on the phone or on the street."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.register_form import RegisterForm
from app.desk.wording import due_text
from app.questions.operations.changing import desk
from app.questions.operations.reading import find_question
from app.questions.operations.registering import register_question
from app.sealing import UnsealingError
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

blueprint = Blueprint(
    "desk_register", __name__, url_prefix="/<language:language>/onthaal/nieuwe-vraag"
)
_SHOWN = "registered"


@blueprint.get("")
@needs(Permission.ANSWER)
def new() -> ResponseReturnValue:
    """Show the form."""
    form = RegisterForm(data={"language": page_language()})
    form.offer()
    form.refill(unsaved_fields(url_for("desk_register.register")))
    return answer_form("desk/register.html", form)


@blueprint.post("")
@needs(Permission.ANSWER)
def register() -> ResponseReturnValue:
    """Keep the question."""
    form, member = RegisterForm(), current_member()
    form.offer()
    if not form.is_sent() or not form.check_together():
        return answer_form("desk/register.html", form)
    installation = get_installation()
    with installation.database.transaction() as writing:
        asked = register_question(
            writing,
            form.make_draft(),
            house_id=member.get_house_id(),
            by=desk(member.person_id),
            now=utc_now(),
            site_url=installation.settings.site_url,
        )
        question_id, reference = asked.question.id, asked.question.reference
    sealed = installation.keyring.seal(f"{question_id}/{reference}/{asked.code}")
    session[_SHOWN] = sealed.decode("ascii")
    return redirect(url_for("desk_register.registered"), SEE_OTHER)


@blueprint.get("/klaar")
@needs(Permission.ANSWER)
def registered() -> ResponseReturnValue:
    """Show the number and the code for the family, once."""
    sealed = session.pop(_SHOWN, "")
    try:
        opened = get_installation().keyring.open(sealed.encode("ascii"))
    except UnsealingError:
        return redirect(url_for("desk.inbox"), SEE_OTHER)
    question_id, reference, code = opened.split("/", 2)
    house_id = current_member().get_house_id()
    # A question of another municipality went to its own House: here it can be followed no more.
    own = find_question(reading_session(), int(question_id), house_id=house_id)
    return render_template(
        "desk/registered.html",
        reference=reference,
        code=code,
        due=due_text(own.due_at, utc_now()) if own else "",
        url=url_for("desk_question.show", question_id=own.id) if own else "",
    )
