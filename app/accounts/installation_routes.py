"""Pages of an administrator: first coordinators, and the glass to break."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access_steps import invite_or_refuse
from app.accounts.door import blueprint
from app.accounts.forms import GlassForm, InviteCoordinatorForm
from app.accounts.glass import break_glass as open_glass
from app.accounts.glass import find_broken_glass
from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.invitations import Invited
from app.accounts.people import list_houses
from app.accounts.permissions import Permission, Role
from app.i18n import gettext as _
from app.web.forms import answer_form, choices_of
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language


def _house_choices() -> list[tuple[str, str]]:
    return [("", _("Kies een Huis")), *choices_of(list_houses(reading_session()))]


@blueprint.get("/beheer/huizen")
@blueprint.post("/beheer/huizen")
@needs(Permission.ADMINISTER)
def installation() -> ResponseReturnValue:
    """Invite a coordinator for a House."""
    form = InviteCoordinatorForm()
    form.house.choices = _house_choices()
    if form.is_sent():
        invited = Invited(
            form.email.data or "",
            form.name.data or "",
            Role.COORDINATOR,
            int(form.house.data),
            None,
            page_language(),
        )
        if invite_or_refuse(
            form,
            invited,
            already=_("Deze persoon heeft al een rol in dit Huis."),
            administrator=_("Een beheerder van de site kan geen rol in een Huis hebben."),
        ):
            flash(_("De uitnodiging vertrekt. De link werkt zeven dagen."))
            return redirect(url_for("accounts.installation"), SEE_OTHER)
    return answer_form("accounts/installation.html", form)


@blueprint.get("/beheer/noodtoegang")
@blueprint.post("/beheer/noodtoegang")
@needs(Permission.BREAK_GLASS, confirmed=True)
def break_glass() -> ResponseReturnValue:
    """Read the questions of a House for an hour, after a written reason."""
    form, member = GlassForm(), current_member()
    form.house.choices = _house_choices()
    if form.is_sent():
        with get_installation().database.transaction() as session:
            open_glass(
                session, member, house_id=int(form.house.data), reason=form.reason.data or ""
            )
        flash(_("Je mag een uur lang de vragen van dit Huis lezen. De coördinator ziet dit."))
        return redirect(url_for("accounts.break_glass"), SEE_OTHER)
    glass = find_broken_glass(reading_session(), member.person_id)
    return answer_form("accounts/break_glass.html", form, ends_at=glass.ends_at if glass else None)
