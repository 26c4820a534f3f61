"""Pairs the fences of a page into blocks: a piece of code, the output it promises, and how to run it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from markdown_it import MarkdownIt

from torchnn_doc.checker.compare import Rule
from torchnn_doc.checker.errors import PageError
from torchnn_doc.checker.page import Fence, Source, read_fences

_STYLE_CLASSES = frozenset({"annotate", "copy", "no-copy", "select", "no-select"})
_STYLE_OPTIONS = frozenset({"title", "linenums", "hl_lines"})
_CODE_CLASSES = frozenset({"fresh"})
_CODE_OPTIONS = frozenset({"notest", "raises", "continuation"})
_OUTPUT_CLASSES = frozenset({"output"})
_OUTPUT_OPTIONS = frozenset({"rtol", "atol", "varies"})
_FIXTURE = "fixture:"


@dataclass(frozen=True)
class Output:
    """An output block and the rule by which it is compared."""

    fence: Fence
    rule: Rule


@dataclass(frozen=True)
class Block:
    """A Python fence of a page.

    Attributes:
        fence: The code.
        output: The output block that follows it, if there is one.
        fresh: Whether a new namespace begins here.
        raises: The name of the exception that the code must raise, or "".
        notest: Why the code is not run, or "".
        fixtures: The pytest fixtures put into the namespace before the code runs.
    """

    fence: Fence
    output: Output | None
    fresh: bool
    raises: str
    notest: str
    fixtures: tuple[str, ...]

    @property
    def line(self) -> int:
        """The line of the opening fence, by which the block is named."""
        return self.fence.line


@dataclass(frozen=True)
class Page:
    """What the checker knows of a page before anything runs.

    Attributes:
        blocks: Its Python blocks, in order.
        not_code: How many fences are neither Python nor output.
    """

    blocks: tuple[Block, ...]
    not_code: int


class MalformedPageError(PageError):
    """A page with at least one problem; all of them are in the message."""

    def __init__(self, problems: Sequence[PageError]) -> None:
        first, *others = problems
        super().__init__(first.path, first.line, first.problem, "\n".join(map(str, others)))


def read_page(source: Source, parser: MarkdownIt | None = None) -> Page:
    """Read a page into its blocks.

    Args:
        source: The page.
        parser: As for `read_fences`.

    Raises:
        MalformedPageError: Something on the page cannot be checked as written.
    """
    path = source.path
    problems: list[PageError] = []
    blocks: list[Block] = []
    output: Output | None = None
    try:
        fences = read_fences(source.text, path, parser)
    except PageError as error:
        raise MalformedPageError([error]) from None
    # From the end, since an output is read before the code above it that it belongs to.
    for above, fence in reversed(list(zip([None, *fences], fences, strict=False))):
        try:
            _reject_unknown(fence, path)
            if fence.is_python:
                blocks.append(_read_block(fence, output, path))
            output = _read_output(fence, above, path) if fence.is_output else None
        except PageError as error:
            problems.append(error)
            output = None
    if problems:
        raise MalformedPageError(problems[::-1])
    not_code = sum(not fence.is_python and not fence.is_output for fence in fences)
    return Page(tuple(reversed(blocks)), not_code)


def _reject_unknown(fence: Fence, path: str) -> None:
    for word, kind in _misplaced(fence):
        raise PageError(path, fence.line, f"{word!r} is not something that {kind} can have")


def _misplaced(fence: Fence) -> Iterator[tuple[str, str]]:
    if fence.is_python:
        classes, options, kind = _CODE_CLASSES, _CODE_OPTIONS, "a Python block"
    elif fence.is_output:
        classes, options, kind = _OUTPUT_CLASSES, _OUTPUT_OPTIONS, "an output block"
    else:  # another tool may have its own words here; ours would be lost
        ours = _CODE_CLASSES | _CODE_OPTIONS | _OUTPUT_OPTIONS
        kind = "a fence that is neither Python nor output"
        yield from ((word, kind) for word in (*fence.classes, *fence.options) if word in ours)
        return
    for name in fence.classes:
        if name not in classes | _STYLE_CLASSES:
            yield f".{name}", kind
    for name in fence.options:
        if name not in options | _STYLE_OPTIONS and not (fence.is_python and name.startswith(_FIXTURE)):
            yield name, kind


def _read_block(fence: Fence, output: Output | None, path: str) -> Block:
    raises = fence.options.get("raises", "")
    if "raises" in fence.options and not re.fullmatch(r"\w+(\.\w+)*", raises):
        raise PageError(path, fence.line, f"raises={raises!r} is not the name of an exception")
    if raises and not output:
        raise PageError(path, fence.line, f"raises={raises} needs an output block with the message below it")
    return Block(
        fence=fence,
        output=output,
        fresh="fresh" in fence.classes,
        raises=raises,
        notest=_reason(fence, "notest", path),
        fixtures=tuple(name.removeprefix(_FIXTURE) for name in fence.options if name.startswith(_FIXTURE)),
    )


def _read_output(fence: Fence, above: Fence | None, path: str) -> Output:
    if above is None or not above.is_python:
        raise PageError(path, fence.line, "an output block without its code right above it")
    rtol, atol = (_tolerance(fence, name, path) for name in ("rtol", "atol"))
    varies = _reason(fence, "varies", path)
    if varies and (rtol or atol):
        raise PageError(path, fence.line, "'varies' and a tolerance exclude each other")
    return Output(fence, Rule(rtol or Decimal(0), atol or Decimal(0), bool(varies)))


def _reason(fence: Fence, name: str, path: str) -> str:
    reason = fence.options.get(name, "").strip()
    if name in fence.options and not reason:
        raise PageError(path, fence.line, f'{name!r} needs a reason: {name}="..."')
    return reason


def _tolerance(fence: Fence, name: str, path: str) -> Decimal | None:
    if name not in fence.options:
        return None
    try:
        value = Decimal(fence.options[name])
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        problem = f"{name}={fence.options[name]!r} is not a number that is zero or greater"
        raise PageError(path, fence.line, problem)
    return value
