"""Runs code inside the reader's browser, and judges what it prints by the checker's own rules.

worker.js makes one Session and calls its methods, each with one JSON text, for one JSON text. Whatever else
is to be asked becomes a method here; nothing on the way has to know of it.
"""

import ast
import contextlib
import inspect
import io
import itertools
import json
import linecache
import traceback
from dataclasses import asdict, dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any

from exercises import EXERCISES
from grading import Verdict, grade

from torchnn_doc.checker.compare import Rule, aligned, compare, output_lines
from torchnn_doc.checker.differing import differing_places, parted
from torchnn_doc.checker.drawing import draw_in_memory, take_picture
from torchnn_doc.checker.promises import is_named, recorded

Piece = tuple[str, bool]  # a part of a line, and whether it differs

_LONGEST = 50_000  # characters of an output that a page can show without standing still


@dataclass(frozen=True)
class Answer:
    """What running a block led to.

    Attributes:
        printed: What it wrote to standard output; with what the page promises beside, if it does.
        said: What it wrote to standard error.
        error: The traceback of an exception that the page does not promise, or "".
        picture: What it drew, as SVG, or "".
        agrees: Whether the output is what the page shows; None if the page shows none.
        page: Where they differ: the lines of the page, in pieces that say whether they differ.
        run: The same of the lines that were printed.
    """

    printed: str
    said: str
    error: str
    picture: str
    agrees: bool | None = None
    page: tuple[tuple[Piece, ...], ...] = ()
    run: tuple[tuple[Piece, ...], ...] = ()


class Session:
    """The namespaces of one page, or of whatever else runs code."""

    def __init__(self) -> None:
        self._spaces: dict[str, ModuleType] = {}
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
            request: `{space, name, code}`: the namespace, what tracebacks call the code, the code. For a
                block of a page also what the page says of it: `raises`, `warns`, and its `output`:
                `{text, rtol, atol, varies, stderr}`.

        Returns:
            An Answer.
        """
        given = json.loads(request)
        output = given.get("output")
        printed, said = io.StringIO(), io.StringIO()
        warned: list[str] = []
        error: BaseException | None = None
        try:
            with (
                contextlib.redirect_stdout(printed),
                contextlib.redirect_stderr(printed if output and output["stderr"] else said),
                recorded(given.get("warns", "")) as warned,
            ):
                await self._execute(given["space"], given["name"], given["code"])
        except BaseException as raised:  # a sys.exit() must not end the worker
            error = raised
        promised = error is not None and bool(given.get("raises")) and is_named(error, given["raises"])
        lines = [f"{warning}\n" for warning in warned]
        if error and promised:
            lines += [part for part in traceback.format_exception_only(error) if not part.startswith("  ")]
        answer = Answer(
            printed=_after(printed.getvalue()[:_LONGEST], lines),
            said=said.getvalue()[:_LONGEST],
            error="" if error is None or promised else _traceback(error, given["name"]),
            picture=take_picture(),
        )
        return json.dumps(asdict(answer) | _judged(answer, output))

    async def grade(self, request: str) -> str:
        """Judge an answer to an exercise; what `run` has left in other namespaces is out of its sight.

        Args:
            request: `{exercise, name, code}`: which exercise, and as in `run`.

        Returns:
            The verdict of grading.py, with `printed`, what the code wrote, and `error`, a traceback or "".
        """
        given = json.loads(request)
        self._spaces.pop(given["exercise"], None)
        printed = io.StringIO()
        error: BaseException | None = None
        verdict = Verdict(False, "raised")
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                await self._execute(given["exercise"], given["name"], given["code"])
                verdict = grade(EXERCISES[given["exercise"]], vars(self._spaces[given["exercise"]]))
            error = verdict.error
        except BaseException as raised:  # as in `run`
            error = raised
        told = {
            "printed": printed.getvalue()[:_LONGEST],
            "error": _traceback(error, given["name"]) if error else "",
        }
        return json.dumps(vars(verdict) | told)

    async def _execute(self, space: str, name: str, code: str) -> None:
        module = self._spaces.setdefault(space, ModuleType("__main__"))
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        compiled = compile(code, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        if compiled.co_flags & inspect.CO_COROUTINE:
            await eval(compiled, vars(module))
        else:
            exec(compiled, vars(module))


def _after(printed: str, lines: list[str]) -> str:
    between = "\n" if lines and printed and not printed.endswith("\n") else ""
    return printed + between + "".join(lines)


def _traceback(error: BaseException, name: str) -> str:
    """The traceback from the reader's code on; above it is only what runs it."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))


def _judged(answer: Answer, output: dict[str, Any] | None) -> dict[str, object]:
    if answer.error or not output:
        return {}
    rule = Rule(Decimal(output["rtol"]), Decimal(output["atol"]), output["varies"])
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
