"""Geo knows the places of Belgium, distances between points, and street addresses when allowed."""
