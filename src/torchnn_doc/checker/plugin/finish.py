"""What is done when all tests have ended: the report and the pages are written, and gaps are found."""

from collections.abc import Iterator
from itertools import chain, groupby

import pytest

from torchnn_doc.checker.accept.edits import AcceptError, difference, rewrite
from torchnn_doc.checker.plugin.ledger import Ledger
from torchnn_doc.checker.plugin.options import Options, find_report, is_chosen
from torchnn_doc.checker.record import report_on


class Finish:
    """The end of a session.

    Args:
        config: The session's configuration.
        options: What it was asked for.
        ledger: What its tests have found.

    Attributes:
        problems: Why the run is not green although its tests are.
        rewritten: The places that were rewritten.
        difference: How pages would be rewritten, as a unified diff.

    Raises:
        pytest.UsageError: The report cannot be written where it was asked for.
    """

    def __init__(self, config: pytest.Config, options: Options, ledger: Ledger) -> None:
        self._config, self._options, self._ledger = config, options, ledger
        self._report = find_report(config)
        self.problems: list[str] = []
        self.rewritten: list[str] = []
        self.difference: list[str] = []

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Rewrite the pages, and do not let a run be green that checked nothing."""
        if hasattr(self._config, "workeroutput"):
            return  # the controller does it
        if self._report:
            text = report_on(page.as_json() for page in self._ledger.pages)
            self._report.write_text(text, encoding="utf-8")
        if exitstatus in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR):
            if any(self._ledger.edits.values()):
                self.problems.append("nothing is rewritten, since the run was interrupted")
        else:
            self._accept()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not self._narrowed():
            self.problems += self._unseen()
        if self.problems and exitstatus != pytest.ExitCode.INTERRUPTED:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _accept(self) -> None:
        """Rewrite the pages, or show how; the others too if one of them changed meanwhile."""
        edits = chain.from_iterable(self._ledger.edits.values())
        by_place = sorted(edits, key=lambda edit: (edit.file, edit.first))
        for _, group in groupby(by_place, lambda edit: edit.file):
            of_file = list(group)
            try:
                if self._options.accept == "diff":
                    self.difference += difference(of_file)
                else:
                    rewrite(of_file)
                    self.rewritten += [f"{edit.path}:{edit.first}" for edit in of_file]
            except AcceptError as error:
                self.problems.append(str(error))
        if self.difference:
            self.problems.append("the pages differ from what their code prints; --accept rewrites them")

    def _narrowed(self) -> bool:
        """Whether the user asked for less than everything."""
        option = self._config.option
        elsewhere = self._config.invocation_params.dir != self._config.rootpath
        chosen = elsewhere or is_chosen(self._config)
        return bool(chosen or option.ignore or option.ignore_glob or getattr(option, "lf", False))

    def _unseen(self) -> Iterator[str]:
        read = {page.page: page for page in self._ledger.pages}
        for page in sorted(map(self._options.settings.name, self._options.pages)):
            if page not in read:
                yield f"{page} is in docs_pages but was not collected (norecursedirs, collect_ignore?)"
        if all(fence.fate == "not code" for page in read.values() for fence in page.fences):
            yield "docs_pages is set, but none of its pages holds a Python block"
