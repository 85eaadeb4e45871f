"""Exceptions to the spelling correction: words that stay as typed, or are read as another one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.search.text.folding import fold
from app.words.errors import WordRowNotFoundError
from app.words.models import SpellingRule
from app.words.operations.changes import Editor, begin_change, columns_of, note_change


def list_spelling(session: Session) -> list[SpellingRule]:
    """Every exception, by the typed word."""
    return list(session.scalars(select(SpellingRule).order_by(SpellingRule.typed)))


def find_spelling(session: Session, rule_id: int) -> SpellingRule | None:
    """One exception, or None."""
    return session.get(SpellingRule, rule_id)


def find_spelling_of(session: Session, typed: str) -> SpellingRule | None:
    """The exception for a typed word, or None."""
    return session.scalar(select(SpellingRule).where(SpellingRule.typed == fold(typed)))


def save_spelling(session: Session, typed: str, meant: str, *, by: Editor) -> SpellingRule:
    """Say how a typed word is read from now on; an empty `meant` leaves it as it is typed."""
    begin_change(session)
    rule = find_spelling_of(session, typed)
    before = None if rule is None else columns_of(rule)
    rule = SpellingRule(typed=fold(typed)) if rule is None else rule
    rule.meant = fold(meant)
    session.add(rule)
    session.flush()
    note_change(session, rule, before=before, after=columns_of(rule), by=by)
    return rule


def remove_spelling(session: Session, rule_id: int, *, by: Editor) -> None:
    """Leave a word to the correction again."""
    begin_change(session)
    rule = find_spelling(session, rule_id)
    if rule is None:
        raise WordRowNotFoundError
    session.delete(rule)
    note_change(session, rule, before=columns_of(rule), after=None, by=by)
