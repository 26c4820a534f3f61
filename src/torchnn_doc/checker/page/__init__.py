"""Reads a page: its text, the fences in it, and the blocks that these make."""
