"""A page as pytest sees it: a file to collect, a test for each block, a test against the translation."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from _pytest._code.code import (
    ReprEntryNative,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
    TerminalRepr,
    TracebackStyle,
)
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownInlinePythonItem, MarkdownTextFile

from torchnn_doc.checker.accept import Edit, plan
from torchnn_doc.checker.accounts import EquationAccount
from torchnn_doc.checker.blocks import Block, read_page
from torchnn_doc.checker.check import CodeError, OutputError, check, printed_by
from torchnn_doc.checker.equations.formulas import find_formulas
from torchnn_doc.checker.errors import CheckError, ManyProblemsError, PageError
from torchnn_doc.checker.page import read_source
from torchnn_doc.checker.parity import ParityError, compare_translations
from torchnn_doc.checker.pictures import PictureError, redrawn
from torchnn_doc.checker.review import check_read, marked_as_read
from torchnn_doc.checker.run import BlockedError, Outcome, PageRun
from torchnn_doc.checker.summary import Fate, PageCount
from torchnn_doc.checker.tracing.shown import shown_numbers
from torchnn_doc.checker.tracing.trace import Step, UncheckedNumberError, trace

if TYPE_CHECKING:
    from torchnn_doc.checker.equations.page_equations import PageEquations


@dataclass(frozen=True)
class Settings:
    """What the project's options say.

    Attributes:
        root: What the paths of pages are relative to.
        translations: The folders that hold the same pages.
        timeout: The seconds that one block may run.
        numbers: Whether every number that a page shows has to come from somewhere.
        accept: Whether wrong outputs are rewritten: "write", "diff" to see only how, or "".
        reviewed: Whether pages are marked as read against their translations.
    """

    root: Path
    translations: tuple[Path, ...]
    timeout: float
    numbers: bool
    accept: str
    reviewed: bool

    def name(self, file: Path) -> str:
        """How a file is named in messages."""
        return Path(os.path.relpath(file, self.root)).as_posix()


class PageFile(MarkdownTextFile):
    """A page: one test for each of its Python blocks."""

    count: PageCount | None = None

    def __init__(self, *, settings: Settings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.settings = settings

    def collect(self) -> Iterator[pytest.Item]:
        """Read the page and give its tests."""
        self.source = read_source(self.path, self.settings.name(self.path))
        page = read_page(self.source, self.config.hook.pytest_markdown_docs_markdown_it())
        names: dict[str, object] = {}
        for some in self.config.hook.pytest_markdown_docs_globals():
            names.update(some)
        self.blocks, self.equations = page.blocks, self._equations()
        self.shown = shown_numbers(self.source) if self.settings.numbers else []
        self.count = PageCount(self.source.digest, [block.line for block in page.blocks], page.not_code)
        asked = self.equations.blocks if self.equations else ()
        steps = tuple(sorted([*page.blocks, *asked], key=lambda block: block.line))
        self.run = PageRun(replace(page, blocks=steps), self.source, names, self.settings.timeout)
        for block in page.blocks:
            yield BlockItem.from_parent(self, name=f"line-{block.line}", block=block)
        fixtures = tuple({name: None for block in page.blocks for name in block.fixtures})
        if self.equations:
            yield EquationsItem.from_parent(self, name="equations", fixtures=fixtures)
        if self.shown:
            yield NumbersItem.from_parent(self, name="numbers", fixtures=fixtures)
        if others := _translations_of(self.path, self.settings.translations):
            yield TranslationItem.from_parent(self, name="translation", others=others)

    def _equations(self) -> "PageEquations | None":
        """The page's equations; what reads them is loaded for a page that has formulas."""
        formulas = find_formulas(self.source)
        if not formulas:
            return None
        try:
            from torchnn_doc.checker.equations.page_equations import PageEquations  # noqa: PLC0415
        except ModuleNotFoundError as error:
            problem = f"equations need {error.name}: pip install 'torchnn_doc[equations]'"
            raise PageError(self.source.path, formulas[0].line, problem) from None
        return PageEquations(self.source)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str | TerminalRepr:  # type: ignore[override]
        """Show a malformed page by its message alone."""
        if isinstance(excinfo.value, CheckError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class _RunningItem(MarkdownInlinePythonItem):
    """A test for which blocks of its page are run."""

    parent: PageFile

    def __init__(self, name: str, parent: PageFile, code: str, fixtures: tuple[str, ...], line: int) -> None:
        super().__init__(name, parent, FenceTestDefinition(code, fixtures, line, parent.path, None))

    def outcome(self, block: Block) -> Outcome:
        """Run a block, after what it may depend on.

        Raises:
            BlockedError: A block above it failed.
        """
        try:
            return self.parent.run.outcome(block, self.fixture_request.getfixturevalue)
        except BlockedError as error:
            if isinstance(error.__cause__, pytest.skip.Exception):
                self.skip(error.problem)
            raise

    def skip(self, reason: str) -> NoReturn:
        """End the test as skipped."""
        raise pytest.skip.Exception(reason, _use_item_location=True)  # the page's line, not this one

    def repr_failure(  # type: ignore[override]  # pytest itself allows more than the class below us says
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Show what is wrong with the page, not how the checker found it."""
        return _repr(excinfo.value) or pytest.Item.repr_failure(self, excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands."""
        line = self.start_line
        return self.path, line - 1, f"{self.parent.source.path}:{line}"


class BlockItem(_RunningItem):
    """The test of one block: run it, after what it may depend on, and check what it printed."""

    edits: tuple[Edit, ...] = ()

    def __init__(self, name: str, parent: PageFile, block: Block) -> None:
        super().__init__(name, parent, block.fence.text, block.fixtures, block.line)
        self.block = block
        self.fate = Fate()

    def setup(self) -> None:
        """Set up the fixtures, unless the page says that the block is not run."""
        if self.block.notest:
            self.skip(self.block.notest)
        super().setup()  # type: ignore[no-untyped-call]

    def runtest(self) -> None:
        """Check the block."""
        for name in self._fixtureinfo.names_closure:
            self.fixture_request.getfixturevalue(name)
        outcome = self.outcome(self.block)
        if isinstance(outcome.error, pytest.skip.Exception):
            self.fate = Fate(skipped=str(outcome.error))
        if isinstance(outcome.error, _PYTEST_OUTCOMES):
            raise outcome.error
        self.fate = Fate(ran=True)
        self._check(outcome)

    def skip(self, reason: str) -> NoReturn:
        """End the test as skipped."""
        self.fate = Fate(skipped=reason)
        super().skip(reason)

    def _check(self, outcome: Outcome) -> None:
        page, block = self.parent, self.block
        try:
            checked = check(block, outcome, page.source)
        except (OutputError, PictureError) as wrong:
            if not page.settings.accept or (block.draws and not outcome.picture):
                raise
            if isinstance(wrong, OutputError):
                self.edits = (plan(block, printed_by(block, outcome), page.source),)
            if block.draws:
                self.edits += redrawn(block, outcome.picture, page.source)
            self.fate = Fate(ran=True, accepted=1)
        except CodeError:
            self.add_report_section("call", "stdout", outcome.printed)
            raise
        else:
            self.fate = Fate(ran=True, outputs=checked.outputs, numbers=checked.numbers)


class EquationsItem(_RunningItem):
    """The test that the equations of a page hold."""

    accounts: tuple[EquationAccount, ...] = ()

    def __init__(self, name: str, parent: PageFile, fixtures: tuple[str, ...]) -> None:
        super().__init__(name, parent, "", fixtures, 1)

    def runtest(self) -> None:
        """Verify them."""
        assert self.parent.equations
        verdicts = self.parent.equations.verify(self.outcome)
        self.accounts = tuple(
            EquationAccount(each.line, each.tex, each.finding.value, each.reason) for each in verdicts
        )
        wrong = [each.error(self.parent.source.path) for each in verdicts if each.is_wrong]
        if wrong:
            raise ManyProblemsError(wrong)


class NumbersItem(_RunningItem):
    """The test that every number that a page shows outside of code comes from somewhere."""

    counts: Mapping[str, int] = MappingProxyType({})

    def __init__(self, name: str, parent: PageFile, fixtures: tuple[str, ...]) -> None:
        super().__init__(name, parent, "", fixtures, parent.shown[0].line)

    def runtest(self) -> None:
        """Trace them."""
        page = self.parent
        verdicts = page.equations.verify(self.outcome) if page.equations else []
        # What is wrong is reported by the test of the equations, and once is enough.
        steps = [Step(*each.sides) for each in verdicts if each.is_verified or each.is_wrong]
        traced = trace(page.shown, page.blocks, steps)
        self.counts = {**traced.origins, "unchecked": len(traced.unchecked)}
        if traced.unchecked:
            raise UncheckedNumberError(page.source.path, traced.unchecked)


class TranslationItem(pytest.Item):
    """The test that a page is the same as in another language, and was read since that one changed."""

    parent: PageFile
    edits: tuple[Edit, ...] = ()

    def __init__(self, name: str, parent: PageFile, others: Sequence[Path]) -> None:
        super().__init__(name, parent)
        self.others = others

    def runtest(self) -> None:
        """Compare the page with its translations."""
        source, settings = self.parent.source, self.parent.settings
        for other in self.others:
            name = settings.name(other)
            if not other.exists():
                raise ParityError(source.path, 1, f"this page has no translation {name}")
            translation = read_source(other, name)
            # Where wrong outputs are rewritten, each is held against its own run, in either language.
            compare_translations(translation, source, outputs=not settings.accept)
            for page, against in ((source, translation), (translation, source)):
                if settings.reviewed:
                    self.edits += marked_as_read(page, against)
                else:
                    check_read(page, against)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Show where the translations part."""
        return _repr(excinfo.value) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The page."""
        return self.path, 0, f"{self.parent.source.path} and its translation"


_PYTEST_OUTCOMES = (pytest.skip.Exception, pytest.xfail.Exception, pytest.exit.Exception)


def _translations_of(file: Path, folders: Sequence[Path]) -> list[Path]:
    """What a page is to be compared with: the first folder's, or for a page of the first, what is missing."""
    own = next((folder for folder in folders if file.is_relative_to(folder)), None)
    if own is None:
        return []
    others = [folder / file.relative_to(own) for folder in folders if folder != own]
    return [other for other in others if not other.exists()] if own == folders[0] else others[:1]


def _repr(error: BaseException) -> TerminalRepr | None:
    """A failure as pytest shows it, also in its short summary and from a worker of pytest-xdist."""
    if not isinstance(error, CheckError):
        return None
    trace = ReprTraceback([ReprEntryNative([f"{error}\n"])], None, "native")
    return ReprExceptionInfo(trace, ReprFileLocation(error.path, error.line, error.headline))
