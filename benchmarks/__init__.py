"""Measurements on generated data; run one with `python -m benchmarks.search`."""
