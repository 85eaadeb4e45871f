"""Which offers answer the groups of a search, filtered, scored and ordered."""
