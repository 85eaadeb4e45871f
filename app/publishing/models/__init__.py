"""The tables of publishing, one module a subject."""
