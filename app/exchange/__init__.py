"""Aanbod in and out: the offers CSV, the seed, iCalendar, Atom and schema.org."""
