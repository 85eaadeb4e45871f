"""Suggesting something without account, confirmed by mail and reviewed."""
