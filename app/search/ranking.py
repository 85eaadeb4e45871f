"""How results are ordered: one pure formula over arrays, and every constant of it in one place."""

from dataclasses import dataclass

import numpy as np

from app.search.arrays import Floats, Integers

# Weights of the fields of a document, and the lengths that count as usual (BM25F).
TITLE_BOOST = 4.0
TERM_BOOST = 3.5
LABEL_BOOST = 2.5
SUMMARY_BOOST = 1.6
ORGANIZATION_BOOST = 1.1
PLACE_BOOST = 0.8
DESCRIPTION_BOOST = 0.8
# What a word of a text says of a theme that the partner did not choose.
NEAR_TERM_SHARE = 0.9
FAR_TERM_SHARE = 0.6
# A title is doubted less: the power of that share for its words.
TITLE_DOUBT = 0.3
LENGTH_SHARE = 0.4
TYPICAL_TITLE_WORDS = 5
TYPICAL_SUMMARY_WORDS = 20
TYPICAL_DESCRIPTION_WORDS = 80
SATURATION = 1.6

# What a way of matching counts beside the word itself.
CONCEPT_FACTOR = 0.22
FINE_FACTOR = 0.6
TERM_FACTOR = 0.45
NARROWER_FACTOR = 0.3
# How surely a known compound also means what a part of it means.
OF_PARTS = 0.8
LITERAL_FACTOR = 0.52
WORRY_FACTOR = 0.7
RELATED_FACTOR = 0.66
RELATED_SHARE = 0.8
OTHER_LANGUAGE_FACTOR = 0.9
PARTS_FACTOR = 0.6
JOINED_FACTOR = 0.9
WEAK_WORD_MASS = 0.2
NOTION_MASS = 2.0
MANNER_MASS = 0.7
# More words together say it surer: the power of their number.
MORE_WORDS = 0.5
# The share of its mass that a notion keeps however unsure it is.
UNSURE_MASS = 0.15
# A meaning less sure than the surest of its notion loses this power of the difference.
SHARPNESS = 0.2
# The power of what is covered beside the points.
COVER_POWER = 0.6
# The share of its points that an offer loses when it is wholly about other themes than the asked
# ones, and how far one that tells no theme counts as being about them.
OFF_FOCUS = 0.5
FOCUS_UNKNOWN = 0.5
# What a word means by itself within a longer phrase that is known, and when it is surer than that.
PART_OF_NOTION = 0.4
SURE_PART = 0.8
# What is told first weighs most; each next notion this share of the one before.
NEXT_NOTION = 0.92
# What a story tells in other sentences than those that ask: its share.
ONLY_TOLD = 0.4
# A word that nobody knows weighs less beside one that the table knows.
BESIDE_NOTION_MASS = 0.35
# Beside a notion the rarity (idf) of words that nobody knows is bounded, and its own is not small.
NOTION_RARITY = 3.5
WORD_RARITY = 1.7
# From this score on a document counts as one that has the thing itself, for its rarity.
HAS_ITSELF = 0.9
# And from this one it tells something of it.
TELLS = 0.2
# Documents that cover less than this share of the best covered one are not results.
COVERAGE_KEPT = 0.35
# Nor are those with less than this share of the points of the best.
POINTS_KEPT = 0.23
# Within a chosen surrounding those with less than this share.
NEAR_POINTS_KEPT = 0.3
# Where the words also tell a day or a place, what meets them with less than this share only comes
# among what nearly fits.
SQUARELY = 0.5
# From this score on a document is what somebody says it must not be.
UNWANTED = 0.15

