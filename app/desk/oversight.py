"""The pages with which coordinators look back: the trail, the letters, what will be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.wording import moment_text
from app.desk.trail_words import (
    action_text,
    actor_text,
    letter_state_text,
    letter_text,
)
from app.desk.wording import state_text
from app.i18n import format_day
from app.mail.models import Letter, LetterState
from app.questions.operations.overseeing import TrailLine, TrailPart
from app.questions.operations.retention import EndingQuestion

REFERENCE, BEFORE, STATE = "vraag", "voor", "toestand"
STATES = {"wacht": LetterState.WAITING, "vast": LetterState.PARKED, "verstuurd": LetterState.SENT}
"""What the address calls the states of letters."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of the trail in words."""

    moment: str
    who: str
    what: str
    reference: str
    question_url: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A part of the trail, and the way to what is older."""

    rows: tuple[TrailRow, ...]
    reference: str
    """What the page is narrowed to, as typed."""
    is_unknown: bool
    older_url: str | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter without what it says and to whom."""

    id: int
    what: str
    queued: str
    state: str
    attempts: int
    problem: str
    can_retry: bool


@dataclass(frozen=True, slots=True)
class StateLink:
    """One of the choices above the letters."""

    url: str
    text: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The letters of a House in one state, or all of them."""

    rows: tuple[LetterRow, ...]
    states: tuple[StateLink, ...]


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An open question that will soon be erased."""

    reference: str
    url: str
    state: str
    asked: str
    changed: str
    erased_on: str


def make_trail_page(part: TrailPart, *, reference: str, is_unknown: bool) -> TrailPage:
    """The trail in words."""
    older_url = None
    if part.before_id is not None:
        narrowed = {REFERENCE: reference} if reference else {}
        older_url = url_for("desk_oversight.trail", **{BEFORE: part.before_id}, **narrowed)  # type: ignore[arg-type]  # names of parameters of the address
    return TrailPage(tuple(map(_trail_row, part.lines)), reference, is_unknown, older_url)


def _trail_row(line: TrailLine) -> TrailRow:
    url = ""
    if line.question_id is not None and line.reference:
        url = url_for("desk_question.show", question_id=line.question_id)
    return TrailRow(
        moment_text(line.at), actor_text(line), action_text(line.action), line.reference, url
    )


def make_letters_page(letters: Sequence[Letter], chosen: str, everything: str) -> LettersPage:
    """The letters as rows, with the choices of states above them."""
    choices = [("", everything)]
    choices += [(name, letter_state_text(state.value)) for name, state in STATES.items()]
    links = tuple(
        StateLink(
            url_for("desk_oversight.letters", **({STATE: name} if name else {})),  # type: ignore[arg-type]  # see above
            text,
            name == chosen,
        )
        for name, text in choices
    )
    return LettersPage(tuple(map(_letter_row, letters)), links)


def _letter_row(letter: Letter) -> LetterRow:
    return LetterRow(
        letter.id,
        letter_text(letter.kind),
        moment_text(letter.queued_at),
        letter_state_text(letter.state),
        letter.attempts,
        letter.last_problem or "",
        letter.state == LetterState.PARKED.value,
    )


def make_ending_rows(questions: Sequence[EndingQuestion]) -> tuple[EndingRow, ...]:
    """The questions that end soon, in words."""
    return tuple(
        EndingRow(
            item.reference,
            url_for("desk_question.show", question_id=item.id),
            state_text(item.state),
            moment_text(item.asked_at),
            moment_text(item.changed_at),
            _day_text(item.erased_on),
        )
        for item in questions
    )


def _day_text(day: date) -> str:
    return format_day(day, "EEEE d MMMM y")
