"""Runs every Python block of Markdown pages under pytest and holds what it prints against the page."""
