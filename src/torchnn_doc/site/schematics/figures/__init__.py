"""One module a figure, named like its file."""
