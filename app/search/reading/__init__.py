"""What a search says: facts, known notions, mended words, and the groups that are looked up."""
