"""Turns what code wrote into what a terminal shows of it."""

import re

# Colours and other commands to a terminal: CSI sequences, titles, and single letters.
_COMMAND = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_ERASE = re.compile(r"\x1b\[([0-2]?)K")  # the line, from the cursor on, before it, or all of it
_MOVING = re.compile(rf"(\r|\x08|{_ERASE.pattern.replace('([0-2]?)', '[0-2]?')})")


def as_on_terminal(text: str, *, colours: bool = False) -> str:
    """The text that stays on the screen.

    Args:
        text: What was written.
        colours: Whether the commands that colour it are kept.
    """
    if not colours and "\x1b" in text:
        text = _COMMAND.sub(lambda command: command[0] if _ERASE.fullmatch(command[0]) else "", text)
    moves = not {"\r", "\b", "\x1b"}.isdisjoint(text)
    return "\n".join(map(_as_line, text.split("\n"))) if moves else text


def _as_line(written: str) -> str:
    """What a line comes to as the cursor goes back in it: characters are written over what stood there."""
    shown, at = "", 0
    for part in _MOVING.split(written):
        if part == "\r":
            at = 0
        elif part == "\b":
            at = max(0, at - 1)
        elif erase := _ERASE.fullmatch(part):
            kept = {"1": " " * at + shown[at:], "2": ""}
            shown = kept.get(erase[1], shown[:at])
        elif part:
            shown = shown[:at].ljust(at) + part + shown[at + len(part) :]
            at += len(part)
    return shown
