"""Runs code inside the reader's browser, and judges what it prints by the checker's own rules.

worker.js makes one Session and calls its methods, each with one JSON text, for one JSON text. Whatever else
is to be asked becomes a method here; nothing on the way has to know of it.
"""

import ast
import contextlib
import importlib.util
import inspect
import io
import itertools
import json
import linecache
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from types import CodeType, ModuleType
from typing import Any

from torchnn_doc.checker.compare.differing import differing_places, parted
from torchnn_doc.checker.compare.outputs import aligned, compare, output_lines
from torchnn_doc.checker.page.rule import Rule
from torchnn_doc.checker.run.drawing import draw_in_memory, take_pictures
from torchnn_doc.checker.run.promises import is_named, recorded

Piece = tuple[str, bool]  # a part of a line, and whether it differs

_LONGEST = 50_000  # characters of an output that a page can show without standing still
_WRITES = (
    1_000  # that are told one by one; whoever writes more often has them told in pieces of so many characters
)
_PATIENCE = 0.1  # seconds for which the last of them may wait


@dataclass(frozen=True)
class Answer:
    """What running a block led to.

    Attributes:
        printed: What it wrote to standard output; with what the page promises beside, if it does.
        said: What it wrote to standard error.
        error: The traceback of an exception that the page does not promise, or "".
        hint: Which of the page's words explain that exception, or "".
        name: What it is about, to be filled in there.
        value: What the last expression is, if it was asked for, as a notebook shows it.
        cut: Whether more was written than is told.
        pictures: The figures that it drew, as SVG.
        agrees: Whether the output is what the page shows; None if the page shows none.
        page: Where they differ: the lines of the page, in pieces that say whether they differ.
        run: The same of the lines that were printed.
    """

    printed: str
    said: str
    error: str
    pictures: list[str]
    hint: str = ""
    name: str = ""
    value: str = ""
    cut: bool = False
    agrees: bool | None = None
    page: tuple[tuple[Piece, ...], ...] = ()
    run: tuple[tuple[Piece, ...], ...] = ()


class Session:
    """The namespaces of one page, or of whatever else runs code.

    Args:
        tell: Is called with what code writes, while it does.
        ask: Is called with the prompt of `input()`, and gives what is typed; None where nothing can be.
    """

    def __init__(self, tell: Callable[[str], object] = str, ask: Callable[[str], str] | None = None) -> None:
        self._spaces: dict[str, ModuleType] = {}
        self._tell = tell
        self._ask = ask
        self._pictures: list[str] = []  # what plt.show() has shown since the run began
        draw_in_memory()

    def imports(self, code: str, module: str) -> bool:
        """Whether code imports a module; code with an error in it imports nothing."""
        try:
            nodes = list(ast.walk(ast.parse(code)))
        except SyntaxError:
            return False
        names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        return any(name.partition(".")[0] == module for name in names)

    def forget(self, request: str) -> str:
        """Drop a namespace: `{space}`. The next code that is run there starts with nothing."""
        self._spaces.pop(json.loads(request)["space"], None)
        return "null"

    async def run(self, request: str) -> str:
        """Run code in a namespace.

        Args:
            request: `{space, name, code, value}`: the namespace, what tracebacks call the code, the code,
                whether to tell the value of an expression at its end. For a block of a page also what the
                page says of it: `raises`, `warns`, and its `output`:
                `{text, rtol, atol, varies, rounded, stderr}`.

        Returns:
            An Answer.
        """
        given = json.loads(request)
        output = given.get("output")
        self._pictures = []
        printed, said = _Output(self._tell), _Output(self._tell)
        value = ""
        warned: list[str] = []
        error: BaseException | None = None
        try:
            with (
                contextlib.redirect_stdout(printed),
                contextlib.redirect_stderr(printed if output and output["stderr"] else said),
                recorded(given.get("warns", "")) as warned,
            ):
                value = await self._execute(
                    given["space"], given["name"], given["code"], bool(given.get("value"))
                )
        except BaseException as raised:  # a sys.exit() must not end the worker
            error = raised
        promised = error is not None and bool(given.get("raises")) and is_named(error, given["raises"])
        lines = [f"{warning}\n" for warning in warned]
        if error and promised:
            lines += [part for part in traceback.format_exception_only(error) if not part.startswith("  ")]
        unexpected = None if promised else error
        hint, name = _explained(unexpected)
        answer = Answer(
            printed=_after(printed.getvalue(), lines),
            said=said.getvalue(),
            error=_traceback(unexpected, given["name"]) if unexpected else "",
            pictures=[*self._pictures, *take_pictures()],
            hint=hint,
            name=name,
            value=value[:_LONGEST],
            cut=printed.cut or said.cut or len(value) > _LONGEST,
        )
        return json.dumps(asdict(answer) | _judged(answer, output))

    async def grade(self, request: str) -> str:
        """Judge an answer to an exercise; what `run` has left in other namespaces is out of its sight.

        Args:
            request: `{exercise, name, code}`: which exercise, and as in `run`.

        Returns:
            The verdict of grading.py, with `printed`, what the code wrote, and `error`, a traceback or "";
            `hint` and `name` as in an Answer.
        """
        # Not before: Python need not wait for these when it starts.
        from torchnn_doc.live.exercises import EXERCISES  # noqa: PLC0415
        from torchnn_doc.live.grading import Verdict, grade  # noqa: PLC0415

        given = json.loads(request)
        self._spaces.pop(given["exercise"], None)
        printed = _Output(self._tell)
        error: BaseException | None = None
        verdict = Verdict(False, "raised")
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                await self._execute(given["exercise"], given["name"], given["code"], False)
                verdict = grade(EXERCISES[given["exercise"]], vars(self._spaces[given["exercise"]]))
            error = verdict.error
        except BaseException as raised:  # as in `run`
            error = raised
        hint, name = _explained(error)
        told = {
            "printed": printed.getvalue(),
            "hint": hint,
            "name": name,
            "error": _traceback(error, given["name"]) if error else "",
        }
        return json.dumps(vars(verdict) | told)

    async def _execute(self, space: str, name: str, code: str, value: bool) -> str:
        """Run code, and give what an expression at its end is, if that is asked for and it is something."""
        module = self._spaces.setdefault(space, ModuleType("__main__"))
        vars(module).setdefault("input", self._input)
        if self.imports(code, "matplotlib"):
            pyplot: Any = importlib.import_module("matplotlib.pyplot")
            pyplot.show = lambda *_given, **_named: self._show()
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        tree = ast.parse(code, name)
        last = tree.body[-1] if tree.body else None
        if not value or not isinstance(last, ast.Expr) or code.rstrip().endswith(";"):
            await _evaluate(compile(tree, name, "exec", _WAITING, dont_inherit=True), module)
            return ""
        tree.body.pop()
        await _evaluate(compile(tree, name, "exec", _WAITING, dont_inherit=True), module)
        expression = compile(ast.Expression(last.value), name, "eval", _WAITING, dont_inherit=True)
        found = await _evaluate(expression, module)
        return "" if found is None else repr(found)

    def _input(self, prompt: object = "") -> str:
        """Ask the reader; what is typed is part of the output, as in a terminal."""
        sys.stdout.write(str(prompt))
        sys.stdout.flush()
        if not self._ask:
            raise _NoInputError("nothing can be typed in here")
        typed = self._ask(str(prompt))
        sys.stdout.write(f"{typed}\n")
        return typed

    def _show(self) -> None:
        """Take the figures so far, as `plt.show()` does in a notebook: what is drawn next is another."""
        self._pictures += take_pictures()


