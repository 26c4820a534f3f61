"""Holds what a block led to against what its page shows, and tells the difference."""
