"""What staff own of the search and what visitors typed, as it gets in past every form."""

from __future__ import annotations

from payloads import COMBINED, texts_for
from sqlalchemy.orm import Session

from app.db import utc_now
from app.words.models import MissedWish, PinnedAnswer, SearchCount, SpellingRule
from app.words.operations.changes import Editor
from app.words.operations.counting import month_of
from app.words.operations.keeping import WordDraft, save_word
from app.words.operations.spelling import save_spelling
from tests.questions.desk_examples import Example

FOUND = "krolkaarten"
"""What a visitor types who is shown a meaning that somebody wrote who means harm."""
TURNS = 40
"""How many rows it takes to put every payload in a line of sixty characters."""


def write_words(session: Session, example: Example, offer_ids: list[int]) -> None:
    """Put payloads in words, spelling and pinned answers, in searches and in wishes."""
    by, month = Editor(example.coordinator_id, example.house_id), month_of(utc_now())
    drafts = [
        WordDraft(texts_for(80, turn), "nl", "synonym", texts_for(80, turn + 1), None, 1.0)
        for turn in range(TURNS)
    ]
    drafts.append(WordDraft(FOUND, "nl", "dialect", COMBINED[:80], None, 1.0))
    for draft in {draft.key: draft for draft in drafts}.values():
        save_word(session, None, draft, by=by)
    save_spelling(session, COMBINED[:40], COMBINED[:80], by=by)
    # What is folded has lost its signs: these stand for what gets in by another way.
    session.add(SpellingRule(typed=COMBINED[:40], meant=COMBINED[:80]))
    session.add(PinnedAnswer(house_id=example.house_id, words=COMBINED[:80], offer_id=offer_ids[0]))
    texts = {texts_for(60, turn) for turn in range(TURNS)}
    session.add_all(
        SearchCount(text=text, language="nl", month=month, searches=9, without_result=9, missed=1)
        for text in texts
    )
    session.add_all(MissedWish(text=text, month=month, count=9) for text in texts)
