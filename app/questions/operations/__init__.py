"""What can be done with questions: every query and write, by subject."""
