"""Takes the `#>` comments of pytest-examples out of code: what its prints print."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from torchnn_doc.checker.compare.outputs import ANY_TEXT, output_lines
from torchnn_doc.checker.migrate.piece import ConversionError, Piece, wildcard_notes
from torchnn_doc.checker.page.syntax import syntax_tree

_MARK = "#>"
_ADDRESS = "0x0123456789ab"  # stands for every address of an object
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class _Print:
    """A print of the code.

    Attributes:
        end: The line that it ends on.
        function: The function that it stands in, if it stands in one.
        loop: The outermost loop of that function, or of the module, that it stands in.
        text: The lines of the string below it, in which pytest-examples puts an output that is long.
        text_end: The line that this string ends on.
    """

    end: int
    function: ast.AST | None
    loop: ast.AST | None
    text: tuple[str, ...] | None
    text_end: int


@dataclass(frozen=True)
class _Shown:
    """What one print of the code is shown to print, and the lines where, counted from 1."""

    by: _Print
    lines: tuple[str, ...]
    first: int
    end: int


def read_prints(code: str) -> Piece | None:
    """Part code from the outputs in its comments.

    Returns:
        None if it has none.

    Raises:
        ConversionError: In which order they are printed can't be seen, or what prints them.
    """
    tree = syntax_tree(code)
    if tree is None:
        if re.search(rf"^\s*{_MARK}", code, re.MULTILINE):
            raise ConversionError("the code around its #> comments cannot be parsed")
        return None
    comments = dict(_comments(code))
    shown = [each for one in _prints(tree, code.split("\n")) for each in _below(one, comments)]
    if sum(each.end - each.first for each in shown if each.by.text is None) != len(comments):
        raise ConversionError(
            "a #> comment does not stand right below a print: delete it, then pytest --accept"
        )
    if not shown:
        return None
    if not _is_in_order(shown):
        raise ConversionError(
            "in which order the #> comments are printed cannot be seen: delete them, then pytest --accept"
        )
    taken = {line for each in shown for line in range(each.first, each.end)}
    kept = [line for number, line in enumerate(code.split("\n"), start=1) if number not in taken]
    output = output_lines("\n".join(line for each in shown for line in each.lines))
    notes = wildcard_notes(output)
    if any(each.by.text is not None for each in shown):
        notes += ("a long output was laid out by black there: if it differs, pytest --accept",)
    output = [line.replace(_ADDRESS, f"0x{ANY_TEXT}") for line in output]
    return Piece(tuple("\n".join(kept).strip("\n").split("\n")), tuple(output), notes=notes)


def _comments(code: str) -> Iterator[tuple[int, str]]:
    """The lines that hold an output, with it; not what looks like one inside a string."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT and token.line.lstrip().startswith(_MARK):
            yield token.start[0], token.string.removeprefix(_MARK).removeprefix(" ").rstrip()


def _prints(
    node: ast.AST, lines: Sequence[str], function: ast.AST | None = None, loop: ast.AST | None = None
) -> Iterator[_Print]:
    if isinstance(node, _FUNCTIONS):
        function, loop = node, None
    elif isinstance(node, _LOOPS):
        loop = loop or node
    for _, body in ast.iter_fields(node):
        if not isinstance(body, list):
            continue
        for each, below in pairwise([*body, None]):
            if isinstance(each, ast.Expr) and _is_print(each.value):
                text = _string(below, each, lines)
                yield _Print(each.end_lineno or 0, function, loop, text, getattr(below, "end_lineno", 0))
            elif isinstance(each, ast.AST):
                yield from _prints(each, lines, function, loop)


def _is_print(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def _string(node: ast.AST | None, above: ast.Expr, lines: Sequence[str]) -> tuple[str, ...] | None:
    """The lines of a string that stands alone right below a print, between its triple quotes."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
        return None
    if node.lineno != (above.end_lineno or 0) + 1 or node.end_lineno in (None, node.lineno):
        return None
    first, *inside, last = lines[node.lineno - 1 : node.end_lineno]
    if first.strip() not in ('"""', "'''") or last.strip() != first.strip():
        return None
    indent = first[: len(first) - len(first.lstrip())]
    return tuple(line.removeprefix(indent).rstrip() for line in inside)


def _below(one: _Print, comments: dict[int, str]) -> Iterator[_Shown]:
    first = end = one.end + 1
    if one.text is not None:
        yield _Shown(one, one.text, first, one.text_end + 1)
        return
    while end in comments:
        end += 1
    if end > first:
        yield _Shown(one, tuple(comments[line] for line in range(first, end)), first, end)


def _is_in_order(shown: Sequence[_Shown]) -> bool:
    """Whether the outputs are surely printed from top to bottom: no function or loop mixes them."""
    if len(shown) == 1:
        return True
    once = len({each.by.function for each in shown}) == 1
    called = shown[0].by.function is None or all(len(each.lines) == 1 for each in shown)
    loops = [each.by.loop for each in shown if each.by.loop]
    return once and called and len(loops) == len(set(loops))
