"""Turns a page of pytest-markdown-docs, doctest, Sybil or pytest-examples into one for the checker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from torchnn_doc.checker.accept.edits import Edit, edited
from torchnn_doc.checker.migrate.block import Change, CodeBlock, convert
from torchnn_doc.checker.migrate.comments import Directive, read_directives, read_orders
from torchnn_doc.checker.migrate.doctests import PROMPT, is_session
from torchnn_doc.checker.migrate.piece import ConversionError
from torchnn_doc.checker.page.blocks import UncheckedCommentError, read_page
from torchnn_doc.checker.page.errors import MalformedPageError, PageError
from torchnn_doc.checker.page.fences import PYTHON, Fence, Source, read_fences
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.page.syntax import syntax_tree

_SESSIONS = PYTHON | {"pycon", "pycon3", "python-repl", "python-console", "doctest"}
_FENCE = re.compile(r"(`+|~+)\s*(.*?)\s*")
_MYST = re.compile(r"\{(?:code|code-block|code-cell|doctest)\}")
_PROMPTS = re.compile(rf"^\s*{PROMPT} ", re.MULTILINE)
_FOR_SYBIL = re.compile(r"<!--+\s*(?:;\s*)?(?:skip|clear-namespace|invisible-code(?:-block)?)\b")
_NOT_OF_A_PARAGRAPH = " \t>"


@dataclass(frozen=True)
class Migration:
    """What migrating a page comes to.

    Attributes:
        edits: What to change in the file.
        text: The page after it.
        by_hand: What is left to do there, by the lines of the new page, in order.
    """

    edits: tuple[Edit, ...]
    text: str
    by_hand: tuple[PageError, ...]


def migrate(source: Source, flags: int = 0) -> Migration:
    """Migrate a page.

    Args:
        source: The page.
        flags: The option flags of doctest that are on everywhere in the project.

    Raises:
        PageError: Its fences cannot be read.
    """
    changes = sorted(_changes(source, flags), key=lambda change: (change.first, change.end))
    at = (str(source.file.resolve()), source.path, source.digest)
    edits: list[Edit] = []
    by_hand: list[PageError] = []
    shift = 0
    for change in changes:
        first = change.first + shift
        by_hand += [PageError(source.path, first + place, note) for place, note in change.notes]
        shift += len(change.lines) - (change.end - change.first)
        if change.end > change.first:
            edits.append(Edit(*at, change.first, change.end, change.lines))
    text = edited(source.text, edits)
    try:
        read_page(replace(source, text=text))
    except MalformedPageError as error:
        # What is left of its comments the migration has named itself.
        by_hand += [each for each in error.problems if not isinstance(each, UncheckedCommentError)]
    return Migration(tuple(edits), text, tuple(sorted(by_hand, key=lambda note: note.line)))


def _changes(source: Source, flags: int) -> Iterator[Change]:
    """What to change on a page, and what to say about it, in no order."""
    lines = split_lines(source.text.removeprefix("\ufeff"))
    fences = read_fences(source.text, source.path)
    directives = list(read_directives(source.text))
    blocks = sorted(_blocks(lines, fences, directives), key=lambda block: block.line)
    orders = read_orders(directives, [block.line for block in blocks])
    failed: set[int] = set()
    for block in blocks:
        try:
            if change := convert(block, orders, flags):
                yield change
        except ConversionError as error:
            failed.add(block.line)
            yield _note(block.line, f"not converted: {error}")
        except RecursionError:
            failed.add(block.line)
            yield _note(block.line, "not converted: the code is nested too deep")
    for directive, obeying in orders.obeyed.items():
        without = _without(directive, lines)
        if not failed.isdisjoint(obeying):
            yield _note(directive.line, "not converted, since its block was not")
        elif not _leaves(without, lines, source.path, fences=len(fences), comments=len(directives) - 1):
            yield _note(directive.line, "not taken out: what stands below it would be read otherwise")
        else:
            yield without
    for directive, problem in orders.refused.items():
        yield _note(directive.line, f"not converted: {problem}")
    covered = {number for fence in fences for number in range(fence.line, fence.end + 1)}
    covered.update(number for each in directives for number in range(each.line, each.end))
    yield from _stray(lines, covered)
    yield from _odd_fences(lines, fences)


def _blocks(lines: list[str], fences: list[Fence], directives: list[Directive]) -> Iterator[CodeBlock]:
    for fence in fences:
        markup, info = _opening(fence, lines)
        session = is_session(fence.text) and (not info or fence.language.lower() in _SESSIONS)
        if (fence.is_python or session) and not fence.is_output:
            at = (fence.text, fence.line, fence.end + 1, fence.indent)
            yield CodeBlock(*at, markup, info, fence.language, fence.options)
    for each in directives:
        if each.name == "code":
            at = (each.argument, each.line, each.end, each.indent)
            yield CodeBlock(*at, "```", "python", "python", {}, hidden=True)


def _opening(fence: Fence, lines: list[str]) -> tuple[str, str]:
    found = _FENCE.fullmatch(lines[fence.line - 1][len(fence.indent) :])
    return (found[1], found[2]) if found else ("", "")


def _without(directive: Directive, lines: list[str]) -> Change:
    """A comment taken out, with one of two blank lines around it, and without joining what it parts."""
    above, below = lines[: directive.line - 1][-1:], lines[directive.end - 1 :][:1]
    blank_above, blank_below = (not "".join(line).strip(_NOT_OF_A_PARAGRAPH) for line in (above, below))
    if blank_above and blank_below and below:
        return Change(directive.line, directive.end + 1)
    kept = () if blank_above or blank_below else (directive.indent.rstrip(),)
    return Change(directive.line, directive.end, kept)


def _leaves(change: Change, lines: list[str], path: str, *, fences: int, comments: int) -> bool:
    """Whether a page has so many fences and comments after a change: a comment can be what ends a list."""
    left = "\n".join([*lines[: change.first - 1], *change.lines, *lines[change.end - 1 :]])
    try:
        return len(read_fences(left, path)) == fences and len(list(read_directives(left))) == comments
    except PageError:
        return False


def _stray(lines: list[str], covered: set[int]) -> Iterator[Change]:
    """Notes on doctests outside of fences, one for each group of lines, and on comments not understood."""
    in_group = False
    for number, line in enumerate(lines, start=1):
        starts = number not in covered and line.lstrip().startswith(f"{PROMPT} ")
        if starts and not in_group:
            yield _note(number, "a doctest outside of a fence: put it into ```python and migrate again")
        in_group = bool(line.strip()) and (starts or in_group)
        if number not in covered and _FOR_SYBIL.search(line):
            yield _note(number, "not converted: Sybil's comments stand alone here, and are about Python")


def _odd_fences(lines: list[str], fences: list[Fence]) -> Iterator[Change]:
    """Notes on fences that look as if they were meant to be run, or to show an output."""
    for above, fence in zip([None, *fences], fences, strict=False):
        _, info = _opening(fence, lines)
        session = is_session(fence.text)
        if _MYST.match(info):
            yield _note(fence.line, f"{info!r} is MyST's: write ```python and migrate again")
        elif fence.is_python:
            if not session and _PROMPTS.search(fence.text) and not syntax_tree(fence.text):
                yield _note(fence.line, f"plain code and {PROMPT} in one fence: part them and migrate again")
        elif session:
            if info and fence.language.lower() not in _SESSIONS and not fence.is_output:
                note = f"a doctest in a fence that says {info!r}: write ```python and migrate again"
                yield _note(fence.line, note)
        elif info in ("", "text") and above and _prints_right_above(above, fence, lines):
            yield _note(fence.line, "if this is what the code above prints, write ```text {.output}")


def _prints_right_above(code: Fence, fence: Fence, lines: list[str]) -> bool:
    between = "".join(lines[code.end : fence.line - 1])
    runs = code.is_python and not is_session(code.text) and "notest" not in code.options
    return runs and "print(" in code.text and not between.strip(_NOT_OF_A_PARAGRAPH)


def _note(line: int, note: str) -> Change:
    return Change(line, line, notes=((0, note),))
