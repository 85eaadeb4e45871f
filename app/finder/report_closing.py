"""Closing a report by one press, for the colleagues of a House and for the partner itself."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member
from app.db import utc_now
from app.i18n import gettext as _
from app.publishing.errors import ReportClosedError, ReportNotFoundError
from app.publishing.operations.reports import close_report
from app.web.installation import get_installation


def close_and_return(
    report_id: int,
    page: str,
    *,
    is_right: bool,
    house_id: int | None = None,
    organization_ids: Collection[int] | None = None,
) -> ResponseReturnValue:
    """Close a report of the House or of the own partners, and go back to its list."""
    text = _("Dank je wel. De melding is afgehandeld.")
    try:
        with get_installation().database.transaction() as session:
            close_report(
                session,
                report_id,
                is_right=is_right,
                person_id=current_member().person_id,
                house_id=house_id,
                organization_ids=organization_ids,
                now=utc_now(),
            )
    except ReportNotFoundError:
        abort(404)
    except ReportClosedError:
        text = _("Een collega was je voor. Deze melding is al afgehandeld.")
    flash(text)
    return redirect(url_for(page), SEE_OTHER)
