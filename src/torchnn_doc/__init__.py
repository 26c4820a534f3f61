"""Torch7's `nn` in numpy, and a checker that holds documentation pages to what their code prints."""
