"""Checks a page, part by part: the plugin does it in a test for each part, `check_page` all at once."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from torchnn_doc.checker.compare.check import check
from torchnn_doc.checker.equations.errors import raise_wrong
from torchnn_doc.checker.equations.unread import UnreadEquations
from torchnn_doc.checker.numbers.shown import Shown, shown_numbers
from torchnn_doc.checker.numbers.trace import Traced, raise_unchecked, trace
from torchnn_doc.checker.page.blocks import Block, Page, read_blocks
from torchnn_doc.checker.page.errors import CheckError, PageError
from torchnn_doc.checker.page.fences import Source, read_source, without_code
from torchnn_doc.checker.page.formulas import Comment, Formula, find_formulas
from torchnn_doc.checker.record import EquationRecord, FenceRecord, PageRecord
from torchnn_doc.checker.run.outcome import Outcome
from torchnn_doc.checker.run.page_run import PageRun, no_fixture
from torchnn_doc.checker.translations.parity import compare_translations
from torchnn_doc.checker.translations.review import check_read

if TYPE_CHECKING:
    from torchnn_doc.checker.equations.page_equations import PageEquations

_NO_NAMES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """What a project says of all its pages.

    Attributes:
        root: What the paths of pages are relative to; their code begins in this folder.
        translations: The folders that hold the same pages in different languages.
        timeout: The seconds that one block may run.
        numbers: Whether every number that a page shows has to come from somewhere.
        equations: Whether every equation has to be read, but for those that a comment skips.
        in_own_folder: Whether the code begins in its page's folder instead.
        words: What may stand behind a fence beside the checker's own words.
    """

    root: Path
    translations: tuple[Path, ...] = ()
    timeout: float = 60
    numbers: bool = False
    equations: bool = False
    in_own_folder: bool = False
    words: tuple[str, ...] = ()

    def name(self, file: Path) -> str:
        """How a file is named in messages."""
        return Path(os.path.relpath(file, self.root)).as_posix()


class CheckedPage:
    """A page, and how each part of it is checked.

    Args:
        source: The page; of a docstring only the blocks are checked.
        settings: What the project says of it.
        parser: Markdown's; by default CommonMark.

    Attributes:
        source: The page.
        settings: What the project says of it.
        page: What stands on it.
        equations: Its equations, if it has any.
        shown: Those of its numbers that have to come from somewhere.
        record: What is known of it before anything has run.

    Raises:
        CheckError: The page cannot be read.
    """

    def __init__(self, source: Source, settings: Settings, parser: MarkdownIt | None = None) -> None:
        self.source, self.settings = source, settings
        self.page = read_blocks(source, parser, settings.words)
        self.equations: PageEquations | UnreadEquations | None = None
        self.shown: list[Shown] = []
        if not source.is_docstring:
            fences = [each.fence for block in self.page.blocks for each in (block, block.output) if each]
            rest = without_code(source, fences)
            self.equations = _equations_of(rest, needed=settings.numbers or settings.equations)
            self.shown = shown_numbers(rest) if settings.numbers else []
        self.record = PageRecord(source.path, source.digest, _fences_of(self.page))

    def start(self, names: Mapping[str, object]) -> PageRun:
        """Begin a run, in which the values that equations ask for are computed, too.

        Args:
            names: What every namespace of the page starts with.
        """
        asked = self.equations.blocks if self.equations else ()
        steps = sorted([*self.page.blocks, *asked], key=lambda block: block.line)
        folder = self.source.file.parent if self.settings.in_own_folder else self.settings.root
        page = replace(self.page, blocks=tuple(steps))
        return PageRun(page, self.source, names, self.settings.timeout, folder)

    def check_block(self, block: Block, outcome: Outcome) -> FenceRecord:
        """Hold what a block led to against the page.

        Raises:
            CheckError: It is not what the page shows.
        """
        return check(block, outcome, self.source)

    def verify(self, run: Callable[[Block], Outcome]) -> Sequence[EquationRecord]:
        """Verify the equations.

        Args:
            run: Runs a block, after what it may depend on.

        Raises:
            BlockedError: A block above a value that is needed failed.
        """
        return self.equations.verify(run) if self.equations else ()

    def trace(self, run: Callable[[Block], Outcome]) -> Traced:
        """Trace the numbers that stand outside of code to where they come from.

        Args:
            run: As for the equations, from which they may follow.

        Raises:
            BlockedError: As for the equations.
        """
        # What is wrong is reported with the equations, and once is enough.
        steps = [each for each in self.verify(run) if each.is_verified or each.is_wrong]
        return trace(self.shown, self.page.blocks, steps)


def read_translation(source: Source, file: Path, settings: Settings, outputs: bool = True) -> Source:
    """Read the same page in another language, and hold the page against it.

    Args:
        source: The page.
        file: Where the other should be.
        settings: What the project says of its pages.
        outputs: Whether the texts of outputs count, too.

    Raises:
        CheckError: It is not there, or they part.
    """
    name = settings.name(file)
    if not file.exists():
        raise CheckError(source.path, 1, f"this page has no translation {name}")
    translation = read_source(file, name)
    compare_translations(translation, source, outputs)
    return translation


def translations_of(
    file: Path, settings: Settings, is_asked_for: Callable[[Path], bool] = lambda _: False
) -> list[Path]:
    """What a page is to be compared with: the first folder's page.

    A page of the first folder is compared with those that are missing, or are not asked for in this run.
    """
    folders = settings.translations
    own = next((folder for folder in folders if file.is_relative_to(folder)), None)
    if own is None:
        return []
    others = [folder / file.relative_to(own) for folder in folders if folder != own]
    if own != folders[0]:
        return others[:1]
    return [other for other in others if not other.exists() or not is_asked_for(other)]


def check_page(source: Source, settings: Settings, names: Mapping[str, object] = _NO_NAMES) -> PageRecord:
    """Check a page: run its blocks, and hold all that it shows against what they led to.

    That is what pytest does with a page that is named alone, but for fixtures, which only pytest has.

    Args:
        source: The page.
        settings: What the project says of its pages.
        names: What every namespace of the page starts with.
    """
    problems: list[str] = []
    with _gathered(problems):
        page = CheckedPage(source, settings)
        run = page.start(names)
        try:
            return _check(page, run, problems)
        finally:
            run.close()
    return PageRecord(source.path, source.digest, (), problems=problems)


@contextmanager
def _gathered(problems: list[str]) -> Iterator[None]:
    """Gather what is found wrong inside, as it is told."""
    try:
        yield
    except CheckError as error:
        problems.append(str(error).strip())


def _check(page: CheckedPage, run: PageRun, problems: list[str]) -> PageRecord:
    source, settings = page.source, page.settings
    equations: Sequence[EquationRecord] = ()
    numbers: Mapping[str, int] = {}

    def outcome(block: Block) -> Outcome:
        return run.outcome(block, no_fixture)

    blocks = {block.line: _check_block(page, block, outcome, problems) for block in page.page.blocks}
    with _gathered(problems):
        equations = page.verify(outcome)
        raise_wrong(source.path, equations, settings.equations)
    with _gathered(problems):
        if page.shown:
            traced = page.trace(outcome)
            numbers = traced.counts
            raise_unchecked(source.path, traced)
    for stray in page.page.strays:
        with _gathered(problems):
            raise stray
    with _gathered(problems):
        for file in translations_of(source.file, settings):
            other = read_translation(source, file, settings)
            check_read(source, other)
            check_read(other, source)
    fences = [blocks.get(fence.line, fence) for fence in page.record.fences]
    return replace(page.record, fences=fences, equations=equations, numbers=numbers, problems=problems)


def _check_block(
    page: CheckedPage, block: Block, run: Callable[[Block], Outcome], problems: list[str]
) -> FenceRecord:
    begun = perf_counter()
    record = FenceRecord(block.line, "skipped" if block.notest else "not run", block.notest)
    with _gathered(problems):
        if block.problem:
            raise block.problem
        if not block.notest:
            outcome = run(block)
            record = FenceRecord(block.line, "failed")
            record = page.check_block(block, outcome)
    return replace(record, seconds=round(perf_counter() - begun, 6))


def _fences_of(page: Page) -> list[FenceRecord]:
    """What is known of a page's fences before anything has run."""
    like_python = dict(page.like_python)
    fences = [FenceRecord(block.line, "not run") for block in page.blocks]
    for line in page.not_code:
        reason = f"{like_python[line]!r} looks like Python, and is not run" if line in like_python else ""
        fences.append(FenceRecord(line, "not code", reason))
    return sorted(fences, key=lambda fence: fence.line)


def _equations_of(source: Source, needed: bool) -> "PageEquations | UnreadEquations | None":
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
