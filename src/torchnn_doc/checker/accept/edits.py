"""Rewrites output blocks to what the code prints now, and touches nothing else on the page."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

from torchnn_doc.checker.accept.masking import without_changes, without_places
from torchnn_doc.checker.compare.accepted import accepted_lines
from torchnn_doc.checker.compare.outputs import ANY_LINES, ANY_TEXT, canonical, output_lines
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError, PageError
from torchnn_doc.checker.page.fences import Fence, Source, digest, read_alone
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.page.rule import EXACT

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LIST_MARKER = re.compile(r"[-*+]|\d+[.)]")  # before the first line of an item; the others are indented
_PROSE = re.compile(r"#{1,6} +\S|(?:!!!|\?\?\?\+?) +\w|=== +\"")  # a heading, an admonition, a tab
_BYTE_ORDER_MARK = "\ufeff"


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


def plan(block: Block, printed: str, source: Source, again: str | None = None) -> Edit:
    """Plan the edit that makes a page show what its code prints.

    Args:
        block: The block whose output is wrong or missing.
        printed: What it prints.
        source: The page.
        again: What it prints on another run, if it was run again; what differs becomes a wildcard.

    Raises:
        AcceptError: The output cannot be written there, or would not be right on the next run.
    """
    output, page = block.output, split_lines(source.text)
    root = source.file.parents[len(Path(source.path).parts) - 1]  # its name begins there
    run = [without_places(line, root) for line in output_lines(printed)]
    if again is not None:
        other = [without_places(line, root) for line in output_lines(again)]
        masked = without_changes(run, other, output.rule if output else EXACT)
        if masked is None:
            problem = "cannot accept this output: it has more or fewer lines when the page is run again"
            raise AcceptError(source.path, block.line, problem)
        run = masked
    fence = output.fence if output else block.fence
    indent = content_indent(fence.indent)
    if output:
        old = output_lines(fence.text)
        lines = accepted_lines(old, run, output.rule)
        _keep_prose(fence, lines, source)
        if _wildcards(lines) < _wildcards(old) and len(run) >= len(old):
            problem = "--accept cannot tell what the wildcards stand for now: write this output by hand"
            raise AcceptError(source.path, fence.line, problem)
        opening, closing = page[fence.line - 1], page[fence.end - 1]
    elif "annotate" in fence.classes:
        problem = "cannot add an output: the annotations follow the code, write it below them"
        raise AcceptError(source.path, block.line, problem)
    else:
        lines, opening, closing = run, f"{indent}```text {{.output}}", f"{indent}```"
    inside = tuple((indent + line).rstrip() for line in lines)
    if not _holds([opening, *inside, closing], lines):
        problem = "cannot accept this output: a fence cannot hold it as it is"
        raise AcceptError(source.path, block.line, problem)
    at = (str(source.file.resolve()), source.path, source.digest)
    if output:
        return Edit(*at, fence.line + 1, fence.end, inside)
    return Edit(*at, fence.end + 1, fence.end + 1, (indent.rstrip(), opening, *inside, closing))


def _wildcards(lines: Sequence[str]) -> int:
    return sum(line.strip() == ANY_LINES or ANY_TEXT in line for line in lines)


def _keep_prose(fence: Fence, new: Sequence[str], source: Source) -> None:
    """Refuse to remove what no run has printed: the next section, where an output's end was left off."""
    old = ["", *split_lines(fence.text)]
    for place, (above, line) in enumerate(pairwise(old), start=1):
        if not above.strip() and _PROSE.match(line) and line.rstrip() not in new:
            at = fence.line + place
            problem = f"--accept would remove {line.strip()!r} at line {at}: is the output closed above it?"
            raise AcceptError(source.path, fence.line, problem)


def _holds(fence: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether Markdown reads nothing but these lines from a fence, and a file can hold it."""
    try:
        "".join(fence).encode()
        (found,) = read_alone(fence)
    except (PageError, ValueError):  # of the encoding, or of more than one fence
        return False
    return [*map(canonical, output_lines(found.text))] == [*map(canonical, lines)]


def content_indent(indent: str) -> str:
    """What stands before the lines inside a fence: the same as before it, without a list's marker."""
    return _LIST_MARKER.sub(lambda marker: " " * len(marker[0]), indent)


def rewrite(edits: Sequence[Edit]) -> None:
    """Write the edits of one file, all or none.

    Raises:
        AcceptError: The file is no longer what was read, or cannot be written.
    """
    try:
        _, new = _versions(edits)
        _replace(Path(edits[0].file), new)
    except OSError as error:
        raise AcceptError(edits[0].path, edits[0].first, f"not rewritten: {error}") from error


def difference(edits: Sequence[Edit]) -> Iterator[str]:
    """Show as a unified diff what `rewrite` would do to one file; of a picture only that it would be drawn.

    Raises:
        AcceptError: The file is no longer what was read.
    """
    path = edits[0].path
    old, new = (split_lines(version.decode(errors="replace")) for version in _versions(edits))
    if path.endswith(".svg"):
        yield f"{path} would be drawn"
    else:
        yield from unified_diff(old, new, path, f"{path} (accepted)", lineterm="")


def _versions(edits: Sequence[Edit]) -> tuple[bytes, bytes]:
    """What a file holds before and after its edits."""
    first = min(edits, key=lambda edit: edit.first)
    file = Path(first.file)
    old = file.read_bytes() if file.exists() else b""
    if any(edit.digest != digest(old) for edit in edits):
        raise AcceptError(first.path, first.first, "not rewritten: the file changed while its blocks ran")
    return old, edited(old.decode(errors="surrogateescape"), edits).encode(errors="surrogateescape")


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A file's text after its edits, with its own line ends and byte order mark."""
    lines = _LINE.findall(text.removeprefix(_BYTE_ORDER_MARK))
    usual = _line_end("".join(lines[:1])) or "\n"
    # From the bottom up, so that the lines above keep their numbers; once, should two names lead to the file.
    once = {(edit.first, edit.lines): edit for edit in reversed(edits)}
    for edit in sorted(once.values(), key=lambda edit: edit.first, reverse=True):
        above = "".join(lines[edit.first - 2 : edit.first - 1])
        ending = _line_end(above) or usual
        if above and not _line_end(above):  # the page's last line
            lines[edit.first - 2] += ending
        lines[edit.first - 1 : edit.end - 1] = [line + ending for line in edit.lines]
    return text[: text.startswith(_BYTE_ORDER_MARK)] + "".join(lines)


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _replace(file: Path, data: bytes) -> None:
    """Put new contents in place of a file in one step, so that an interruption leaves it whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(data)
        if file.exists():
            shutil.copymode(file, new)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
