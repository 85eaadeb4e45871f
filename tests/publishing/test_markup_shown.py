"""Where the long texts of an offer are shown: links and lists on its page, words in the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Flask
from sqlalchemy import select

from app.db import Database
from app.directory.catalogue import Taxonomy
from app.directory.documents import make_document
from app.directory.drafts import WordsDraft
from app.directory.models.offers import Offer
from app.directory.operations.saving import save_offers
from tests.data.directory_examples import STORY_HOUR, get_saved
from tests.sites import visit

LINK = "[onze pagina](https://bib.example/kijk)"
WORDS = WordsDraft(
    "Knutselhoek",
    "Kort.",
    f"Lees {LINK}.\n\n- jas\n- <script>alert(1)</script>",
    join=f"Kijk op {LINK}",
    conditions=f"Zie {LINK}",
    not_for="Niet voor <b>honden</b>",
)


def test_page_has_links_and_lists_and_the_index_only_words(site: Flask, database: Database) -> None:
    draft = replace(STORY_HOUR, source_id="knutselhoek", words={"nl": WORDS})
    with database.transaction() as session:
        save_offers(session, [draft])
        offer_id = session.scalars(select(Offer.id).where(Offer.source_id == "knutselhoek")).one()
        document = make_document(get_saved(session, offer_id), Taxonomy({}), date(2026, 11, 22))
    assert "onze pagina" in document.texts[0].description
    assert "bib.example" not in document.texts[0].description
    page = visit(site).get(f"/nl/aanbod/{offer_id}-knutselhoek").get_data(as_text=True)
    link = '<a href="https://bib.example/kijk" rel="nofollow noopener">onze pagina</a>'
    assert page.count(link) == 3
    assert "<ul><li>jas</li><li>&lt;script&gt;alert(1)&lt;/script&gt;</li></ul>" in page
    assert "Niet voor &lt;b&gt;honden&lt;/b&gt;" in page
