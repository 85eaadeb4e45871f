"""Other engines on the same documents, each set up as well as a good engineer would.

They get the whole text of the search, and the same texts, labels of themes, organizations and
places as ours. None of them knows of ages, days or distances: that is part of what is compared.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Protocol

import psycopg
import tantivy

from app.search.documents import OfferDocument
from app.search.index.analysis import is_stop_word
from app.search.text.folding import split_words
from benchmarks.tantivy_rival import dutch_analyser

FIRST = 10
SHORT_WORD = 4
"""Words of so many letters are searched as they are, without looking for others like them."""


class Engine(Protocol):
    """Something that answers a search with ids, the best first."""

    name: str

    def search(self, text: str) -> list[int]:
        """The ids of the first ten results."""


def words_of(text: str) -> list[str]:
    """The folded words of a search without stop words; all of them when nothing else is left."""
    words = [word.folded for word in split_words(text)]
    return [word for word in words if not is_stop_word(word, "nl")] or words


def fields_of(document: OfferDocument) -> tuple[str, str, str]:
    """Title, summary with labels, and the rest of an offer, in every language that it has."""
    titles = " ".join(text.title for text in document.texts)
    labels = " ".join(label for _language, label in document.labels)
    summaries = " ".join(text.summary for text in document.texts)
    rest = " ".join(text.description for text in document.texts)
    names = " ".join((document.organization, *document.place_names))
    return titles, f"{summaries} {labels}", f"{rest} {names}"


class Fts5:
    """SQLite FTS5: bm25 with weights, prefixes, all words first and then any."""

    name = "SQLite FTS5"

    def __init__(self, documents: list[OfferDocument]) -> None:
        """Fill a table in memory."""
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "create virtual table offer using fts5(title, summary, body,"
            " tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
        )
        self._database.executemany(
            "insert into offer (rowid, title, summary, body) values (?, ?, ?, ?)",
            [(document.offer_id, *fields_of(document)) for document in documents],
        )

    def search(self, text: str) -> list[int]:
        """The ids of the first ten results."""
        terms = [f'"{word}"*' for word in words_of(text)]
        found = self._match(" AND ".join(terms)) if terms else []
        if len(found) < FIRST and terms:
            found += [key for key in self._match(" OR ".join(terms)) if key not in found]
        return found[:FIRST]

    def _match(self, expression: str) -> list[int]:
        rows = self._database.execute(
            "select rowid from offer where offer match ?"
            " order by bm25(offer, 8.0, 3.0, 1.0), rowid limit 20",
            (expression,),
        )
        return [row[0] for row in rows]


class Postgres:
    """PostgreSQL: Dutch full text with weights, and trigrams for what it does not know."""

    name = "PostgreSQL"

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Make the table and its indexes in an empty database."""
        self._connection = connection
        connection.execute("create extension if not exists pg_trgm")
        connection.execute("create extension if not exists unaccent")
        connection.execute("create text search configuration dutch_plain (copy = dutch)")
        connection.execute(
            "alter text search configuration dutch_plain alter mapping for hword, hword_part, word"
            " with unaccent, dutch_stem"
        )
        connection.execute("create table offer (id int primary key, words tsvector, plain text)")

    def build(self, documents: list[OfferDocument]) -> None:
        """Put every offer in."""
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "insert into offer values (%s,"
                " setweight(to_tsvector('dutch_plain', %s), 'A')"
                " || setweight(to_tsvector('dutch_plain', %s), 'B')"
                " || setweight(to_tsvector('dutch_plain', %s), 'D'), lower(unaccent(%s)))",
                [
                    (document.offer_id, *fields_of(document), " ".join(fields_of(document)[:2]))
                    for document in documents
                ],
            )
        self._connection.execute("create index on offer using gin (words)")
        self._connection.execute("create index on offer using gin (plain gin_trgm_ops)")
        self._connection.execute("analyze offer")

    def search(self, text: str) -> list[int]:
        """The ids of the first ten results."""
        plain = " ".join(words_of(text))
        found = self._match("plainto_tsquery('dutch_plain', %s)", plain)
        if len(found) < FIRST:
            any_word = self._match(
                "cast(replace(plainto_tsquery('dutch_plain', %s)::text, '&', '|') as tsquery)",
                plain,
            )
            found += [key for key in any_word if key not in found]
        if len(found) < FIRST:
            rows = self._connection.execute(
                "select id from offer where word_similarity(%s, plain) > 0.3"
                " order by word_similarity(%s, plain) desc, id limit 10",
                (plain, plain),
            ).fetchall()
            found += [row[0] for row in rows if row[0] not in found]
        return found[:FIRST]

    def _match(self, query: str, plain: str) -> list[int]:
        rows = self._connection.execute(
            f"select id from offer, (select {query}) as wanted (asked) where words @@ asked"
            " order by ts_rank_cd('{0.1, 0.3, 0.5, 1.0}', words, asked, 1) desc, id limit 20",
            (plain,),
        ).fetchall()
        return [row[0] for row in rows]


class Tantivy:
    """Tantivy: Dutch stems, weights by field, all words first, any after that, then fuzzy ones."""

    name = "Tantivy"

    def __init__(self, documents: list[OfferDocument], folder: Path) -> None:
        """Fill an index in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True, fast=True)
        for field in ("title", "summary", "body"):
            builder.add_text_field(field, tokenizer_name="dutch")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("dutch", dutch_analyser())
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for document in documents:
            made = tantivy.Document()
            made.add_integer("id", document.offer_id)
            for field, text in zip(("title", "summary", "body"), fields_of(document), strict=True):
                made.add_text(field, text)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, text: str) -> list[int]:
        """The ids of the first ten results."""
        words = words_of(text)
        found: list[int] = []
        for query in (self._parsed(words, True), self._parsed(words, False), self._fuzzy(words)):
            if len(found) < FIRST and words:
                found += [key for key in self._ids(query) if key not in found]
        return found[:FIRST]

    def _parsed(self, words: list[str], is_all: bool) -> Any:  # noqa: FBT001 - of tantivy's own kind
        return self._index.parse_query(
            " ".join(words),
            ["title", "summary", "body"],
            field_boosts={"title": 5.0, "summary": 2.0},
            conjunction_by_default=is_all,
        )

    def _fuzzy(self, words: list[str]) -> Any:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=1),
                )
                for word in words
                if len(word) > SHORT_WORD
                for field in ("title", "summary", "body")
            ]
        )

    def _ids(self, query: Any) -> list[int]:
        searcher = self._index.searcher()
        found: Any = searcher.search(query, limit=20)
        return [searcher.doc(address).get_first("id") for _score, address in found.hits]
