"""Runs the blocks of a page, and keeps what each led to."""
