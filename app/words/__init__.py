"""The words that families use: what staff changed to our table, and what was searched for."""
