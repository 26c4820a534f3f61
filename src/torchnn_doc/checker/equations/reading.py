"""Reads the equations of a page, and what its comments tell the checker about them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from torchnn_doc.checker.equations.cut import SIGN, CutError, Relation, Side, cut
from torchnn_doc.checker.equations.errors import NotReadError
from torchnn_doc.checker.equations.expression import read_expression
from torchnn_doc.checker.equations.tree import Derivative, Name, Node, bare, parts
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.formulas import Comment, Formula, find_formulas
from torchnn_doc.checker.page.sentences import START, Place
from torchnn_doc.checker.record import SKIPPED

_SKIP = re.compile(r'skip\b\s*(?:"(?P<reason>[^"]*)")?\s*')
_FORGET = re.compile(r"forget\s+(?P<names>.+)", re.DOTALL)
_OR = re.compile(r"\\text\s*\{\s*(?:or|或)")  # of two values with it between them neither is kept
_SEVERAL = re.compile(
    r"=\s*[-−]?[\d.]+\s*(?:,(?!\d)|[，、])(?:\\[,;:! ]|\s)*(?:[-−]?[\d.]+|\\[cl]?dots)\s*(?:[,，、]|$)"
)
_SYNTAX = 'a comment to the checker is `NAME = PYTHON`, `forget NAME, NAME` or `skip "reason"`'


@dataclass(frozen=True)
class Equation:
    """One sign of a formula with its two sides.

    Attributes:
        line: The line on which the sign stands.
        tex: The equation as on the page, in one line.
        sign: "=", "≈", "←", "+=" or "-=".
        left: The left side, or None if the equation cannot be read.
        right: The right side, or None likewise.
        problem: Why it cannot be read, or "".
        sides: The TeX of its sides as on the page.
        place: Where in the text it stands.
        is_one_of_several: Whether it gives several values, as `n = 1, 2, 3` does.
    """

    line: int
    tex: str
    sign: str
    left: Node | None
    right: Node | None
    problem: str = ""
    sides: tuple[str, str] = ("", "")
    place: Place = START
    is_one_of_several: bool = False


@dataclass(frozen=True)
class Binding:
    """A name of the mathematics that stands for a value of the page's code from its line on.

    Attributes:
        line: The line of the comment.
        tex: The name as written.
        name: The name, or the derivative.
        expression: The Python expression.
    """

    line: int
    tex: str
    name: Name | Derivative
    expression: str


@dataclass(frozen=True)
class Forgotten:
    """Names that mean nothing any more from this line on."""

    line: int
    names: tuple[Name, ...]


Statement = Equation | Binding | Forgotten


@dataclass(frozen=True)
class Mathematics:
    """The mathematics of a page.

    Attributes:
        statements: Its equations, and what its comments say, in order.
        trees: All of it that could be read, also what is no equation.
    """

    statements: tuple[Statement, ...]
    trees: tuple[Node, ...]

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Its equations, in order."""
        return tuple(each for each in self.statements if isinstance(each, Equation))

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """The values that it needs, in order."""
        return tuple(each for each in self.statements if isinstance(each, Binding))


def read_mathematics(source: Source) -> Mathematics:
    """Read a page.

    Raises:
        PageError: A comment to the checker is none that it knows.
    """
    found = find_formulas(source)
    formulas = [each for each in found if isinstance(each, Formula)]
    plain = {formula.place.section for formula in formulas if _has_d(read_formula(formula)[1])}
    statements: list[Statement] = []
    trees: list[Node] = []
    skip: Comment | None = None
    reason = ""
    for each in found:
        if isinstance(each, Formula):
            equations, more = read_formula(each, reason, each.place.section not in plain)
            statements += equations
            trees += more
            skip, reason = None, ""
        elif _SKIP.fullmatch(each.text):
            skip, reason = each, _skip_reason(each, source.path)
        else:
            statements += _read_comment(each, source.path)
    if skip:
        raise PageError(source.path, skip.line, "no formula follows for this comment to skip")
    return Mathematics(tuple(statements), tuple(trees))


def _has_d(trees: list[Node]) -> bool:
    """Whether d is a name of its own there: then dx is a product."""
    return any(isinstance(part, Name) and part.base == "d" for tree in trees for part in parts(tree))


