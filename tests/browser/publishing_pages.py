"""The pages by which partners keep their offers alive: who opens which, in every state."""

from __future__ import annotations

from collections.abc import Callable

from desk_pages import DeskPage, button
from desk_site import COORDINATOR, PARTNER, DeskSite
from playwright.sync_api import Page
from publishing_teller import BEGINNER, Published

from app.portal.fiche.sections import SECTIONS

FORM = "main form.form"


def fill(selector: str, **values: str) -> Callable[[Page], object]:
    """Put values in the fields of a form, by their names, and send it without more ado."""

    def act(page: Page) -> None:
        form = page.locator(selector).first
        for name, value in values.items():
            form.evaluate(
                "(form, [name, value]) => { form.elements[name].value = value; }", [name, value]
            )
        with page.expect_navigation():
            form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")

    return act


def door_pages(_site: DeskSite, made: Published) -> list[DeskPage]:
    """Before somebody of a partner is signed in, and the people of a partner."""
    claim, link = "partners/aansluiten", "aanmelden/link"
    return [
        DeskPage("door", "partners"),
        DeskPage("ask link: mistakes", link, press=fill(FORM), status=422),
        DeskPage("link asked", link, press=fill(FORM, address="niemand@ergens.example")),
        DeskPage("link", f"{link}/{made.tokens['link']}"),
        DeskPage(
            "link: wrong code",
            f"{link}/{made.tokens['link']}",
            press=fill(FORM, code="123456"),
            status=422,
        ),
        DeskPage("link: gone", f"{link}/bestaat-niet", status=404),
        DeskPage("claim: find", f"{claim}?naam=de"),
        DeskPage("claim: mistakes", f"{claim}?nieuw=1", press=fill(FORM), status=422),
        DeskPage("claim: sent", f"{claim}/verstuurd"),
        DeskPage("claim: confirm", f"{claim}/{made.tokens['claim unconfirmed']}"),
        DeskPage("claim: waiting", f"{claim}/{made.tokens['claim waiting']}"),
        DeskPage(
            "claims: mistakes",
            "beheer/aanvragen",
            COORDINATOR,
            press=fill("form[action$='/nee']"),
            status=422,
        ),
        DeskPage(
            "colleagues: mistakes",
            "partners/mensen",
            PARTNER,
            press=fill("main form.form"),
            status=422,
        ),
    ]


def offer_pages(_site: DeskSite, made: Published) -> list[DeskPage]:
    """The own offers, their versions and their dates."""
    new = "partners/aanbod/nieuw?soort=activiteit"
    version = {name: f"partners/versie/{number}" for name, number in made.revisions.items()}
    dates = f"partners/aanbod/{made.offer_id}/data"
    one = f"{dates}/{made.day}?regel=0"
    pages = [
        DeskPage(f"version: {name}", version[name], PARTNER)
        for name in ("begun", "change", "returned", "online")
    ]
    return [
        DeskPage("offers", "partners/aanbod", PARTNER),
        DeskPage("offers: empty", "partners/aanbod", BEGINNER),
        DeskPage(
            "new: mistakes", new, PARTNER, press=fill(FORM, min_age="9", max_age="2"), status=422
        ),
        *pages,
        DeskPage(
            "core: conflict",
            f"{version['whole']}/kern",
            PARTNER,
            press=fill(FORM, version="0"),
            status=422,
        ),
        DeskPage("series", f"{version['whole']}/data", PARTNER),
        DeskPage(
            "series: mistakes",
            f"{version['whole']}/data",
            PARTNER,
            press=fill(FORM, **{"r0-first_day": "", "r0-start_time": ""}),
            status=422,
        ),
        DeskPage("dates", dates, PARTNER),
        DeskPage(
            "dates: mistakes",
            dates,
            PARTNER,
            press=fill("form[action$='/gelast-af']", reason=""),
            status=422,
        ),
        DeskPage("date: mistakes", one, PARTNER, press=fill(FORM, day=""), status=422),
    ]


