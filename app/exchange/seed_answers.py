"""The answer cards of the seed as drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.directory.operations.answers import AnswerDraft, AnswerWords
from app.exchange.seed_offers import SeedError, months_before
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES


def read_answers(
    data: Mapping[str, Any], theme_ids: Collection[str], today: date
) -> dict[str, AnswerDraft]:
    """The cards by key, in the order of the file; raises SeedError with the card that is wrong."""
    found: dict[str, AnswerDraft] = {}
    for item in data["answer"]:
        key = item.get("id")
        try:
            draft = _read_answer(item, today)
        except (KeyError, TypeError) as error:
            raise SeedError(f"answers.toml: {key!r}: {type(error).__name__} {error}") from error
        if key in found:
            raise SeedError(f"answers.toml: {key!r} is there twice.")
        if draft.theme_id not in theme_ids:
            raise SeedError(f"answers.toml: {key!r} has the unknown theme {draft.theme_id!r}.")
        if DEFAULT_LANGUAGE not in draft.words:
            raise SeedError(f"answers.toml: {key!r} has no Dutch text.")
        found[key] = draft
    return found


def _read_answer(item: Mapping[str, Any], today: date) -> AnswerDraft:
    return AnswerDraft(
        theme_id=item["theme"],
        words={
            code: AnswerWords(**{name: str(text).strip() for name, text in item[code].items()})
            for code in LANGUAGES
            if code in item
        },
        verified_on=months_before(today, item["verified_months_ago"]),
        min_age_months=item.get("min_age_months"),
        max_age_months=item.get("max_age_months"),
    )
