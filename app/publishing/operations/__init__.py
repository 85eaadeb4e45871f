"""Every query and write of publishing, one module a subject."""
