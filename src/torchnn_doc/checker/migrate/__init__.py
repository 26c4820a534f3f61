"""Turns pages written for other tools that run documentation into pages for this one (`--docs-migrate`)."""
