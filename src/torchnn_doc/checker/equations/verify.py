"""Verifies the equations of a page, one after the other, with what the page has said before each."""

from collections.abc import Mapping

import sympy

from torchnn_doc.checker.equations.array import Value, entries_of, size_of
from torchnn_doc.checker.equations.bound_value import as_value
from torchnn_doc.checker.equations.errors import NotReadError, SizeError
from torchnn_doc.checker.equations.instances import instances_of
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.reading import Binding, Equation, Forgotten, Mathematics, Statement
from torchnn_doc.checker.equations.tree import Derivative, Name
from torchnn_doc.checker.equations.weighing import Weighed, Weighing
from torchnn_doc.checker.record import EquationRecord, Finding


def verify(mathematics: Mathematics, values: Mapping[Binding, object]) -> list[EquationRecord]:
    """Verify the equations of a page.

    Args:
        mathematics: The page's mathematics.
        values: What the Python expressions of its bindings came to, where each of them stands: numbers, lists
            of numbers, lists of those, or what a `tolist()` makes into such.

    Returns:
        One verdict for each equation, and one for each binding that cannot be used; in order.
    """
    knowledge = Knowledge(mathematics.trees)
    verdicts = (judge(statement, values, knowledge) for statement in mathematics.statements)
    return [verdict for verdict in verdicts if verdict]


def judge(
    statement: Statement, values: Mapping[Binding, object], knowledge: Knowledge
) -> EquationRecord | None:
    """Judge one statement of a page, and add what it says to what is known; None for one that is in order."""
    match statement:
        case Equation():
            return _judge_equation(statement, knowledge)
        case Binding():
            problem = _bind(statement, values, knowledge)
            text = f"{statement.tex} = {statement.expression}"
            return EquationRecord(statement.line, text, Finding.WRONG, problem) if problem else None
        case Forgotten(names=names):
            for name in names:
                knowledge.forget(name.whole)
            return None


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
        knowledge.bind(symbol, figure)
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


def _judge_equation(equation: Equation, knowledge: Knowledge) -> EquationRecord:
    weighed = _weigh(equation, knowledge)
    return EquationRecord(
        equation.line,
        equation.tex,
        weighed.finding,
        weighed.reason,
        weighed.details,
        equation.sides,
        (weighed.leads_left, weighed.leads_right),
    )


def _weigh(equation: Equation, knowledge: Knowledge) -> Weighed:
    knowledge.enter(equation.place)
    weighed = _weigh_here(equation, knowledge)
    if weighed.finding is Finding.UNREAD and isinstance(equation.left, Name):
        knowledge.unread.add(equation.left.whole)
    return weighed


def _weigh_here(equation: Equation, knowledge: Knowledge) -> Weighed:
    if not equation.left or not equation.right or equation.problem:
        return Weighed(Finding.UNREAD, equation.problem)
    if equation.is_one_of_several:
        return Weighed(Finding.STATED, "gives several values")
    try:
        instances = instances_of(equation.left, equation.right, knowledge)
        weighed = Weighing(equation.sign, instances, knowledge).weigh()
    except NotReadError as error:
        return Weighed(Finding.UNREAD, str(error))
    except SizeError as error:
        return Weighed(Finding.WRONG, str(error))
    knowledge.used |= {symbol for instance in instances for symbol in instance.symbols}
    return weighed
