"""Puts wildcards where a printed output would not be the same again: on another run, or another machine."""

import re
import sys
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from torchnn_doc.checker.compare.outputs import ANY_TEXT, same_line
from torchnn_doc.checker.page.rule import Rule

_ADDRESS = re.compile(r"(?<= at 0x)[0-9a-fA-F]{6,}(?=>)")  # of an object: another one in each run
_WORD = re.compile(r"\[\.\.\]|[\w.]*\w|\s+|.")
_MANY = re.compile(rf"(?:{re.escape(ANY_TEXT)})+")
_FOLDER = r"(?:[/\\][^\s'\"/\\<>|:,()\[\]]+)"


def without_places(line: str, root: Path) -> str:
    """A printed line with wildcards for addresses of objects and for folders of this machine.

    Args:
        line: The line.
        root: The project's folder.
    """
    line = _ADDRESS.sub(ANY_TEXT, line)
    temporary = re.escape(str(Path(tempfile.gettempdir())))
    line = re.sub(rf"{temporary}{_FOLDER}+(?={_FOLDER})|{temporary}(?={_FOLDER})", ANY_TEXT, line)
    for folder in dict.fromkeys([root, Path(sys.prefix), Path(sys.base_prefix), Path.home()]):
        if folder != Path(folder.anchor):
            line = re.sub(rf"{re.escape(str(folder))}(?![\w.-])", ANY_TEXT, line)
    return line


def without_changes(first: Sequence[str], again: Sequence[str], rule: Rule) -> list[str] | None:
    """The lines of a run with wildcards where another run differs; None if that has more or fewer lines."""
    if len(first) != len(again):
        return None
    pairs = zip(first, again, strict=True)
    return [one if rule.varies or same_line(one, two, rule) else _common(one, two) for one, two in pairs]


def _common(one: str, two: str) -> str:
    """A line with a wildcard for each part in which another one differs."""
    tokens, others = _WORD.findall(one), _WORD.findall(two)
    parts: list[str] = []
    for kind, start, end, _, _ in SequenceMatcher(None, tokens, others, autojunk=False).get_opcodes():
        parts.append("".join(tokens[start:end]) if kind == "equal" else ANY_TEXT)
    return _MANY.sub(ANY_TEXT, "".join(parts))
