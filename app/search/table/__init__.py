"""What people say and which term means it: the rows, and finding them in words."""
