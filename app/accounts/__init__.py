"""People who sign in, their roles, and the guards on routes."""
