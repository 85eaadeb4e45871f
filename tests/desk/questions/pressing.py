"""What a colleague does with the page of a question: its addresses, its forms, its traces."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.audit.models import AuditEntry
from app.db import Database
from tests.policing import PolicedClient


def path_of(question_id: int, act: str = "") -> str:
    return f"/nl/onthaal/vraag/{question_id}{act}"


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def press(
    client: PolicedClient, question_id: int, act: str, page: str = "", **fields: str
) -> TestResponse:
    """Send a form of the page of a question, as it was shown in `page` or is now."""
    shown = page or client.get(path_of(question_id)).get_data(as_text=True)
    token = shown.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "version": version_on(shown), **fields}
    return client.post(path_of(question_id, act), data=data)


def count_readings(database: Database, question_id: int) -> int:
    with database.reading() as session:
        found = select(func.count(AuditEntry.id)).where(
            AuditEntry.action == "question-read", AuditEntry.subject_id == question_id
        )
        return session.scalar(found) or 0
