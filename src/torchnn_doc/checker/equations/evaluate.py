"""Works out what one side of an equation stands for: a number or a matrix, of figures and symbols."""

import operator
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import partial, reduce, singledispatchmethod

import sympy

from torchnn_doc.checker.equations.array import Array, Scalar, Value, entries_of, product_of, sum_of
from torchnn_doc.checker.equations.derivative import derive
from torchnn_doc.checker.equations.errors import NotReadError, SizeError
from torchnn_doc.checker.equations.figure import FUNCTIONS, Figure
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.tree import (
    Call,
    Cases,
    Condition,
    Derivative,
    Group,
    Limit,
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
    bare,
)

_MOST_STEPS = 20_000
_LARGEST_POWER = 64
_MATRIX_NAME = re.compile(r"(?:\w+ )*[A-Z]")
_COMPARISONS = {
    "=": operator.eq,
    "\\ne": operator.ne,
    "\\neq": operator.ne,
    "<": operator.lt,
    "\\lt": operator.lt,
    ">": operator.gt,
    "\\gt": operator.gt,
    "\\le": operator.le,
    "\\leq": operator.le,
    "\\ge": operator.ge,
    "\\geq": operator.ge,
}
_PI = Figure.exact(Fraction(str(sympy.pi.evalf(40))))


