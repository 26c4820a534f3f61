"""A page as pytest sees it: a file to collect, a test for each block, a test against the translation."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from inspect import Parameter, Signature
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from _pytest._code.code import (
    ReprEntryNative,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
    TerminalRepr,
)
from markdown_it import MarkdownIt
from pytest_markdown_docs.plugin import MARKER_NAME

from torchnn_doc.checker.accept.edits import Edit, plan
from torchnn_doc.checker.compare.check import CodeError, OutputError, check, printed_by
from torchnn_doc.checker.compare.pictures import PictureError, redrawn
from torchnn_doc.checker.equations.unread import UnreadEquations
from torchnn_doc.checker.numbers.shown import Shown, shown_numbers
from torchnn_doc.checker.numbers.trace import Step, UncheckedNumberError, trace
from torchnn_doc.checker.page.blocks import Block, read_blocks
from torchnn_doc.checker.page.docstrings import DOCSTRING, read_docstrings
from torchnn_doc.checker.page.errors import CheckError, ManyProblemsError, PageError
from torchnn_doc.checker.page.fences import Source, read_source, without_code
from torchnn_doc.checker.page.formulas import Comment, Formula, find_formulas
from torchnn_doc.checker.plugin.streams import kept_streams
from torchnn_doc.checker.record import NEEDS_EXTRA, EquationAccount
from torchnn_doc.checker.run.page_run import BlockedError, Outcome, PageRun
from torchnn_doc.checker.summary import Fate, PageCount
from torchnn_doc.checker.translations.parity import ParityError, compare_translations
from torchnn_doc.checker.translations.review import check_read, marked_as_read

if TYPE_CHECKING:
    from torchnn_doc.checker.equations.page_equations import PageEquations

    Equations = PageEquations | UnreadEquations | None

_MOST_SHOWN = 2000  # characters of what a failing block printed


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
        isolate: Whether each page runs in a process of its own.
        memory: The bytes by which such a process may grow.
        in_own_folder: Whether the code begins in its page's folder, rather than in the project's.
        words: What may stand behind a fence beside the checker's own words.
    """

    root: Path
    translations: tuple[Path, ...]
    timeout: float
    numbers: bool
    accept: str
    reviewed: bool
    isolate: bool
    memory: int
    in_own_folder: bool
    words: tuple[str, ...]

    def name(self, file: Path) -> str:
        """How a file is named in messages."""
        return Path(os.path.relpath(file, self.root)).as_posix()


