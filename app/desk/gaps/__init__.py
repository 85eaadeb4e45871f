"""What families search for, what they do not find, and what they say that they miss."""
