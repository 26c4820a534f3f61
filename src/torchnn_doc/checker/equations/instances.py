"""Works out both sides of an equation, once for each value of its index letters."""

from dataclasses import dataclass
from itertools import product
from math import prod

import sympy

from torchnn_doc.checker.equations.agreement import Pair, pairs_of, rounding_of_results, same_size
from torchnn_doc.checker.equations.array import Value, entries_of
from torchnn_doc.checker.equations.errors import EntryError, NotReadError, SizeError
from torchnn_doc.checker.equations.evaluate import Evaluator
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.tree import Derivative, Name, Node, Series, bare, parts

_MOST_INSTANCES = 500


@dataclass(frozen=True)
class Instance:
    """An equation for one value of each of its index letters.

    Attributes:
        indices: Those values, in words; "" if it has none.
        nodes: Both sides as written.
        left: The left side's value.
        right: The right side's.
        left_symbols: The symbols that the left side names, if it does nothing but name something.
        right_symbols: The symbols that the right side names, likewise.
    """

    indices: str
    nodes: tuple[Node, Node]
    left: Value
    right: Value
    left_symbols: tuple[sympy.Symbol, ...]
    right_symbols: tuple[sympy.Symbol, ...]

    @property
    def is_matched(self) -> bool:
        """Whether both sides have the same size."""
        return same_size(self.left, self.right)

    @property
    def symbols(self) -> set[sympy.Symbol]:
        """All symbols of both sides."""
        values = (sympy.sympify(entry) for side in (self.left, self.right) for entry in entries_of(side))
        return {symbol for value in values for symbol in value.free_symbols}

    @property
    def turned(self) -> "Instance":
        """The same with its sides exchanged."""
        nodes = self.nodes[::-1]
        return Instance(self.indices, nodes, self.right, self.left, self.right_symbols, self.left_symbols)

    @property
    def pairs(self) -> list[Pair]:
        """What stands in the same place of both sides."""
        return list(pairs_of(self.left, self.right, self.nodes, self.indices))


def instances_of(left: Node, right: Node, knowledge: Knowledge) -> list[Instance]:
    """All instances of an equation.

    Raises:
        NotReadError: A side cannot be worked out.
        SizeError: A side multiplies or adds what does not fit, or an index runs over two things.
    """
    ranges = _ranges((left, right), knowledge)
    summed = {part.index for node in (left, right) for part in parts(node) if isinstance(part, Series)}
    free = [letter for letter in ranges if letter not in summed]
    if prod(ranges[letter] for letter in free) > _MOST_INSTANCES:
        raise NotReadError(f"its indices have more than {_MOST_INSTANCES} values")
    rounding = rounding_of_results(left, right)
    instances = []
    for values in product(*(range(1, ranges[letter] + 1) for letter in free)):
        indices = dict(zip(free, values, strict=True))
        words = ", ".join(f"{letter} = {value}" for letter, value in indices.items())
        (one, own), (other, others) = (
            _side(node, Evaluator(knowledge, ranges, indices, rounding), knowledge) for node in (left, right)
        )
        instances.append(Instance(words, (left, right), one, other, own, others))
    return instances


def _ranges(nodes: tuple[Node, ...], knowledge: Knowledge) -> dict[str, int]:
    """How far each index letter runs, seen from what it is an index of."""
    ranges: dict[str, int] = {}
    every = [part for node in nodes for part in parts(node)]
    bounded = {part.index for part in every if isinstance(part, Series) and part.last}
    for name in (part for part in every if isinstance(part, Name)):
        size = knowledge.sizes.get(name.whole, ())
        for index, end in zip(name.indices, size, strict=False):
            if len(index) > 1 or not index.isalpha() or index in bounded:
                continue
            if ranges.setdefault(index, end) != end:
                raise SizeError(f"the index {index} runs to {ranges[index]} and to {end}")
    return ranges


def _side(node: Node, evaluator: Evaluator, knowledge: Knowledge) -> tuple[Value, tuple[sympy.Symbol, ...]]:
    try:
        return evaluator.value(node), evaluator.named(node)
    except EntryError:
        raise
    except SizeError as error:
        if unknown := sorted(_unknown(node, knowledge)):
            raise NotReadError(f"{error}, unless {' or '.join(unknown)} is a matrix") from None
        raise


def _unknown(node: Node, knowledge: Knowledge) -> set[str]:
    """The names of which nothing is known and that might be anything."""
    derived = {id(bare(part.of)) for part in parts(node) if isinstance(part, Derivative) and part.of}
    names = (part for part in parts(node) if isinstance(part, Name) and not part.indices)
    return {name.whole for name in names if id(name) not in derived and not knowledge.knows(name.whole)}
