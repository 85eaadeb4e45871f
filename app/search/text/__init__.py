"""Words of texts and searches: folded, stemmed, split, and which of them say little."""
