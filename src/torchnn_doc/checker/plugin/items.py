"""The tests of a page: one for each block, and those of its equations, its numbers and its translation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache, cached_property
from inspect import Parameter, Signature
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest

from torchnn_doc.checker.accept.corrections import corrections
from torchnn_doc.checker.accept.edits import Edit
from torchnn_doc.checker.accept.review import marked_as_read
from torchnn_doc.checker.checking import read_translation
from torchnn_doc.checker.compare.check import CodeError, printed_by
from torchnn_doc.checker.equations.errors import raise_wrong
from torchnn_doc.checker.equations.unread import UnreadEquations
from torchnn_doc.checker.numbers.trace import raise_unchecked
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError, PageError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.plugin.inside_pytest import kept_streams
from torchnn_doc.checker.plugin.options import Options
from torchnn_doc.checker.plugin.runs import PageRuns
from torchnn_doc.checker.record import NEEDS_EXTRA, EquationRecord, FenceRecord
from torchnn_doc.checker.run.outcome import Outcome
from torchnn_doc.checker.run.page_run import BlockedError, PageRun
from torchnn_doc.checker.translations.review import check_read

_MOST_SHOWN = 2000  # characters of what a failing block printed
_PYTEST_OUTCOMES = (pytest.skip.Exception, pytest.xfail.Exception, pytest.exit.Exception)


class SkippedByPage(pytest.skip.Exception):  # type: ignore[name-defined,misc]  # it is Any to mypy
    """A test of a page is skipped for what the page says, not by a line of Python."""


class PageItem(pytest.Item):
    """A test of a page.

    Args:
        page: The page's name.
        line: Where what it checks stands.
        title: What pytest calls it where it fails.
    """

    def __init__(self, name: str, parent: Any, *, page: str, line: int, title: str, **options: Any) -> None:
        super().__init__(name, parent, **options)
        self.page, self.line, self.title = page, line, title

    def found(self, _report: pytest.TestReport) -> dict[str, Any]:
        """What it has to say for the record of its page, and for `--accept`, as JSON has it."""
        return {}

    def repr_failure(  # type: ignore[override]  # pytest itself allows more than the class below us says
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> Any:
        """Tell what is wrong with the page, not how the checker found it."""
        error = excinfo.value
        if isinstance(error, pytest.FixtureLookupError) and not error.msg:
            problem = f"fixture {error.argname!r} not found (pytest --fixtures lists them)"
            error = PageError(self.page, self.line, problem).with_traceback(excinfo.tb)
        if not isinstance(error, CheckError):
            return super().repr_failure(excinfo)
        told = pytest.ExceptionInfo.from_exception(error).getrepr(style="value", chain=False, tbfilter=False)
        if crash := told.reprcrash:  # what the short summary shows
            crash.path, crash.lineno, crash.message = error.path, error.line, error.headline
        return told

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, self.line - 1, self.title

    @cached_property
    def location(self) -> tuple[str, int, str]:
        """The same as pytest keeps it, which would work out the file's path anew for each block."""
        return self.page, self.line - 1, self.title


class RunningItem(PageItem, pytest.Function):
    """A test for which blocks of its page are run; pytest serves it fixtures as it serves a function.

    Args:
        fixtures: Their names.
        runs: The runs that it takes part in.
    """

    def __init__(
        self, name: str, parent: Any, *, fixtures: tuple[str, ...], runs: PageRuns, **options: Any
    ) -> None:
        super().__init__(name, parent, callobj=function_of(fixtures), **options)
        self.runs = runs
        self._begun = False

    def setup(self) -> None:
        """Set up the fixtures; let the page be run again if this test was run before."""
        if self._begun:
            self.runs.run_again(self._parameters)
        self._begun = True
        super().setup()

    def outcome(self, block: Block) -> Outcome:
        """Run a block, after what it may depend on.

        Raises:
            BlockedError: A block above it failed.
        """
        try:
            with kept_streams(self.config):
                return self.run.outcome(block, self._fixture)
        except BlockedError as error:
            if isinstance(error.__cause__, pytest.skip.Exception):
                self.skip(error.problem)
            raise

    @property
    def run(self) -> PageRun:
        """The run that the test takes part in."""
        return self.runs.with_parameters(self._parameters)

    def _fixture(self, name: str) -> object:
        request: Any = self.funcargs["request"]
        return request.getfixturevalue(name)

    @property
    def _parameters(self) -> str:
        return self.callspec.id if hasattr(self, "callspec") else ""

    def skip(self, reason: str) -> NoReturn:
        """End the test as skipped."""
        raise SkippedByPage(reason)


