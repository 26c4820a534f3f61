"""Traces the numbers that a page shows to its outputs, its code and its verified equations."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from torchnn_doc.checker.compare.outputs import NUMBER, SHAPE
from torchnn_doc.checker.numbers.known import Known, Origin
from torchnn_doc.checker.numbers.shown import Shown
from torchnn_doc.checker.numbers.tex_numbers import TexNumber, tex_numbers
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.syntax import syntax_tree
from torchnn_doc.checker.record import EquationRecord

_LARGEST = 1e300  # of the numbers in code that are taken; a longer one is not shown in prose
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ADVICE = """\
A number on a page has to stand in an output or in the code of that page, be rounded from one there, or follow
from such numbers by an equation that was verified. If it is from elsewhere, say so around it:
<span class="given" title="where it is from">...</span>"""


@dataclass(frozen=True)
class Traced:
    """Where the numbers of a page come from.

    Attributes:
        origins: How many come from where.
        unchecked: Those that come from nowhere.
    """

    origins: Counter[str]
    unchecked: tuple[Shown, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many come from where, those from nowhere among them."""
        return {**self.origins, "unchecked": len(self.unchecked)}


def raise_unchecked(path: str, traced: Traced) -> None:
    """Fail a page for its numbers that come from nowhere.

    Raises:
        CheckError: There are some; all of them are in the message.
    """
    if traced.unchecked:
        problem = "{} is unchecked: no output, no code and no verified equation of the page has it"
        first, *others = traced.unchecked
        more = "\n".join(f"{path}:{number.line}: {problem.format(number.text)}" for number in others)
        details = "\n\n".join(filter(None, [more, _ADVICE]))
        raise CheckError(path, first.line, problem.format(first.text), details)


def trace(shown: Sequence[Shown], blocks: Sequence[Block], equations: Iterable[EquationRecord]) -> Traced:
    """Trace the numbers of a page.

    A verified equation leads from the numbers on one of its sides to those on the other, if these follow from
    them. On a page that runs no code an equation has nothing to start from, and stands for itself.

    Args:
        shown: The numbers.
        blocks: The page's blocks.
        equations: Those of the page that were verified.
    """
    known = Known()
    known.add("output", (text for block in blocks for text in _printed(block)))
    known.add("code", (text for block in blocks for text in _written(block)))
    known.add("given", (number.text for number in shown if number.given))
    _follow(equations, known, anchored=any(not block.notest for block in blocks))
    origins: Counter[str] = Counter()
    unchecked = []
    for number in shown:
        if origin := "given" if number.given else _origin(number, known):
            origins[origin] += 1
        else:
            unchecked.append(number)
    return Traced(origins, tuple(unchecked))


def _printed(block: Block) -> Iterator[str]:
    """The numbers of an output that is held against the run."""
    if block.output and not block.notest and not block.output.rule.varies:
        text = SHAPE.sub("", block.output.fence.text)
        yield from NUMBER.findall(text)
        yield from NUMBER.findall(_THOUSANDS.sub("", text))


def _written(block: Block) -> Iterator[str]:
    """The numbers that stand in code."""
    tree = syntax_tree(block.fence.text)
    nodes = list(ast.walk(tree)) if tree else []
    negatives = [node for node in nodes if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)]
    negated = {id(node.operand) for node in negatives}
    for node in nodes:
        match node:
            case ast.Constant(value=int() | float() as value):
                if not isinstance(value, bool) and abs(value) < _LARGEST:
                    yield repr(-value if id(node) in negated else value)


def _follow(equations: Iterable[EquationRecord], known: Known, anchored: bool) -> None:
    """Add what follows by the equations, until nothing more does."""
    waiting = []
    for equation in equations:
        left, right = (list(tex_numbers(side)) for side in equation.sides)
        leads_left, leads_right = equation.leads
        waiting += [(left, right)] if leads_right or not anchored else []
        waiting += [(right, left)] if leads_left or not anchored else []
    reached: list[TexNumber] = []
    while waiting:
        others = []
        for start, end in waiting:
            if anchored and not all(_is_known(number, known) for number in start):
                others.append((start, end))
            else:
                reached += start + end
        if len(others) == len(waiting):
            return
        known.add("equation", (number.text for number in reached))
        known.add("equation", (f"-{number.text}" for number in reached if number.subtracted))
        waiting, reached = others, []


def _is_known(number: TexNumber, known: Known) -> bool:
    """Whether a number in a verified equation comes from somewhere; its sign is held by the equation."""
    return any(known.origin(sign + number.text.removeprefix("-")) for sign in ("", "-"))


def _origin(number: Shown | TexNumber, known: Known) -> Origin | None:
    return known.origin(number.text) or (known.origin(f"-{number.text}") if number.subtracted else None)
