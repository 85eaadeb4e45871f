"""Words that staff lay over the table of the site: added, changed, switched off, taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.search.text.folding import fold
from app.words.errors import WordKnownError, WordRowNotFoundError
from app.words.models import OwnWord
from app.words.operations.changes import Editor, begin_change, columns_of, note_change
from app.words.vocabulary import Key, key_of


@dataclass(frozen=True, slots=True)
class WordDraft:
    """A row of the table as it was filled in; `is_off` takes this meaning away from the word."""

    variant: str
    language: str
    kind: str
    canonical: str
    term_id: str | None
    weight: float
    is_off: bool = False

    @property
    def key(self) -> Key:
        """What the row is about."""
        return key_of(self.variant, self.language, self.term_id or self.canonical)

    def make_row(self) -> OwnWord:
        """A row that is not stored, to try what it would change."""
        word = OwnWord()
        _write(word, self)
        return word


def find_word(session: Session, word_id: int) -> OwnWord | None:
    """A word of staff, or None."""
    return session.get(OwnWord, word_id)


def find_same(session: Session, draft: WordDraft) -> OwnWord | None:
    """The row of staff about the same word and meaning, or None."""
    return session.scalar(
        select(OwnWord).where(
            OwnWord.variant_key == fold(draft.variant),
            OwnWord.language == draft.language,
            OwnWord.meaning_key == _meaning_key(draft),
        )
    )


def list_words(session: Session) -> list[OwnWord]:
    """Every word of staff, the newest first."""
    return list(session.scalars(select(OwnWord).order_by(OwnWord.id.desc())))


def save_word(session: Session, word_id: int | None, draft: WordDraft, *, by: Editor) -> OwnWord:
    """Add a word or change one; raises WordKnownError when another row says this already.

    A word that no longer counted is no double of a new one: it counts again, as it is written now.
    """
    begin_change(session)
    same = find_same(session, draft)
    if word_id is None:
        word = same if same is not None and same.is_off != draft.is_off else None
    else:
        word = _get_word(session, word_id)
    if same is not None and same is not word:
        raise WordKnownError(same.id)
    before = None if word is None else columns_of(word)
    word = OwnWord() if word is None else word
    _write(word, draft)
    session.add(word)
    session.flush()
    note_change(session, word, before=before, after=columns_of(word), by=by)
    return word


def take_back_word(session: Session, word_id: int, *, by: Editor) -> None:
    """Take a word of staff away; what the site itself says of it counts again."""
    begin_change(session)
    word = _get_word(session, word_id)
    session.delete(word)
    note_change(session, word, before=columns_of(word), after=None, by=by)


def _get_word(session: Session, word_id: int) -> OwnWord:
    word = find_word(session, word_id)
    if word is None:
        raise WordRowNotFoundError
    return word


def _meaning_key(draft: WordDraft) -> str:
    return draft.term_id or fold(draft.canonical)


def _write(word: OwnWord, draft: WordDraft) -> None:
    word.variant, word.variant_key = draft.variant, fold(draft.variant)
    word.language, word.kind = draft.language, draft.kind
    word.canonical, word.term_id = draft.canonical, draft.term_id
    word.meaning_key = _meaning_key(draft)
    word.weight, word.is_off = draft.weight, draft.is_off
