"""Reads one side of an equation into a tree, by the grammar in tex.lark."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Transformer, UnexpectedInput, UnexpectedToken, v_args

from torchnn_doc.checker.equations.errors import NotReadError
from torchnn_doc.checker.equations.tree import (
    Call,
    Cases,
    Condition,
    Derivative,
    Group,
    Limit,
    Mark,
    Name,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Series,
    Sum,
    Table,
    Transpose,
    parts,
)

_GRAMMAR = Path(__file__).with_name("tex.lark")
_NEXT_TOKEN = re.compile(r"\\[a-zA-Z]+|\\?.", re.DOTALL)
_GROUP = re.compile(r"\d{3}(?:\.|$)")  # three digits of a longer number
_WORD = re.compile(r"\\[a-z]+\s*\{?\s*\\?([^\W_](?:\w|\\_)*)\s*\}?")


def read_expression(plain: str, differentials: bool = True) -> Node:
    """Read one side of an equation.

    Args:
        plain: Its TeX, as `cut` gives it.
        differentials: Whether dx is one name, a small change of x; else it is d times x.

    Raises:
        NotReadError: The grammar has no place for something in it, or it may mean two things.
    """
    if not plain.strip():
        raise NotReadError("nothing stands on one side")
    try:
        node: Node = _parser(differentials).parse(plain)  # type: ignore[assignment]  # the transformer makes it a Node
    except UnexpectedInput as error:
        raise NotReadError(_unexpected(plain, error)) from None
    for part in parts(node):
        if isinstance(part, Mark):
            raise NotReadError(f"{part.text} has no partner")
        if isinstance(part, Derivative) and part.of is None:
            raise NotReadError("a derivative of nothing")
    return node


@cache
def _parser(differentials: bool) -> Lark:
    grammar = _GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_ToTree(differentials), maybe_placeholders=False)


def _unexpected(plain: str, error: UnexpectedInput) -> str:
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    place = len(plain) if ended or error.pos_in_stream is None else error.pos_in_stream
    before = " ".join(plain[:place].split())[-20:]
    found = _NEXT_TOKEN.match(plain, place)
    what = f"{found[0]!r} cannot stand" if found else "something is missing"
    return f"{what} behind {before!r}" if before else f"{what} at the beginning"


@v_args(inline=True)
class _ToTree(Transformer[Any, Any]):
    """Makes nodes of what the grammar finds; a rule with one child that adds nothing gives the child."""

    def __init__(self, differentials: bool) -> None:
        super().__init__()
        self._prefixes = {Name("Delta"): "Delta"} | ({Name("d"): "d"} if differentials else {})

    def start(self, node: Node) -> Node:
        return node

    argument = upper = atom = start

    def sum(self, *children: Any) -> Node:
        signs, terms = [], []
        sign = 1
        for child in children:
            if isinstance(child, str):
                sign = -sign if child == "-" else sign
            else:
                signs.append(sign)
                terms.append(child)
                sign = 1
        return terms[0] if len(terms) == 1 and signs == [1] else Sum(tuple(signs), tuple(terms))

    def product(self, first: Node, *others: Any) -> Node:
        factors, signs = [first], []
        negative = False
        for child in others:
            if not isinstance(child, str):
                factors.append(Sum((-1,), (child,)) if negative else child)
                negative = False
            elif child in ("+", "-"):
                negative = child == "-"
            else:
                signs.append(str(child))
        return Product(tuple(factors), tuple(signs)) if others else first

    def quotient(self, above: Node, below: Node | None = None) -> Node:
        if below is None:
            return above
        node = self.fraction(None, above, below)
        if isinstance(node, Quotient) and isinstance(below, Product):
            raise NotReadError(
                "how far the slash reaches can be read in two ways: write \\frac or parentheses"
            )
        return node

    def fraction(self, _bar: object, above: Node, below: Node) -> Node:
        above_of, below_of = _differential(above), _differential(below)
        if above_of and below_of and below_of[0] is not None:
            return Derivative(above_of[0], below_of[0])
        if below_of or (above_of and isinstance(above, Product)):
            raise NotReadError("a derivative needs a d both above and below")
        return Quotient(above, below)

    def run(self, *factors: Node) -> Node:
        merged: list[Node] = []
        for factor in factors:
            last = merged[-1] if merged else None
            _reject_ambiguous(last, factor)
            prefix = self._prefixes.get(last) if isinstance(last, Name) else None
            if prefix and isinstance(factor, Name):
                merged[-1] = Name(f"{prefix} {factor.base}", factor.indices, factor.label)
            elif isinstance(last, Derivative) and last.of is None:
                if factor is not factors[-1] and not isinstance(factor, Group):
                    raise NotReadError(
                        "how far a derivative reaches can be read in two ways: use parentheses"
                    )
                merged[-1] = Derivative(factor, last.by)
            else:
                merged.append(factor)
        return merged[0] if len(merged) == 1 else Product(tuple(merged), ("",) * (len(merged) - 1))

    def big(self, _sign: object, bounds: tuple[str, Node | None, Node | None], body: Node) -> Node:
        return Series(*bounds, body)

    def limit(self, _sign: object, name: Node, _to: object, to: Node, of: Node) -> Node:
        return Limit(name, to, of)

    def bounds(
        self, index: str, first: Node | None = None, last: Node | None = None
    ) -> tuple[str, Node | None, Node | None]:
        return str(index), first, last

    def factor(self, atom: Node, *scripts: tuple[str, Any]) -> Node:
        for kind, script in scripts:
            atom = _with_index(atom, script) if kind == "_" else _with_exponent(atom, script)
        return atom

    def subscript(self, indices: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        return "_", indices

    def superscript(self, exponent: Node) -> tuple[str, Node]:
        return "^", exponent

    def indices(self, *indices: str) -> tuple[str, ...]:
        return indices

    def index(self, token: str) -> str:
        return str(token) if len(token) == 1 else _word(token)

    braced = index

    def number(self, token: str) -> Node:
        return Number(str(token).replace("{,}", ""))

    digit = number

    def name(self, token: str | Name) -> Node:
        if isinstance(token, Name):
            return token
        return Name(str(token) if len(token) == 1 else _word(token))

    def accented(self, accent: str, of: Node) -> Node:
        if not isinstance(of, Name):
            raise NotReadError(f"{accent} stands over more than a name")
        return Name(f"{str(accent)[1:]} {of.base}", of.indices, of.label)

    def mark(self, token: str) -> Node:
        return Mark(str(token))

    def root(self, _sign: object, argument: Node) -> Node:
        return Call("sqrt", argument)

    def call(self, function: str, argument: Node) -> Node:
        if isinstance(argument, Power) and isinstance(argument.base, Group):
            raise NotReadError(
                f"what is raised to a power, {function} or its argument, can be read in two ways"
            )
        return Call(str(function)[1:], argument)

    def group(self, node: Node) -> Node:
        return Group(node)

    def brackets(self, *nodes: Node) -> Node:
        if len(nodes) > 1:
            return Table((nodes,))
        return nodes[0] if isinstance(nodes[0], Table) else Group(nodes[0])

    def row(self, *entries: Node) -> tuple[Node, ...]:
        return entries

    def matrix(self, _begin: object, *rows: object) -> Node:
        table = tuple(row for row in rows if isinstance(row, tuple))
        if len({len(row) for row in table}) > 1:
            raise NotReadError("the rows of a matrix are not equally long")
        return Table(table)

    def case(self, value: Node, condition: Condition | None) -> tuple[Node, Condition | None]:
        return value, condition

    def comparison(self, *children: Any) -> Condition:
        left, sign, right = children[-3:]
        return Condition(left, str(sign), right)

    def otherwise(self, _word: object) -> None:
        return None

    def cases(self, _begin: object, *cases: object) -> Node:
        values, conditions = zip(*(case for case in cases if isinstance(case, tuple)), strict=True)
        return Cases(values, conditions)


def _reject_ambiguous(last: Node | None, factor: Node) -> None:
    """Reject two neighbours that may be a product or something else.

    Raises:
        NotReadError: They may.
    """
    match last, factor:
        case Number(one), Number(other) if _GROUP.match(other):
            raise NotReadError(f"{one} {other} may be one number or two")
        case Number(one), Quotient(Number(above), Number(below)) if one.isdigit():
            raise NotReadError(f"{one} {above}/{below} may be a product or a sum")
        case Call("sqrt"), _:
            return
        case Call(function, argument), _ if not isinstance(argument, Group) and not isinstance(factor, Call):
            raise NotReadError(f"how far {function} reaches can be read in two ways: use parentheses")


def _word(token: str) -> str:
    r"""The name in a command: `eta` in `\eta`, `x` in `\mathbf{x}`."""
    if "{" not in token and not re.match(r"\\(?:math|text|bold|operator|bm)", token):
        return token[1:]
    found = _WORD.fullmatch(token)
    if not found:
        raise NotReadError(f"{str(token)!r} is not a name")
    return found[1].replace("\\", "")


def _differential(node: Node) -> tuple[Node | None] | None:
    r"""What stands behind the d of `dy` or `\partial y`; within a tuple, since it may be nothing."""
    d = (Mark("\\partial"), Name("d"))
    if node in d:
        return (None,)
    if isinstance(node, Name) and node.base.startswith("d "):
        return (replace(node, base=node.base.removeprefix("d ")),)
    if isinstance(node, Product) and node.factors[0] in d and node.signs == ("",):
        return (node.factors[1],)
    return None


def _with_index(atom: Node, indices: tuple[str, ...]) -> Node:
    if not isinstance(atom, Name) or atom.indices:
        raise NotReadError("an index on something that is not a name")
    return Name(atom.base, indices, atom.label)


def _with_exponent(atom: Node, exponent: Node) -> Node:
    if exponent in (Name("T"), Mark("\\top"), Mark("\\intercal")):
        return Transpose(atom)
    if isinstance(exponent, Group) and isinstance(atom, Name) and isinstance(exponent.of, Name | Number):
        label = exponent.of.text if isinstance(exponent.of, Number) else exponent.of.base
        return Name(atom.base, atom.indices, label)
    return Power(atom, exponent)
