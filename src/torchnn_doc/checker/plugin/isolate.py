"""Runs each page in a process of its own, so that a block which ends its process fails like any other."""

import math
import os
import resource
import signal
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

import pytest

from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.plugin.inside_pytest import leave_set_up, reports_of
from torchnn_doc.checker.plugin.items import BlockItem, RunningItem
from torchnn_doc.checker.plugin.runs import PageRuns

_GRACE = 1.0  # seconds in which a block that has run out of time may still say so itself


class ProcessEndedError(CheckError):
    """A block ended the process that runs its page, or had to be ended with it."""


@dataclass(frozen=True)
class _Started:
    """Said by a page's process: this block starts now, and may run so long."""

    line: int
    seconds: float


@dataclass(frozen=True)
class _Finished:
    """Said by a page's process: what has become of the test, and what it warned of."""

    reports: list[dict[str, Any]]
    warned: list[tuple[str, type[Warning], str, int]]


class IsolatedProtocol:
    """Runs the tests of pages, each page in a copy of this process.

    The copy is made when the first test of a page is to run, so that it has all that pytest has set up until
    then, and ends after the page's last. It runs the tests as this process would, and sends their reports.

    Args:
        memory: The bytes by which such a process may grow.
    """

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: _PageProcess | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run the test of a page; leave all others to pytest."""
        if not isinstance(item, RunningItem):
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in self._reports(item, nextitem):
            hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def _reports(self, item: RunningItem, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
        if self._process and self._process.runs is not item.runs:
            self.pytest_sessionfinish()
        if not self._process:
            self._process = _PageProcess(item, self._memory)
        following = nextitem if _is_of(item.runs, nextitem) else None
        try:
            return self._process.run(item, following)
        except ProcessEndedError as error:
            following = None
            item.run.blame(error.line, error)
            return _failed(item, nextitem, error)
        finally:
            if not following:
                self.pytest_sessionfinish()

    def pytest_sessionfinish(self) -> None:
        """End the process that is still there."""
        if self._process:
            self._process.close()
            self._process = None


class _PageProcess:
    """The process of one page, seen from pytest's."""

    def __init__(self, first: RunningItem, memory: int) -> None:
        self.runs = first.runs
        self._status: int | None = None
        self._pipe, theirs = Pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # on forking beside threads, such as numpy's
            self._id = os.fork()
        if not self._id:
            self._pipe.close()
            _serve(theirs, first, memory)
        theirs.close()

    def run(self, item: RunningItem, following: pytest.Item | None) -> list[pytest.TestReport]:
        """Have a test run.

        Args:
            item: The test.
            following: The page's test that comes next, if one does.

        Raises:
            ProcessEndedError: The process came to its end, by itself or because the time was over.
        """
        started = _Started(item.line, math.inf)  # until the process says so, fixtures are being set up
        try:
            self._pipe.send((item.nodeid, following and following.nodeid))
            while self._pipe.poll(None if math.isinf(started.seconds) else started.seconds + _GRACE):
                message = self._pipe.recv()
                if isinstance(message, _Finished):
                    return list(_received(message, item.config))
                started = message
            self._wait(0)
            problem = f"the block did not end within {started.seconds:g} s, and could not be interrupted"
        except (EOFError, ConnectionError):
            problem = self._end()
        raise ProcessEndedError(item.page, started.line, problem)

    def close(self) -> None:
        """Let the process end, if it has not done so, and wait for it."""
        self._pipe.close()
        self._wait(_GRACE)

    def _wait(self, seconds: float) -> None:
        """Wait for the process to end by itself, and no longer than that."""
        end = time.monotonic() + seconds
        while self._status is None and time.monotonic() < end:
            ended, status = os.waitpid(self._id, os.WNOHANG)
            if ended:
                self._status = status
            else:
                time.sleep(0.001)
        if self._status is None:
            os.kill(self._id, signal.SIGKILL)
            self._status = os.waitpid(self._id, 0)[1]

    def _end(self) -> str:
        """How the process ended."""
        self._wait(_GRACE)
        assert self._status is not None
        code = os.waitstatus_to_exitcode(self._status)
        if code >= 0:
            return f"the block ended its process, with exit code {code}"
        return f"the block's process was ended by {signal.Signals(-code).name}: {signal.strsignal(-code)}"


def _serve(pipe: "Connection[Any, Any]", first: RunningItem, memory: int) -> NoReturn:
    """Run the tests of a page that are asked for, until nobody asks."""
    status = 1
    try:
        _limit_memory(memory)
        leave_set_up(first.session)
        first.runs.starting = lambda block, seconds: pipe.send(_Started(block.line, seconds))
        tests = {test.nodeid: test for test in first.session.items}
        while True:
            name, following = pipe.recv()
            with warnings.catch_warnings(record=True) as warned:
                reports = reports_of(tests[name], tests.get(following))
            pipe.send(_finished(reports, warned, first.config))
    except EOFError:
        status = 0
    except BaseException:
        traceback.print_exc()  # pytest shows it with the report on the process that has ended
    finally:
        os._exit(status)


def _limit_memory(growth: int) -> None:
    with suppress(FileNotFoundError):  # only Linux tells how much there is now
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + growth, resource.RLIM_INFINITY))


def _finished(
    reports: list[pytest.TestReport], warned: list[warnings.WarningMessage], config: pytest.Config
) -> _Finished:
    pack = config.hook.pytest_report_to_serializable
    return _Finished(
        [pack(config=config, report=report) for report in reports],
        [(str(each.message), _known(each.category), each.filename, each.lineno) for each in warned],
    )


def _known(category: type[Warning]) -> type[Warning]:
    """The category, or what it is derived from if only the page's process knows it."""
    return next(each for each in category.__mro__ if each.__module__ == "builtins")


def _received(message: _Finished, config: pytest.Config) -> Iterator[pytest.TestReport]:
    for text, category, file, line in message.warned:
        warnings.warn_explicit(text, category, file, line)
    for report in message.reports:
        yield config.hook.pytest_report_from_serializable(config=config, data=report)


def _is_of(runs: PageRuns, item: pytest.Item | None) -> bool:
    """Whether a test takes part in the runs of a page."""
    return isinstance(item, RunningItem) and item.runs is runs


def _failed(
    item: RunningItem, nextitem: pytest.Item | None, error: ProcessEndedError
) -> list[pytest.TestReport]:
    """The reports on a test whose process cannot give them: here it only fails."""

    def fail() -> NoReturn:
        if isinstance(item, BlockItem):
            item.record = replace(item.record, fate="failed")
        raise error

    item.setup, item.runtest = lambda: None, fail  # type: ignore[method-assign]
    # Of the page, nothing is to be left set up here: its other tests will be in a process of their own.
    others = (each for each in (nextitem, *item.session.items) if each)
    reports = reports_of(item, next((each for each in others if not _is_of(item.runs, each)), None))
    for report in reports:
        # What the block wrote until then is found when the first phase ends in this process.
        report.sections = [(title.replace(" setup", " call"), text) for title, text in report.sections]
    return reports
