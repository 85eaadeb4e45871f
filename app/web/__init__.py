"""The page kit: layouts, safety, limits, errors and the parts every door shares."""
