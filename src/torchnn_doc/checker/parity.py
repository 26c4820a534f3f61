"""Finds where two translations of a page part: in their code, their outputs or their fences."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from torchnn_doc.checker.compare import canonical, output_lines
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import Fence, Source, read_fences, split_lines

# What these say is prose or styling, and is translated or moves with the comments.
_FREE_OPTIONS = frozenset({"title", "notest", "varies", "hl_lines", "linenums"})


class ParityError(CheckError):
    """Two translations of a page differ in what must be the same."""


def compare_translations(first: Source, second: Source) -> None:
    """Compare all fences of a page in one language with those in another.

    Raises:
        PageError: One of them cannot be read.
        ParityError: They part; the message shows both places.
    """
    for one, other in zip_longest(*(read_fences(page.text, page.path) for page in (first, second))):
        if one is None:
            raise ParityError(second.path, other.line, f"{first.path} has no fence for this one")
        if other is None:
            raise ParityError(first.path, one.line, f"{second.path} has no fence for this one")
        if parting := _part(one, other):
            here, there = f"{first.path}:{one.line + parting.here}", other.line + parting.there
            details = f"{here}: {parting.left}\n{second.path}:{there}: {parting.right}"
            raise ParityError(second.path, there, f"{parting.what} differs from {here}", details)


@dataclass(frozen=True)
class _Parting:
    """What differs between two fences, and in each the line, counted from its opening, with its text."""

    what: str
    here: int
    there: int
    left: str
    right: str


def _part(one: Fence, other: Fence) -> _Parting | None:
    if _head(one) != _head(other):
        return _Parting("the fence", 0, 0, _head(one), _head(other))
    if one.is_python:
        return _part_code(one.text, other.text)
    if one.is_output and "varies" not in one.options:
        return _part_text("the output", one.text, other.text)
    return None


def _head(fence: Fence) -> str:
    classes = [f".{name}" for name in fence.classes]
    options = [name if name in _FREE_OPTIONS else f"{name}={value}" for name, value in fence.options.items()]
    return " ".join([fence.language or "(no language)", *sorted(classes + options)])


def _part_text(what: str, one: str, other: str) -> _Parting | None:
    pairs = zip_longest(output_lines(one), output_lines(other))
    for line, (left, right) in enumerate(pairs, start=1):
        if left is None or right is None or canonical(left) != canonical(right):
            return _Parting(what, line, line, left or "(nothing)", right or "(nothing)")
    return None


def _part_code(one: str, other: str) -> _Parting | None:
    try:
        pairs = list(zip_longest(_nodes(ast.parse(one)), _nodes(ast.parse(other)), fillvalue=(1, "")))
    except SyntaxError:  # a skipped block may hold anything
        return _part_text("the code", one, other)
    for (here, left), (there, right) in pairs:
        if left != right:
            lines = [split_lines(text)[line - 1].strip() for text, line in ((one, here), (other, there))]
            return _Parting("the code", here, there, *lines)
    return None


def _nodes(node: ast.AST, line: int = 1, words: bool = False) -> Iterator[tuple[int, str]]:
    """A syntax tree as nodes with their lines; neither comments nor, unless asked, what strings say."""
    line = getattr(node, "lineno", line)
    fields = list(ast.iter_fields(node))
    plain = [(name, value) for name, value in fields if not isinstance(value, ast.AST | list)]
    yield line, f"{type(node).__name__} {'a string' if _is_string(node) and not words else plain}"
    for name, value in fields:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.JoinedStr) and _is_string(part) and not words:
                continue
            if isinstance(part, ast.AST):
                yield from _nodes(part, line, words or name == "format_spec")
                line = getattr(part, "end_lineno", line)
            elif isinstance(value, list):
                yield line, repr(part)
        if isinstance(value, list):
            yield line, f"end of {name}"


def _is_string(node: object) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
