"""The pages behind asking, the desk, the partners and accounts: who opens which, in every state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_site import (
    ADMINISTRATOR,
    COORDINATOR,
    ONTHAAL,
    PARTNER,
    PASSWORD,
    VOLUNTEER,
    DeskSite,
)
from desk_stories import Stories
from playwright.sync_api import Page

from app.accounts.invitations import Invited, invite
from app.accounts.permissions import Role
from app.sealing import Keyring

QUESTIONS = frozenset({"running", "arabic", "quarantined", "closed", "erased"})
REFERRALS = frozenset({"asked", "asked-consent", "declined"})
"""Those whose pages differ most."""
NOBODY = ""
"""A family or a partner without account."""


@dataclass(frozen=True)
class DeskPage:
    """One page: who opens it, where, with what in the browser, and what is pressed first."""

    name: str
    address: str
    who: str = NOBODY
    carries: Mapping[str, Any] = field(default_factory=dict)
    press: Callable[[Page], object] | None = None
    status: int = 200


def button(selector: str, text: str | None = None) -> Callable[[Page], object]:
    """Press a button of the first form that a selector names; fill in its text fields if asked."""

    def act(page: Page) -> None:
        form = page.locator(selector).first
        if text is not None:
            form.locator("textarea, input[type=text]").first.fill(text)
        with page.expect_navigation():
            form.evaluate("form => form.requestSubmit()")

    return act


def asking_pages(site: DeskSite, stories: Stories) -> list[DeskPage]:
    look = button("[data-ask]", "speelgroep voor peuters")
    wrong = button("main form:has(#code)", "AAA-AAA")
    search = f"stel-je-vraag?q=luiers&plaats=Temse&o={stories.offer_id}"
    sealed = _seal(site, stories.code)
    found = [
        DeskPage("ask", "stel-je-vraag"),
        DeskPage("ask: mistakes", search, press=_send_nothing, status=422),
        DeskPage("ask: what there is", "stel-je-vraag", press=look),
        DeskPage("ask: urgent", "stel-je-vraag", press=button("[data-ask]", "hij slaat mij")),
        DeskPage("enter: wrong", "mijn-vraag", press=wrong, status=422),
        DeskPage(
            "sent",
            "mijn-vraag/nieuw",
            carries={**stories.visit("new"), "verse_code": sealed, "dringend": True},
        ),
        DeskPage("erase", "mijn-vraag/overzicht/wissen", carries=stories.visit("new")),
        DeskPage("erased", "mijn-vraag/gewist"),
    ]
    states = ("running", "consent", "others", "arabic")
    found += [
        DeskPage(f"status: {name}", "mijn-vraag/overzicht", carries=stories.visit(name))
        for name in states
    ]
    return found


def _send_nothing(page: Page) -> None:
    page.locator("#website").evaluate("field => field.form.elements.age.value = 'blauw'")
    page.evaluate(
        """() => {
            document.querySelector('[name=reach][value=email]').click();
            document.querySelector('[name=on_behalf][value=school]').click();
        }"""
    )
    with page.expect_navigation():
        page.locator("button[value=send]").click()


def _seal(site: DeskSite, code: str) -> str:
    return Keyring.load(site.settings).seal(code).decode("ascii")


def partner_pages(_site: DeskSite, stories: Stories) -> list[DeskPage]:
    found = [
        DeskPage(f"link: {name}", f"doorverwijzing/{stories.tokens[name]}")
        for name in ("usable", "used", "ended")
    ]
    found += [
        DeskPage(f"visit: {name}", "doorverwijzing/open", carries=stories.opened(name))
        for name in ("open", "ended")
    ]
    referral = stories.referrals["asked"]
    refuse = button("form[action$='/afwijzen']")
    return [
        *found,
        DeskPage(
            "link: renewed",
            f"doorverwijzing/{stories.tokens['used']}",
            press=button("main form"),
        ),
        DeskPage("link: unknown", "doorverwijzing/bestaat-niet", status=404),
        DeskPage("visit: over", "doorverwijzing/open"),
        DeskPage(
            "visit: mistakes",
            "doorverwijzing/open",
            carries=stories.opened("open"),
            press=refuse,
            status=422,
        ),
        DeskPage("partner: list", "partners/doorverwijzingen", PARTNER),
        DeskPage("partner: referral", f"partners/doorverwijzingen/{referral}", PARTNER),
    ]


def account_pages(site: DeskSite, _stories: Stories) -> list[DeskPage]:
    with site.database.transaction() as session:
        new, known = (
            invite(
                session,
                Invited(mail, "Lieve", Role.ONTHAAL, site.house_id),
                invited_by=None,
                link=lambda token: f"uitnodiging/{token}",
            )
            for mail in ("lieve@dichtbij.example", PARTNER)
        )
    send, renew = button("main form.form"), button("form[action$='/herstelcodes']")
    return [
        DeskPage("sign in: mistakes", "aanmelden", press=send, status=422),
        DeskPage("code", "aanmelden", press=_give_password),
        DeskPage("signed out", "afgemeld"),
        DeskPage("invitation", new),
        DeskPage("invitation: gone", "uitnodiging/bestaat-niet", status=404),
        DeskPage("new account", new, press=send),
        DeskPage("join", known, press=send),
        DeskPage("recovery codes", "mijn-account", VOLUNTEER, press=renew),
        DeskPage("confirm", "mijn-account/bevestig", VOLUNTEER),
        DeskPage("own account", "mijn-account", VOLUNTEER),
        DeskPage("new password", "mijn-account/wachtwoord", VOLUNTEER),
        DeskPage("no permission", "onthaal", VOLUNTEER, status=403),
        DeskPage("houses", "beheer/huizen", ADMINISTRATOR),
        DeskPage("break glass", "beheer/noodtoegang", ADMINISTRATOR),
        DeskPage("people", "beheer/mensen", COORDINATOR),
    ]


def _give_password(page: Page) -> None:
    page.locator("#email").fill(VOLUNTEER)
    page.locator("#password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#password").press("Enter")


def desk_pages(_site: DeskSite, stories: Stories) -> list[DeskPage]:
    questions, referrals = stories.questions, stories.referrals
    new = questions["new"]
    refer = f"onthaal/vraag/{new}/doorverwijzen?aanbod={stories.offer_id}"
    pages = [
        DeskPage(f"question: {name}", f"onthaal/vraag/{number}", ONTHAAL)
        for name, number in questions.items()
        if name in QUESTIONS
    ]
    pages += [
        DeskPage(f"referral: {name}", f"onthaal/doorverwijzing/{number}", ONTHAAL)
        for name, number in referrals.items()
        if name in REFERRALS
    ]
    return [
        *pages,
        DeskPage(
            "question: mistakes",
            f"onthaal/vraag/{new}",
            ONTHAAL,
            press=button("form[action$='/antwoord']"),
            status=422,
        ),
        DeskPage(
            "question: conflict",
            f"onthaal/vraag/{questions['answered']}",
            ONTHAAL,
            press=_answer_too_late,
            status=409,
        ),
        DeskPage(
            "refer: mistakes",
            refer,
            ONTHAAL,
            press=button("main form:has(#summary)", ""),
            status=422,
        ),
    ]


def _answer_too_late(page: Page) -> None:
    form = page.locator("form[action$='/antwoord']")
    form.locator("[name=version]").evaluate("field => field.value = '0'")
    form.locator("textarea").fill("Te laat.")
    with page.expect_navigation():
        form.locator("button").first.click()


def tool_pages(_site: DeskSite, stories: Stories) -> list[DeskPage]:
    """The inbox, and what a colleague has at hand all day."""
    offer, new, late = stories.offer_id, stories.questions["new"], stories.questions["late"]
    found = {
        "inbox": "onthaal",
        "seek": f"onthaal/zoek-vraag?vraag={new},{late}",
        "refer to": f"onthaal/vraag/{new}/doorverwijzen?naam=de",
        "search": f"onthaal/zoek?q=praten&plaats=Temse&vraag={new}",
        "staff card": f"onthaal/aanbod/{offer}?vraag={new}",
        "print card": f"onthaal/aanbod/{offer}/kaartje",
        "rota": "onthaal/rooster",
        "steps": "onthaal/stappen",
        "too hard": "onthaal/te-moeilijk",
    }
    pages = [DeskPage(name, address, ONTHAAL) for name, address in found.items()]
    empty = button("main form.register-form")
    return [
        *pages,
        DeskPage("register: mistakes", "onthaal/nieuwe-vraag", ONTHAAL, press=empty, status=422),
        DeskPage("registered", "onthaal/nieuwe-vraag", ONTHAAL, press=_write_down),
        DeskPage(
            "count: mistakes", "onthaal/tel", ONTHAAL, press=button(".count-form"), status=422
        ),
        DeskPage("counted", "onthaal/tel", ONTHAAL, press=_count),
    ]


def _write_down(page: Page) -> None:
    form = page.locator("main form.register-form")
    form.locator("textarea").first.fill("Mama vraagt waar ze luiers vindt.")
    form.locator("input[type=radio]").first.check()
    form.locator("input[type=checkbox]").check()
    with page.expect_navigation():
        form.evaluate("form => form.requestSubmit()")


def _count(page: Page) -> None:
    for group in page.locator(".count-form fieldset").all():
        group.locator("input").first.check(force=True)
    with page.expect_navigation():
        page.locator(".count-form").evaluate("form => form.requestSubmit()")


def managing_pages(site: DeskSite, _stories: Stories) -> list[DeskPage]:
    parts = {
        "settings": "",
        "rules": "/afspraken",
        "answers": "/antwoorden",
        "answer": "/antwoorden/nieuw",
        "almost erased": "/bijna-gewist",
        "letters": "/brieven",
        "trail": "/logboek",
        "reasons": "/redenen",
        "closures": "/sluiting",
        "teams": "/teams",
        "team": f"/teams/{site.team_id}",
        "templates": "/teksten",
        "template": "/teksten/nieuw",
        "routing": "/verdeling",
    }
    pages = [DeskPage(name, f"onthaal/beheer{path}", COORDINATOR) for name, path in parts.items()]
    return [*pages, DeskPage("figures", "onthaal/cijfers", COORDINATOR)]


GROUPS = {
    "asking": asking_pages,
    "partners": partner_pages,
    "accounts": account_pages,
    "questions": desk_pages,
    "tools": tool_pages,
    "managing": managing_pages,
}
"""All pages, in groups that are looked at together."""
