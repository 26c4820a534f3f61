"""Reads the equations of a Markdown page and verifies them."""
