"""Traces every number that a page shows to where it comes from: no number is left unchecked."""
