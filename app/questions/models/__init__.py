"""What is kept of a question: its tables by subject."""
