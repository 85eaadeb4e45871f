"""Advice while something is typed: doubles, clashes, what is missing, long sentences."""
