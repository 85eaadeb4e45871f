"""The dates of an own offer: series, exceptions, what is called off."""