_WAITING = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


async def _evaluate(code: CodeType, module: ModuleType) -> object:
    found = eval(code, vars(module))
    return await found if code.co_flags & inspect.CO_COROUTINE else found


class _Output(io.StringIO):
    """Standard output that is told while it is written, as far as a page shows it."""

    def __init__(self, told: Callable[[str], object]) -> None:
        super().__init__()
        self._told = told
        self._writes = 0
        self._waiting = ""
        self._last = 0.0  # when something was told
        self.cut = False

    def write(self, text: str) -> int:
        shown = text[: _LONGEST - self.tell()]
        self.cut = self.cut or len(shown) < len(text)
        super().write(shown)
        self._waiting += shown
        self._writes += 1
        if (
            self._writes < _WRITES
            or len(self._waiting) > _WRITES
            or time.monotonic() > self._last + _PATIENCE
        ):
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell what waits."""
        if self._waiting:
            self._told(self._waiting)
        self._waiting = ""
        self._last = time.monotonic()


class _NoInputError(EOFError):
    """Code has asked for something to be typed."""


def _explained(error: BaseException | None) -> tuple[str, str]:
    """Which of the page's words say why this goes wrong in a browser, and what they are about."""
    if isinstance(error, _NoInputError):
        return "input", ""
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        if name == "torch":
            return "torch", name
        if not importlib.util.find_spec(name):
            return "module", name
    return "", ""


def _after(printed: str, lines: list[str]) -> str:
    between = "\n" if lines and printed and not printed.endswith("\n") else ""
    return printed + between + "".join(lines)


def _traceback(error: BaseException, name: str) -> str:
    """The traceback of the reader's code; above it is only what runs it."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    below = trace
    while below and below.tb_next:
        if below.tb_next.tb_frame.f_code.co_filename == __file__:
            below.tb_next = None  # `_input`, which is no code of the reader's
        below = below.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))


def _judged(answer: Answer, output: dict[str, Any] | None) -> dict[str, object]:
    if answer.error or not output:
        return {}
    rule = Rule(Decimal(output["rtol"]), Decimal(output["atol"]), output["varies"], output["rounded"])
    if compare(output["text"], answer.printed, rule) is None:
        return {"agrees": True}
    page, run = output_lines(output["text"]), output_lines(answer.printed)
    places: tuple[dict[int, list[int]], ...] = {}, {}
    for pair in aligned(page, run, rule):
        for side, line in enumerate(pair):
            places[side][line] = []
    for pair in parted(page, run, rule):
        differing = differing_places(page[pair[0]], run[pair[1]], rule)
        for side, line in enumerate(pair):
            places[side][line] = differing[side]
    return {"agrees": False, "page": _pieces(page, places[0]), "run": _pieces(run, places[1])}


def _pieces(lines: list[str], places: dict[int, list[int]]) -> list[list[Piece]]:
    """Cut lines where they begin or cease to differ; one without a partner differs as a whole."""
    cut = []
    for number, line in enumerate(lines):
        differing = set(places.get(number, range(len(line))))
        runs = itertools.groupby(enumerate(line), key=lambda each: each[0] in differing)
        cut.append([("".join(char for _, char in chars), differs) for differs, chars in runs])
    return cut
