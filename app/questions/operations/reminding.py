"""One round of what happens by itself.

Each thing has a transaction of its own: a round may be broken off, and what fails holds up nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.orm import Session

from app.db import Database
from app.questions.operations import waking
from app.questions.operations.following_up import (
    check_contact,
    end_waiting,
    expire_referral,
    list_to_check,
    list_to_expire,
    list_to_remind,
    list_waiting,
    remind_partner,
)

log = structlog.get_logger()

Change = Callable[[Session], int]


def remind(database: Database, *, site_url: str, now: datetime) -> Counter[str]:
    """Reminders, expiries, checks, back-ups and alarms that are due; gives how many of each."""
    done: Counter[str] = Counter()
    for name, changes in _list_due(database, site_url, now).items():
        done[name] = do_each(database, name, changes)
    log.info("reminders_done", **done)
    return done


def wake(database: Database, *, now: datetime) -> int:
    """Wake the questions whose snooze is over; gives how many."""
    with database.reading() as session:
        ids = waking.list_snoozed(session, now)
    changes = [partial(waking.wake_question, question_id=number, now=now) for number in ids]
    return do_each(database, "woken", changes)


def do_each(database: Database, name: str, changes: Iterable[Change]) -> int:
    """Make each change in its own transaction; one that fails is logged and tried next time."""
    count = 0
    for change in changes:
        try:
            with database.transaction() as session:
                count += change(session)
        except Exception as error:  # noqa: BLE001 - one question never holds up the others
            # The class only: the text of an error can quote what a family wrote.
            log.error("round_failed", what=name, kind=type(error).__name__)  # noqa: TRY400
    return count


def _list_due(database: Database, site_url: str, now: datetime) -> Mapping[str, Sequence[Change]]:
    def each(change: Callable[..., int], items: Iterable[tuple[object, ...]]) -> list[Change]:
        return [_bind(change, item, site_url, now) for item in items]

    with database.reading() as session:
        late, ending = waking.list_late(session, now), waking.list_ending(session, now)
        return {
            # What expires today is not reminded first.
            "expired": each(expire_referral, zip(list_to_expire(session, now))),
            "reminded": each(remind_partner, zip(list_to_remind(session, now))),
            "waiting_over": each(end_waiting, zip(list_waiting(session))),
            "checked": each(check_contact, zip(list_to_check(session, now))),
            "backed_up": each(waking.hand_to_backup, zip(waking.list_unopened(session))),
            "late": each(waking.tell_late, late.items()),
            "ending": each(waking.tell_ending, ending.items()),
        }


def _bind(
    change: Callable[..., int], item: tuple[object, ...], site_url: str, now: datetime
) -> Change:
    return lambda session: change(session, *item, site_url=site_url, now=now)
