"""The family's question: asking it and following it up without an account."""
