"""What a fence of another tool becomes: pieces of plain code, each with what it prints or raises."""

from collections.abc import Iterable
from dataclasses import dataclass

from torchnn_doc.checker.compare.outputs import ANY_LINES, ANY_TEXT


@dataclass(frozen=True)
class Piece:
    """A Python fence to be written, and its output block.

    Attributes:
        code: Its lines.
        output: The lines of its output block; none if it has no output block.
        rounded: Whether the output may show fewer digits than are printed.
        raises: The exception that it must raise, or "".
        notest: Why it is not run, "" if nobody says why; None if it is run.
        notes: What someone has to look at.
    """

    code: tuple[str, ...]
    output: tuple[str, ...] = ()
    rounded: bool = False
    raises: str = ""
    notest: str | None = None
    notes: tuple[str, ...] = ()


class ConversionError(Exception):
    """A fence that cannot be converted; the message says why and what to do by hand."""


def wildcard_notes(output: Iterable[str]) -> tuple[str, ...]:
    """What to say about lines that were meant literally and are wildcards from now on."""
    wild = [line for line in output if line.strip() == ANY_LINES or ANY_TEXT in line]
    return (f"{wild[0].strip()!r} in the output now stands for anything, and did not before",) if wild else ()