class BlockItem(RunningItem):
    """The test of one block: run it, after what it may depend on, and check what it printed."""

    edits: tuple[Edit, ...] = ()

    def __init__(self, name: str, parent: Any, *, block: Block, options: Options, **others: Any) -> None:
        super().__init__(name, parent, line=block.line, **others)
        self.block, self._options = block, options
        self.record = FenceRecord(block.line, "not run")

    def setup(self) -> None:
        """Set up the fixtures, unless the page says that the block is not run."""
        if self.block.notest:
            self.skip(self.block.notest)
        try:
            super().setup()
        except pytest.skip.Exception as error:  # raised by a fixture
            self.record = replace(self.record, fate="skipped", reason=str(error))
            raise

    def runtest(self) -> None:
        """Check the block."""
        if self.block.problem:
            raise self.block.problem
        outcome = self.outcome(self.block)
        if isinstance(outcome.error, pytest.skip.Exception):
            self.record = replace(self.record, fate="skipped", reason=str(outcome.error))
        if isinstance(outcome.error, _PYTEST_OUTCOMES):
            raise outcome.error
        self.record = FenceRecord(self.block.line, "failed")  # until it is found right
        page = self.runs.page
        try:
            self.record = page.check_block(self.block, outcome)
        except CheckError as wrong:
            if isinstance(wrong, CodeError):
                self.add_report_section("call", "stdout", outcome.printed[-_MOST_SHOWN:])
            if self._options.accept:
                self.edits = corrections(self.block, outcome, wrong, page.source, self._printed_again)
            if not self.edits and self.config.option.usepdb:  # which stops where the traceback ends
                raise wrong.with_traceback(self.run.traceback(self.block, outcome)) from None
            if not self.edits:
                raise
            self.record = replace(self.record, fate="rewritten")

    def _printed_again(self) -> str:
        """What the block prints on another run of its page: only what it prints on both is written down."""
        run = self.runs.with_parameters(self._parameters, again=True)
        try:
            with kept_streams(self.config):
                return printed_by(self.block, run.outcome(self.block, self._fixture))
        except BlockedError:
            return ""

    def skip(self, reason: str) -> NoReturn:
        """End the test as skipped."""
        self.record = replace(self.record, fate="skipped", reason=reason)
        super().skip(reason)

    def found(self, report: pytest.TestReport) -> dict[str, Any]:
        """What became of the block."""
        record = replace(self.record, seconds=round(report.duration, 6))
        if record.fate in ("checked", "run") and not report.passed:
            record = replace(record, fate="failed")
        return {"fence": vars(record), "edits": [asdict(edit) for edit in self.edits]}


class EquationsItem(RunningItem):
    """The test that the equations of a page hold."""

    records: Sequence[EquationRecord] = ()

    def runtest(self) -> None:
        """Verify them."""
        page = self.runs.page
        self.records = page.verify(self.outcome)
        if isinstance(page.equations, UnreadEquations):
            self.skip(f"to verify equations {NEEDS_EXTRA}")
        raise_wrong(self.page, self.records, page.settings.equations)

    def found(self, _report: pytest.TestReport) -> dict[str, Any]:
        """What became of each."""
        return {"equations": [record.as_json() for record in self.records]}


class NumbersItem(RunningItem):
    """The test that every number that a page shows outside of code comes from somewhere."""

    counts: Mapping[str, int] = MappingProxyType({})

    def runtest(self) -> None:
        """Trace them."""
        traced = self.runs.page.trace(self.outcome)
        self.counts = traced.counts
        raise_unchecked(self.page, traced)

    def found(self, _report: pytest.TestReport) -> dict[str, Any]:
        """How many come from where."""
        return {"numbers": dict(self.counts)}


class UnreadableItem(PageItem):
    """The test that a page can be read; made where it cannot."""

    def __init__(self, name: str, parent: Any, *, error: CheckError) -> None:
        super().__init__(name, parent, page=error.path, line=error.line, title=error.path)
        self._error = error

    def runtest(self) -> NoReturn:
        """Say why."""
        raise self._error


class TranslationItem(PageItem):
    """The test that a page is the same as in another language, and was read since that one changed."""

    edits: tuple[Edit, ...] = ()

    def __init__(
        self, name: str, parent: Any, *, source: Source, others: Sequence[Path], options: Options
    ) -> None:
        title = f"{source.path} and its translation"
        super().__init__(name, parent, page=source.path, line=1, title=title)
        self._source, self._others, self._options = source, others, options

    def runtest(self) -> None:
        """Compare the page with its translations."""
        source, options = self._source, self._options
        for file in self._others:
            # Where wrong outputs are rewritten, each is held against its own run, in either language.
            other = read_translation(source, file, options.settings, outputs=not options.accept)
            for page, against in ((source, other), (other, source)):
                if options.reviewed:
                    self.edits += marked_as_read(page, against)
                else:
                    check_read(page, against)

    def found(self, report: pytest.TestReport) -> dict[str, Any]:
        """Whether they are alike."""
        return {"alike": report.passed, "edits": [asdict(edit) for edit in self.edits]}


@cache
def function_of(fixtures: tuple[str, ...]) -> Callable[[], None]:
    """What pytest takes for the function of a test that wants these fixtures."""

    def block() -> None: ...

    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in fixtures]
    block.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return block
