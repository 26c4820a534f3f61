"""A page as pytest sees it: a file to collect, a test for each block, a test against the translation."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

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
from torchnn_doc.checker.blocks import Block, read_page
from torchnn_doc.checker.check import CodeError, OutputError, check, printed_by
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import read_source
from torchnn_doc.checker.parity import ParityError, compare_translations
from torchnn_doc.checker.run import BlockedError, Outcome, PageRun
from torchnn_doc.checker.summary import Fate, PageCount


@dataclass(frozen=True)
class Settings:
    """What the project's options say.

    Attributes:
        root: What the paths of pages are relative to.
        translations: The folders that hold the same pages.
        timeout: The seconds that one block may run.
        accept: Whether wrong outputs are rewritten.
    """

    root: Path
    translations: tuple[Path, ...]
    timeout: float
    accept: bool

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
        self.count = PageCount(len(page.blocks), page.not_code)
        names: dict[str, object] = {}
        for some in self.config.hook.pytest_markdown_docs_globals():
            names.update(some)
        self.run = PageRun(page, self.source, names, self.settings.timeout)
        for block in page.blocks:
            yield BlockItem.from_parent(self, name=f"line-{block.line}", block=block)
        if others := _translations_of(self.path, self.settings.translations):
            yield TranslationItem.from_parent(self, name="translation", others=others)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str | TerminalRepr:  # type: ignore[override]
        """Show a malformed page by its message alone."""
        if isinstance(excinfo.value, CheckError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class BlockItem(MarkdownInlinePythonItem):
    """The test of one block: run it, after what it may depend on, and check what it printed."""

    parent: PageFile
    edit: Edit | None = None

    def __init__(self, name: str, parent: PageFile, block: Block) -> None:
        definition = FenceTestDefinition(block.fence.text, block.fixtures, block.line, parent.path, None)
        super().__init__(name, parent, definition)
        self.block = block
        self.fate = Fate()

    def setup(self) -> None:
        """Set up the fixtures, unless the page says that the block is not run."""
        if self.block.notest:
            self._skip(self.block.notest)
        super().setup()  # type: ignore[no-untyped-call]

    def runtest(self) -> None:
        """Check the block."""
        for name in self._fixtureinfo.names_closure:
            self.fixture_request.getfixturevalue(name)
        try:
            outcome = self.parent.run.outcome(self.block, self.fixture_request.getfixturevalue)
        except BlockedError as error:
            if isinstance(error.__cause__, pytest.skip.Exception):
                self._skip(error.problem)
            raise
        if isinstance(outcome.error, pytest.skip.Exception):
            self.fate = Fate(skipped=str(outcome.error))
        if isinstance(outcome.error, _PYTEST_OUTCOMES):
            raise outcome.error
        self.fate = Fate(ran=True)
        self._check(outcome)

    def repr_failure(  # type: ignore[override]  # pytest itself allows more than the class below us says
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Show what is wrong with the page, not how the checker found it."""
        return _repr(excinfo.value) or pytest.Item.repr_failure(self, excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the block stands."""
        return self.path, self.block.line - 1, f"{self.parent.source.path}:{self.block.line}"

    def _check(self, outcome: Outcome) -> None:
        page, block = self.parent, self.block
        try:
            checked = check(block, outcome, page.source)
        except OutputError:
            if not page.settings.accept:
                raise
            self.edit = plan(block, printed_by(block, outcome), page.source)
            self.fate = Fate(ran=True, accepted=1)
        except CodeError:
            self.add_report_section("call", "stdout", outcome.printed)
            raise
        else:
            self.fate = Fate(ran=True, outputs=checked.outputs, numbers=checked.numbers)

    def _skip(self, reason: str) -> NoReturn:
        self.fate = Fate(skipped=reason)
        raise pytest.skip.Exception(reason, _use_item_location=True)  # the page's line, not this one


class TranslationItem(pytest.Item):
    """The test that a page has the same code and outputs as in another language."""

    parent: PageFile

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
            compare_translations(read_source(other, name), source)

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
