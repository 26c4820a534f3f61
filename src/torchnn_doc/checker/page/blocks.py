"""Pairs the fences of a page into blocks: a piece of code, the output it promises, and how to run it."""

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from importlib.util import find_spec

from markdown_it import MarkdownIt

from torchnn_doc.checker.page.elements import read_elements
from torchnn_doc.checker.page.errors import MalformedPageError, PageError
from torchnn_doc.checker.page.fences import NOT_RUN, PYTHON, BrokenFencesError, Fence, Source, read_fences
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.page.rule import Rule

_STYLE_CLASSES = frozenset({"annotate", "copy", "no-copy", "select", "no-select"})
_STYLE_OPTIONS = frozenset({"title", "linenums", "hl_lines"})
_CODE_CLASSES = frozenset({"fresh"})
_CODE_OPTIONS = frozenset({NOT_RUN, "raises", "warns", "draws", "continuation", "timeout", "needs"})
_OUTPUT_CLASSES = frozenset({"output", "stderr", "rounded", "ansi"})
_OUTPUT_OPTIONS = frozenset({"rtol", "atol", "varies"})
_FIXTURE = "fixture:"
_PLAIN = frozenset({"", "text", "txt", "console", "none", "plain", "out"})
_LIKE_PYTHON = ("ipython", "pycon", "code-cell", "py2", "python-repl", "jupyter-python", "doctest")
_OTHER_LANGUAGES = frozenset({"cython", "jython", "c", "xonsh"})


