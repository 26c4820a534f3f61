"""Finds the docstrings of a Python file, each as a page numbered as in the file."""

import ast
from dataclasses import replace

from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source

DOCSTRING = "docstring-"  # how the name of its tests begins, before its line


def read_docstrings(module: Source) -> dict[int, Source]:
    """Read those docstrings of a Python file that hold a fence, without importing it.

    Returns:
        The docstrings by the lines where they begin, in order.

    Raises:
        PageError: The file is not Python, or a docstring has other lines than the file shows.
    """
    try:
        tree = ast.parse(module.text.removeprefix("\ufeff"))
    except SyntaxError as error:
        raise PageError(module.path, error.lineno or 1, f"this is not Python: {error.msg}") from None
    pages = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False) or ""
            if "```" in text or "~~~" in text:
                pages[node.body[0].lineno] = _as_page(text, node.body[0], module)
    return dict(sorted(pages.items()))


def _as_page(text: str, at: ast.stmt, module: Source) -> Source:
    if text.count("\n") != (at.end_lineno or at.lineno) - at.lineno:
        problem = "a docstring whose lines are not those of the file (a line end written as \\n, or escaped)"
        raise PageError(module.path, at.lineno, problem)
    below = [line for line in text.split("\n")[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in below), default=0)
    first, *others = text.split("\n")
    text = "\n".join([first, *(line[indent:] for line in others)])  # what is indented further is code
    return replace(module, text="\n" * (at.lineno - 1) + text)
