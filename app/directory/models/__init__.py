"""The tables of the directory, one module a subject."""