@dataclass(frozen=True, slots=True)
class Output:
    """An output block.

    Attributes:
        fence: What the page shows.
        rule: How it is compared.
        stderr: Whether it shows standard error, too.
        ansi: Whether it shows the codes by which a terminal is coloured.
    """

    fence: Fence
    rule: Rule
    stderr: bool
    ansi: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A Python fence of a page.

    Attributes:
        fence: The code.
        output: The output block that follows it, if there is one.
        fresh: Whether a new namespace begins here.
        raises: The name of the exception that the code must raise, or "".
        warns: The name of the warning that the code must give, or "".
        draws: The picture that the code draws, as the page links to it, or "".
        notest: Why the code is not run, or "".
        timeout: The seconds that the code may run, or 0 where the page does not say.
        needs: The modules without which the code is not run.
        fixtures: The pytest fixtures put into the namespace before the code runs.
        problem: Why it cannot be checked as written, if so.
        unread: Whether that concerns the code, which is then not run; else its output.
        below: The line of a fence right below that is not marked as output and looks like it, or 0.
    """

    fence: Fence
    output: Output | None = None
    fresh: bool = False
    raises: str = ""
    warns: str = ""
    draws: str = ""
    notest: str = ""
    timeout: float = 0
    needs: tuple[str, ...] = ()
    fixtures: tuple[str, ...] = ()
    problem: PageError | None = None
    unread: bool = False
    below: int = 0

    @property
    def line(self) -> int:
        """The line of the opening fence, by which the block is named."""
        return self.fence.line


@dataclass(frozen=True)
class Page:
    """What the checker knows of a page before anything runs.

    Attributes:
        blocks: Its Python blocks, in order.
        not_code: The lines of the fences that are neither Python nor output.
        strays: What is wrong with fences that belong to no block.
        like_python: The lines of the fences that are not code and look like Python, and what they say.
    """

    blocks: tuple[Block, ...]
    not_code: tuple[int, ...]
    strays: tuple[PageError, ...] = ()
    like_python: tuple[tuple[int, str], ...] = ()

    @property
    def problems(self) -> list[PageError]:
        """All that is wrong with it as written, in the order of the page."""
        problems = [*self.strays, *(block.problem for block in self.blocks if block.problem)]
        return sorted(problems, key=lambda problem: problem.line)


class UncheckedCommentError(PageError):
    """A comment shows what code prints, in the manner of pytest-examples, and nothing checks it."""


class StrayOutputError(PageError):
    """An output block stands below something else than code."""


def read_page(source: Source, parser: MarkdownIt | None = None) -> Page:
    """Read a page into its blocks.

    Args:
        source: The page.
        parser: As for `read_fences`.

    Raises:
        MalformedPageError: Something on the page cannot be checked as written.
    """
    page = read_blocks(source, parser)
    if page.problems:
        raise MalformedPageError(page.problems)
    return page


def read_blocks(source: Source, parser: MarkdownIt | None = None, words: Sequence[str] = ()) -> Page:
    """Read a page into its blocks, those too that cannot be checked as written: they know why.

    Args:
        source: The page.
        parser: As for `read_fences`.
        words: As for `read_fences`; "notest" among them lets it stand without a reason.

    Raises:
        MalformedPageError: Where its fences begin and end cannot be told.
    """
    try:
        fences = read_fences(source.text, source.path, parser, words)
    except BrokenFencesError as error:
        others = _read_blocks(source, error.fences, words).problems
        others = [each for each in others if not _follows(each, error.problems)]
        raise MalformedPageError([*error.problems, *others]) from None
    return _read_blocks(source, fences, words)


def _follows(problem: PageError, broken: Sequence[PageError]) -> bool:
    """Whether a fence may be no more than a part of a broken one above it."""
    return isinstance(problem, StrayOutputError) and any(each.line < problem.line for each in broken)


def _read_blocks(source: Source, fences: Sequence[Fence], words: Sequence[str]) -> Page:
    path, lines = source.path, split_lines(source.text)
    strays: list[PageError] = []
    blocks: list[Block] = []
    output: Output | None = None
    below: PageError | None = None
    unmarked = 0
    # From the end, since an output is read before the code above it that it belongs to.
    for above, fence in reversed(list(zip([None, *fences], fences, strict=False))):
        try:
            if fence.problem:
                raise PageError(path, fence.line, fence.problem)
            _reject_unknown(fence, path)
            if fence.is_python:
                problem = below or _unchecked_comment(fence, path)
                block = _read_block(fence, output, path, words)
                if problem or unmarked:
                    block = replace(block, problem=problem, below=unmarked)
                blocks.append(block)
            output, below = (_read_output(fence, above, path) if fence.is_output else None), None
            touches = (
                above and above.is_python and not "".join(lines[above.end : fence.line - 1]).strip(" \t>")
            )
            unmarked = fence.line if touches and _looks_like_output(fence, path) else 0
        except PageError as error:
            strays += [below] if below else []
            output, below, unmarked = None, None, 0
            if fence.is_python:
                blocks.append(Block(fence, problem=error, unread=True))
            elif above and above.is_python:
                below = error
            else:
                strays.append(error)
    unshown = {problem.line: problem for problem in _unshown(blocks, source)}
    blocks.reverse()
    if unshown:
        blocks = [replace(each, problem=each.problem or unshown.get(each.line)) for each in blocks]
    not_code = tuple(fence.line for fence in fences if not fence.is_python and not fence.is_output)
    like = ((fence.line, fence.language or next(iter(fence.options), "")) for fence in fences)
    like_python = tuple((line, word) for line, word in like if line in not_code and _looks_like_python(word))
    return Page(tuple(blocks), not_code, tuple(reversed(strays)), like_python)


def _looks_like_output(fence: Fence, path: str) -> bool:
    """Whether a fence right below code may be meant to be its output, though it is not marked so.

    Raises:
        PageError: Its mark is misspelt.
    """
    if fence.is_python or fence.is_output:
        return False
    for word in (fence.language, *fence.classes, *fence.options):
        if get_close_matches(word.lower(), ["output"], cutoff=0.75):
            raise PageError(path, fence.line, f"{word!r} looks like the mark of an output: text {{.output}}")
    return fence.language.lower() in _PLAIN


def _looks_like_python(word: str) -> bool:
    word = (re.match(r"[\w-]*", word.lower()) or [""])[0]  # of `python,ignore` and `python:file.py`, too
    close = get_close_matches(word, [*PYTHON, *_LIKE_PYTHON], n=1, cutoff=0.75)
    return bool(close) and word not in _OTHER_LANGUAGES


def _unchecked_comment(fence: Fence, path: str) -> PageError | None:
    """What is wrong with the value that a comment shows in the manner of pytest-examples, if one does."""
    if "#>" not in fence.text:
        return None
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(fence.text).readline))
    except (tokenize.TokenError, SyntaxError):  # running it says so
        return None
    for token in tokens:
        if token.type == tokenize.COMMENT and token.string.startswith("#>"):
            problem = "nothing checks the value in a '#>' comment: write an output block below the code"
            return UncheckedCommentError(path, fence.line + token.start[0], problem)
    return None


def _unshown(blocks: Sequence[Block], source: Source) -> Iterator[PageError]:
    drawing = [block for block in blocks if block.draws]
    if not drawing:
        return
    shown = {element.text: element.line for element in read_elements(source) if element.kind == "image"}
    for block in drawing:
        if shown.get(block.draws, 0) < block.line:
            problem = f"draws={block.draws}, but the page does not show it below: ![...]({block.draws})"
            yield PageError(source.path, block.line, problem)


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


def _read_block(fence: Fence, output: Output | None, path: str, words: Sequence[str]) -> Block:
    needs = _modules(fence, path)
    return Block(
        fence=fence,
        output=output,
        fresh="fresh" in fence.classes,
        raises=_message_of("raises", fence, output, path),
        warns=_message_of("warns", fence, output, path),
        draws=_picture(fence, path),
        notest=_reason(fence, NOT_RUN, path, bare=NOT_RUN in words) or _lacking(needs),
        timeout=_seconds(fence, path),
        needs=needs,
        fixtures=tuple(name.removeprefix(_FIXTURE) for name in fence.options if name.startswith(_FIXTURE)),
    )


def _message_of(option: str, fence: Fence, output: Output | None, path: str) -> str:
    """The name of an exception or a warning whose message stands in the output block."""
    name = fence.options.get(option, "")
    if option in fence.options and not re.fullmatch(r"\w+(\.\w+)*", name):
        raise PageError(path, fence.line, f"{option}={name!r} is not the name of an exception")
    if name and not output:
        raise PageError(path, fence.line, f"{option}={name} needs an output block with the message below it")
    return name


def _picture(fence: Fence, path: str) -> str:
    picture = fence.options.get("draws", "")
    if "draws" in fence.options and not re.fullmatch(r"(?!/)[^:?#\\]+\.svg", picture):
        raise PageError(path, fence.line, f"draws={picture!r} is not an SVG file named relative to the page")
    return picture


def _modules(fence: Fence, path: str) -> tuple[str, ...]:
    given = fence.options.get("needs", "")
    names = tuple(re.split(r"[\s,]+", given))
    if "needs" in fence.options and not all(name.isidentifier() for name in names):
        raise PageError(path, fence.line, f"needs={given!r} is not the name of a module")
    return names if given else ()


def _lacking(modules: Sequence[str]) -> str:
    """Why code is not run that needs modules, or "" where they are installed."""
    lacking = ", ".join(name for name in modules if not find_spec(name))
    return f"needs {lacking}, which is not installed" if lacking else ""


def _read_output(fence: Fence, above: Fence | None, path: str) -> Output:
    if above is None or not above.is_python:
        raise StrayOutputError(path, fence.line, "an output block without its code right above it")
    rtol, atol = (_tolerance(fence, name, path) for name in ("rtol", "atol"))
    varies = _reason(fence, "varies", path)
    rounded = "rounded" in fence.classes
    if bool(varies) + bool(rtol or atol) + rounded > 1:
        problem = "of 'varies', 'rounded' and a tolerance, each excludes the others"
        raise PageError(path, fence.line, problem)
    rule = Rule(rtol or Decimal(0), atol or Decimal(0), bool(varies), rounded)
    return Output(fence, rule, "stderr" in fence.classes, "ansi" in fence.classes)


def _reason(fence: Fence, name: str, path: str, *, bare: bool = False) -> str:
    reason = fence.options.get(name, "").strip()
    if bare and fence.options.get(name) == "":
        return "no reason is given"
    if name in fence.options and not reason:
        raise PageError(path, fence.line, f'{name!r} needs a reason: {name}="..."')
    return reason


def _seconds(fence: Fence, path: str) -> float:
    given = fence.options.get("timeout", "0")
    if not re.fullmatch(r"\d+(\.\d+)?", given) or ("timeout" in fence.options and not float(given)):
        raise PageError(path, fence.line, f"timeout={given!r} is not a number of seconds")
    return float(given)


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
