"""Turns one block of another tool's code into fences of the checker, in place and with its attributes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from torchnn_doc.checker.accept.edits import content_indent
from torchnn_doc.checker.compare.outputs import output_lines
from torchnn_doc.checker.migrate.comments import Orders
from torchnn_doc.checker.migrate.doctests import is_session, read_session
from torchnn_doc.checker.migrate.info import change_info, option
from torchnn_doc.checker.migrate.piece import ConversionError, Piece
from torchnn_doc.checker.migrate.prints import read_prints
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import read_alone
from torchnn_doc.checker.page.lines import split_lines

_SKIPPED_TEST = re.compile(r"skip\W*(?P<reason>.*)")
_COUNTS_LINES = frozenset({"hl_lines", "linenums"})
_HIDDEN = "no reader saw this code, and now all do: keep it, or move it into a fixture, {fixture:NAME}"


@dataclass(frozen=True)
class CodeBlock:
    """Code on the page, in a fence or hidden in a comment.

    Attributes:
        text: The code, or the session.
        line: Its first line, counted from 1.
        end: The line after its last.
        indent: What stands before the first.
        markup: The signs that open and close its fence.
        info: What stands behind them.
        language: The language that this says.
        options: The options that it gives.
        hidden: Whether it stands in a comment.
    """

    text: str
    line: int
    end: int
    indent: str
    markup: str
    info: str
    language: str
    options: Mapping[str, str]
    hidden: bool = False


@dataclass(frozen=True)
class Change:
    """New lines in place of some of a page's, and what to say about them.

    Attributes:
        first: The first line that goes, counted from 1.
        end: The line after the last that goes; the same as `first` if none does.
        lines: What comes there.
        notes: What someone has to look at, each with its line among the new ones, counted from 0.
    """

    first: int
    end: int
    lines: tuple[str, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


def convert(block: CodeBlock, orders: Orders, flags: int) -> Change | None:
    """Convert a block.

    Args:
        block: The block.
        orders: What Sybil's comments say about it.
        flags: The option flags of doctest that are on everywhere.

    Returns:
        None if it can stay as it is.

    Raises:
        ConversionError: It cannot be converted.
    """
    pieces = _pieces(block, orders, flags)
    if not pieces:
        return _with_new_info(block, orders)
    if re.search(r"\.annotate\b", block.info):
        raise ConversionError("annotations follow the code: part them by hand, below its output")
    if block.hidden:
        pieces[0] = replace(pieces[0], notes=(_HIDDEN, *pieces[0].notes))
    if _COUNTS_LINES & block.options.keys() and not (is_session(block.text) and len(pieces) == 1):
        note = "hl_lines or linenums counts the lines of the code as they were"
        pieces[0] = replace(pieces[0], notes=(note, *pieces[0].notes))
    return _written(block, pieces, orders)


def _pieces(block: CodeBlock, orders: Orders, flags: int) -> list[Piece]:
    if is_session(block.text):
        pieces = read_session(block.text, flags, orders.skipped_next.get(block.line))
    else:
        piece = read_prints(block.text)
        pieces = [piece] if piece else [Piece(tuple(split_lines(block.text.strip("\n"))))] * block.hidden
    notest = _notest(block, orders)
    return pieces if notest is None else [replace(piece, notest=notest) for piece in pieces]


def _notest(block: CodeBlock, orders: Orders) -> str | None:
    """Why the block as a whole is not run: all the reasons that are given for it, or "" for none."""
    test = _SKIPPED_TEST.fullmatch(block.options.get("test", ""))
    told = [block.options.get("notest"), orders.skipped.get(block.line), test and test["reason"]]
    # Sybil skips no more than the first example of a session.
    if not is_session(block.text) or any(reason is not None for reason in told):
        told.append(orders.skipped_next.get(block.line))
    if all(reason is None for reason in told):
        return None
    said: list[str] = []
    for reason in filter(None, told):
        if not any(reason in each for each in said):  # an earlier run may have written some of it here
            said.append(reason)
    return "; ".join(said)


def _with_new_info(block: CodeBlock, orders: Orders) -> Change | None:
    """The same code under an opening fence with other words."""
    (info,) = _infos(block, [Piece((), notest=_notest(block, orders))], orders)
    if info == change_info(block.info, block.language):
        return None
    opening = f"{block.indent}{block.markup}{info}"
    if not _reads_as([opening, f"{_inner(block.indent)}{block.markup}"], [[""]]):
        raise ConversionError(f"{info!r} cannot stand behind its fence")
    return Change(block.line, block.line + 1, (opening,))


def _written(block: CodeBlock, pieces: Sequence[Piece], orders: Orders) -> Change:
    inner = _inner(block.indent)
    lines: list[str] = []
    notes: list[tuple[int, str]] = []
    texts: list[Sequence[str]] = []
    for piece, info in zip(pieces, _infos(block, pieces, orders), strict=True):
        notes += [(len(lines) + bool(lines), note) for note in piece.notes]
        output = "text {.output .rounded}" if piece.rounded else "text {.output}"
        for content, opening in ((piece.code, info), (piece.output, output)):
            if content:
                texts.append(content)
                lines += [""] * bool(lines) + [f"{block.markup}{opening}", *content, block.markup]
    lines = [(inner + line) if line else inner.rstrip() for line in lines]
    lines[0] = block.indent + lines[0].removeprefix(inner)
    if not _reads_as(lines, texts):
        raise ConversionError("a fence in this place cannot hold what it would become")
    return Change(block.line, block.end, tuple(lines), tuple(notes))


def _infos(block: CodeBlock, pieces: Sequence[Piece], orders: Orders) -> Iterator[str]:
    """What stands behind the opening fence of each piece; all attributes stay with the first."""
    waits = block.line in orders.fresh
    for place, piece in enumerate(pieces):
        add = []
        if waits and piece.notest is None:
            add.append(".fresh")
            waits = False
        if piece.raises:
            add.append(f"raises={piece.raises}")
        says_why = piece.notest == block.options.get("notest")
        if piece.notest is not None and not says_why:
            add.append(option("notest", piece.notest))
        keep = partial(_stays, first=place == 0, notest=says_why)
        yield change_info(block.info, block.language, keep=keep, add=add)


def _stays(word: str, *, first: bool, notest: bool) -> bool:
    name, _, value = word.partition("=")
    if name == "notest":
        return notest
    return first and name != "continuation" and not (name == "test" and value.strip("\"'").startswith("skip"))


def _inner(indent: str) -> str:
    """What stands before the lines below a fence's first."""
    inner = content_indent(indent)
    return inner + " " if inner.endswith(">") else inner


def _reads_as(lines: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Whether Markdown reads these lines as fences that hold these texts, and nothing else."""
    try:
        fences = read_alone(lines)
    except PageError:
        return False
    return [output_lines(fence.text) for fence in fences] == [output_lines("\n".join(text)) for text in texts]
