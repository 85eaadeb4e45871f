"""Dichtbij: the public website on which families find everything around them."""
