"""Writes into the pages what a run has found, whole or not at all."""
