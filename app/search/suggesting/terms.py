"""Terms of the taxonomy by every name that families give them, worries too, typed only in part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.search.arrays import Floats, Integers
from app.search.index.snapshot import Snapshot
from app.search.keeping import code_in, digest_of
from app.search.suggesting.names import (
    Label,
    NamedTerm,
    NameLayer,
    list_canonical,
    name_arrays,
)
from app.search.suggesting.typos import Beginning
from app.search.table.masks import Mask
from app.search.table.synonyms import TERM_MARK, Synonyms

_COUNTED = 0.2
_TOO_FAR = 3.0
"""What costs so much more than the best of all is no proposal when a word is mistyped."""


class TermNames:
    """All names of terms, in the layers of a synonym table; read by many threads.

    The names of what ships with the site are sorted once: a table with the same ground shares them.
    """

    def __init__(self, synonyms: Synonyms, known: TermNames | None = None) -> None:
        """Sorts the words of every name that is not sorted in the names of before."""
        self.ground = synonyms.ground
        self.ours: tuple[Label, ...]
        self.layers: tuple[NameLayer, ...]
        if known is not None and known.ground is self.ground:
            self.ours, shipped = known.ours, known.layers[0]
        else:
            self.ours = (*synonyms.labels, *list_canonical(self.ground.layer.table))
            shipped = self._shipped()
        own = synonyms.own.table
        ours = set(self.ours)
        more = [label for label in list_canonical(own) if label not in ours]
        self.layers = (shipped, NameLayer.of(more, own)) if len(own) else (shipped,)
        # What staff took out is a row of the site; what they say themselves always counts.
        self._costs = [
            layer.masked_costs(synonyms.mask if layer is shipped else Mask())
            for layer in self.layers
        ]
        every = dict.fromkeys(term_id for layer in self.layers for term_id in layer.term_ids)
        self.term_ids = sorted(every)
        places = {term_id: place for place, term_id in enumerate(self.term_ids)}
        self._places = [
            np.array([places[term_id] for term_id in layer.term_ids], dtype=np.int32)
            for layer in self.layers
        ]

    def _shipped(self) -> NameLayer:
        keeper, digest = self.ground.kept
        code = code_in(Path(__file__).parent)
        made_of = digest_of((digest.encode(), repr(self.ground.labels).encode(), *code))
        table = self.ground.layer.table
        arrays = keeper.get("names", made_of, lambda: name_arrays(self.ours, table))
        return NameLayer(arrays, len(self.ours))

    def count(self, snapshot: Snapshot, known: dict[str, float]) -> Floats:
        """Gives what each term costs by its offers for families; infinite when it has none.

        What was counted before is taken from `known`, and what was not is noted there.
        """
        for term_id in self.term_ids:
            if term_id not in known:
                postings = snapshot.postings(TERM_MARK + term_id)
                offers = 0 if postings is None else int(snapshot.for_families[postings[0]].sum())
                known[term_id] = -_COUNTED * float(np.log10(1 + offers)) if offers else np.inf
        return np.array([known[term_id] for term_id in self.term_ids], dtype=np.float32)

    def list_near(self, word: str) -> list[Beginning]:
        """Gives the beginnings of words in the names that a mistyped word may be."""
        near = {one for layer in self.layers for one in layer.index.list_near(word)}
        return sorted(near)

    def find(
        self,
        words: Sequence[str],
        language: str,
        counted: Floats,
        limit: int,
        *,
        is_mistyped: bool = False,
    ) -> list[NamedTerm]:
        """Gives the terms that the words may become, the likeliest first, each once."""
        typed = sum(map(len, words)) + len(words) - 1
        numbers: list[Integers] = []
        costs_of: list[Floats] = []
        for layer, own_costs, places in zip(self.layers, self._costs, self._places, strict=True):
            index = layer.index
            found = index.find_mistyped(words) if is_mistyped else index.find(words)
            costs = layer.cost(found, typed, language, own_costs)
            numbers.append(found.numbers)
            costs_of.append(costs + counted[places[layer.terms_of(found.numbers)]])
        return self._choose(numbers, costs_of, limit, _TOO_FAR if is_mistyped else np.inf)

    def _choose(
        self, numbers: Sequence[Integers], costs_of: Sequence[Floats], limit: int, too_far: float
    ) -> list[NamedTerm]:
        costs = np.concatenate(costs_of)
        if not len(costs):
            return []
        every = np.concatenate(numbers)
        most = costs.min() + too_far
        chosen: dict[str, NamedTerm] = {}
        for place in np.argsort(costs, kind="stable").tolist():
            if len(chosen) >= limit or costs[place] > most or costs[place] == np.inf:
                break
            layer = self.layers[0 if place < len(numbers[0]) else 1]
            name = layer.name_of(int(every[place]))
            chosen.setdefault(name.term_id, name)
        return list(chosen.values())
