"""The family's door: search, map, offer pages, saved list and the feeds of a search."""
