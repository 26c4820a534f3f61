"""Weighs an equation: whether it holds, or what it says that the page has not said before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

import sympy

from torchnn_doc.checker.equations.agreement import Pair, identical
from torchnn_doc.checker.equations.array import Scalar, entries_of, size_of
from torchnn_doc.checker.equations.errors import SizeError
from torchnn_doc.checker.equations.figure import Figure
from torchnn_doc.checker.equations.instances import Instance
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.tree import Derivative, Name, Node, Number, bare, parts
from torchnn_doc.checker.record import Finding

_UPDATES = frozenset({"←", "+=", "-="})
_MOST_SHOWN = 5
_LONGEST = 200


@dataclass(frozen=True)
class Weighed:
    """The result of weighing an equation.

    Attributes:
        finding: What became of it.
        reason: Why it is not verified, or "".
        details: What helps to see that.
        leads_left: Whether the numbers on its left follow from those on its right, rounded at most once.
        leads_right: Whether those on its right follow from those on its left.
    """

    finding: Finding
    reason: str = ""
    details: str = ""
    leads_left: bool = True
    leads_right: bool = True


_VERIFIED = Weighed(Finding.VERIFIED)


class Weighing:
    """The weighing of one equation.

    Args:
        sign: The sign between its sides.
        instances: The equation for each value of its index letters.
        knowledge: What the page has said before; what the equation says is added to it.
    """

    def __init__(self, sign: str, instances: list[Instance], knowledge: Knowledge) -> None:
        self._sign, self._instances, self._knowledge = sign, instances, knowledge
        self._left, self._right = map(bare, instances[0].nodes)
        self._named = [symbol for instance in instances for symbol in instance.left_symbols]
        self._is_bound = bool(self._named) and knowledge.bound.issuperset(self._named)
        self._matched = all(instance.is_matched for instance in instances)

    def weigh(self) -> Weighed:
        """Find out what became of it.

        Raises:
            NotReadError: That cannot be told.
            SizeError: The sides differ in size.
        """
        if self._sign in _UPDATES:
            return self._weigh_update()
        said = self._instances[0].nodes in self._knowledge.said
        if self._matched and not self._is_bound and (said or self._says_it_again()):
            return Weighed(Finding.STATED, "says again what the page has said")
        if self._matched and not self._is_bound and self._holds_always():
            return _VERIFIED
        if self._is_open():
            return self._define()
        if not self._matched:
            return self._restate() or self._reversed() or self._reject_sizes()
        return self._weigh_settled(self._settled())

    def _weigh_settled(self, pairs: list[Pair]) -> Weighed:
        wrong = [pair for pair in pairs if pair.is_numeric and not pair.agrees(self._sign)]
        if wrong:
            return self._restate() or self._wrong(wrong)
        if all(pair.is_numeric for pair in pairs):
            left, right = all(pair.leads_left for pair in pairs), all(pair.leads_right for pair in pairs)
            return Weighed(Finding.VERIFIED, leads_left=left, leads_right=right)
        if self._is_bound and self._holds_always():
            return _VERIFIED
        return self._weigh_unknowns()

    def _holds_always(self) -> bool:
        return all(map(self._is_identity, self._pairs()))

    def _says_it_again(self) -> bool:
        """Whether it gives names the numbers that the page gave them above: other ones would not be wrong."""
        if not self._only_names():
            return False
        pairs, values = list(self._pairs()), self._knowledge.values
        given = [values.get(symbol) for symbol in self._named]
        return all(
            pair.right_alone and was and isinstance(pair.right, Figure) and was.value == pair.right.value
            for pair, was in zip(pairs, given, strict=True)
        )

    def _is_identity(self, pair: Pair) -> bool:
        return identical(self._knowledge.total(pair.left), self._knowledge.total(pair.right))

    def _pairs(self) -> Iterator[Pair]:
        return (pair for instance in self._instances for pair in instance.pairs)

    def _settled(self) -> list[Pair]:
        """The sides with values put in; a name that the page binds to its code has the value from there."""
        settle = self._knowledge.settle
        lefts = self._named if self._is_bound else self._sides()[0]
        pairs = zip(lefts, self._pairs(), strict=True)
        return [replace(pair, left=settle(left), right=settle(pair.right)) for left, pair in pairs]

    # ---- what is said for the first time

    def _is_open(self) -> bool:
        """Whether the left side only names something of which nothing is known."""
        return self._only_names() and all(map(self._knowledge.is_open, self._named))

    def _only_names(self) -> bool:
        names = all(instance.left_symbols == entries_of(instance.left) for instance in self._instances)
        return names and len(set(self._named)) == len(self._named) > 0

    def _restate(self) -> Weighed | None:
        """Take over a new value of something that the page itself has given a value before."""
        if any(map(self._knowledge.contradicts, self._named)):
            return None
        given = set(self._knowledge.values) - self._knowledge.bound
        numbers = all(map(_is_number, self._rights()))
        return self._define() if numbers and self._only_names() and given.issuperset(self._named) else None

    def _define(self) -> Weighed:
        name = self._left
        is_index = isinstance(name, Name) and name.whole in self._knowledge.letters
        if is_index and isinstance(self._right, Name | Number):
            return Weighed(Finding.STATED, "says something about an index")
        if not self._matched and not (isinstance(name, Name) and not name.indices):
            self._reject_sizes()
        if not self._matched and isinstance(name, Name):
            self._knowledge.forget(name.whole)
            self._knowledge.resize(name.whole, self._instances[0].right)
            self._named = list(entries_of(self._knowledge.whole(name.whole)))
        if self._is_circular():
            return Weighed(Finding.WRONG, "the left side stands on the right again: an update, \\leftarrow?")
        for symbol, value in zip(self._named, self._rights(), strict=True):
            is_exact = self._sign == "=" and isinstance(value, Figure)
            self._knowledge.define(symbol, Figure.exact(value.value, value.computed) if is_exact else value)
        if not all(map(_is_number, self._rights())):
            self._knowledge.said.add(self._instances[0].nodes)
        return Weighed(Finding.STATED, "says what the left side is; nothing above it does")

    def _reversed(self) -> Weighed | None:
        """Take over what the left side says about a name on the right that no equation before had."""
        named = {symbol for instance in self._instances for symbol in instance.right_symbols}
        if not isinstance(self._right, Name) or named & self._knowledge.used:
            return None
        turned = [instance.turned for instance in self._instances]
        weighing = Weighing(self._sign, turned, self._knowledge)
        return weighing._define() if weighing._is_open() and not weighing._is_circular() else None

    def _is_circular(self) -> bool:
        totals = map(self._knowledge.total, self._rights())
        return any(total.free_symbols.intersection(self._named) for total in totals)

    def _sides(self) -> tuple[list[Scalar], list[Scalar]]:
        lefts = [entry for instance in self._instances for entry in entries_of(instance.left)]
        return lefts, [entry for instance in self._instances for entry in entries_of(instance.right)]

    def _rights(self) -> list[Scalar]:
        return self._sides()[1]

    def _weigh_update(self) -> Weighed:
        if not self._matched and not self._is_open():
            self._reject_sizes()
        knowledge = self._knowledge
        values = list(map(knowledge.settle, self._rights()))
        again = set(self._named) & {each for value in self._rights() for each in _symbols(value)}
        if self._is_bound and self._sign == "←" and not again and all(map(_is_number, values)):
            wrong = [pair for pair in self._settled() if not pair.agrees("≈")]
            return self._wrong(wrong) if wrong else _VERIFIED
        for symbol in set(self._named) - knowledge.bound:
            knowledge.values.pop(symbol, None)
        return Weighed(Finding.STATED, "an update, of which only the sizes can be checked")

    # ---- what holds for some values of the unknowns only

    def _weigh_unknowns(self) -> Weighed:
        if reversed_ := self._reversed():
            return reversed_
        if not self._names(self._left) or not self._names(self._right):
            return Weighed(Finding.STATED, "a value for what depends on unknowns")
        lefts, rights = ({each for value in side for each in _symbols(value)} for side in self._sides())
        shared = lefts & rights or self._names(self._left) & self._names(self._right)
        if not self._is_determined(lefts | rights):
            if not shared:
                return Weighed(Finding.STATED, "a relation between unknowns")
            if self._sign == "≈":
                return Weighed(Finding.STATED, "an approximation: how good it is depends on unknowns")
        pair = next(pair for pair in self._pairs() if not self._is_identity(pair))
        details = f"left:  {pair.left!s:.{_LONGEST}}\nright: {pair.right!s:.{_LONGEST}}"
        if isinstance(self._left, Name):
            details += f"\n{_forget(self._left.whole)}"
        return Weighed(Finding.WRONG, f"the sides differ{_at(pair)}", details)

    def _names(self, side: Node) -> set[Name]:
        """The names on a side as written; some may cancel out."""
        names = {part for part in parts(side) if isinstance(part, Name)}
        return {name for name in names if name.whole not in self._knowledge.letters}

    def _is_determined(self, symbols: set[sympy.Symbol]) -> bool:
        """Whether a side follows from what the page has said, so that the other has to be the same."""
        nodes = (*parts(self._left), *parts(self._right))
        derives = any(isinstance(node, Derivative) for node in nodes)
        return derives or not symbols.isdisjoint(self._knowledge.definitions)

    # ---- what is wrong

    def _reject_sizes(self) -> NoReturn:
        first = next(instance for instance in self._instances if not instance.is_matched)
        raise SizeError(f"the left side is {size_of(first.left)}, the right side {size_of(first.right)}")

    def _wrong(self, pairs: list[Pair]) -> Weighed:
        largest = max(pairs, key=lambda pair: abs(pair.left.value - pair.right.value))
        difference = abs(largest.left.value - largest.right.value)
        reason = f"the left side is {largest.left}, the right side {largest.right}{_at(largest)}"
        shown = [
            f"{pair.where or 'here'}: left {pair.left}, right {pair.right}" for pair in pairs[:_MOST_SHOWN]
        ]
        details = [*shown, f"largest difference: {Figure.exact(difference)}{_at(largest)}"]
        if len(pairs) > len(shown):
            details.insert(-1, f"and {len(pairs) - len(shown)} more")
        if isinstance(self._left, Name) and any(map(self._knowledge.contradicts, self._named)):
            name = self._left.whole
            details.append(f"This section gives {name} two values. {_forget(name)}")
        if self._sign == "=" and all(pair.is_rounding for pair in pairs):
            details.append("They agree if every figure is a rounded one: then write \\approx.")
        return Weighed(Finding.WRONG, reason, "\n".join(details))


def _forget(name: str) -> str:
    return f"If {name} means something else from here on: <!-- check: forget {name} -->"


def _at(pair: Pair) -> str:
    return f" ({pair.where})" if pair.where else ""


def _is_number(value: Scalar) -> bool:
    return isinstance(value, Figure)


def _symbols(value: Scalar) -> set[sympy.Symbol]:
    return set() if isinstance(value, Figure) else value.free_symbols
