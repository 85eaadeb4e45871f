"""Tantivy set up for the same work: Dutch stems, fields with boosts, filters, counts, distances."""

from math import cos, radians
from pathlib import Path
from typing import Any

import tantivy

from app.geo.points import Point, quick_distance_km
from app.search.documents import OfferDocument
from app.search.index.analysis import is_stop_word
from app.search.index.packing import (
    COUNTED_TAGS,
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

_COUNTED = {"counts": {"terms": {"field": "counted", "size": 400}}}


def dutch_analyser() -> tantivy.TextAnalyzer:
    """Lower case, no accents, Dutch stems (Snowball)."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("dutch"))
        .build()
    )


class TantivyRival:
    """One index; filters are terms of one field, counts one pass over one fast field."""

    name = "Tantivy"

    def __init__(self, folder: Path) -> None:
        """Makes an empty index in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True, fast=True)
        builder.add_text_field("title", tokenizer_name="dutch", index_option="freq")
        builder.add_text_field("body", tokenizer_name="dutch", index_option="freq")
        builder.add_text_field("tags", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("counted", tokenizer_name="raw", fast=True, index_option="basic")
        for field in ("minimum", "maximum"):
            builder.add_integer_field(field, indexed=True, fast=True)
        for field in ("latitude", "longitude"):
            builder.add_float_field(field, indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("dutch", dutch_analyser())

    def build(self, documents: list[OfferDocument]) -> None:
        """Indexes all offers."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for document in documents:
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def update(self, document: OfferDocument) -> None:
        """Replaces one offer and makes it visible."""
        writer = self._index.writer(heap_size=32_000_000, num_threads=1)
        writer.delete_documents("id", document.offer_id)
        writer.add_document(self._document(document))
        writer.commit()
        self._index.reload()

    def search(self, query: Query) -> int:
        """Answers a query with a page of ids and distances and all counts; gives the total."""
        searcher = self._index.searcher()
        words = [
            word.folded for word in split_words(query.words) if not is_stop_word(word.folded, "nl")
        ]
        filters = self._filters(query)
        text = self._parsed(words, conjunction=True)
        found: Any = searcher.search(self._joined(text, filters, None), limit=20)
        if words and not found.count:
            text = self._parsed(words, conjunction=False)
            found = searcher.search(self._joined(text, filters, None), limit=20)
            if not found.count:
                text = self._fuzzy(words)
                found = searcher.search(self._joined(text, filters, None), limit=20)
        for without in (None, *(group for group in filters if group != "all")):
            searcher.aggregate(self._joined(text, filters, without), _COUNTED)
        if query.point is not None and found.hits:
            addresses = [address for _, address in found.hits]
            latitudes = searcher.fast_field_values("latitude", addresses)
            longitudes = searcher.fast_field_values("longitude", addresses)
            for latitude, longitude in zip(latitudes, longitudes, strict=True):
                if latitude is not None and abs(_first(latitude)) <= 90:
                    quick_distance_km(query.point, Point(_first(latitude), _first(longitude)))
        searcher.fast_field_values("id", [address for _, address in found.hits])
        return int(found.count)

    def suggest(self, prefix: str) -> int:
        """Gives the number of titles with words that begin so."""
        searcher = self._index.searcher()
        query = self._index.parse_query(f"{prefix}*", ["title"]) if prefix.isalnum() else None
        if query is None:
            return 0
        found: Any = searcher.search(query, limit=8)
        return int(found.count)

    def _document(self, document: OfferDocument) -> Any:
        facts = unpack(pack(document))
        made = tantivy.Document()
        made.add_integer("id", document.offer_id)
        made.add_text("title", " ".join(text.title for text in document.texts))
        body = [f"{text.summary} {text.description}" for text in document.texts]
        body.extend(label for _, label in document.labels)
        body.extend((document.organization, *document.place_names))
        made.add_text("body", " ".join(body))
        for tag in (*facts.tags, *moments_of(document)):
            made.add_text("tags", tag)
            if tag.startswith(COUNTED_TAGS) or tag[0].isdigit():
                made.add_text("counted", tag)
        if document.audience == "professional":
            made.add_text("tags", "professional")
        made.add_integer("minimum", facts.minimum)
        made.add_integer("maximum", facts.maximum)
        point = document.points[0] if document.points else Point(0, 0)
        made.add_float("latitude", point.latitude)
        made.add_float("longitude", point.longitude)
        return made

    def _parsed(self, words: list[str], *, conjunction: bool) -> Any:
        if not words:
            return tantivy.Query.all_query()
        return self._index.parse_query(
            " ".join(words),
            ["title", "body"],
            field_boosts={"title": 4.0},
            conjunction_by_default=conjunction,
        )

    def _fuzzy(self, words: list[str]) -> Any:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.fuzzy_term_query(
                        self._schema, field, word, distance=1 if len(word) < 8 else 2
                    ),
                )
                for word in words
                for field in ("title", "body")
            ]
        )

    def _filters(self, query: Query) -> dict[str, list[Any]]:
        filters: dict[str, list[Any]] = {"all": []}
        tags = [TAG_LANGUAGE + language for language in query.languages]
        tags.extend(term_tag(term) for term in (*query.accessibility, *query.terms))
        tags.extend([TAG_PRICE + "free"] if query.is_free else [])
        tags.extend([TAG_PRICE + "pass"] if query.with_pass else [])
        tags.extend([TAG_WALK_IN + "yes"] if query.walk_in else [])
        filters["all"] = [self._tag(tag) for tag in tags]
        if query.themes:
            filters["theme"] = [self._any(term_tag(theme) for theme in query.themes)]
        if query.kinds:
            filters["kind"] = [self._any(TAG_KIND + kind for kind in query.kinds)]
        if query.ages:
            filters["age"] = [self._any_of([self._age(months) for months in query.ages])]
        if query.weekdays or query.parts:
            filters["moment"] = [
                self._any(
                    f"{weekday}-{part.value}"
                    for weekday in query.weekdays or range(7)
                    for part in query.parts or PARTS
                )
            ]
        if query.point is not None and query.radius_km is not None:
            filters["place"] = [self._box(query.point, query.radius_km)]
        return filters

    def _joined(self, text: Any, filters: dict[str, list[Any]], without: str | None) -> Any:
        clauses = [(tantivy.Occur.Must, text), (tantivy.Occur.MustNot, self._tag("professional"))]
        clauses.extend(
            (tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0))
            for group, queries in filters.items()
            if group != without
            for query in queries
        )
        return tantivy.Query.boolean_query(clauses)

    def _tag(self, tag: str) -> Any:
        return tantivy.Query.term_query(self._schema, "tags", tag, index_option="basic")

    def _any(self, tags: Any) -> Any:
        return tantivy.Query.term_set_query(self._schema, "tags", list(tags))

    def _any_of(self, queries: list[Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _age(self, months: int) -> Any:
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, self._range("minimum", None, months)),
                (tantivy.Occur.Must, self._range("maximum", months + 1, None)),
            ]
        )

    def _box(self, point: Point, radius_km: float) -> Any:
        north = radius_km / 111.32
        east = north / cos(radians(point.latitude))
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Must,
                    self._range(
                        "latitude", point.latitude - north, point.latitude + north, is_float=True
                    ),
                ),
                (
                    tantivy.Occur.Must,
                    self._range(
                        "longitude", point.longitude - east, point.longitude + east, is_float=True
                    ),
                ),
            ]
        )

    def _range(
        self, field: str, low: float | None, high: float | None, *, is_float: bool = False
    ) -> Any:
        kind = tantivy.FieldType.Float if is_float else tantivy.FieldType.Integer
        return tantivy.Query.range_query(self._schema, field, kind, low, high)


def _first(value: Any) -> float:
    return float(value[0] if isinstance(value, list) else value)
