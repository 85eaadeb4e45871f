"""Confirming facts: from the link of a letter without sign-in, or from the own list."""