class PageFile(pytest.Module):
    """A page: one test for each of its Python blocks, and those of what else it shows.

    Args:
        settings: What the project's options say.
        parser: Markdown's.

    Attributes:
        starting: Called before each block that is run, with the block and its seconds.
        tests: The tests, once they are collected.
    """

    obj: Any = None  # a page is not imported
    count: PageCount | None = None

    def __init__(self, *, settings: Settings, parser: MarkdownIt, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.settings, self._parser = settings, parser
        self.add_marker(MARKER_NAME)
        self.obj = ModuleType(self.name)  # by which other plugins tell the tests of pages apart
        self.starting: Callable[[Block, float], None] = lambda _block, _seconds: None
        self.tests: list[pytest.Item] = []
        self._runs: dict[str, PageRun] = {}

    def collect(self) -> list[pytest.Item]:
        """Read the page and give its tests; one that fails in place of all if it cannot be read."""
        try:
            self._read()
        except CheckError as error:
            return [UnreadableItem.from_parent(self, name="page", error=error)]
        self.tests = list(self._tests())
        return self.tests

    def _read(self) -> None:
        self.source = self.read_source()
        page = read_blocks(self.source, self._parser, self.settings.words)
        self.blocks = page.blocks
        fences = [each.fence for block in page.blocks for each in (block, block.output) if each]
        self.equations, self.shown = self.beyond_blocks(without_code(self.source, fences))
        lines = [block.line for block in page.blocks]
        self.count = PageCount(self.source.digest, lines, page.not_code, page.like_python)
        asked = self.equations.blocks if self.equations else ()
        steps = tuple(sorted([*page.blocks, *asked], key=lambda block: block.line))
        self._page = replace(page, blocks=steps)

    def read_source(self) -> Source:
        """Read the text of the page."""
        return read_source(self.path, self.settings.name(self.path))

    def beyond_blocks(self, rest: Source) -> "tuple[Equations, list[Shown]]":
        """Find the equations and the numbers in the rest of the page."""
        numbers = self.settings.numbers
        return _equations_of(rest, needed=numbers), shown_numbers(rest) if numbers else []

    def run(self, parameters: str) -> PageRun:
        """The run that the tests with these parameters of fixtures share."""
        if parameters not in self._runs:
            names: dict[str, object] = {}
            for some in self.config.hook.pytest_markdown_docs_globals():
                names.update(some)
            folder = self.path.parent if self.settings.in_own_folder else self.settings.root
            run = PageRun(self._page, self.source, names, self.settings.timeout, folder)
            run.starting = lambda *started: self.starting(*started)  # noqa: PLW0108 - it may be set later
            self._runs[parameters] = run
        return self._runs[parameters]

    def run_again(self, parameters: str) -> None:
        """Let the blocks be run anew, for a test that is repeated."""
        if run := self._runs.pop(parameters, None):
            run.close()

    def teardown(self) -> None:
        """End what the blocks share."""
        for run in self._runs.values():
            run.close()

    def _tests(self) -> Iterator[pytest.Item]:
        fixtures = tuple({name: None for block in self.blocks for name in block.fixtures})
        self.obj.page = _function(fixtures)
        for each in self._genfunctions("page", self.obj.page):  # one for each set of the fixtures' parameters
            yield from self._tests_with(getattr(each, "callspec", None), fixtures)
        for error in self._page.strays:
            yield UnreadableItem.from_parent(self, name=f"line-{error.line}", error=error)
        if others := _translations_of(self.path, self.settings.translations, self._is_asked_for):
            yield TranslationItem.from_parent(self, name="translation", others=others)

    def _is_asked_for(self, page: Path) -> bool:
        start = self.config.invocation_params.dir
        return any(page.is_relative_to(start / arg.partition("::")[0]) for arg in self.config.args)

    def _tests_with(self, callspec: Any, fixtures: tuple[str, ...]) -> Iterator["RunningItem"]:
        infos: dict[tuple[str, ...], Any] = {}  # to work it out for each block takes longer than many a block

        def test(
            kind: type[RunningItem], name: str, fixtures: tuple[str, ...], **options: Any
        ) -> RunningItem:
            options |= {"originalname": name, "callspec": callspec, "fixtureinfo": infos.get(fixtures)}
            full = f"{name}[{callspec.id}]" if callspec else name
            made: RunningItem = kind.from_parent(self, name=full, fixtures=fixtures, **options)
            infos[fixtures] = made._fixtureinfo
            return made

        for block in self.blocks:
            yield test(BlockItem, f"line-{block.line}", block.fixtures, line=block.line, block=block)
        if self.equations:
            yield test(EquationsItem, "equations", fixtures, line=1)
        if self.shown:
            yield test(NumbersItem, "numbers", fixtures, line=self.shown[0].line)


class DocstringPage(PageFile):
    """A docstring, read as a page: its blocks are run, and nothing else in it is checked."""

    def __init__(self, *, docstring: Source, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._docstring = docstring

    def read_source(self) -> Source:
        """Give the docstring."""
        return self._docstring

    def beyond_blocks(self, rest: Source) -> "tuple[Equations, list[Shown]]":  # noqa: ARG002
        """Give nothing."""
        return None, []


class DocstringFile(pytest.File):
    """A Python file: each of its docstrings is a page.

    Args:
        settings: What the project's options say.
        parser: Markdown's.
    """

    def __init__(self, *, settings: Settings, parser: MarkdownIt, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._settings, self._parser = settings, parser
        self._pages: list[DocstringPage] = []

    @property
    def count(self) -> PageCount | None:
        """What the docstrings hold that have been read."""
        counts = [page.count for page in self._pages if page.count]
        if not counts:
            return None
        blocks = [line for count in counts for line in count.blocks]
        not_code = [line for count in counts for line in count.not_code]
        like_python = [each for count in counts for each in count.like_python]
        return PageCount(counts[0].digest, blocks, not_code, like_python)

    def collect(self) -> list[pytest.Item]:
        """Give the tests of all docstrings."""
        try:
            docstrings = read_docstrings(read_source(self.path, self._settings.name(self.path)))
        except CheckError as error:
            return [UnreadableItem.from_parent(self, name="docstrings", error=error)]
        self._pages = [
            DocstringPage.from_parent(
                self,
                path=self.path,
                name=f"{DOCSTRING}{line}",
                settings=self._settings,
                docstring=docstring,
                parser=self._parser,
            )
            for line, docstring in docstrings.items()
        ]
        return [test for page in self._pages for test in page.collect()]


class RunningItem(pytest.Function):
    """A test for which blocks of its page are run; pytest serves it fixtures as it serves a function.

    Args:
        fixtures: Their names.
        line: Where the test stands.
    """

    parent: PageFile

    def __init__(
        self, name: str, parent: PageFile, *, fixtures: tuple[str, ...], line: int, **options: Any
    ) -> None:
        super().__init__(name, parent, callobj=_function(fixtures), **options)
        self.line = line
        self._begun = False

    def setup(self) -> None:
        """Set up the fixtures; let the page be run again if this test was run before."""
        if self._begun:
            self.parent.run_again(self._parameters)
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
        return self.parent.run(self._parameters)

    @property
    def _parameters(self) -> str:
        return self.callspec.id if hasattr(self, "callspec") else ""

    def skip(self, reason: str) -> NoReturn:
        """End the test as skipped."""
        raise pytest.skip.Exception(reason, _use_item_location=True)  # the page's line, not this one

    def repr_failure(  # type: ignore[override]  # a string would do as well
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str | TerminalRepr:
        """Show what is wrong with the page, not how the checker found it."""
        error = excinfo.value
        if isinstance(error, pytest.FixtureLookupError) and error.argname:
            problem = f"fixture {error.argname!r} not found"
            error = PageError(self.parent.source.path, self.line, f"{problem} (pytest --fixtures lists them)")
        return as_shown(error) or super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands."""
        return self.path, self.line - 1, f"{self.parent.source.path}: {self.originalname}"

    @cached_property
    def location(self) -> tuple[str, int, str]:
        """The same as pytest keeps it, which would work out the file's path anew for each block."""
        _, line, name = self.reportinfo()
        return self.parent.source.path, line, name

    def _fixture(self, name: str) -> object:
        return self._request.getfixturevalue(name)


class BlockItem(RunningItem):
    """The test of one block: run it, after what it may depend on, and check what it printed."""

    fate = Fate()
    edits: tuple[Edit, ...] = ()

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the block stands."""
        return self.path, self.line - 1, f"{self.parent.source.path}:{self.line}"

    def __init__(self, name: str, parent: PageFile, *, block: Block, **options: Any) -> None:
        super().__init__(name, parent, **options)
        self.block = block

    def setup(self) -> None:
        """Set up the fixtures, unless the page says that the block is not run."""
        if self.block.notest:
            self.skip(self.block.notest)
        super().setup()

    def runtest(self) -> None:
        """Check the block."""
        if self.block.problem:
            raise self.block.problem
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
            as_it_is = not page.settings.accept or page.source.is_docstring
            if as_it_is or (block.draws and not outcome.picture):
                raise
            if isinstance(wrong, OutputError):
                self.edits = (plan(block, printed_by(block, outcome), page.source),)
            if block.draws:
                self.edits += redrawn(block, outcome.picture, page.source)
            self.fate = Fate(ran=True, accepted=1)
        except CodeError:
            self.add_report_section("call", "stdout", outcome.printed[-_MOST_SHOWN:])
            raise
        else:
            self.fate = Fate(ran=True, outputs=checked.outputs, numbers=checked.numbers)


class EquationsItem(RunningItem):
    """The test that the equations of a page hold."""

    accounts: tuple[EquationAccount, ...] = ()

    def runtest(self) -> None:
        """Verify them."""
        equations = self.parent.equations
        assert equations
        if isinstance(equations, UnreadEquations):
            self.accounts = equations.accounts
            self.skip(f"to verify equations {NEEDS_EXTRA}")
        verdicts = equations.verify(self.outcome)
        self.accounts = tuple(
            EquationAccount(each.line, each.tex, each.finding.value, each.reason) for each in verdicts
        )
        wrong = [each.error(self.parent.source.path) for each in verdicts if each.is_wrong]
        if wrong:
            raise ManyProblemsError(wrong)


class NumbersItem(RunningItem):
    """The test that every number that a page shows outside of code comes from somewhere."""

    counts: Mapping[str, int] = MappingProxyType({})

    def runtest(self) -> None:
        """Trace them."""
        page, equations = self.parent, self.parent.equations
        read = None if isinstance(equations, UnreadEquations) else equations
        verdicts = read.verify(self.outcome) if read else []
        # What is wrong is reported by the test of the equations, and once is enough.
        steps = [Step(*each.sides, *each.leads) for each in verdicts if each.is_verified or each.is_wrong]
        traced = trace(page.shown, page.blocks, steps)
        self.counts = {**traced.origins, "unchecked": len(traced.unchecked)}
        if traced.unchecked:
            raise UncheckedNumberError(page.source.path, traced.unchecked)


class UnreadableItem(pytest.Item):
    """The test that a page can be read; made where it cannot."""

    def __init__(self, name: str, parent: pytest.Collector, error: CheckError) -> None:
        super().__init__(name, parent)
        self._error = error

    def runtest(self) -> NoReturn:
        """Say why."""
        raise self._error

    def repr_failure(  # type: ignore[override]  # pytest itself allows more than the class below us says
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str | TerminalRepr:
        """Show the message alone."""
        return as_shown(excinfo.value) or super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the page cannot be read."""
        return self.path, self._error.line - 1, self._error.path


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

    def repr_failure(  # type: ignore[override]  # pytest itself allows more than the class below us says
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str | TerminalRepr:
        """Show where the translations part."""
        return as_shown(excinfo.value) or super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The page."""
        return self.path, 0, f"{self.parent.source.path} and its translation"


@cache
def _function(fixtures: tuple[str, ...]) -> Callable[[], None]:
    """What pytest takes for the function of a test that wants these fixtures."""

    def block() -> None: ...

    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in fixtures]
    block.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return block


_PYTEST_OUTCOMES = (pytest.skip.Exception, pytest.xfail.Exception, pytest.exit.Exception)


def _translations_of(file: Path, folders: Sequence[Path], is_asked_for: Callable[[Path], bool]) -> list[Path]:
    """What a page is to be compared with: the first folder's page.

    A page of the first folder is compared with those that are missing, or are not asked for in this run.
    """
    own = next((folder for folder in folders if file.is_relative_to(folder)), None)
    if own is None:
        return []
    others = [folder / file.relative_to(own) for folder in folders if folder != own]
    if own != folders[0]:
        return others[:1]
    return [other for other in others if not other.exists() or not is_asked_for(other)]


def _equations_of(source: Source, needed: bool) -> "Equations":
    """The page's equations; what reads them is loaded for a page that has formulas.

    Args:
        source: The page.
        needed: Whether something else on the page is checked by them; a comment on them always needs them.
    """
    found = find_formulas(source)
    if not found:
        return None
    try:
        from torchnn_doc.checker.equations.page_equations import PageEquations  # noqa: PLC0415
    except ModuleNotFoundError as error:
        comments = [each for each in found if isinstance(each, Comment)]
        if not comments and not needed:
            return UnreadEquations(each for each in found if isinstance(each, Formula))
        problem = f"equations need {error.name}: pip install lark sympy"
        raise PageError(source.path, (comments or found)[0].line, problem) from None
    return PageEquations(source)


def as_shown(error: BaseException) -> TerminalRepr | None:
    """A failure as pytest shows it, also in its short summary and from a worker of pytest-xdist."""
    if not isinstance(error, CheckError):
        return None
    trace = ReprTraceback([ReprEntryNative([f"{error}\n"])], None, "native")
    return ReprExceptionInfo(trace, ReprFileLocation(error.path, error.line, error.headline))
