"""Beginning an answer with a template of the House."""

from __future__ import annotations

from app.accounts.guards import current_member
from app.agenda.clock import as_local
from app.desk.attaching import list_attached
from app.desk.question_page import list_pointed
from app.finder.site import get_catalogue
from app.i18n import format_day, speaking
from app.questions.models.questions import Question
from app.questions.operations.reading import get_question
from app.questions.operations.templates import FilledTemplate, fill_template, find_template
from app.web.installation import reading_session


def begin_with(question_id: int, typed: str, template_id: str) -> FilledTemplate:
    """A template with its names filled in, under what was typed already."""
    session, house_id = reading_session(), current_member().get_house_id()
    number = int(template_id) if template_id.isascii() and template_id.isdigit() else 0
    template = find_template(session, house_id, min(number, 2**31 - 1))
    if template is None:
        return FilledTemplate(typed, ())
    question = get_question(session, question_id, house_id=house_id)
    with speaking(template.language):
        filled = fill_template(template.body, _values(question, house_id))
    text = "\n\n".join(part for part in (typed, filled.text) if part)
    return FilledTemplate(text, filled.unknown)


def _values(question: Question, house_id: int) -> dict[str, str]:
    house = next((item for item in get_catalogue().houses if item.id == house_id), None)
    phone = house.find_contact("phone") if house else None
    offers = list_pointed(list_attached(question.id))
    due = question.due_at
    return {
        "reference": question.reference,
        "desk_name": (house.desk_name or house.name) if house else "",
        "desk_phone": phone.value if phone else "",
        "due_date": format_day(as_local(due).date(), "EEEE d MMMM") if due else "",
        "first_offer": offers[0].title if offers else "",
    }