class Evaluator:
    """Evaluates sides of equations under what a page has said so far.

    Args:
        knowledge: What is known.
        ranges: How far each index letter of the equation runs.
        indices: The index letters that have a value.
        rounding: One unit of the last digit that a result shows; figures with fewer decimals are exact.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        ranges: Mapping[str, int],
        indices: Mapping[str, int],
        rounding: Fraction | None = None,
    ) -> None:
        self._knowledge, self._ranges, self._rounding = knowledge, ranges, rounding
        self._indices = dict(indices)
        self._steps = 0

    def value(self, node: Node) -> Value:
        """What a side stands for; the values of symbols are not put in.

        Raises:
            NotReadError: It cannot be told.
            SizeError: Matrices do not fit.
        """
        self._step()
        return self._value(node)

    def named(self, node: Node) -> tuple[sympy.Symbol, ...]:
        """The symbols that a side names, if it is a name, a derivative, or a matrix of those; else none."""
        node = bare(node)
        if isinstance(node, Name):
            return tuple(each for each in entries_of(self.value(node)) if isinstance(each, sympy.Symbol))
        if isinstance(node, Derivative) and isinstance(of := bare(node.of or node.by), Name):
            by = self.named(node.by)
            return tuple(self._knowledge.partial(one, other) for one in self.named(of) for other in by)
        if isinstance(node, Table):
            each = [self.named(entry) for row in node.rows for entry in row]
            return tuple(symbol for symbols in each for symbol in symbols) if all(each) else ()
        return ()

    @singledispatchmethod
    def _value(self, node: Node) -> Value:
        raise NotReadError(f"a {type(node).__name__.lower()} where a value is needed")

    @_value.register
    def _number(self, node: Number) -> Value:
        figure = Figure.read(node.text)
        is_coarse = self._rounding is not None and figure.high - figure.low > self._rounding
        return Figure.exact(figure.value) if is_coarse else figure

    @_value.register
    def _group(self, node: Group) -> Value:
        return self.value(node.of)

    @_value.register
    def _name(self, node: Name) -> Value:
        known = self._knowledge
        name = Name(node.base, label=str(self._indices.get(node.label, node.label))).whole
        if node.indices:
            return known.entry(name, tuple(str(self._indices.get(index, index)) for index in node.indices))
        if name in self._indices:
            return Figure.exact(self._indices[name])
        if name == "pi" and not known.knows(name):
            return _PI
        return known.whole(name)

    @_value.register
    def _sum(self, node: Sum) -> Value:
        values = [self.value(term) for term in node.terms]
        return reduce(sum_of, map(_signed, node.signs, values))

    @_value.register
    def _product(self, node: Product) -> Value:
        self._reject_ambiguous(node)
        product, *values = (self.value(factor) for factor in node.factors)
        for sign, value in zip(node.signs, values, strict=True):
            if sign == "*" and not any(
                isinstance(each, Figure) for each in map(self._settled, (product, value))
            ):
                raise NotReadError("* may be a product or a convolution")
            if isinstance(product, Array) and isinstance(value, Array):
                self._step(product.height * product.width * value.width)
            product = product_of(product, value, sign)
        return product

    def _settled(self, value: Value) -> Value:
        return value if isinstance(value, Array) else self._knowledge.settle(value)

    def _reject_ambiguous(self, node: Product) -> None:
        certain = (Number, Quotient, Derivative)
        others = [factor for factor in node.factors if not isinstance(factor, certain)]
        followers = (*zip(node.signs, node.factors[1:], strict=True), ("", None))
        for factor, (sign, follower) in zip(node.factors, followers, strict=True):
            name = bare(factor)
            if not isinstance(name, Name) or name.indices:
                continue
            is_known = self._is_known(name)
            if isinstance(follower, Group) and not sign:
                problem = f"{name.whole}(...) may be a function or a product: "
                if not is_known:
                    raise NotReadError(f"{problem}{name.whole} is not known")
                if isinstance(follower.of, Name | Number):
                    raise NotReadError(f"{problem}write \\cdot")
            if is_known:
                continue
            if len(others) > 1 and _MATRIX_NAME.fullmatch(name.base):
                raise NotReadError(f"{name.whole} may be a matrix: its size is not known")

    def _is_known(self, name: Name) -> bool:
        return name.whole in self._indices or name.base == "pi" or self._knowledge.knows(name.whole)

    @_value.register
    def _quotient(self, node: Quotient) -> Value:
        above, below = self.value(node.above), self._scalar(node.below)
        if isinstance(below, Figure) and below.value == 0:
            raise NotReadError("a division by zero")
        return above.map(lambda entry: entry / below) if isinstance(above, Array) else above / below

    @_value.register
    def _power(self, node: Power) -> Value:
        power = self._scalar(node.exponent)
        if bare(node.base) == Name("e") and not self._knowledge.knows("e"):
            return _apply("exp", power)
        base = self._scalar(node.base)
        if isinstance(base, Figure) and isinstance(power, Figure):
            return base**power
        if isinstance(power, Figure) and abs(power.value) > _LARGEST_POWER:
            raise NotReadError("a power that is too large")
        return sympy.sympify(base) ** sympy.sympify(power)

    @_value.register
    def _call(self, node: Call) -> Value:
        return _apply(node.function, self._scalar(node.argument))

    @_value.register
    def _transpose(self, node: Transpose) -> Value:
        value = self.value(node.of)
        if not isinstance(value, Array):
            raise NotReadError("a transpose of something whose size is not known")
        return value.transposed

    @_value.register
    def _table(self, node: Table) -> Value:
        return Array(tuple(tuple(self._scalar(entry) for entry in row) for row in node.rows))

    @_value.register
    def _derivative(self, node: Derivative) -> Value:
        """A number's derivative by a matrix has the matrix's size, a vector's by a vector is the Jacobian."""
        if isinstance(name := bare(node.of or node.by), Name) and name.whole in self._indices:
            raise NotReadError(f"{name.whole} is an index here, and something to be derived")
        of, by = self.value(node.of or node.by), self.value(node.by)
        symbols = entries_of(by)
        if not all(isinstance(symbol, sympy.Symbol) for symbol in symbols):
            raise NotReadError("a derivative by something that is not a name")
        self._step(len(entries_of(of)) * len(symbols))
        if not isinstance(of, Array):
            return by.map(partial(self._derive, of)) if isinstance(by, Array) else self._derive(of, by)
        if not isinstance(by, Array):
            return of.map(lambda entry: self._derive(entry, by))
        if of.width == by.width == 1:
            rows = (tuple(self._derive(entry, symbol) for symbol in symbols) for entry in entries_of(of))
            return Array(tuple(rows))
        raise SizeError(
            f"the derivative of {of.size} by {by.size} has more than two indices and is not a matrix"
        )

    def _derive(self, of: Scalar, by: Scalar) -> Scalar:
        return derive(of, by, self._knowledge)

    @_value.register
    def _cases(self, node: Cases) -> Value:
        for value, condition in zip(node.values, node.conditions, strict=True):
            if self._holds(condition):
                return self.value(value)
        raise NotReadError("none of the cases holds")

    def _holds(self, condition: Condition | None) -> bool:
        if condition is None:
            return True
        sides = (self._scalar(condition.left), self._scalar(condition.right))
        left, right = map(self._knowledge.settle, sides)
        if not isinstance(left, Figure) or not isinstance(right, Figure):
            raise NotReadError("which of the cases holds cannot be told")
        return bool(_COMPARISONS[condition.sign](left.value, right.value))

    @_value.register
    def _series(self, node: Series) -> Value:
        terms = []
        for index in range(*self._bounds(node)):
            with self._with_index(node.index, index):
                terms.append(self.value(node.body))
        if not terms:
            raise NotReadError("a sum of nothing")
        return reduce(sum_of, terms)

    @_value.register
    def _limit(self, node: Limit) -> Value:
        symbol, to, of = (sympy.sympify(self._scalar(each)) for each in (node.name, node.to, node.of))
        if not isinstance(symbol, sympy.Symbol) or not of.is_rational_function(symbol):
            raise NotReadError("a limit of something that is not a fraction of polynomials")
        limit = sympy.limit(of, symbol, to)
        if not limit.is_finite and limit.is_number:
            raise NotReadError("a limit that is not finite")
        return limit

    def _bounds(self, node: Series) -> tuple[int, int]:
        if node.first is None or node.last is None:
            if node.index not in self._ranges:
                raise NotReadError(f"a sum over {node.index}: how far it runs is not known")
            return 1, self._ranges[node.index] + 1
        first, last = (self._knowledge.settle(self._scalar(bound)) for bound in (node.first, node.last))
        if not (isinstance(first, Figure) and isinstance(last, Figure) and first.is_whole and last.is_whole):
            raise NotReadError("a sum whose bounds are not whole numbers")
        return int(first.value), int(last.value) + 1

    @contextmanager
    def _with_index(self, index: str, value: int) -> Iterator[None]:
        before = dict(self._indices)
        self._indices[index] = value
        yield
        self._indices = before

    def _scalar(self, node: Node) -> Scalar:
        value = self.value(node)
        if isinstance(value, Array):
            raise NotReadError(f"a {value.size} matrix where a number is needed")
        return value

    def _step(self, steps: int = 1) -> None:
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise NotReadError(f"it takes more than {_MOST_STEPS} steps")


def _signed(sign: int, value: Value) -> Value:
    return value if sign == 1 else product_of(Figure.exact(-1), value, "")


def _apply(function: str, argument: Scalar) -> Scalar:
    return argument.apply(function) if isinstance(argument, Figure) else FUNCTIONS[function](argument)
