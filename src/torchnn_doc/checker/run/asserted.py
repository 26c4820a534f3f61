"""Tells the values on both sides of an assertion that did not hold."""

import ast
import reprlib
from types import CodeType
from typing import Any

from torchnn_doc.checker.page.blocks import Block


def tell_sides(error: AssertionError, block: Block, file: str) -> None:
    """Give an error that says nothing the two values that were compared, worked out once more.

    Args:
        error: What a block raised.
        block: The block.
        file: The page, as its code is named in tracebacks.
    """
    trace, place = error.__traceback__, None
    while trace:
        place = (trace.tb_frame, trace.tb_lineno) if trace.tb_frame.f_code.co_filename == file else place
        trace = trace.tb_next
    if error.args or not place:
        return
    frame, line = place
    for node in ast.walk(ast.parse(block.fence.text)):
        if isinstance(node, ast.Assert) and node.lineno <= line - block.line <= (node.end_lineno or 0):
            match node.test:
                case ast.Compare(left, [operator], [right]):
                    try:
                        values = [
                            eval(_code(side), frame.f_globals, frame.f_locals) for side in (left, right)
                        ]
                        one, other = map(reprlib.repr, values)
                    except Exception:  # once more may be once too often
                        return
                    error.args = (f"{one} {_sign(operator)} {other}",)


def _code(side: ast.expr) -> CodeType:
    code: CodeType = compile(ast.Expression(side), "", "eval")
    return code


def _sign(operator: Any) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]
