"""Runs the blocks of a page in order, each once, in the page's own module, and keeps what they printed."""

import __future__

import ast
import inspect
import warnings
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, cast

from torchnn_doc.checker.page.blocks import Block, Page
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import NOT_RUN, Source
from torchnn_doc.checker.run.asserted import tell_sides
from torchnn_doc.checker.run.drawing import draw_in_memory, take_picture
from torchnn_doc.checker.run.main_module import MainModule, as_script
from torchnn_doc.checker.run.outcome import Outcome, unexpected
from torchnn_doc.checker.run.promises import recorded
from torchnn_doc.checker.run.surroundings import Surroundings

if TYPE_CHECKING:
    import asyncio

_FUTURES = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))
EVENT_LOOP = "docs_event_loop"  # the fixture that gives the loop in which other fixtures live, if any does
_FAR = 1000  # lines; to read so many empty ones takes longer than to move what the code is read as


class BlockedError(CheckError):
    """A block was not run because one above it, which it may depend on, failed."""


@dataclass
class _Namespace:
    """The module that some blocks of a page share, and how far they have been run."""

    module: ModuleType
    waiting: deque[Block]
    begun: list[Block] = field(default_factory=list)
    futures: int = 0
    blocker: tuple[Block, BaseException] | None = None


class PageRun:
    """The running of one page.

    Args:
        page: The page's blocks.
        source: The file it was read from; tracebacks show its lines.
        names: What every namespace of the page starts with.
        timeout: The seconds that a block may run unless it says otherwise.
        folder: The working folder that the page begins in; where the process is if there is none.

    Attributes:
        page: The page's blocks.
        source: The file it was read from.
        starting: Called before each block that is run, with the block and its seconds.
    """

    def __init__(
        self,
        page: Page,
        source: Source,
        names: Mapping[str, object],
        timeout: float,
        folder: Path | None = None,
    ) -> None:
        self.starting: Callable[[Block, float], None] = lambda _block, _seconds: None
        self.page, self.source, self._timeout = page, source, timeout
        self._surroundings = Surroundings(source.file, folder)
        self._scripts: TemporaryDirectory[str] | None = None
        self._outcomes: dict[int, Outcome] = {}
        self._runner: asyncio.Runner | None = None
        self._module: ModuleType | None = None
        self._namespaces: dict[int, _Namespace] = {}
        if any(block.draws for block in page.blocks):
            draw_in_memory()
        space = self._new_namespace(names)
        for block in page.blocks:
            if block.notest or NOT_RUN in block.fence.options:  # of which the reason may be missing
                continue
            if block.fresh:
                space = self._new_namespace(names)
            space.waiting.append(block)
            self._namespaces[block.line] = space

    def outcome(self, block: Block, fixture: Callable[[str], object]) -> Outcome:
        """Run a block, unless it was run before, and before it what it may depend on.

        Args:
            block: A block of the page that is not skipped.
            fixture: Gives the value of a pytest fixture by its name; a LookupError if there is none.

        Raises:
            BlockedError: A block above it left an exception that nobody expected.
        """
        while block.line not in self._outcomes:
            space = self._namespaces[block.line]
            if space.blocker:
                culprit, error = space.blocker
                did = "cannot be read" if culprit.unread else f"raised {type(error).__name__}"
                blame = f"{self.source.path}:{culprit.line}, which {did}"
                raise BlockedError(self.source.path, block.line, f"not run: blocked by {blame}") from error
            each = space.waiting.popleft()
            outcome = self._outcomes[each.line] = self._run(each, space, fixture)
            del self._namespaces[each.line]  # so that the module goes with the last block that needs it
            if (surprise := unexpected(each, outcome)) is not None:
                space.blocker = each, surprise
        return self._outcomes[block.line]

    def blame(self, line: int, error: BaseException) -> None:
        """Let a block, named by its line, count as one that left an exception."""
        if space := self._namespaces.get(line):
            space.blocker = next(block for block in space.waiting if block.line == line), error

    def traceback(self, block: Block, outcome: Outcome) -> TracebackType | None:
        """A traceback that ends among the names of the page: where the block raised, or at its end.

        Args:
            block: The block that was run last.
            outcome: What that led to.
        """
        file = str(self.source.file)
        trace = outcome.error.__traceback__ if outcome.error else None
        entries = [each for each in _entries(trace) if each.tb_frame.f_code.co_filename == file]
        if not entries and self._module:
            try:
                exec(compile("\n" * (block.fence.end - 2) + "1/0", file, "exec"), vars(self._module))
            except ZeroDivisionError as error:
                entries = [*_entries(error.__traceback__)][1:]
        ended = None
        for each in reversed(entries):
            ended = TracebackType(ended, each.tb_frame, each.tb_lasti, each.tb_lineno)
        return ended

    def close(self) -> None:
        """Let the last names go, end the event loop and remove the scripts, if a block needed them."""
        self._module = None
        if self._runner:
            self._runner.close()
            self._runner = None
        if self._scripts:
            self._scripts.cleanup()
            self._scripts = None

    def _run(self, block: Block, space: _Namespace, fixture: Callable[[str], object]) -> Outcome:
        if block.unread:
            return Outcome("", block.problem)
        seconds = block.timeout or self._timeout
        error: BaseException | None = None
        warned: list[str] = []
        picture = ""
        stderr = bool(block.output and block.output.stderr)
        self.starting(block, seconds)
        space.begun.append(block)
        self._module = space.module
        try:
            vars(space.module).update({name: fixture(name) for name in block.fixtures})
            code = _compile(block, str(self.source.file), space.futures)
            space.futures |= code.co_flags & _FUTURES
            around = self._surroundings.around(
                space.module, block.line, seconds, fixtures=block.fixtures, stderr=stderr
            )
            with around, recorded(block.warns) as warned:
                try:
                    self._execute(code, block, space, fixture)
                except AssertionError as failed:
                    if not block.raises:
                        tell_sides(failed, block, str(self.source.file))
                    raise
                picture = take_picture() if block.draws else ""
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            ended = isinstance(raised, SystemExit) and raised.code in {None, 0}  # as a script may
            error = None if ended and not block.raises else raised
        return Outcome(self._surroundings.printed(), error, tuple(warned), picture)

    def _execute(
        self, code: CodeType, block: Block, space: _Namespace, fixture: Callable[[str], object]
    ) -> None:
        names = vars(space.module)
        if code.co_flags & inspect.CO_COROUTINE:
            self._awaiting(block, fixture)(eval(code, names))
        else:
            exec(code, names)

    def _awaiting(
        self, block: Block, fixture: Callable[[str], object]
    ) -> Callable[[Coroutine[Any, Any, object]], object]:
        """Runs coroutines in the loop that a page's blocks share, or in that of a block's fixtures."""
        if block.fixtures:
            with suppress(LookupError):
                return cast("asyncio.AbstractEventLoop", fixture(EVENT_LOOP)).run_until_complete
        if not self._runner:
            import asyncio  # noqa: PLC0415 - takes longer to load than all the rest

            self._runner = asyncio.Runner()
        return self._runner.run

    def _new_namespace(self, names: Mapping[str, object]) -> _Namespace:
        begun: list[Block] = []
        module = MainModule(self.source.file, lambda: self._script(begun))
        vars(module).update(names)
        return _Namespace(module, deque(), begun)

    def _script(self, begun: Sequence[Block]) -> str:
        """Write what a namespace has come to as a script, and give its path."""
        self._scripts = self._scripts or TemporaryDirectory()
        script = Path(self._scripts.name, f"{self.source.file.stem}_{begun[0].line if begun else 0}.py")
        script.write_text(as_script(begun), encoding="utf-8")
        return str(script)


