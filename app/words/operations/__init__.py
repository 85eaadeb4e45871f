"""Reading and writing the words that staff keep, and counting searches."""
