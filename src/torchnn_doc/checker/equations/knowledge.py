"""What a page has said so far about its symbols: their sizes, their definitions, their values."""

import operator
from collections.abc import Callable, Iterable
from functools import reduce

import sympy

from torchnn_doc.checker.equations.array import Array, Scalar, Value, size_of
from torchnn_doc.checker.equations.errors import NotReadError, SizeError
from torchnn_doc.checker.equations.figure import FUNCTIONS, Figure
from torchnn_doc.checker.equations.sizes import sizes_of
from torchnn_doc.checker.equations.tree import Derivative, Name, Node, bare, parts

_OPERATORS: dict[str, Callable[[Figure, Figure], Figure]] = {
    "Add": operator.add,
    "Mul": operator.mul,
    "Pow": operator.pow,
}


class Knowledge:
    """What is known at one place of a page.

    A symbol stands for one number. A name that has a size stands for that many symbols, any other for one.

    Args:
        trees: Everything on the page that could be read.

    Attributes:
        sizes: The sizes of names.
        letters: What the page uses as an index.
        derived: What it derives by what.
        definitions: What symbols are, in terms of others.
        values: The numbers that symbols are.
        bound: The symbols that have their value from the page's code.
        used: The symbols that equations have had so far.
    """

    def __init__(self, trees: Iterable[Node]) -> None:
        nodes = [part for tree in trees for part in parts(tree)]
        self.sizes = sizes_of(nodes)
        self.letters = {index for node in nodes if isinstance(node, Name) for index in node.indices}
        self.derived = {
            (of.whole, by.whole)
            for node in nodes
            if isinstance(node, Derivative)
            and isinstance(of := bare(node.of or node.by), Name)
            and isinstance(by := bare(node.by), Name)
        }
        self.definitions: dict[sympy.Symbol, sympy.Expr] = {}
        self.values: dict[sympy.Symbol, Figure] = {}
        self.bound: set[sympy.Symbol] = set()
        self.used: set[sympy.Symbol] = set()
        self._shown = frozenset(self.sizes)
        self._names: dict[sympy.Symbol, str] = {}

    def symbol(self, name: str, indices: tuple[str, ...] = ()) -> sympy.Symbol:
        """The symbol of an entry, or of a name that stands for one number."""
        parting = "," if any(len(index) > 1 for index in indices) else ""
        symbol = sympy.Symbol(name + ("_" if indices else "") + parting.join(indices))
        self._names[symbol] = name
        return symbol

    def partial(self, of: sympy.Symbol, by: sympy.Symbol) -> sympy.Symbol:
        """The symbol of a derivative that cannot be traced to anything else."""
        symbol = sympy.Symbol(f"∂{of}/∂{by}")
        self._names[symbol] = f"∂{self._names[of]}/∂{self._names[by]}"
        return symbol

    def name_of(self, symbol: sympy.Symbol) -> str:
        """The name of which a symbol is an entry."""
        return self._names[symbol]

    def whole(self, name: str) -> Value:
        """All that a name without indices stands for."""
        match self.sizes.get(name):
            case (height,):
                return Array(tuple((self.symbol(name, (str(i + 1),)),) for i in range(height)))
            case (height, width):
                rows = (tuple((str(i + 1), str(j + 1)) for j in range(width)) for i in range(height))
                return Array(tuple(tuple(self.symbol(name, place) for place in row) for row in rows))
        return self.symbol(name)

    def entry(self, name: str, indices: tuple[str, ...]) -> sympy.Symbol:
        """The symbol of one entry.

        Raises:
            NotReadError: The indices are none of a matrix of its size.
            SizeError: It has no such entry.
        """
        size = self.sizes.get(name)
        if size is None:
            return self.symbol(name, indices)
        digits = all(index.isdigit() for index in indices)
        if digits and len(size) == 1:
            indices = ("".join(indices),)
        problem = f"{name} is {size_of(self.whole(name))} and has no entry {','.join(indices)}"
        if not digits or len(indices) != len(size):
            raise NotReadError(problem)
        if any(not 0 < int(index) <= end for index, end in zip(indices, size, strict=True)):
            raise SizeError(problem)
        return self.symbol(name, indices)

    def knows(self, name: str) -> bool:
        """Whether a name without indices is known to stand for something."""
        symbol = sympy.Symbol(name)
        return name in self.sizes or symbol in self.definitions or symbol in self.values

    def is_open(self, value: Scalar) -> bool:
        """Whether this is a symbol of which the page has not said what it is."""
        known = value in self.definitions or value in self.values
        return isinstance(value, sympy.Symbol) and not known

    def define(self, symbol: sympy.Symbol, value: Scalar) -> None:
        """Take over what the page says a symbol is."""
        if isinstance(value, Figure):
            self.values[symbol] = value
        else:
            self.definitions[symbol] = value

    def resize(self, name: str, value: Value) -> None:
        """Give a name the size of a value.

        Raises:
            SizeError: The page writes out the entries of a matrix of another size.
        """
        if name in self._shown:
            raise SizeError(f"{name} is {size_of(self.whole(name))} on this page, not {size_of(value)}")
        self.sizes.pop(name, None)
        if isinstance(value, Array):
            self.sizes[name] = (value.height,) if value.width == 1 else (value.height, value.width)

    def forget(self, name: str) -> None:
        """Forget what a name is, and what the derivatives of it and by it are."""
        about = {
            symbol
            for symbol, of in self._names.items()
            if name == of or name in of.replace("∂", "").split("/")
        }
        self.definitions = {symbol: is_ for symbol, is_ in self.definitions.items() if symbol not in about}
        self.values = {symbol: is_ for symbol, is_ in self.values.items() if symbol not in about}
        self.bound -= about
        if name not in self._shown:
            self.sizes.pop(name, None)

    def total(self, value: Scalar, keep: str = "") -> sympy.Expr:
        """An expression with each definition put in its place, except those of one name."""
        expression = sympy.sympify(value)
        while True:
            known = {
                symbol: self.definitions[symbol]
                for symbol in expression.free_symbols
                if symbol in self.definitions and self._names[symbol] != keep
            }
            if not known:
                return expression
            expression = expression.xreplace(known)

    def settle(self, value: Scalar) -> Scalar:
        """A figure in place of an expression whose symbols all have values."""
        return value if isinstance(value, Figure) else self._figure(value) or value

    def _figure(self, expression: sympy.Expr) -> Figure | None:
        if isinstance(expression, sympy.Symbol):
            known = self.definitions.get(expression)
            return self.values.get(expression) or (None if known is None else self._figure(known))
        if expression.is_Rational:
            return Figure.exact(expression.p) / Figure.exact(expression.q)
        figures = [figure for each in expression.args if (figure := self._figure(each))]
        if not figures or len(figures) < len(expression.args):
            return None
        kind = expression.func.__name__
        if kind in _OPERATORS:
            return reduce(_OPERATORS[kind], figures)
        return figures[0].apply(kind) if kind in FUNCTIONS else None
