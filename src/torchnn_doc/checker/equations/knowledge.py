"""What a page has said so far about its symbols: their sizes, their definitions, their values."""

import operator
from collections.abc import Callable, Iterable
from functools import reduce

import sympy

from torchnn_doc.checker.equations.array import Array, Scalar, Value, size_of
from torchnn_doc.checker.equations.errors import EntryError, NotReadError, SizeError
from torchnn_doc.checker.equations.figure import FUNCTIONS, Figure
from torchnn_doc.checker.equations.sizes import sizes_of, vectors_of
from torchnn_doc.checker.equations.tree import Derivative, Name, Node, bare, parts
from torchnn_doc.checker.page.sentences import START, Place

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
        said: The equations that said what something is, as written.
        unread: The names of which an equation says what they are that could not be read.
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
        self.said: set[tuple[Node, Node]] = set()
        self.unread: set[str] = set()
        self._place = START
        self._sections: dict[sympy.Symbol, tuple[int, ...]] = {}
        self._before: dict[sympy.Symbol, Figure | None] = {}
        self._lettered: set[sympy.Symbol] = set()
        self._shown = dict(self.sizes)
        self._shown_vectors = vectors_of(nodes, self.sizes)
        self._vectors = set(self._shown_vectors)
        self._names: dict[sympy.Symbol, str] = {}

    def symbol(self, name: str, indices: tuple[str, ...] = ()) -> sympy.Symbol:
        """The symbol of an entry, or of a name that stands for one number."""
        parting = "," if any(len(index) > 1 for index in indices) else ""
        symbol = sympy.Symbol(name + ("_" if indices else "") + parting.join(indices))
        self._names[symbol] = name
        if not all(index.isdigit() for index in indices):
            self._lettered.add(symbol)
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
            case (height,) if name in self._vectors:
                return Array(tuple((self.symbol(name, (str(i + 1),)),) for i in range(height)))
            case (height, width):
                rows = (tuple((str(i + 1), str(j + 1)) for j in range(width)) for i in range(height))
                return Array(tuple(tuple(self.symbol(name, place) for place in row) for row in rows))
        return self.symbol(name)

    def entry(self, name: str, indices: tuple[str, ...]) -> sympy.Symbol:
        """The symbol of one entry.

        Raises:
            NotReadError: The indices are none of a matrix of its size.
            EntryError: It has no such entry.
        """
        size = self.sizes.get(name)
        if size is None:
            return self.symbol(name, indices)
        digits = all(index.isdigit() for index in indices)
        if digits and len(size) == 1:
            indices = ("".join(indices),)
        height, width = (*size, 1)[:2]
        problem = f"{name} is a {height}x{width} matrix and has no entry {','.join(indices)}"
        if not digits or len(indices) != len(size):
            raise NotReadError(problem)
        if any(not 0 < int(index) <= end for index, end in zip(indices, size, strict=True)):
            raise EntryError(problem)
        return self.symbol(name, indices)

    def knows(self, name: str) -> bool:
        """Whether a name without indices is known to stand for something."""
        symbol = sympy.Symbol(name)
        return name in self.sizes or symbol in self.definitions or symbol in self.values

    def is_open(self, value: Scalar) -> bool:
        """Whether this is a symbol of which the page has not said what it is."""
        known = value in self.definitions or value in self.values
        return isinstance(value, sympy.Symbol) and not known

    def may_be_same(self, one: sympy.Symbol, other: sympy.Symbol) -> bool:
        """Whether two symbols may be one entry: x_i and x_k, or x_i and x."""
        return self._names[one] == self._names[other] and (
            one == other
            or not self._lettered.isdisjoint((one, other))
            or self._names[one] in (str(one), str(other))
        )

    def enter(self, place: Place) -> None:
        """Go on to an equation; a value ends with its section, one in passing with its sentence."""
        if place.sentence != self._place.sentence:
            for symbol, value in self._before.items():
                self.values.pop(symbol, None)
                if value:
                    self.values[symbol] = value
            self._before = {}
        for symbol, section in [*self._sections.items()]:
            if section != place.section[: len(section)]:
                del self._sections[symbol]
                if symbol not in self.bound:
                    self.values.pop(symbol, None)
        self._place = place

    def contradicts(self, symbol: sympy.Symbol) -> bool:
        """Whether this section has given it a value, in a displayed formula as this one is."""
        return self._place.displayed and self._sections.get(symbol) == self._place.section

    def define(self, symbol: sympy.Symbol, value: Scalar) -> None:
        """Take over what the page says a symbol is."""
        self.unread.discard(self._names[symbol])
        if not isinstance(value, Figure):
            self.definitions[symbol] = value
            return
        if self._place.displayed:
            self._sections[symbol] = self._place.section
        else:
            self._before.setdefault(symbol, self.values.get(symbol))
        self.values[symbol] = value

    def bind(self, symbol: sympy.Symbol, value: Figure) -> None:
        """Take over the value that the page's code has for a symbol, from here on."""
        self.values[symbol] = value
        self.bound.add(symbol)
        self.unread.discard(self._names[symbol])
        self._before.pop(symbol, None)

    def resize(self, name: str, value: Value) -> None:
        """Give a name the size of a value.

        Raises:
            SizeError: The page writes out the entries of a matrix of another size.
        """
        if name in self._shown_vectors or len(self._shown.get(name, ())) > 1:
            raise SizeError(f"{name} is {size_of(self.whole(name))} on this page, not {size_of(value)}")
        self._lose_size(name)
        if isinstance(value, Array):
            self.sizes[name] = (value.height,) if value.width == 1 else (value.height, value.width)
            self._vectors.add(name)

    def _lose_size(self, name: str) -> None:
        """Have a name the size again that its entries show, if any."""
        self.sizes.pop(name, None)
        if name in self._shown:
            self.sizes[name] = self._shown[name]
        if name not in self._shown_vectors:
            self._vectors.discard(name)

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
        self.unread.discard(name)
        for symbol in about:
            self._sections.pop(symbol, None)
            self._before.pop(symbol, None)
        self.said = {sides for sides in self.said if not any(_names(side, name) for side in sides)}
        self._lose_size(name)

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


def _names(side: Node, name: str) -> bool:
    return any(isinstance(part, Name) and part.whole == name for part in parts(side))
