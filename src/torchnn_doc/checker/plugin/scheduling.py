"""Keeps the blocks of a page together where pytest-xdist spreads the tests over workers."""

from xdist.scheduler import LoadScopeScheduling

from torchnn_doc.checker.page.docstrings import DOCSTRING


class PageScheduling(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives each page to one worker, and every other test to whoever is free.

    A block needs those above it to have been run: a second worker would run them again.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        return file if file.endswith(".md") or name.startswith(DOCSTRING) else nodeid
