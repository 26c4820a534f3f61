"""Reads the comments by which Sybil is told what to do: skip, invisible code, a clear namespace."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import dedent

from markdown_it import MarkdownIt

from torchnn_doc.checker.migrate.piece import ConversionError
from torchnn_doc.checker.page.fences import see_material
from torchnn_doc.checker.page.lines import split_lines

_DIRECTIVE = re.compile(
    r"""<!--+\s*(?:;\s*)?
        (?: (?P<name>skip|clear-namespace)\b:?[ \t]*(?P<argument>[^\n]*?)
          | (?P<code>(?:invisible-)?code(?:-block)?):?[ \t]*python[ \t]*\n(?P<text>.*?)
        )\s*--+>\s*""",
    re.VERBOSE | re.DOTALL,
)
_SKIP = re.compile(r"(?P<action>\w+)(?:\s+(?P<reason>.+))?")


@dataclass(frozen=True)
class Directive:
    """A comment that tells Sybil something.

    Attributes:
        name: "skip", "clear-namespace" or "code".
        argument: What follows the name, or the code.
        line: Its first line, counted from 1.
        end: The line after its last.
        indent: What stands before it.
    """

    name: str
    argument: str
    line: int
    end: int
    indent: str

    @property
    def begins_item(self) -> bool:
        """Whether a list item begins with it, so that it can't be taken out."""
        return bool(self.indent.strip(" \t>"))


@dataclass(frozen=True)
class Orders:
    """What the directives of a page say about its code blocks, which are named by their lines.

    Attributes:
        skipped: The blocks that are not run, with the reason or "".
        skipped_next: Those of which the first example is not run, in the same way.
        fresh: Those before which the namespace is cleared.
        obeyed: The blocks that each directive is about.
        refused: The directives that have no counterpart, and why.
    """

    skipped: dict[int, str] = field(default_factory=dict)
    skipped_next: dict[int, str] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    obeyed: dict[Directive, list[int]] = field(default_factory=dict)
    refused: dict[Directive, str] = field(default_factory=dict)


def read_directives(text: str) -> Iterator[Directive]:
    """Find the directives of a page, in order; none in a comment behind something else."""
    text = text.removeprefix("\ufeff")
    lines = split_lines(text)
    for token in see_material(MarkdownIt("commonmark")).parse(text):
        found = _DIRECTIVE.fullmatch(token.content.strip()) if token.type == "html_block" else None
        if found and token.map:
            first, end = token.map
            while end > first + 1 and not lines[end - 1].strip(" \t>"):
                end -= 1
            name = "code" if found["code"] else found["name"]
            argument = dedent(found["text"]) if found["code"] else found["argument"]
            yield Directive(name, argument, first + 1, end + 1, lines[first][: lines[first].index("<!--")])


def read_orders(directives: Sequence[Directive], blocks: Sequence[int]) -> Orders:
    """Find out which blocks the directives of a page are about.

    Args:
        directives: All of the page's, in order.
        blocks: The lines of its code blocks, in order.
    """
    orders = Orders()
    waiting = [directive for directive in directives if directive.name != "code"]
    while waiting:
        directive = waiting.pop(0)
        below = [line for line in blocks if line > directive.line]
        try:
            if directive.begins_item:
                raise ConversionError("a list item begins with it")
            if directive.name == "skip":
                _skip(directive, below, waiting, orders)
            elif below:
                # A block that is not run clears nothing.
                orders.fresh.add(next((line for line in below if line not in orders.skipped), below[0]))
                orders.obeyed[directive] = below[:1]
            else:
                raise ConversionError("no Python block follows it")
        except ConversionError as error:
            orders.refused[directive] = str(error)
    return orders


def _skip(directive: Directive, below: Sequence[int], waiting: list[Directive], orders: Orders) -> None:
    action, reason = _read_skip(directive.argument)
    if action == "end":
        raise ConversionError("no 'skip: start' stands above it")
    if action == "next":
        if not below:
            raise ConversionError("no Python block follows it")
        orders.skipped_next[below[0]] = orders.skipped_next.get(below[0]) or reason
        orders.obeyed[directive] = [below[0]]
        return
    end = next((each for each in waiting if (each.name, each.argument) == ("skip", "end")), None)
    if end and end.begins_item:
        raise ConversionError("a list item begins with its 'skip: end'")
    skipped = [line for line in below if end is None or line < end.line]
    orders.skipped.update({line: orders.skipped.get(line) or reason for line in skipped})
    orders.obeyed[directive] = skipped
    if end:
        waiting.remove(end)
        orders.obeyed[end] = skipped


def _read_skip(argument: str) -> tuple[str, str]:
    """What a skip skips, "next", "start" or "end", and its reason, "" if it gives none."""
    found = _SKIP.fullmatch(argument)
    if not found or found["action"] not in ("next", "start", "end"):
        raise ConversionError("this is not something that Sybil knows")
    try:
        reason = ast.literal_eval(found["reason"]) if found["reason"] else ""
    except (ValueError, SyntaxError):
        reason = None
    if not isinstance(reason, str):
        raise ConversionError("a condition: name a fixture that calls pytest.skip, {fixture:NAME}")
    if set(reason) & set('"`\n'):
        raise ConversionError("the reason has a sign that cannot stand behind a fence")
    return found["action"], reason
