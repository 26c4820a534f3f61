"""Rewrites output blocks to what the code prints now, and touches nothing else on the page."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchnn_doc.checker.blocks import Block
from torchnn_doc.checker.compare import ANY_LINES, ANY_TEXT, Rule, aligned, output_lines
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import Fence, Source, digest

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LIST_MARKER = re.compile(r"[-*+]|\d+[.)]")


class AcceptError(CheckError):
    """A page could not be rewritten as `--accept` asks."""


@dataclass(frozen=True)
class Edit:
    """New lines for a file, to be written if it still is what was read.

    Attributes:
        file: The file.
        path: Its name in messages.
        digest: The fingerprint of the file that was read.
        first: The first line to replace, counted from 1.
        end: The line after the last one to replace; the same as `first` to insert before it.
        lines: What to put there, without line ends.
    """

    file: str
    path: str
    digest: str
    first: int
    end: int
    lines: tuple[str, ...]


def plan(block: Block, printed: str, source: Source) -> Edit:
    """Plan the edit that makes a page show what its code prints.

    Args:
        block: The block whose output is wrong or missing.
        printed: What it prints.
        source: The page.

    Raises:
        AcceptError: The output cannot be written there.
    """
    run = output_lines(printed)
    if any(line.lstrip().startswith(("```", "~~~")) for line in run):
        raise AcceptError(source.path, block.line, "cannot accept an output that holds a fence itself")
    if block.output:
        fence = block.output.fence
        first, end = fence.line + 1, fence.end
        lines = accepted_lines(output_lines(fence.text), run, block.output.rule)
    else:
        fence = block.fence
        if "annotate" in fence.classes:
            problem = "cannot add an output: the annotations follow the code, write it below them"
            raise AcceptError(source.path, block.line, problem)
        first = end = fence.end + 1
        lines = ["", "```text {.output}", *run, "```"]
    prefix = _content_prefix(fence)
    prefixed = tuple((prefix + line).rstrip() for line in lines)
    return Edit(str(source.file.resolve()), source.path, source.digest, first, end, prefixed)


def accepted_lines(page: Sequence[str], run: Sequence[str], rule: Rule) -> list[str]:
    """The lines of a new output block: what was printed, under those wildcards of the old that still hold."""
    lines: list[str] = []
    i = j = 0
    for a, b in [*aligned(page, run, rule), (len(page), len(run))]:
        lines += _under_wildcard(page[i:a], run[j:b])
        if a < len(page):
            lines.append(page[a] if ANY_TEXT in page[a] else run[b])
        i, j = a + 1, b + 1
    return lines


def rewrite(edits: Iterable[Edit]) -> None:
    """Write the edits of one file, all or none.

    Raises:
        AcceptError: The file is no longer what was read.
    """
    edits = sorted(set(edits), key=lambda edit: edit.first, reverse=True)
    file = Path(edits[0].file)
    data = file.read_bytes()
    if any(edit.digest != digest(data) for edit in edits):
        problem = "not rewritten: the file changed while its blocks ran"
        raise AcceptError(edits[-1].path, edits[-1].first, problem)
    lines = _LINE.findall(data.decode())
    for edit in edits:  # from the bottom up, so that the line numbers above stay right
        ending = _line_end(lines[edit.first - 2])
        if not ending:  # the page's last line is the fence's end
            ending = _line_end(lines[0])
            lines[edit.first - 2] += ending
        lines[edit.first - 1 : edit.end - 1] = [line + ending for line in edit.lines]
    _replace(file, "".join(lines).encode())


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _under_wildcard(old: Sequence[str], new: Sequence[str]) -> list[str]:
    gaps = [index for index, line in enumerate(old) if line.strip() == ANY_LINES]
    if not gaps:
        return list(new)
    above, below = gaps[0], len(old) - gaps[-1] - 1
    if len(new) < above + below:
        return list(new)
    return [*new[:above], old[gaps[0]], *new[len(new) - below :]]


def _content_prefix(fence: Fence) -> str:
    """What stands before the lines inside a fence: the same as before it, without a list's marker."""
    return _LIST_MARKER.sub(lambda marker: " " * len(marker[0]), fence.indent)


def _replace(file: Path, data: bytes) -> None:
    """Put new contents in place of a file in one step, so that an interruption leaves it whole."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
        shutil.copymode(file, name)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
