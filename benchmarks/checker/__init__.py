"""Measures the page checker beside the tools that people use for the same today."""
