"""Reading the letters that wait, as the person who gets them would."""

from __future__ import annotations

import re

from sqlalchemy import select

from app import sealing
from app.db import Database
from app.mail.models import Letter


def find_letters(database: Database, kind: str) -> list[tuple[str, str]]:
    """(recipient, text) of the letters of a kind that were not wiped, the newest first."""
    with database.reading() as session:
        rows = session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id.desc()))
        return [
            (
                sealing.unseal(session, row.recipient_sealed),
                sealing.unseal(session, row.body_sealed),
            )
            for row in rows
            if row.recipient_sealed
        ]


def find_address(text: str) -> str:
    """The path of the first address in a letter."""
    found = re.search(r"http://localhost:8000(/\S+)", text)
    assert found is not None, text
    return found[1]