def no_fixture(name: str) -> NoReturn:
    """Give no fixture, where a page is run without pytest.

    Raises:
        LookupError: Always.
    """
    raise LookupError(f"the fixture {name} is there only when pytest runs the page")


def _entries(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace:
        yield trace
        trace = trace.tb_next


def _compile(block: Block, file: str, futures: int) -> CodeType:
    """Compile a block so that a traceback shows its lines, and what it marks in them, as on the page."""
    flags = futures | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    if block.fence.indent or block.line > _FAR:
        with suppress(SyntaxError, Warning), warnings.catch_warnings():
            warnings.simplefilter("error")
            return _compile_in_place(block, file, flags)
    # Of what is wrong Python says the line only if the lines above are there.
    source = "\n" * block.line + block.fence.text
    return cast(CodeType, compile(source, file, "exec", flags=flags, dont_inherit=True))


def _compile_in_place(block: Block, file: str, flags: int) -> CodeType:
    tree = compile(block.fence.text, file, "exec", flags=flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    shift = len(block.fence.indent.encode())
    ast.increment_lineno(tree, block.line)
    for node in ast.walk(tree) if shift else ():
        if isinstance(node, ast.stmt | ast.expr):
            node.col_offset += shift
            node.end_col_offset = (node.end_col_offset or 0) + shift
    return cast(CodeType, compile(tree, file, "exec", flags=flags, dont_inherit=True))
