"""The runs that the tests of a page share: one, or one for each set of parameters of its fixtures."""

from collections.abc import Callable, Mapping

from torchnn_doc.checker.checking import CheckedPage
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.run.page_run import PageRun


class PageRuns:
    """The runs of a page.

    Args:
        page: The page.
        names: Gives what every namespace of the page starts with.

    Attributes:
        page: The page.
        starting: Called before each block that is run, with the block and its seconds.
    """

    def __init__(self, page: CheckedPage, names: Callable[[], Mapping[str, object]]) -> None:
        self.page, self._names = page, names
        self.starting: Callable[[Block, float], None] = lambda _block, _seconds: None
        self._runs: dict[str, PageRun] = {}

    def with_parameters(self, parameters: str, *, again: bool = False) -> PageRun:
        """The run that the tests with these parameters share, or another one beside it."""
        parameters += " again" * again
        if parameters not in self._runs:
            run = self._runs[parameters] = self.page.start(self._names())
            run.starting = lambda *started: self.starting(*started)  # noqa: PLW0108 - it may be set later
        return self._runs[parameters]

    def run_again(self, parameters: str) -> None:
        """Let the blocks be run anew, for a test that is repeated."""
        if run := self._runs.pop(parameters, None):
            run.close()

    def close(self) -> None:
        """End what the blocks share."""
        for run in self._runs.values():
            run.close()