# Points of the final score. A full match of the words gives WORDS points.
WORDS = 11.5
WHOLE_TITLE = 6.0
AGE_FIT = 2.5
SOFT_AGE_MISSED = -2.5
NEARNESS = 1.5
NEARNESS_KM = 8.0
SERVES_HERE = 2.0
SERVES_ELSEWHERE = -4.0
FRESHNESS = 0.5
FRESH_DAYS = 180
OVERDUE = -1.5
INTENT = 0.4
# Each offer of the same title after the first, so that branches of one thing do not fill the page.
REPEATED = -1.5
SOON = 0.8
SOON_DAYS = 14
COMPLETENESS = 0.6
# A child's age is best served by a range of about a year; the share halves with every doubling
# beyond it.
NARROW_MONTHS = 12.0
# More than any score, hour or kilometre, so that it comes before every other order.
SUITS_ALL = 1e7


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of a score, one value a document in each array, or None where the query does not
    ask.
    """

    words: Floats | None
    whole_title: Floats | None
    age_fit: Floats | None
    nearness: Floats | None
    serving: Floats | None
    intent: Floats | None
    repeated: Floats | None
    soon: Floats
    quality: Floats

    def total(self) -> Floats:
        """Gives the sum of all parts."""
        total = self.soon + self.quality
        for _, part in self._asked():
            total += part
        return total

    def at(self, places: Integers) -> "Scores":
        """Gives the parts of the documents at some places."""
        return Scores(
            words=None if self.words is None else self.words[places],
            whole_title=None if self.whole_title is None else self.whole_title[places],
            age_fit=None if self.age_fit is None else self.age_fit[places],
            nearness=None if self.nearness is None else self.nearness[places],
            serving=None if self.serving is None else self.serving[places],
            intent=None if self.intent is None else self.intent[places],
            repeated=None if self.repeated is None else self.repeated[places],
            soon=self.soon[places],
            quality=self.quality[places],
        )

    def reasons(self) -> list[list[tuple[str, float]]]:
        """Gives for each document the parts of its score that are not zero."""
        named = [*self._asked(), ("soon", self.soon), ("quality", self.quality)]
        columns = [[(name, round(amount, 3)) for amount in part.tolist()] for name, part in named]
        return [[reason for reason in row if reason[1]] for row in zip(*columns, strict=True)]

    def _asked(self) -> list[tuple[str, Floats]]:
        named = (
            ("words", self.words),
            ("whole_title", self.whole_title),
            ("age_fit", self.age_fit),
            ("nearness", self.nearness),
            ("serving", self.serving),
            ("intent", self.intent),
            ("repeated", self.repeated),
        )
        return [(name, part) for name, part in named if part is not None]


def saturate(frequencies: Floats) -> Floats:
    """Gives f / (f + k): the weight of a field-weighted frequency, in 0..1 (BM25 without its
    constant factor).
    """
    return frequencies / (frequencies + np.float32(SATURATION))


def frequencies_of(saturated: Floats) -> Floats:
    """Gives the frequencies of which `saturate` made these weights (below 1)."""
    left = np.maximum(np.float32(1) - saturated, np.float32(1e-4))
    found: Floats = saturated * np.float32(SATURATION) / left
    return found


def rarity(documents: int, matching: int) -> float:
    """Gives the weight of a word that `matching` of `documents` hold (BM25's idf, never below
    zero).
    """
    return float(np.log(1.0 + (max(documents - matching, 0) + 0.5) / (matching + 0.5)))


def age_fit(minimum: Integers, maximum: Integers) -> Floats:
    """Gives points for how closely each range (months) is meant for a child that it holds."""
    width = np.maximum(maximum.astype(np.float32) - minimum, np.float32(NARROW_MONTHS))
    fit: Floats = np.float32(AGE_FIT) * np.sqrt(np.float32(NARROW_MONTHS) / width)
    return fit


def nearness(distances_km: Floats) -> Floats:
    """Gives points that decay with the distance in kilometres; infinite distances give none."""
    near: Floats = np.float32(NEARNESS) * np.exp(distances_km * np.float32(-1.0 / NEARNESS_KM))
    return near


def soonness(days: Integers) -> Floats:
    """Gives points for a next moment within days from today; negative days mean there is none."""
    left = np.float32(1.0) - days.astype(np.float32) * np.float32(1.0 / SOON_DAYS)
    left[(days < 0) | (days > SOON_DAYS)] = 0.0
    return np.float32(SOON) * left


def quality(
    verified_ordinals: Integers, due_ordinals: Integers, completeness: Floats, today: int
) -> Floats:
    """Gives points for a card checked of late and complete (0..1), and takes some when overdue.

    Day ordinals; 0 is never checked, or never due.
    """
    age = today - verified_ordinals
    fresh = np.clip(1.0 - age / FRESH_DAYS, 0.0, 1.0) * FRESHNESS
    overdue = ((due_ordinals > 0) & (due_ordinals < today)) * OVERDUE
    points: Floats = (fresh + overdue + completeness * np.float32(COMPLETENESS)).astype(np.float32)
    return points
