"""The module that blocks run in, with a script that child processes and `inspect` can read."""

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from torchnn_doc.checker.page.blocks import Block

_KEPT = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Assign, ast.AnnAssign, ast.If),
)
_FUTURE = re.compile(r"^from __future__ import .+$", re.MULTILINE)


class MainModule(ModuleType):
    """A page's module.

    The code finds the page in `__file__`. Whoever asks the module itself is given a script: multiprocessing,
    whose children import it where they are not forked, and `inspect`, for the source of a class.

    Args:
        page: The page.
        script: Writes the script.
    """

    def __init__(self, page: Path, script: Callable[[], str]) -> None:
        super().__init__("__main__")
        vars(self)["__file__"] = str(page)
        self._script = script

    @property
    def __file__(self) -> str:  # type: ignore[override]  # it is asked for, and never set
        """The script."""
        return self._script()


def as_script(blocks: Iterable[Block]) -> str:
    """What some blocks import, define and assign, as Python that can be imported, each line where it was.

    All else they do is left out: a child that did it again would print, exit, or start children of its own.
    """
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.line - len(lines)) + _definitions(block.fence.text)
    text = "\n".join(lines)
    futures = "; ".join(_FUTURE.findall(text))
    return futures + _FUTURE.sub("", text) + "\n"  # the first line of a page is never code


def _definitions(code: str) -> list[str]:
    try:
        statements = ast.parse(code).body
    except SyntaxError:
        return []
    kept: set[int] = set()
    for each in statements:
        if isinstance(each, _KEPT):
            first = min(node.lineno for node in [each, *getattr(each, "decorator_list", [])])
            kept.update(range(first, (each.end_lineno or each.lineno) + 1))
    return [line if number in kept else "" for number, line in enumerate(code.split("\n"), start=1)]
