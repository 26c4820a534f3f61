"""Reads Python code without running it."""

import ast
import warnings


def syntax_tree(code: str) -> ast.Module | None:
    """The syntax tree of some code; None if Python cannot read it.

    What Python warns of is left to the test that runs the code, which knows its line.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