def fiche_pages(_site: DeskSite, made: Published) -> list[DeskPage]:
    """Each part of the fiche, and those with the most rows after a mistake."""
    fiche = f"partners/versie/{made.revisions['whole']}"
    contact = fill(FORM, k0_kind="email", k0_value="geen adres")
    closing = f"partners/versie/{made.revisions['change']}/sluiting"
    pages = [
        DeskPage(f"fiche: {section}", f"{fiche}/{section}", PARTNER)
        for section in SECTIONS
        if section != "contact"
    ]
    return [
        *pages,
        DeskPage("fiche: mistakes", f"{fiche}/contact", PARTNER, press=contact, status=422),
        DeskPage("fiche: closing at once", closing, PARTNER),
    ]


def review_pages(_site: DeskSite, made: Published) -> list[DeskPage]:
    """The desk of the coordinator."""
    desk = "onthaal/nakijken"
    review = {name: f"{desk}/{number}" for name, number in made.revisions.items()}
    back, publish = "form[action$='/terug']", "form[action$='/publiceer']"
    pages = [
        DeskPage(f"review: {name}", review[name], COORDINATOR)
        for name in ("change", "sample", "suggested")
    ]
    return [
        DeskPage("queue", desk, COORDINATOR),
        DeskPage("queue: mistakes", desk, COORDINATOR, press=button(".review-form"), status=422),
        *pages,
        DeskPage("review: mistakes", review["waiting"], COORDINATOR, press=fill(back), status=422),
        DeskPage(
            "review: conflict",
            review["waiting"],
            COORDINATOR,
            press=fill(publish, version="0"),
            status=422,
        ),
        DeskPage("history", f"onthaal/aanbod/{made.offer_id}/geschiedenis", COORDINATOR),
        DeskPage("standing", "onthaal/partners", COORDINATOR),
        DeskPage("stale", "onthaal/verouderd", COORDINATOR),
        DeskPage("reports of the house", "onthaal/meldingen", COORDINATOR),
    ]


def fresh_pages(_site: DeskSite, made: Published) -> list[DeskPage]:
    """Checks, reports, figures and suggestions."""
    letter = f"nakijken/{made.tokens['checks']}"
    report = f"aanbod/{made.offer_id}-{made.slug}/klopt-niet"
    better = fill("form[action$='/verbeter']", amount="veel")
    return [
        DeskPage("checks", letter),
        DeskPage("checks: mistakes", letter, press=better, status=422),
        DeskPage("checks: unknown", "nakijken/bestaat-niet", status=404),
        DeskPage("due", "partners/nakijken", PARTNER),
        DeskPage("due: empty", "partners/nakijken", BEGINNER),
        DeskPage("reports", "partners/meldingen", PARTNER),
        DeskPage("reports: empty", "partners/meldingen", BEGINNER),
        DeskPage("figures of partner", "partners/cijfers", PARTNER),
        DeskPage("report: mistakes", report, press=fill(FORM), status=422),
        DeskPage("report: thanks", f"{report}/dank-je"),
        DeskPage("suggest", "stel-voor"),
        DeskPage("suggest: mistakes", "stel-voor", press=fill(FORM), status=422),
        DeskPage("suggest: sent", "stel-voor/verstuurd"),
        DeskPage("suggest: confirm", f"stel-voor/{made.tokens['unconfirmed']}"),
        DeskPage("suggest: confirmed", f"stel-voor/{made.tokens['suggested']}"),
        DeskPage("day", f"aanbod/{made.offer_id}-{made.slug}/{made.day}"),
        DeskPage("day: called off", f"aanbod/{made.offer_id}-{made.slug}/{made.day_off}"),
    ]


GROUPS = {
    "door": door_pages,
    "offers": offer_pages,
    "fiche": fiche_pages,
    "review": review_pages,
    "fresh": fresh_pages,
}
"""All pages, in groups that are looked at together."""
