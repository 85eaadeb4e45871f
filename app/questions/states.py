"""The allowed changes of questions and referrals: one table each, and whoever may make them.

Whatever is not in a table is refused. Declined (by a partner) and stopped (by a family) are
different ends; a desk may write down what a partner or a family told it by phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.questions.errors import ChangeNotAllowedError
from app.questions.models.questions import Author, QuestionState
from app.questions.models.referrals import ReferralState

State = TypeVar("State", QuestionState, ReferralState)
Changes = Mapping[tuple[State, State], frozenset[Author]]

_FAMILY, _DESK, _PARTNER, _SYSTEM = Author.FAMILY, Author.DESK, Author.PARTNER, Author.SYSTEM


def _by(*authors: Author) -> frozenset[Author]:
    return frozenset(authors)


QUESTION_CHANGES: Changes[QuestionState] = {
    (QuestionState.NEW, QuestionState.OPEN): _by(_DESK, _FAMILY, _SYSTEM),
    (QuestionState.NEW, QuestionState.WAITING_FAMILY): _by(_DESK),
    (QuestionState.NEW, QuestionState.WAITING_PARTNER): _by(_DESK),
    (QuestionState.NEW, QuestionState.CLOSED): _by(_DESK, _FAMILY, _SYSTEM),
    (QuestionState.OPEN, QuestionState.WAITING_FAMILY): _by(_DESK),
    (QuestionState.OPEN, QuestionState.WAITING_PARTNER): _by(_DESK),
    (QuestionState.OPEN, QuestionState.CLOSED): _by(_DESK, _FAMILY, _SYSTEM),
    (QuestionState.WAITING_FAMILY, QuestionState.OPEN): _by(_DESK, _FAMILY, _PARTNER, _SYSTEM),
    (QuestionState.WAITING_FAMILY, QuestionState.WAITING_PARTNER): _by(_DESK),
    (QuestionState.WAITING_FAMILY, QuestionState.CLOSED): _by(_DESK, _FAMILY, _SYSTEM),
    (QuestionState.WAITING_PARTNER, QuestionState.OPEN): _by(_DESK, _FAMILY, _PARTNER, _SYSTEM),
    (QuestionState.WAITING_PARTNER, QuestionState.WAITING_FAMILY): _by(_DESK),
    (QuestionState.WAITING_PARTNER, QuestionState.CLOSED): _by(_DESK, _FAMILY, _SYSTEM),
    # A partner that cannot help after all, or silence, brings a question back after its end too.
    (QuestionState.CLOSED, QuestionState.OPEN): _by(_DESK, _FAMILY, _PARTNER, _SYSTEM),
}

REFERRAL_CHANGES: Changes[ReferralState] = {
    (ReferralState.DRAFT, ReferralState.ASKED): _by(_DESK),
    (ReferralState.DRAFT, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.ASKED, ReferralState.ACCEPTED): _by(_PARTNER, _DESK),
    (ReferralState.ASKED, ReferralState.DECLINED): _by(_PARTNER, _DESK),
    (ReferralState.ASKED, ReferralState.WAITING_LIST): _by(_PARTNER, _DESK),
    (ReferralState.ASKED, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.ASKED, ReferralState.EXPIRED): _by(_SYSTEM),
    (ReferralState.WAITING_LIST, ReferralState.ACCEPTED): _by(_PARTNER, _DESK),
    (ReferralState.WAITING_LIST, ReferralState.DECLINED): _by(_PARTNER, _DESK),
    (ReferralState.WAITING_LIST, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.WAITING_LIST, ReferralState.EXPIRED): _by(_SYSTEM),
    (ReferralState.ACCEPTED, ReferralState.CONTACT_MADE): _by(_FAMILY, _PARTNER, _DESK),
    (ReferralState.ACCEPTED, ReferralState.NO_CONTACT): _by(_FAMILY, _PARTNER, _DESK, _SYSTEM),
    (ReferralState.ACCEPTED, ReferralState.DECLINED): _by(_PARTNER, _DESK),
    (ReferralState.ACCEPTED, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.CONTACT_MADE, ReferralState.DONE): _by(_FAMILY, _PARTNER, _DESK, _SYSTEM),
    # A partner says it called, the family says nobody did: the family is right.
    (ReferralState.CONTACT_MADE, ReferralState.NO_CONTACT): _by(_FAMILY, _DESK),
    (ReferralState.CONTACT_MADE, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.NO_CONTACT, ReferralState.ASKED): _by(_DESK),
    (ReferralState.NO_CONTACT, ReferralState.STOPPED_BY_FAMILY): _by(_FAMILY, _DESK),
    (ReferralState.EXPIRED, ReferralState.ASKED): _by(_DESK),
}

# A partner still has something to do, or to tell.
RUNNING = frozenset(
    {
        ReferralState.ASKED,
        ReferralState.WAITING_LIST,
        ReferralState.ACCEPTED,
        ReferralState.CONTACT_MADE,
    }
)


def is_allowed(changes: Changes[State], old: State, new: State, author: Author) -> bool:
    """Whether somebody may bring it from one state to another."""
    return author in changes.get((old, new), frozenset())


def check_change(changes: Changes[State], old: State, new: State, author: Author) -> None:
    """Raise `ChangeNotAllowedError` for every change that the table does not name."""
    if not is_allowed(changes, old, new, author):
        raise ChangeNotAllowedError(old.value, new.value, author.value)
