"""Texts that answers often begin with, and how their {names} are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.questions.models.desks import ReplyTemplate

NAMES = ("reference", "desk_name", "desk_phone", "due_date", "first_offer")
"""What a template may name between braces."""
_NAME = re.compile(r"\{([A-Za-z_]{1,40})\}")


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template with its names filled in."""

    text: str
    unknown: tuple[str, ...]
    """Names that nothing is known for: they stay in the text for the colleague to see."""


def list_templates(session: Session, house_id: int) -> list[ReplyTemplate]:
    """The templates of a House, by title."""
    return list(
        session.scalars(
            select(ReplyTemplate)
            .where(ReplyTemplate.house_id == house_id)
            .order_by(ReplyTemplate.title, ReplyTemplate.id)
        )
    )


def find_template(session: Session, house_id: int, template_id: int) -> ReplyTemplate | None:
    """A template of this House, or None."""
    return session.scalar(
        select(ReplyTemplate).where(
            ReplyTemplate.id == template_id, ReplyTemplate.house_id == house_id
        )
    )


def fill_template(body: str, values: Mapping[str, str]) -> FilledTemplate:
    """Put the values in the place of their {names}; a name without value stays as it is."""
    unknown = [match[1] for match in _NAME.finditer(body) if not values.get(match[1])]
    text = _NAME.sub(lambda match: values.get(match[1]) or match[0], body)
    return FilledTemplate(text, tuple(dict.fromkeys(unknown)))
