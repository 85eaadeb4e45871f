"""The coordinator's review of what partners and visitors send in."""