def shorten(tex: str, length: int = 100) -> str:
    """TeX in one line, cut in its middle if it is long."""
    line = " ".join(tex.split())
    half = length // 2 - 1
    return line if len(line) <= length else f"{line[:half]}...{line[-half:]}"


def read_formula(
    formula: Formula, reason: str = "", differentials: bool = True
) -> tuple[list[Equation], list[Node]]:
    """The equations of a formula, and its trees.

    Args:
        formula: The formula.
        reason: Why it is to be skipped, if it is: then none of its equations is read.
        differentials: Whether dx is one name.
    """
    try:
        if not formula.closed:
            raise CutError("the formula is not closed before the blank line")
        relations, alone = cut(formula.tex)
    except CutError as error:
        return list(_unread(formula, formula.tex, reason or str(error))), []
    equations: list[Equation] = []
    trees: list[Node] = []
    for side in alone:
        try:
            trees.append(read_expression(side.plain, differentials))
        except NotReadError as error:
            equations += _unread(formula, side.tex, reason or str(error))
    for relation in relations:
        equation = _read_relation(formula, relation, reason, differentials)
        equations.append(equation)
        trees += [each for each in (equation.left, equation.right) if each]
    return equations, trees


def _read_relation(formula: Formula, relation: Relation, reason: str, differentials: bool) -> Equation:
    sides: list[Node | None] = []
    problem = reason
    for side in (relation.left, relation.right):
        try:
            sides.append(read_expression(side.plain, differentials))
        except NotReadError as error:
            sides.append(None)
            problem = problem or f"{_side_of(side, relation)}: {error}"
    line = formula.line + formula.tex.count("\n", 0, relation.offset)
    tex = shorten(f"{relation.left.tex} {relation.sign} {relation.right.tex}")
    left, right = sides
    texts = (relation.left.tex, relation.right.tex)
    place = replace(formula.place, displayed=False) if _OR.search(formula.tex) else formula.place
    several = bool(_SEVERAL.match(formula.tex.rstrip(), relation.offset))
    return Equation(line, tex, relation.sign, left, right, problem, texts, place, several)


def _side_of(side: Side, relation: Relation) -> str:
    return "left side" if side is relation.left else "right side"


def _unread(formula: Formula, tex: str, problem: str) -> Iterator[Equation]:
    """One equation that cannot be read for each sign in a piece that cannot be."""
    start = max(formula.tex.find(tex), 0)
    for sign in SIGN.finditer(tex):
        line = formula.line + formula.tex.count("\n", 0, start + sign.start())
        yield Equation(line, shorten(tex), "=", None, None, problem)


def _skip_reason(comment: Comment, path: str) -> str:
    found = _SKIP.fullmatch(comment.text)
    reason = found["reason"] if found else None
    if not reason or not reason.strip():
        raise PageError(path, comment.line, 'skip needs a reason: <!-- check: skip "..." -->')
    return SKIPPED + reason.strip()


def _read_comment(comment: Comment, path: str) -> Iterator[Binding | Forgotten]:
    if found := _FORGET.fullmatch(comment.text):
        names = [_read_name(name, comment, path) for name in found["names"].split(",")]
        yield Forgotten(comment.line, tuple(name for name in names if isinstance(name, Name)))
        return
    for part in filter(str.strip, comment.text.split(";")):
        tex, sign, expression = (piece.strip() for piece in part.partition("="))
        if not sign:
            raise PageError(path, comment.line, f"'{comment.text}': {_SYNTAX}")
        try:
            ast.parse(expression, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise PageError(path, comment.line, f"{expression!r} is not a Python expression") from None
        yield Binding(comment.line, tex, _read_name(tex, comment, path), expression)


def _read_name(tex: str, comment: Comment, path: str) -> Name | Derivative:
    try:
        node = bare(read_expression(tex))
    except NotReadError as error:
        raise PageError(path, comment.line, f"'{tex}' is not a name: {error}") from None
    if not isinstance(node, Name | Derivative):
        raise PageError(path, comment.line, f"'{tex}' is not a name; {_SYNTAX}")
    return node
