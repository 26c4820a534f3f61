"""Holds the translations of a page against each other."""
