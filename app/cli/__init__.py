"""The commands of the installation: migrate, seed, reindex, import, export and checks."""
