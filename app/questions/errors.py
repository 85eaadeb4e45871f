"""What can stand in the way of a question or a referral, as facts."""

from __future__ import annotations


class QuestionNotFoundError(LookupError):
    """There is no such question in this House; other Houses' questions do not exist here."""


class ReferralNotFoundError(LookupError):
    """There is no such referral for whoever asks."""


class ChangeNotAllowedError(Exception):
    """The table of allowed changes has no such step for this person."""

    def __init__(self, old: str, new: str, author: str) -> None:
        super().__init__(f"{author} may not bring it from {old} to {new}")
        self.old, self.new, self.author = old, new, author


class QuestionChangedError(Exception):
    """Somebody changed the question since it was opened; what was typed is not saved over it."""


class QuestionErasedError(Exception):
    """The text is erased, so there is nothing to answer."""


class NoConsentError(Exception):
    """Nothing is shared without a standing consent for that partner."""


class LinkNotUsableError(Exception):
    """A link is unknown, used, expired or stands for a referral that has ended."""


class HouseRowNotFoundError(LookupError):
    """There is no such row of this House: a shift, a team, a rule; other Houses' do not exist."""


class NotAColleagueError(Exception):
    """The person does not work for this House."""
