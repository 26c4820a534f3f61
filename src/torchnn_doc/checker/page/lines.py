"""Splits text into lines where Markdown does."""

import re

_LINE_END = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """Split text at line ends alone, as Markdown does; `str.splitlines` also splits at form feeds."""
    return _LINE_END.split(text)
