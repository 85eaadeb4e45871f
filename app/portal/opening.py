"""The referral of a visit by link, opened anew at each request: what was withdrawn is gone."""

from __future__ import annotations

from flask import render_template, url_for
from sqlalchemy.orm import Session

from app.db import utc_now
from app.portal.pages import make_partner_page
from app.portal.visits import find_visit
from app.questions.errors import LinkNotUsableError
from app.questions.models.referrals import Referral, ReferralLink
from app.questions.operations.changing import partner
from app.questions.operations.links import LinkState, find_link_by_id, link_state
from app.questions.operations.noting import lock_referral
from app.questions.operations.referral_steps import Step
from app.web.forms import UNPROCESSABLE, Form
from app.web.installation import get_installation


def open_visit(session: Session) -> tuple[ReferralLink, Referral]:
    """The link and the referral of this visit, locked; raises `LinkNotUsableError` without."""
    link, referral = _find(session)
    if link_state(link, referral, utc_now()) is not LinkState.USABLE:
        raise LinkNotUsableError
    return link, referral


def visited_referral(session: Session) -> Referral:
    """The referral of this visit, also when its last step was just taken."""
    link, referral = _find(session)
    if link_state(link, referral, utc_now()) not in {LinkState.USABLE, LinkState.ENDED}:
        raise LinkNotUsableError
    return referral


def show_visit(sent: tuple[Step, Form] | None = None) -> tuple[str, int]:
    """The page of this visit; 422 with the form that came back when it has mistakes."""
    try:
        with get_installation().database.transaction() as session:
            referral = visited_referral(session)
            page = make_partner_page(
                session,
                referral,
                by=partner(referral.organization_id),
                now=utc_now(),
                step_url=lambda step: url_for("portal_link.answer", step=step),
                proposal_url=lambda number: url_for("portal_link.propose", proposal_id=number),
                sent=sent,
            )
            html = render_template("portal/visit.html", page=page)
    except LinkNotUsableError:
        return render_template("portal/over.html"), 200
    return html, UNPROCESSABLE if sent is not None else 200


def _find(session: Session) -> tuple[ReferralLink, Referral]:
    link_id = find_visit()
    link = find_link_by_id(session, link_id) if link_id is not None else None
    if link is None or link.opened_at is None:
        raise LinkNotUsableError
    return link, lock_referral(session, link.referral_id)[1]
