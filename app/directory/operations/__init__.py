"""Every query and write of the directory, one module a subject."""
