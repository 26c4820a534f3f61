"""Partial derivatives, traced by the chain rule through what a page has defined."""

import sympy

from torchnn_doc.checker.equations.array import Scalar
from torchnn_doc.checker.equations.errors import NotReadError
from torchnn_doc.checker.equations.knowledge import Knowledge


def derive(of: Scalar, by: sympy.Symbol, knowledge: Knowledge) -> sympy.Expr:
    """The derivative of a number by a symbol.

    Raises:
        NotReadError: It leads to second derivatives, or to names of which it is not said what they are.
    """
    if knowledge.is_open(of):
        return _derive_open(of, by, knowledge)
    expression = knowledge.total(of, keep=knowledge.name_of(by))
    if any(knowledge.name_of(symbol).startswith("∂") for symbol in expression.free_symbols):
        raise NotReadError("a derivative of a derivative")
    names = {knowledge.name_of(symbol) for symbol in expression.free_symbols}
    if names and knowledge.name_of(by) not in names:  # the page may not say it, which is not to be 0
        if isinstance(of, sympy.Symbol):
            return knowledge.partial(of, by)
        raise NotReadError(f"whether {of} depends on {by} is not known")
    return _differentiate(expression, by, knowledge)


def _differentiate(expression: sympy.Expr, by: sympy.Symbol, knowledge: Knowledge) -> sympy.Expr:
    """The derivative of what is traced; it is not known for a symbol of which an equation is not read."""
    for symbol in sorted(expression.free_symbols - {by}, key=str):
        name = knowledge.name_of(symbol)
        if name in knowledge.unread and name != knowledge.name_of(by):
            raise NotReadError(f"whether {symbol} depends on {by} stands in what is not read")
        if knowledge.may_be_same(symbol, by):
            raise NotReadError(f"whether {symbol} is {by} is not known")
    return sympy.diff(expression, by)


def _derive_open(of: sympy.Symbol, by: sympy.Symbol, knowledge: Knowledge) -> sympy.Expr:
    """The derivative of what the page does not define, such as a loss, through the outputs it depends on."""
    name = knowledge.name_of(by)
    if knowledge.name_of(of) == name:
        return _differentiate(of, by, knowledge)
    outputs = _outputs(knowledge.name_of(of), knowledge)
    symbols = [symbol for symbol in knowledge.definitions if knowledge.name_of(symbol) in outputs]
    if name not in outputs and any(_depends(symbol, name, knowledge) for symbol in symbols):
        totals = [(symbol, knowledge.total(symbol, keep=name)) for symbol in symbols]
        return sympy.Add(
            *(
                knowledge.partial(of, symbol) * _differentiate(total, by, knowledge)
                for symbol, total in totals
            )
        )
    return knowledge.partial(of, by)


def _outputs(of: str, knowledge: Knowledge) -> set[str]:
    """The names by which the page derives it and that it defines, without those that feed another of them."""
    defined = set(map(knowledge.name_of, knowledge.definitions))
    through = {by for one, by in knowledge.derived if one == of and by in defined}
    symbols = [symbol for symbol in knowledge.definitions if knowledge.name_of(symbol) in through]
    return {
        name
        for name in through
        if not any(_depends(each, name, knowledge) for each in symbols if knowledge.name_of(each) != name)
    }


def _depends(symbol: sympy.Symbol, name: str, knowledge: Knowledge) -> bool:
    total = knowledge.total(symbol, keep=name)
    return any(knowledge.name_of(each) == name for each in total.free_symbols)
