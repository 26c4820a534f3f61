"""What surrounds a block while it runs: streams, folder and variables of its page's own, and a time limit."""

import io
import logging
import os
import signal
import sys
import tempfile
import threading
import warnings
import weakref
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MOST_PRINTED = 1_000_000  # bytes; nobody reads a page with more


class BlockStopped(BaseException):
    """A block did what would harm the run; like KeyboardInterrupt this passes by `except Exception`."""


class BlockTimeout(BlockStopped):
    """A block ran longer than it may."""


class OutputLimit(BlockStopped):
    """A block printed more than it may."""


class ProcessExit(BlockStopped):
    """A block called `os._exit`, which would have ended pytest."""


class StreamTaken(BlockStopped):
    """Standard output was taken away from a block, so that nobody knows what it printed."""


class LeftThreadWarning(UserWarning):
    """A thread that a block started still runs when the block has ended."""


class Surroundings:
    """What the blocks of one page find around them, and leave for those below.

    The working folder and the environment variables that a block changes stay changed for the page's other
    blocks, and for nobody else. Standard output is recorded, standard input empty. `__main__` is the page's
    module: classes are named as for one who copies the code, can be pickled, and find their module.

    All this happens in pytest's own process and has its limits: one long call into C is interrupted only when
    it returns; a block that crashes the interpreter ends pytest; and what a library keeps to itself, such as
    numpy's print options or a seed, is there for the next page too. Isolation gives every page a process.

    Args:
        file: The page.
        folder: The working folder that the page begins in; where the process is if there is none.
    """

    def __init__(self, file: Path, folder: Path | None = None) -> None:
        self._file = str(file)
        self._stdout, self._stdin = Recorder(), _NoInput()
        self._argv = [str(file)]
        self._log = _PageLog()
        self._folder = str(folder) if folder else ""
        self._variables: dict[bytes, bytes | None] = {}

    @contextmanager
    def around(
        self,
        main: ModuleType,
        line: int,
        seconds: float,
        *,
        fixtures: Collection[str] = (),
        stderr: bool = False,
    ) -> Iterator[None]:
        """Put them around a block.

        Args:
            main: The module that the block runs in.
            line: The block's line.
            seconds: How long the block may run.
            fixtures: Those that it asks for: capsys and its like read what stands beneath.
            stderr: Whether standard error is recorded, too, in the order in which both are written.
        """
        process, leave, threads = os.getpid(), os._exit, set(threading.enumerate())
        outer = sys.stdout, sys.__stdout__, sys.stderr, sys.stdin, sys.modules["__main__"], sys.argv
        descriptors = [] if {"capfd", "capfdbinary"}.intersection(fixtures) else [1, 2] if stderr else [1]
        echoes = fixtures and _descriptor_of(sys.stdout) not in descriptors  # else it would be recorded twice
        self._stdout.echo = sys.stdout if echoes else None
        # Code that has changed sys.stdout puts it back from sys.__stdout__.
        sys.stdout = sys.__stdout__ = self._stdout  # type: ignore[misc]
        sys.stdin, sys.modules["__main__"], sys.argv = self._stdin, main, self._argv
        sys.stderr = self._stdout if stderr else sys.stderr
        os._exit = _exit_in_children_of(process, leave)  # type: ignore[assignment]  # mypy tells names apart
        try:
            with ExitStack() as written:
                for descriptor in descriptors:
                    written.enter_context(self._stdout.written_to(descriptor))
                with self._own_folder(), self._own_variables(), self._log.own(), self._time_limit(seconds):
                    yield
            if sys.stdout is not self._stdout and sys.stdout in outer[:2]:
                raise StreamTaken("sys.stdout was taken away: what the block printed then is not known")
        finally:
            if os.getpid() != process:  # a fork that comes here must not run the tests that follow
                leave(0)
            os._exit = leave
            self._argv = sys.argv
            sys.stdout, sys.__stdout__, sys.stderr, sys.stdin, sys.modules["__main__"], sys.argv = outer  # type: ignore[misc]
            self._stdout.echo = None
            self._warn_of(set(threading.enumerate()) - threads, line)

    def _warn_of(self, threads: set[threading.Thread], line: int) -> None:
        if threads:
            message = f"the block leaves a thread running: {', '.join(sorted(each.name for each in threads))}"
            try:
                warnings.warn_explicit(message, LeftThreadWarning, self._file, line)
            except (
                LeftThreadWarning
            ):  # the project has all warnings fail; a pool that a library keeps must not
                with warnings.catch_warnings():
                    warnings.simplefilter("always", LeftThreadWarning)
                    warnings.warn_explicit(message, LeftThreadWarning, self._file, line)

    def printed(self) -> str:
        """What was recorded since this was last asked."""
        return self._stdout.take()

    @contextmanager
    def _own_folder(self) -> Iterator[None]:
        outer = os.getcwd()  # noqa: PTH109 - for every block; a Path takes ten times as long
        if self._folder:
            os.chdir(self._folder)
        try:
            yield
        finally:
            try:
                own = os.getcwd()  # noqa: PTH109
            except FileNotFoundError:  # the block has deleted the folder that it is in
                own = ""
            self._folder = own if own != outer else ""
            if own != outer:
                os.chdir(outer)

    @contextmanager
    def _own_variables(self) -> Iterator[None]:
        # The bytes themselves: to decode all variables for every block takes longer than many a block.
        variables: dict[bytes, bytes] = os.environ._data  # type: ignore[attr-defined]
        outer = variables.copy()
        _set_variables(self._variables)
        try:
            yield
        finally:
            changed = [] if variables == outer else [*{*outer, *variables}]
            changed = [name for name in changed if outer.get(name) != variables.get(name)]
            self._variables = {name: variables.get(name) for name in changed}
            _set_variables({name: outer.get(name) for name in changed})

    @contextmanager
    def _time_limit(self, seconds: float) -> Iterator[None]:
        """Interrupt the block after its time, and again each second in case it goes on.

        Works in the main thread, on systems with SIGALRM, between two steps of the interpreter. A timer that
        someone else has set, such as pytest-timeout's, is left alone.
        """

        def stop(_signal: int, frame: FrameType | None) -> NoReturn:
            while frame and frame.f_code.co_filename != self._file:
                frame = frame.f_back
            at = f", at line {frame.f_lineno}" if frame else ""
            raise BlockTimeout(f"the block did not end within {seconds:g} s{at}")

        in_main_thread = threading.current_thread() is threading.main_thread()
        if not (hasattr(signal, "SIGALRM") and in_main_thread) or signal.getitimer(signal.ITIMER_REAL)[0]:
            yield
            return
        handler = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler)


