"""Verifies the equations of a page, one after the other, with what the page has said before each."""

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

from torchnn_doc.checker.equations.array import Value, entries_of, size_of
from torchnn_doc.checker.equations.bound_value import as_value
from torchnn_doc.checker.equations.errors import NotReadError, SizeError
from torchnn_doc.checker.equations.instances import instances_of
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.reading import Binding, Equation, Forgotten, Mathematics
from torchnn_doc.checker.equations.tree import Derivative, Name
from torchnn_doc.checker.equations.weighing import Finding, Weighing
from torchnn_doc.checker.errors import CheckError


@dataclass(frozen=True)
class Verdict:
    """What became of an equation, or of a comment that cannot be used.

    Attributes:
        line: Its line.
        tex: It, in one line.
        finding: What became of it.
        reason: Why it is not verified, or "".
        details: What helps to see it.
        sides: The TeX of its sides as on the page.
    """

    line: int
    tex: str
    finding: Finding
    reason: str = ""
    details: str = ""
    sides: tuple[str, str] = ("", "")

    @property
    def is_verified(self) -> bool:
        """Whether it holds."""
        return self.finding is Finding.VERIFIED

    @property
    def is_wrong(self) -> bool:
        """Whether it does not hold."""
        return self.finding is Finding.WRONG

    def error(self, path: str) -> "EquationError":
        """The failure, if it is wrong."""
        return EquationError(path, self.line, f"{self.tex}: {self.reason}", self.details)


class EquationError(CheckError):
    """An equation of a page does not hold."""


def verify(mathematics: Mathematics, values: Mapping[Binding, object]) -> list[Verdict]:
    """Verify the equations of a page.

    Args:
        mathematics: The page's mathematics.
        values: What the Python expressions of its bindings came to, where each of them stands: numbers, lists
            of numbers, lists of those, or what a `tolist()` makes into such.

    Returns:
        One verdict for each equation, and one for each binding that cannot be used; in order.
    """
    knowledge = Knowledge(mathematics.trees)
    verdicts: list[Verdict] = []
    for statement in mathematics.statements:
        match statement:
            case Equation():
                verdicts.append(_judge(statement, knowledge))
            case Binding():
                if problem := _bind(statement, values, knowledge):
                    text = f"{statement.tex} = {statement.expression}"
                    verdicts.append(Verdict(statement.line, text, Finding.WRONG, problem))
            case Forgotten(names=names):
                for name in names:
                    knowledge.forget(name.whole)
    return verdicts


def _bind(binding: Binding, values: Mapping[Binding, object], knowledge: Knowledge) -> str:
    """Give a name the value of the page's code; what it returns is why that cannot be done, or ""."""
    if binding not in values:
        return f"{binding.expression} has no value there"
    try:
        value = as_value(values[binding])
        symbols = _bound_symbols(binding.name, value, knowledge)
    except (NotReadError, SizeError) as error:
        return f"{binding.expression}: {error}"
    for symbol, figure in zip(symbols, entries_of(value), strict=True):
        knowledge.define(symbol, figure)
        knowledge.bound.add(symbol)
    return ""


def _bound_symbols(name: Name | Derivative, value: Value, knowledge: Knowledge) -> tuple[sympy.Symbol, ...]:
    """The symbols of a name that is to have a value."""
    if isinstance(name, Name) and not name.indices and size_of(knowledge.whole(name.whole)) != size_of(value):
        knowledge.forget(name.whole)
        knowledge.resize(name.whole, value)
    instance, *others = instances_of(name, name, knowledge)
    if others or not instance.left_symbols:
        raise NotReadError("the name does not stand for one value")
    if size_of(instance.left) != size_of(value):
        raise SizeError(f"the name is {size_of(instance.left)}, the value {size_of(value)}")
    return instance.left_symbols


def _judge(equation: Equation, knowledge: Knowledge) -> Verdict:
    finding, reason, details = Finding.UNREAD, equation.problem, ""
    if equation.left and equation.right and not equation.problem:
        try:
            instances = instances_of(equation.left, equation.right, knowledge)
            finding, reason, details = Weighing(equation.sign, instances, knowledge).weigh()
            knowledge.used |= {symbol for instance in instances for symbol in instance.symbols}
        except NotReadError as error:
            reason = str(error)
        except SizeError as error:
            finding, reason = Finding.WRONG, str(error)
    return Verdict(equation.line, equation.tex, finding, reason, details, equation.sides)
