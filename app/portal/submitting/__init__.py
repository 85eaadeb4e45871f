"""Own offers and their versions: submit something new, change it, send it in."""