def _set_variables(values: dict[bytes, bytes | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(os.fsdecode(name), None)
        else:
            os.environ[os.fsdecode(name)] = os.fsdecode(value)


def _exit_in_children_of(process: int, leave: Callable[[int], NoReturn]) -> Callable[[int], NoReturn]:
    def exit_(status: int) -> NoReturn:
        if os.getpid() != process:
            leave(status)
        raise ProcessExit(f"os._exit({status}) would have ended pytest")

    return exit_


class _PageLog:
    """The root logger as a script finds it, without handlers; what pytest has put there still sees all."""

    def __init__(self) -> None:
        self._handlers: list[logging.Handler] = []
        self._level = logging.WARNING
        self._above, self._last_resort = logging.Logger("above the page"), _LastResort()

    @contextmanager
    def own(self) -> Iterator[None]:
        """Put it around a block."""
        root = logging.root
        outer = root.handlers, root.level, root.parent
        self._above.handlers = [*root.handlers, self._last_resort]
        root.handlers, root.parent = self._handlers, self._above
        _set_level(root, self._level)
        try:
            yield
        finally:
            self._handlers, self._level = root.handlers, root.level
            root.handlers, level, root.parent = outer
            _set_level(root, level)


def _set_level(logger: logging.Logger, level: int) -> None:
    if logger.level != level:  # to set it goes through all loggers there are
        logger.setLevel(level)


def _descriptor_of(stream: TextIO) -> int | None:
    """The descriptor of the process that a stream writes to, or None."""
    try:
        return stream.fileno()
    except OSError:
        return None


class _LastResort(logging.Handler):
    """Writes what no handler of the page takes, as Python does where there is none at all."""

    def handle(self, record: logging.LogRecord) -> bool:
        logger: logging.Logger | None = logging.getLogger(record.name)
        while logger and not logger.handlers:
            logger = logger.parent if logger is not logging.root else None
        if not logger and logging.lastResort and record.levelno >= logging.lastResort.level:
            logging.lastResort.handle(record)
        return True


class _NoInput(io.TextIOBase):
    """Standard input as a page has it."""

    def readable(self) -> bool:
        return True

    def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]
        raise EOFError("the block reads standard input, but nobody is there to type")

    read = readline  # type: ignore[assignment]


class Recorder(io.TextIOWrapper):
    """Standard output for one page; the same object for all its blocks, since a log handler may keep it.

    It is a file, so that what child processes and libraries in C write is recorded, too, in its order.

    Attributes:
        echo: Where all that is written also goes, if anywhere.
    """

    def __init__(self) -> None:
        with tempfile.TemporaryFile(buffering=0) as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self.echo: TextIO | None = None
        super().__init__(
            _LimitedFile(self._descriptor, "r+", closefd=False),
            encoding="utf-8",
            errors="surrogateescape",
            newline="",
            write_through=True,
        )

    def write(self, text: str) -> int:
        """Record it."""
        if self.echo:
            self.echo.write(text)
        return super().write(text)

    @contextmanager
    def written_to(self, descriptor: int) -> Iterator[None]:
        """Let this be what stands behind a descriptor of the process."""
        try:
            outer = os.dup(descriptor)
        except OSError:  # the process has none, as under pythonw
            yield
            return
        os.dup2(self._descriptor, descriptor)
        try:
            yield
        finally:
            os.dup2(outer, descriptor)
            os.close(outer)

    def close(self) -> None:
        """Stay open: the blocks below print here, too."""
        self.flush()

    def detach(self) -> NoReturn:
        """Keep what is beneath."""
        raise io.UnsupportedOperation("detach")

    def take(self) -> str:
        """Give what was recorded since this was last asked; not all of it if that is more than may be."""
        self.flush()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        text = os.read(self._descriptor, MOST_PRINTED).decode(errors="surrogateescape")
        # A copy of the process has run the block; nothing of that is left to what it was copied from.
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        # A file of its own for each block: a process that is left behind writes when it likes.
        with tempfile.TemporaryFile(buffering=0) as file:
            os.dup2(file.fileno(), self._descriptor, inheritable=False)
        return text


class _LimitedFile(io.FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        if os.fstat(self.fileno()).st_size + memoryview(data).nbytes > MOST_PRINTED:
            raise OutputLimit(f"the block printed more than {MOST_PRINTED:,} bytes")
        return super().write(data)
