"""What is said of the pages when all tests have ended."""

import pytest

from torchnn_doc.checker.plugin.colour import markup_of
from torchnn_doc.checker.plugin.finish import Finish
from torchnn_doc.checker.plugin.ledger import Ledger
from torchnn_doc.checker.plugin.summary import summarize, unread


class Terminal:
    """The pages' part of pytest's terminal.

    Args:
        ledger: What the tests have found.
        finish: What was done at their end.
    """

    def __init__(self, ledger: Ledger, finish: Finish) -> None:
        self._ledger, self._finish = ledger, finish

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Say what was rewritten and what was overlooked, and in one line what was checked."""
        finish, pages = self._finish, self._ledger.pages
        for problem in finish.problems:
            terminalreporter.write_line(f"docs: {problem}", red=True)
        for line in finish.difference:
            terminalreporter.write_line(line, **markup_of(line))
        for place in finish.rewritten:
            terminalreporter.write_line(f"docs: rewritten {place}")
        for page in sorted(pages, key=lambda page: page.page):
            for fence in page.fences:
                if fence.fate == "not code" and fence.reason:
                    terminalreporter.write_line(f"docs: {page.page}:{fence.line}: {fence.reason}")
        if not pages:
            return
        if terminalreporter.verbosity > 0:
            for line in unread(pages):
                terminalreporter.write_line(f"docs: not read {line}")
        done = "rewritten" if finish.rewritten else "to be rewritten"
        blocks, alike = self._ledger.blocks, self._ledger.alike
        terminalreporter.write_line(summarize(pages, blocks, alike, done))
