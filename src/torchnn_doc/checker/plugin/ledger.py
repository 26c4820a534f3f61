"""Keeps the records of all pages, from what their tests report, also those in workers of pytest-xdist."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, Protocol

import pytest

from torchnn_doc.checker.accept.edits import Edit
from torchnn_doc.checker.plugin.files import DocstringFile, PageFile
from torchnn_doc.checker.plugin.items import PageItem, SkippedByPage
from torchnn_doc.checker.record import EquationRecord, FenceRecord, PageRecord

_FOUND = "docs_found"  # what a report carries, also from a worker to the controller
_READ = "docs_read"  # what a worker leaves of the pages that it has read
_MOST_CAPTURED = 100_000  # characters of what a block writes past its own streams, to show if it fails


class _Worker(Protocol):
    """A process of pytest-xdist that has ended, with what it left for the controller."""

    workeroutput: dict[str, Any]


class Ledger:
    """The records of a session.

    Args:
        config: The session's configuration.

    Attributes:
        edits: What `--accept` and `--docs-reviewed` have to write, by the names of the tests.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._collected: list[PageFile | DocstringFile] = []
        self._read: dict[str, PageRecord] = {}
        self._found: dict[str, dict[str, Any]] = {}  # by the names of the tests
        self._problems: dict[str, str] = {}
        self.edits: dict[str, list[Edit]] = {}

    def expect(self, page: PageFile | DocstringFile) -> None:
        """Take note of a page that pytest may come to read; it makes more collectors than it collects."""
        self._collected.append(page)

    @property
    def pages(self) -> list[PageRecord]:
        """What has become of each page."""
        tests: dict[str, list[str]] = {}
        for name, found in self._found.items():
            tests.setdefault(found["page"], []).append(name)
        read = {page.record.page: page.record for page in self._collected if page.record}
        return [self._record(page, tests.get(page.page, [])) for page in {**self._read, **read}.values()]

    @property
    def blocks(self) -> list[FenceRecord]:
        """What has become of each block whose test was run; of one with parameters in each of its tests."""
        return [FenceRecord(**found["fence"]) for found in self._found.values() if "fence" in found]

    @property
    def alike(self) -> int:
        """How many pages were found to be the same in another language."""
        return sum(found.get("alike", False) for found in self._found.values())

    def _record(self, page: PageRecord, tests: Sequence[str]) -> PageRecord:
        """The record of a page, with what was found by these tests of it."""
        fences = {fence.line: fence for fence in page.fences}
        for found in map(self._found.__getitem__, tests):
            if "fence" in found:
                fences[found["fence"]["line"]] = FenceRecord(**found["fence"])
            if "equations" in found:
                page = replace(page, equations=[*map(EquationRecord.from_json, found["equations"])])
            if "numbers" in found:
                page = replace(page, numbers=found["numbers"])
        problems = [self._problems[name] for name in tests if name in self._problems]
        return replace(page, fences=[*fences.values()], problems=problems)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report carry what was found; so it also comes from a worker to the controller."""
        report = yield
        if not isinstance(item, PageItem):
            return report
        if call.excinfo and isinstance(call.excinfo.value, SkippedByPage):
            report.longrepr = str(item.path), item.line, f"Skipped: {call.excinfo.value}"
        if call.excinfo and isinstance(call.excinfo.value, pytest.FixtureLookupError):
            report.longrepr = item.repr_failure(call.excinfo)  # pytest shows the function that stands for it
        if report.when == "call" or (report.when == "setup" and not report.passed):
            vars(report)[_FOUND] = {"page": item.page, **item.found(report)}
            report.sections = [(title, text[-_MOST_CAPTURED:]) for title, text in report.sections]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Enter what was found; what was found the last time, if a test is repeated."""
        found = vars(report).get(_FOUND)
        if not found:
            return
        self._found[report.nodeid] = found
        self._problems.pop(report.nodeid, None)
        if report.failed:
            self._problems[report.nodeid] = str(report.longrepr).strip()
        edits = found.get("edits", ())
        self.edits[report.nodeid] = [Edit(**{**edit, "lines": tuple(edit["lines"])}) for edit in edits]

    def pytest_sessionfinish(self) -> None:
        """Leave what was read for the controller, in a worker."""
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[_READ] = [page.as_json() for page in self.pages]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: _Worker) -> None:
        """Take over what a worker has read; all of them read the same pages."""
        for page in getattr(node, "workeroutput", {}).get(_READ, ()):
            fences = [FenceRecord(**fence) for fence in page["fences"]]
            read = PageRecord(page["page"], page["digest"], fences)
            self._read[read.page] = read


def is_of_page(report: pytest.TestReport) -> bool:
    """Whether a report is on a test of a page."""
    return _FOUND in vars(report)
