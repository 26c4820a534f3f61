"""Runs the blocks of a page in order, each once, in the page's own module, and keeps what they printed."""

import __future__

import ast
import io
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import CodeType, FrameType, ModuleType
from typing import TextIO

from torchnn_doc.checker.blocks import Block, Page
from torchnn_doc.checker.drawing import draw_in_memory, take_picture
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import Source
from torchnn_doc.checker.promises import is_named, recorded

_FUTURES = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


@dataclass(frozen=True)
class Outcome:
    """What running a block led to.

    Attributes:
        printed: What it wrote to standard output.
        error: The exception that left it, expected or not.
        warned: The warnings that its page promises, as Python shows them.
        picture: What it drew, if its page shows a picture that it draws.
    """

    printed: str
    error: BaseException | None
    warned: tuple[str, ...] = ()
    picture: str = ""


class BlockedError(CheckError):
    """A block was not run because one above it, which it may depend on, failed."""


class BlockTimeout(BaseException):
    """A block ran longer than it may; like KeyboardInterrupt it passes by `except Exception`."""


@dataclass
class _Namespace:
    """The module that some blocks of a page share, and how far they have been run."""

    module: ModuleType
    waiting: deque[Block]
    futures: int = 0
    blocker: tuple[Block, BaseException] | None = None


class PageRun:
    """The running of one page.

    The code runs as `__main__`, as it does for a reader who copies it: classes are named alike, can be
    pickled, and find their module in `sys.modules`, but only while a block of the page runs.

    Args:
        page: The page's blocks.
        source: The file it was read from; tracebacks show its lines.
        names: What every namespace of the page starts with.
        timeout: The seconds that a block may run.
    """

    def __init__(self, page: Page, source: Source, names: Mapping[str, object], timeout: float) -> None:
        self._source, self._timeout = source, timeout
        self._outcomes: dict[int, Outcome] = {}
        self._stdout = _Recorder()
        self._namespaces: dict[int, _Namespace] = {}
        if any(block.draws for block in page.blocks):
            draw_in_memory()
        space = _Namespace(self._new_module(names), deque())
        for block in page.blocks:
            if block.notest:
                continue
            if block.fresh:
                space = _Namespace(self._new_module(names), deque())
            space.waiting.append(block)
            self._namespaces[block.line] = space

    def outcome(self, block: Block, fixture: Callable[[str], object]) -> Outcome:
        """Run a block, unless it was run before, and before it what it may depend on.

        Args:
            block: A block of the page that is not skipped.
            fixture: Gives the value of a pytest fixture by its name.

        Raises:
            BlockedError: A block above it left an exception that nobody expected.
        """
        space = self._namespaces[block.line]
        while block.line not in self._outcomes and not space.blocker:
            each = space.waiting.popleft()
            outcome = self._outcomes[each.line] = self._run(each, space, fixture)
            if error := unexpected(each, outcome):
                space.blocker = each, error
        if block.line not in self._outcomes and space.blocker:
            culprit, error = space.blocker
            blame = f"{self._source.path}:{culprit.line}, which raised {type(error).__name__}"
            raise BlockedError(self._source.path, block.line, f"not run: blocked by {blame}") from error
        return self._outcomes[block.line]

    def _run(self, block: Block, space: _Namespace, fixture: Callable[[str], object]) -> Outcome:
        names = vars(space.module)
        error: BaseException | None = None
        warned: list[str] = []
        picture = ""
        try:
            names.update({name: fixture(name) for name in block.fixtures})
            code = self._compile(block, space.futures)
            space.futures |= code.co_flags & _FUTURES
            echo = sys.stdout if block.fixtures else None  # capsys and its like read what stands beneath
            stderr = bool(block.output and block.output.stderr)
            with (
                _as_main(space.module),
                recorded(block.warns) as warned,
                self._stdout.instead(echo, stderr),
                self._time_limit(),
            ):
                exec(code, names)
                picture = take_picture() if block.draws else ""
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # sys.exit() in a block is a failure like any other
            error = raised
        return Outcome(self._stdout.take(), error, tuple(warned), picture)

    def _compile(self, block: Block, futures: int) -> CodeType:
        """Compile a block so that a traceback shows its lines, and what it marks in them, as on the page."""
        source, file = "\n" * block.line + block.fence.text, str(self._source.file)
        tree = compile(source, file, "exec", flags=futures | ast.PyCF_ONLY_AST, dont_inherit=True)
        if block.fence.indent:
            shift = len(block.fence.indent.encode())
            for node in ast.walk(tree):
                if isinstance(node, ast.stmt | ast.expr):
                    node.col_offset += shift
                    node.end_col_offset = (node.end_col_offset or 0) + shift
        code: CodeType = compile(tree, file, "exec", flags=futures, dont_inherit=True)
        return code

    def _new_module(self, names: Mapping[str, object]) -> ModuleType:
        module = ModuleType("__main__")
        module.__file__ = str(self._source.file)
        vars(module).update(names)
        return module

    @contextmanager
    def _time_limit(self) -> Iterator[None]:
        """Interrupt the block after its time.

        Works where Python can be interrupted: in the main thread, on systems with SIGALRM, between two steps
        of the interpreter. One long call into C is interrupted only when it returns. A timer that someone
        else has set, such as pytest-timeout's, is left alone.
        """

        def stop(_signal: int, frame: FrameType | None) -> None:
            while frame and frame.f_code.co_filename != str(self._source.file):
                frame = frame.f_back
            at = f", at line {frame.f_lineno}" if frame else ""
            raise BlockTimeout(f"the block did not end within {self._timeout:g} s{at}")

        in_main_thread = threading.current_thread() is threading.main_thread()
        if not (hasattr(signal, "SIGALRM") and in_main_thread) or signal.getitimer(signal.ITIMER_REAL)[0]:
            yield
            return
        handler = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self._timeout)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler)


def unexpected(block: Block, outcome: Outcome) -> BaseException | None:
    """The exception that left the block although its page does not promise it."""
    error = outcome.error
    return None if error is None or (block.raises and is_named(error, block.raises)) else error


@contextmanager
def _as_main(module: ModuleType) -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Recorder(io.TextIOWrapper):
    """Standard output for one page; the same object for all its blocks, since a log handler may keep it."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._echo: TextIO | None = None
        super().__init__(
            self._bytes, encoding="utf-8", errors="surrogateescape", newline="", write_through=True
        )

    def write(self, text: str) -> int:
        if self._echo:
            self._echo.write(text)
        return super().write(text)

    @contextmanager
    def instead(self, echo: TextIO | None, stderr: bool) -> Iterator[None]:
        """Record standard output, and if asked standard error, in the order in which they are written."""
        saved = sys.stdout, sys.stderr
        sys.stdout, self._echo = self, echo
        if stderr:
            sys.stderr = self
        try:
            yield
        finally:
            sys.stdout, sys.stderr = saved
            self._echo = None

    def take(self) -> str:
        self.flush()
        text = self._bytes.getvalue().decode(errors="surrogateescape")
        self.seek(0)
        self.truncate()
        return text
