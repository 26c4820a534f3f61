"""Finds where two translations of a page part: in code, outputs, headings, equations, images or links."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from torchnn_doc.checker.compare.outputs import canonical, output_lines
from torchnn_doc.checker.page.elements import read_elements
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Fence, Source, read_fences
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.page.syntax import syntax_tree

# What these say is prose or styling, and is translated or moves with the comments.
_FREE_OPTIONS = frozenset({"title", "notest", "varies", "hl_lines", "linenums"})


def compare_translations(first: Source, second: Source, outputs: bool = True) -> None:
    """Compare a page in one language with the same page in another.

    Headings, fences, equations, images and links are the same, in the same order. So are the symbols of each
    part between two headings or fences, but the words around them decide their order and their number.

    Args:
        first: The page in one language.
        second: The page in the other.
        outputs: Whether the texts of outputs count, too.

    Raises:
        PageError: One of them cannot be read.
        CheckError: They part; the message shows both places.
    """
    for one, other in zip_longest(_landmarks(first), _landmarks(second)):
        if one is None:
            raise CheckError(second.path, other.line, f"{first.path} has no {other.kind} for this one")
        if other is None:
            raise CheckError(first.path, one.line, f"{second.path} has no {one.kind} for this one")
        if parting := _part(one, other, outputs):
            here, there = f"{first.path}:{parting.here}", parting.there
            details = f"{here}: {parting.left}\n{second.path}:{there}: {parting.right}"
            raise CheckError(second.path, there, f"{parting.what} differs from {here}", details)


@dataclass(frozen=True)
class _Landmark:
    """Something that both pages have at the same point.

    Attributes:
        kind: What it is.
        text: What must be the same.
        line: Its line.
        fence: The fence, if it is one.
        symbols: The symbols below a heading or a fence, up to the next one, each with its line.
    """

    kind: str
    text: str
    line: int
    fence: Fence | None = None
    symbols: dict[str, int] = field(default_factory=dict)


def _landmarks(source: Source) -> list[_Landmark]:
    found = [_Landmark(each.kind, each.text, each.line) for each in read_elements(source)]
    found += [
        _Landmark("fence", _head(each), each.line, each) for each in read_fences(source.text, source.path)
    ]
    part = _Landmark("page", "", 1)
    landmarks = [part]
    for each in sorted(found, key=lambda each: each.line):
        if each.kind == "symbol":
            part.symbols.setdefault(each.text, each.line)
        else:
            landmarks.append(each)
        if each.kind in ("heading", "fence"):
            part = each
    return landmarks


@dataclass(frozen=True)
class _Parting:
    """What differs, and on either page the line, with its text."""

    what: str
    here: int
    there: int
    left: str
    right: str


def _part(one: _Landmark, other: _Landmark, outputs: bool) -> _Parting | None:
    if (one.kind, one.text) != (other.kind, other.text):
        left, right = (f"{each.kind} {each.text}" for each in (one, other))
        return _Parting(f"the {other.kind}", one.line, other.line, left, right)
    parting = None
    if one.fence and other.fence:
        parting = _part_fences(one.fence, other.fence, outputs)
    return parting or _part_symbols(one, other)


def _part_fences(one: Fence, other: Fence, outputs: bool) -> _Parting | None:
    parting = None
    if one.is_python:
        parting = _part_code(one.text, other.text)
    elif outputs and one.is_output and "varies" not in one.options:
        parting = _part_text("the output", one.text, other.text)
    return parting and replace(parting, here=one.line + parting.here, there=other.line + parting.there)


def _part_symbols(one: _Landmark, other: _Landmark) -> _Parting | None:
    for symbol, line in one.symbols.items():
        if symbol not in other.symbols:
            return _Parting("this part", line, other.line, f"${symbol}$", f"no ${symbol}$ in this part")
    for symbol, line in other.symbols.items():
        if symbol not in one.symbols:
            return _Parting("this part", one.line, line, f"no ${symbol}$ in this part", f"${symbol}$")
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
    trees = syntax_tree(one), syntax_tree(other)
    try:
        nodes = [list(_nodes(tree)) for tree in trees if tree]
    except RecursionError:
        nodes = []
    if len(nodes) < len(trees):  # a skipped block may hold anything
        return _part_text("the code", one, other)
    pairs = list(zip_longest(*nodes, fillvalue=(1, "")))
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
