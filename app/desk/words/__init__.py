"""The words that staff own: the table, spelling, pinned answers and their history."""
