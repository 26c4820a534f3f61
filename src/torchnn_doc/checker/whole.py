"""Runs a page as a whole when nobody chooses among its blocks, here or in a worker of pytest-xdist.

Pytest's time goes into the number of tests: each is collected, set up and torn down, and under xdist all
workers collect it and one sends half a dozen messages. So a page is one test until its turn comes. Then it is
read, and its blocks are run and reported on, each as a test of its own.
"""

import pickle
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import groupby, pairwise
from typing import Any, cast

import pytest

from torchnn_doc.checker.items import WholePage
from torchnn_doc.checker.protocol import Protocol, others_take_part

# Options by which the user chooses among tests, or wants to see each test on its way.
_ALONE = (
    *("keyword", "markexpr", "deselect", "lf", "failedfirst", "newfirst", "stepwise", "collectonly"),
    *("usepdb", "trace", "setupshow", "setuponly", "setupplan"),
)
_SEE_TESTS = ("pytest_collection_modifyitems", "pytest_itemcollected", "pytest_runtest_protocol")
_PACKED, _BEFORE = "docs_packed", "docs_before"


def pages_are_whole(config: pytest.Config) -> bool:
    """Whether neither the user nor a plugin wants to have the blocks of a page apart before they run."""
    chosen = any(getattr(config.option, name, None) for name in _ALONE) or "::" in " ".join(config.args)
    return not chosen and not others_take_part(config, *_SEE_TESTS)


class WholePages:
    """Runs pages where pytest runs its tests.

    Args:
        within: Runs one test.
    """

    def __init__(self, within: Protocol) -> None:
        self._within = within

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Read a page and run its tests; leave all other tests to pytest."""
        if not isinstance(item, WholePage):
            return None
        try:
            item.parent.read()
        except Exception as error:
            report = _unreadable(item, error)
            with _announced(item.config, report):
                item.ihook.pytest_runtest_logreport(report=report)
        else:
            self._report(item, self._run(item, nextitem))
            item.parent.forget()
        return True

    def _run(self, item: WholePage, nextitem: pytest.Item | None) -> Iterator[list[pytest.TestReport]]:
        """Run one test of a page after the other, until pytest has had enough."""
        for test, following in pairwise([*item.parent.tests, nextitem]):
            assert test
            yield self._within.reports(test, following)
            if item.session.shouldfail or item.session.shouldstop:
                break

    def _report(self, item: WholePage, tests: Iterator[list[pytest.TestReport]]) -> None:
        item.session.testscollected += len(item.parent.tests) - 1
        for reports in tests:
            with _announced(item.config, reports[0]):
                for report in reports:
                    item.ihook.pytest_runtest_logreport(report=report)


class PackedPages(WholePages):
    """Runs pages in a worker of pytest-xdist, and sends all reports on a page at once."""

    def _report(self, item: WholePage, tests: Iterator[list[pytest.TestReport]]) -> None:
        pack, packed = item.config.hook.pytest_report_to_serializable, []
        for reports in tests:
            for report in reports:
                packed.append(pack(config=item.config, report=report))
                if report.failed:
                    item.session.pytest_runtest_logreport(report)  # counts it for --maxfail
        if packed:
            carrier = pytest.TestReport(item.nodeid, item.location, {}, "passed", None, "teardown")
            vars(carrier)[_PACKED] = pickle.dumps(packed)  # ten times as fast as what execnet does
            item.ihook.pytest_runtest_logreport(report=carrier)


class PageUnpacker:
    """Takes the pages apart that come from the workers: pytest sees each block as if it had come alone."""

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep the session, which counts the tests."""
        self._session = session

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_from_serializable(
        self, config: pytest.Config, data: dict[str, Any]
    ) -> pytest.TestReport | None:
        """Unpack the reports on a page; the last brings the others along."""
        packed = data.pop(_PACKED, None)
        if packed is None:
            return None
        unpack = config.hook.pytest_report_from_serializable
        *before, last = [unpack(config=config, data=data | each) for each in pickle.loads(packed)]
        vars(last)[_BEFORE] = before
        return cast(pytest.TestReport, last)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None, None, None]:
        """Before the last report on a page, give those that came with it."""
        before = vars(report).pop(_BEFORE, None)
        if before is None:
            return (yield)
        config = self._session.config
        tests = [list(group) for _, group in groupby([*before, report], lambda each: each.nodeid)]
        self._session.testscollected += len(tests) - 1
        for test in tests:
            with _announced(config, test[0]):
                for each in test:
                    if each is report:
                        yield
                    else:
                        vars(each)["node"] = vars(report)["node"]
                        config.hook.pytest_runtest_logreport(report=each)
        return None


def _unreadable(item: WholePage, error: Exception) -> pytest.TestReport:
    shown = item.repr_failure(pytest.ExceptionInfo.from_exception(error))
    return pytest.TestReport(
        item.nodeid, item.location, dict.fromkeys(item.keywords, 1), "failed", shown, "setup"
    )


@contextmanager
def _announced(config: pytest.Config, report: pytest.TestReport) -> Iterator[None]:
    config.hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    yield
    config.hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)
