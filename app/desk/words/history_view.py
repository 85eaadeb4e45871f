"""The history of words as people read it: who changed what, when, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.people import list_names
from app.accounts.wording import moment_text
from app.desk.words.pins_view import PinTitles
from app.desk.words.spelling_view import spelling_text
from app.desk.words.word_view import draft_of_row, row_text
from app.finder.site import get_catalogue, local_now
from app.finder.wording import day_text
from app.i18n import gettext as _
from app.search.table.synonym_table import SynonymRow
from app.web.installation import reading_session
from app.words.models import WordChange, WordSubject
from app.words.operations.changes import read_columns
from app.words.operations.pinning import PinDraft


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change."""

    id: int
    moment: str
    who: str
    house: str
    subject: str
    before: str
    """Empty when it was new."""
    after: str
    """Empty when it was taken away."""


def change_rows(changes: Sequence[WordChange], house_id: int) -> list[ChangeRow]:
    """The changes in words, in their order."""
    names = list_names(reading_session(), (change.changed_by for change in changes))
    houses = {house.id: house.name for house in get_catalogue().houses}
    words = _Words(changes, house_id)
    return [
        ChangeRow(
            change.id,
            moment_text(change.changed_at),
            names.get(change.changed_by, ""),
            houses.get(change.house_id, ""),
            subject_text(change.subject),
            words.text(change.subject, change.before),
            words.text(change.subject, change.after),
        )
        for change in changes
    ]


def subject_text(subject: str) -> str:
    """What a change was about."""
    return {
        WordSubject.WORD.value: _("Zoekwoord"),
        WordSubject.SPELLING.value: _("Spelling"),
        WordSubject.PIN.value: _("Vast antwoord"),
    }[subject]


class _Words:
    """Rows of the past in words; the names of what they name are read once."""

    def __init__(self, changes: Sequence[WordChange], house_id: int) -> None:
        kept = [
            columns
            for change in changes
            if change.subject == WordSubject.PIN.value
            for columns in (read_columns(change.before), read_columns(change.after))
            if columns is not None
        ]
        drafts = [PinDraft(row["words"], row["offer_id"], row["card_id"]) for row in kept]
        self._titles = PinTitles(drafts, house_id)

    def text(self, subject: str, kept: str) -> str:
        columns = read_columns(kept)
        if columns is None:
            return ""
        if subject == WordSubject.SPELLING.value:
            return spelling_text(columns["typed"], columns["meant"])
        return self._word(columns) if subject == WordSubject.WORD.value else self._pin(columns)

    @staticmethod
    def _word(columns: dict[str, Any]) -> str:
        row = SynonymRow(
            columns["canonical"],
            columns["variant"],
            columns["language"],
            columns["kind"],
            columns["term_id"],
            columns["weight"],
        )
        return row_text(draft_of_row(row), is_off=columns["is_off"])

    def _pin(self, columns: dict[str, Any]) -> str:
        title = self._titles.title(columns["offer_id"], columns["card_id"])
        place = columns["position"] + 1
        if not columns["until_on"]:
            return _(
                "bij %(words)s op plaats %(place)s: %(title)s",
                words=columns["words"],
                place=place,
                title=title,
            )
        return _(
            "bij %(words)s op plaats %(place)s: %(title)s, tot en met %(day)s",
            words=columns["words"],
            place=place,
            title=title,
            day=day_text(date.fromisoformat(columns["until_on"]), local_now().date()),
        )
