"""What visitors say is wrong with own offers, and how often these are seen."""
