"""How well searches are answered: a judged set of offers and searches, measured side by side."""
