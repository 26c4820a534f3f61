"""Turns what code wrote into what a terminal shows of it."""

import re

# Colours and other commands to a terminal: CSI sequences, titles, and single letters.
_COMMAND = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def as_on_terminal(text: str, *, colours: bool = False) -> str:
    """The text that stays on the screen.

    Args:
        text: What was written.
        colours: Whether the commands that colour it are kept.
    """
    if not colours and "\x1b" in text:
        text = _COMMAND.sub("", text)
    return "\n".join(map(_overwritten, text.split("\n"))) if "\r" in text else text


def _overwritten(line: str) -> str:
    """A line of which each part behind a carriage return was written over what stood there."""
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown
