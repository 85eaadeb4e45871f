"""Steps that several pages with people share: inviting somebody, and ending somebody's access."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, url_for
from sqlalchemy.orm import Session

from app.accounts.colleagues import NotColleagueError
from app.accounts.guards import current_member
from app.accounts.invitations import AdministratorError, AlreadyMemberError, Invited, invite
from app.accounts.people import NotInHouseError, OwnRoleError
from app.i18n import gettext as _
from app.web.forms import Form
from app.web.installation import get_installation


def invitation_link(token: str) -> str:
    """The whole address of an invitation, under the site's own name."""
    site = get_installation().settings.site_url.rstrip("/")
    return site + url_for("accounts.invitation", token=token)


def invite_or_refuse(form: Form, invited: Invited, *, already: str, administrator: str) -> bool:
    """Invite somebody; when that cannot be, the field of the address says why not."""
    try:
        with get_installation().database.transaction() as session:
            invite(session, invited, invited_by=current_member().person_id, link=invitation_link)
    except AlreadyMemberError:
        form.refuse("email", already)
    except AdministratorError:
        form.refuse("email", administrator)
    else:
        return True
    return False


def end_somebodys_access(end: Callable[[Session], None]) -> str:
    """End access to what is one's own, and say so; who is not there is a page that is not there."""
    try:
        with get_installation().database.transaction() as session:
            end(session)
    except (NotInHouseError, NotColleagueError):
        abort(404)
    except OwnRoleError:
        return _("Je eigen toegang stop je niet zelf. Vraag het aan een collega.")
    return _("Deze persoon heeft geen toegang meer.")
