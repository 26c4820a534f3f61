"""Alters what pages show and do in every place, and sees what the checker notices."""
