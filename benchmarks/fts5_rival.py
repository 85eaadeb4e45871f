"""SQLite FTS5 set up for the same work: filters as joins, counts as one grouped query."""

import sqlite3
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path

from app.geo.points import Point, quick_distance_km
from app.search.documents import OfferDocument
from app.search.index.analysis import is_stop_word
from app.search.index.packing import (
    TAG_KIND,
    TAG_LANGUAGE,
    TAG_PRICE,
    TAG_WALK_IN,
    pack,
    term_tag,
    unpack,
)
from app.search.queries import PARTS, Query
from app.search.text.folding import split_words
from benchmarks.moments_of_corpus import moments_of

_TABLES = """
create virtual table words using fts5(
    title, body, content='', tokenize='unicode61 remove_diacritics 2'
);
create table offer (
    id integer primary key, minimum int, maximum int, latitude real, longitude real,
    professional int
);
create table tag (tag text, offer_id int, primary key (tag, offer_id)) without rowid;
create index tag_of_offer on tag (offer_id, tag);
"""


class Fts5Rival:
    """One database file; words and filters in one statement, the counts in another."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        """Makes an empty database in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / "offers.db")
        self._database.executescript(_TABLES)
        self._database.execute("pragma cache_size=-65536")
        self._database.execute("create temp table found (id integer primary key, rank real)")

    def build(self, documents: list[OfferDocument]) -> None:
        """Inserts all offers in one transaction."""
        with self._database:
            for document in documents:
                self._insert(document)

    def update(self, document: OfferDocument) -> None:
        """Adds one offer in its own transaction."""
        with self._database:
            self._database.execute("delete from offer where id = ?", (document.offer_id,))
            self._database.execute("delete from tag where offer_id = ?", (document.offer_id,))
            self._database.execute(
                "insert into offer values (?, 0, 0, 0, 0, 0)", (document.offer_id,)
            )

    def search(self, query: Query) -> int:
        """Answers a query with a page of ids and distances and all counts; gives the total."""
        words = [
            word.folded for word in split_words(query.words) if not is_stop_word(word.folded, "nl")
        ]
        filters = _filters(query)
        total = self._find(" ".join(f'"{word}"' for word in words), filters, None)
        if words and not total:
            match = " OR ".join(f'"{word}"*' for word in words)
            total = self._find(match, filters, None)
        else:
            match = " ".join(f'"{word}"' for word in words)
        page = self._database.execute(
            "select found.id, latitude, longitude from found join offer using (id)"
            " order by rank limit 20"
        ).fetchall()
        if query.point is not None:
            for _, latitude, longitude in page:
                if latitude is not None:
                    quick_distance_km(query.point, Point(latitude, longitude))
        self._count()
        for group in filters:
            if group != "all":
                self._find(match, filters, group)
                self._count()
        return total

    def _count(self) -> None:
        self._database.execute(
            "select tag, count(*) from found join tag on tag.offer_id = found.id group by tag"
        ).fetchall()

    def _find(
        self, match: str, filters: dict[str, tuple[str, list[object]]], without: str | None
    ) -> int:
        source = "words join offer on offer.id = words.rowid" if match else "offer"
        rank = "bm25(words, 4.0, 1.0)" if match else "0"
        where = ["professional = 0"]
        values: list[object] = []
        if match:
            where.append("words match ?")
            values.append(match)
        for group, (condition, own) in filters.items():
            if group != without and condition:
                where.append(condition)
                values.extend(own)
        self._database.execute("delete from found")
        self._database.execute(
            f"insert into found select offer.id, {rank} from {source} where {' and '.join(where)}",
            values,
        )
        return int(self._database.execute("select count(*) from found").fetchone()[0])

    def _insert(self, document: OfferDocument) -> None:
        facts = unpack(pack(document))
        title = " ".join(text.title for text in document.texts)
        body = [f"{text.summary} {text.description}" for text in document.texts]
        body.extend(label for _, label in document.labels)
        body.extend((document.organization, *document.place_names))
        self._database.execute(
            "insert into words (rowid, title, body) values (?, ?, ?)",
            (document.offer_id, title, " ".join(body)),
        )
        latitude, longitude = facts.points[0] if facts.points else (None, None)
        self._database.execute(
            "insert into offer values (?, ?, ?, ?, ?, ?)",
            (
                document.offer_id,
                facts.minimum,
                facts.maximum,
                latitude,
                longitude,
                document.audience == "professional",
            ),
        )
        self._database.executemany(
            "insert into tag values (?, ?)",
            [(tag, document.offer_id) for tag in {*facts.tags, *moments_of(document)}],
        )


def _filters(query: Query) -> dict[str, tuple[str, list[object]]]:
    tags = [TAG_LANGUAGE + language for language in query.languages]
    tags.extend(term_tag(term) for term in (*query.accessibility, *query.terms))
    tags.extend([TAG_PRICE + "free"] if query.is_free else [])
    tags.extend([TAG_PRICE + "pass"] if query.with_pass else [])
    tags.extend([TAG_WALK_IN + "yes"] if query.walk_in else [])
    filters = {"all": (" and ".join(_any_tag([tag])[0] for tag in tags), list[object](tags))}
    if query.themes:
        filters["theme"] = _any_tag(term_tag(theme) for theme in query.themes)
    if query.kinds:
        filters["kind"] = _any_tag(TAG_KIND + kind for kind in query.kinds)
    if query.ages:
        condition = " or ".join("(minimum <= ? and ? < maximum)" for _ in query.ages)
        filters["age"] = (f"({condition})", [months for months in query.ages for _ in (1, 2)])
    if query.weekdays or query.parts:
        filters["moment"] = _any_tag(
            f"{weekday}-{part.value}"
            for weekday in query.weekdays or range(7)
            for part in query.parts or PARTS
        )
    if query.point is not None and query.radius_km is not None:
        north = query.radius_km / 111.32
        east = north / cos(radians(query.point.latitude))
        latitude, longitude = query.point.latitude, query.point.longitude
        filters["place"] = (
            "latitude between ? and ? and longitude between ? and ?",
            [latitude - north, latitude + north, longitude - east, longitude + east],
        )
    return filters


def _any_tag(tags: Iterable[str]) -> tuple[str, list[object]]:
    values = list[object](tags)
    marks = ", ".join("?" for _ in values)
    return f"offer.id in (select offer_id from tag where tag in ({marks}))", values
