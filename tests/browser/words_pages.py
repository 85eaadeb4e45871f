"""What staff own of the search, and what visitors see of it: words, gaps, pins, wishes, why."""

from __future__ import annotations

from desk_pages import GROUPS as OTHERS
from desk_pages import DeskPage, button
from desk_site import COORDINATOR, ONTHAAL, VOLUNTEER, DeskSite
from desk_stories import Stories
from playwright.sync_api import Page

from app.agenda.clock import as_local
from app.db import utc_now
from app.words.models import SearchCount
from app.words.operations.changes import Editor
from app.words.operations.counting import count_wish, month_of
from app.words.operations.keeping import WordDraft, save_word
from app.words.operations.pinning import PinDraft, pin_answer
from app.words.operations.spelling import save_spelling

HOME = "onthaal/beheer/woorden"
PINNED = "krolplankje"
WORD = WordDraft("krolkaarten", "nl", "dialect", "samen spelen", "playing-together", 0.7)
OFF = WordDraft("crèche", "nl", "colloquial", "kinderopvang", "childcare", 1.0, is_off=True)
FOREIGN = WordDraft("بطاقات", "ar", "translation", "samen spelen", "playing-together", 1.0)


def tell_of_words(site: DeskSite, stories: Stories) -> None:
    """Give every list something to show: words, spelling, a pinned answer, searches and wishes."""
    by, now = Editor(site.people[COORDINATOR], site.house_id), utc_now()
    with site.database.transaction() as session:
        for draft in (WORD, OFF, FOREIGN):
            save_word(session, None, draft, by=by)
        save_spelling(session, "krollkaarten", "krolkaarten", by=by)
        save_spelling(session, "krolplankje", "", by=by)
        for words in (PINNED, "speelgroep"):
            pin = PinDraft(words, offer_id=stories.offer_id)
            pin_answer(session, pin, today=as_local(now).date(), by=by)
        session.add_all(
            SearchCount(
                text=text,
                language=language,
                month=month_of(now),
                searches=9,
                without_result=empty,
                missed=2,
            )
            for text, language, empty in (("krolplankje", "nl", 9), ("بطاقات", "ar", 0))
        )
        for _ in range(3):
            count_wish(session, "skatebaan", municipality_nis="", theme_id="sports", now=now)


def words_pages(site: DeskSite, stories: Stories) -> list[DeskPage]:
    """The editor of words and the gaps for a coordinator, why for a colleague, the rest for all."""
    tell_of_words(site, stories)
    of_coordinator = {
        "words": HOME,
        "words: found": f"{HOME}?q=kinderopvang",
        "word": f"{HOME}/nieuw?woord=krolplankje&taal=nl",
        "spelling": f"{HOME}/spelling?woord=krollkaarten",
        "pins": f"{HOME}/vast",
        "pin": f"{HOME}/vast/nieuw?woorden=speelgroep&zoek=spel",
        "word history": f"{HOME}/geschiedenis",
        "gaps": "onthaal/beheer/gezocht",
    }
    new, wish = f"{HOME}/nieuw", button("main form:has([name=words])", "skatebaan")
    return [
        DeskPage("results: pinned", f"zoek?q={PINNED}"),
        DeskPage("results: near", "zoek?q=speelgroep+zondagavond+gratis+zonder+afspraak+Temse"),
        DeskPage("wish: sent", "dit-mis-ik", press=wish),
        DeskPage("wish", "dit-mis-ik"),
        DeskPage("wish: without words", "dit-mis-ik/dank-je-zonder-woorden"),
        DeskPage("why: public", f"zoek?q={PINNED}+spelen+Temse&uitleg=1", VOLUNTEER),
        DeskPage("why", "onthaal/zoek?q=spelen+woensdag+Temse&uitleg=1", ONTHAAL),
        *(DeskPage(name, path, COORDINATOR) for name, path in of_coordinator.items()),
        DeskPage("word: mistakes", new, COORDINATOR, press=button("main form.form"), status=422),
        DeskPage("word: preview", new, COORDINATOR, press=_write_a_word),
    ]


def _write_a_word(page: Page) -> None:
    page.locator("[name=variant]").fill("krolhoek")
    page.locator("[name=theme]").select_option("playing-together")
    with page.expect_navigation():
        page.locator("main form.form").evaluate("form => form.requestSubmit()")


GROUPS = {**OTHERS, "words": words_pages}
"""All groups of pages, those of words last: their words change what is found."""
