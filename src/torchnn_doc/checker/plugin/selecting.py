"""Finds the tests of a page that are asked for by any line of a block, or by a heading."""

import re
from pathlib import Path

from torchnn_doc.checker.page.blocks import Block, read_blocks
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.page.lines import split_lines

_LINE = re.compile(r"line-(\d+)(\[.*\])?")
_HEADING = re.compile(r"(?P<level>#{1,6}) +(?P<text>.*?) *(?:\{ *#(?P<id>[\w-]+).*\})? *")


def tests_named(argument: str, start: Path) -> list[str]:
    """What pytest has to be asked for in place of an argument.

    Args:
        argument: Such as `page.md::line-12`, where a block holds line 12, or `page.md::#installing`.
        start: The folder that it starts from.

    Returns:
        The names of tests; the argument itself where it names nothing of this kind.
    """
    path, _, name = argument.partition("::")
    line, file = _LINE.fullmatch(name), start / path
    if not path.endswith(".md") or not (line or name.startswith("#")) or not file.is_file():
        return [argument]
    try:
        source = read_source(file, path)
        blocks = read_blocks(source).blocks
    except PageError:
        return [argument]
    if line:
        number, suffix = int(line[1]), line[2] or ""
        found = [block for block in blocks if block.line <= number <= _end(block)]
    else:
        first, last = _section(split_lines(source.text), name[1:], blocks)
        found, suffix = [block for block in blocks if first < block.line <= last], ""
    return [f"{path}::line-{block.line}{suffix}" for block in found] or [argument]


def is_block(name: str) -> bool:
    """Whether this names the test of one block of a page."""
    path, _, test = name.partition("::")
    return path.endswith(".md") and bool(_LINE.fullmatch(test))


def _end(block: Block) -> int:
    return (block.output or block).fence.end


def _section(lines: list[str], wanted: str, blocks: tuple[Block, ...]) -> tuple[int, int]:
    """The lines from a heading to the next of its level; none if there is no such heading."""
    inside = {number for block in blocks for number in range(block.line, _end(block) + 1)}
    first, level = 0, 0
    for number, line in enumerate(lines, start=1):
        found = _HEADING.fullmatch(line)
        if not found or number in inside:
            continue
        if first and len(found["level"]) <= level:
            return first, number
        slug = found["id"] or re.sub(r"[^\w]+", "-", found["text"].lower()).strip("-")
        if not first and slug == wanted:
            first, level = number, len(found["level"])
    return (first, len(lines)) if first else (0, 0)
