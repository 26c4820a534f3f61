"""Finds the code fences of a Markdown page, also those inside Material's tabs and admonitions."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from torchnn_doc.checker.page.errors import MalformedPageError, PageError
from torchnn_doc.checker.page.lines import split_lines

NOT_RUN = "notest"
PYTHON = frozenset({"python", "py", "python3"})

_OPENING_FENCE = re.compile(r"(?P<indent>[\s>]*)(?P<signs>`{3,}|~{3,}) *(?P<info>[^\s`~][^`]*)")
# What is indented by four spaces below these belongs to them: tabs, admonitions, footnotes, definitions.
_CONTAINER_TITLE = re.compile(r'(?:===[!+]* +"|(?:!!!|\?\?\?\+?) *[\w"]|\[\^[^\]]+\]:|:   )')
# A line of HTML between which Material reads Markdown.
_MARKDOWN_IN_HTML = re.compile(r"<[a-z]\w*\b[^>]*\smarkdown\b[^>]*>|<summary\b.*</summary>|</[a-z]\w*>", re.I)
# YAML has no line that begins as a fence does: two rules with a fence between them are no front matter.
FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(?!```|~~~).*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_LOOKS_LIKE_FENCE = re.compile(r"(?:[\s>]|[-*+] |\d+[.)] )*(?:`{3,}[^`]*|~{3,}.*)")
_RAW_HTML = re.compile(r"\s*(?:<!--.*-->|<(script|style|pre|textarea)\b.*</\1>)", re.DOTALL | re.IGNORECASE)
_MEANT_FOR_US = re.compile(r"\{\s*\.(?:python3?|py)\b|[\s{]\.output\b")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\.(?P<klass>[\w-]+) | \#[\w:.-]+
        | (?P<key>[\w:.-]+)(?:=(?:"(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\s"'={}]+)))?
        )(?=\s|$)""",
    re.VERBOSE,
)
_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})
_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")
_TAB = 4
_MATERIAL_RULE = "material_container"
_HTML_RULE = "markdown_in_html"


@dataclass(frozen=True)
class Source:
    """A page as it was read.

    Attributes:
        file: The file, by its absolute path.
        path: Its name in messages.
        text: What it holds.
        digest: A fingerprint of its bytes, by which a later change is known.
    """

    file: Path
    path: str
    text: str
    digest: str

    @property
    def is_docstring(self) -> bool:
        """Whether it is a string in Python code, not rewritten, as new text might need escapes."""
        return self.file.suffix == ".py"


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block as it stands on the page.

    Attributes:
        language: The first word after the fence, or the first class inside braces.
        classes: The `.name` attributes other than the language, without the dot.
        options: The `name="value"` attributes; a name without a value has the value "".
        text: What stands inside, without the indentation of the fence; ends in a newline unless empty.
        line: The line of the opening fence, counted from 1.
        end: The line of the closing fence.
        indent: What stands before the opening fence: spaces, `> `, `- `.
        problem: Why what stands behind the opening fence cannot be read, or "".
    """

    language: str
    classes: tuple[str, ...]
    options: Mapping[str, str]
    text: str
    line: int
    end: int
    indent: str
    problem: str = ""

    @property
    def is_python(self) -> bool:
        """Whether this is a Python block."""
        return self.language.lower() in PYTHON

    @property
    def is_output(self) -> bool:
        """Whether this is an output block: `{.output}`."""
        return "output" in (self.language, *self.classes)


class BrokenFencesError(MalformedPageError):
    """Where the fences of a page begin and end cannot be told.

    Args:
        problems: What is wrong; at least one.
        fences: Those that can be told all the same.
    """

    def __init__(self, problems: Sequence[PageError], fences: Sequence[Fence]) -> None:
        super().__init__(problems)
        self.fences = fences


class _SwallowedError(PageError):
    """A fence holds the beginning of another, from which on the page is to be read anew."""

    def __init__(self, path: str, line: int, problem: str, inner: int) -> None:
        super().__init__(path, line, problem)
        self.inner = inner


def read_source(file: Path, path: str) -> Source:
    """Read a page.

    Raises:
        PageError: It is not UTF-8.
    """
    data = file.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = f"the page is not UTF-8: {error.reason}"
        raise PageError(path, data.count(b"\n", 0, error.start) + 1, problem) from None
    return Source(file, path, text, digest(data))


def digest(data: bytes) -> str:
    """A fingerprint of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def without_code(source: Source, fences: Iterable[Fence]) -> Source:
    """The same page with nothing inside these fences, for those who read what stands outside."""
    lines = split_lines(source.text)
    for fence in fences:
        lines[fence.line : fence.end - 1] = [""] * (fence.end - 1 - fence.line)
    return replace(source, text="\n".join(lines))


def see_material(parser: MarkdownIt) -> MarkdownIt:
    """Make a parser see fences in Material's tabs and admonitions, with or without a blank line above.

    Material indents by four spaces what stands in a tab, which CommonMark reads as code; and CommonMark
    takes a tab's title for a paragraph that the lines below it go on with.
    """
    if _MATERIAL_RULE not in parser.block.ruler.get_all_rules():
        interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        parser.block.ruler.before("code", _MATERIAL_RULE, _container, interrupts)
    return parser


def read_fences(
    text: str, path: str, parser: MarkdownIt | None = None, words: Sequence[str] = ()
) -> list[Fence]:
    """Read all fences of a page, in order.

    Args:
        text: The page; line ends of any kind and a byte order mark do not matter.
        path: The page's name for messages.
        parser: The Markdown parser to use, made to see Material's containers; by default CommonMark.
        words: What may stand behind a fence beside the checker's own words, as patterns; it is passed over.

    Raises:
        BrokenFencesError: A fence is never closed, or would be overlooked where it stands.
    """
    fences: list[Fence] = []
    problems: list[PageError] = []
    lines = split_lines(text.removeprefix("\ufeff"))
    start = 0
    while start < len(lines):  # again below each fence that holds the beginning of another
        found, wrong, start = _fences_from(start, lines, path, parser, words)
        fences += found
        problems += wrong
    if problems:
        raise BrokenFencesError(problems, fences)
    return fences


def _fences_from(
    start: int, lines: list[str], path: str, parser: MarkdownIt | None, words: Sequence[str]
) -> tuple[list[Fence], list[PageError], int]:
    """The fences below some lines, what is wrong with others, and how many lines that accounts for."""
    parser = see_material(parser or MarkdownIt("commonmark"))
    if _HTML_RULE not in parser.block.ruler.get_all_rules():
        interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        parser.block.ruler.before("html_block", _HTML_RULE, _markdown_in_html, interrupts)
    parser.core.ruler.enableOnly(["normalize", "block"])  # what stands inside a paragraph holds no fence
    front = FRONT_MATTER.match("\n".join(lines))
    above = start or (front[0].count("\n") if front else 0)
    tokens = parser.parse("\n" * above + "\n".join(lines[above:]))
    fences: list[Fence] = []
    problems: list[PageError] = []
    accounted, end = set(range(above + 1)), len(lines)
    for token in tokens:
        if token.type != "fence" or not token.map or token.map[0] >= end:
            continue
        try:
            fences.append(_read_fence(token, lines, path, words))
        except PageError as error:
            problems.append(error)
            end = error.inner - 1 if isinstance(error, _SwallowedError) else end
        accounted.update(range(token.map[0] + 1, token.map[1] + 1))
    accounted.update(_literal_lines(tokens))
    for number, line in enumerate(lines[:end], start=1):
        if number not in accounted and _LOOKS_LIKE_FENCE.fullmatch(line):
            problem = f"{line.strip()!r} is not seen as a fence: put a blank line above it"
            problems.append(PageError(path, number, problem))
    return fences, problems, end


def read_alone(lines: Sequence[str]) -> list[Fence]:
    """Read lines that are cut from a page, without the indentation of what they stood in.

    Raises:
        PageError: As for `read_fences`.
    """
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    return read_fences("\n".join(line.removeprefix(indent) for line in lines), "")


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a container: what is indented below its title is Markdown of its own."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _CONTAINER_TITLE.match(state.src[first : state.eMarks[start]]):
        return False
    if silent:
        return True
    indent, last = state.sCount[start] + _TAB, start + 1
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            break
        last = line + 1
    outer = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, last, "container"
    state.md.block.tokenize(state, start + 1, last)
    state.blkIndent, state.lineMax, state.parentType = outer
    state.line = last
    return True


def _markdown_in_html(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    line = state.src[first : state.eMarks[start]].rstrip()
    if state.is_code_block(start) or not _MARKDOWN_IN_HTML.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
    return True


def _literal_lines(tokens: list[Token]) -> Iterator[int]:
    """The lines of code by indentation, of comments, and of HTML that is shown as it is."""
    for token in tokens:
        literal = token.type == "code_block" or (
            token.type == "html_block" and _RAW_HTML.match(token.content)
        )
        if literal and token.map:
            yield from range(token.map[0] + 1, token.map[1] + 1)


def _read_fence(token: Token, lines: list[str], path: str, words: Sequence[str]) -> Fence:
    first, end = token.map or [0, 0]
    line = first + 1
    indent = lines[first][: lines[first].index(token.markup)]
    if not _closes(lines[end - 1], token.markup, indent) or end == line:
        raise PageError(path, line, f"the fence {token.markup}{token.info} is never closed")
    _reject_swallowed(token, lines, indent, path)
    info = token.info.strip()
    language = re.split(r"[\s{]", info, maxsplit=1)[0]
    classes: list[str] = []
    options: dict[str, str] = {}
    problem = ""
    try:
        classes, options = _read_attributes(_without(info.removeprefix(language).strip(), language, words))
    except ValueError as error:  # on a fence that is not ours it is another tool's notation
        if language.lower() in PYTHON or _MEANT_FOR_US.search(info):
            problem = f"cannot read {info!r}: {error}"
    if not language and classes:
        language, *classes = classes
    shared = MappingProxyType(options) if options else _NO_OPTIONS
    return Fence(language, tuple(classes), shared, token.content, line, end, indent, problem)


def _closes(closing: str, markup: str, indent: str) -> bool:
    """Whether a line closes a fence; one far to the right or left of it belongs to something else."""
    inside = closing.lstrip(" \t>")
    if not inside.startswith(markup) or inside.strip().strip(markup[0]):
        return False
    own = len(closing[: -len(inside)].expandtabs(_TAB))
    return abs(own - len(indent.expandtabs(_TAB))) < _TAB


def _reject_swallowed(token: Token, lines: list[str], indent: str, path: str) -> None:
    """Refuse a fence that holds the beginning of another: its own end was left off.

    Nothing could show such a fence as it stands, since what closes the inner one would close the outer.
    """
    first, end = token.map or [0, 0]
    for number in range(first + 1, end - 1):
        inner = token.markup in lines[number] and _OPENING_FENCE.fullmatch(lines[number])
        if inner and inner["signs"].startswith(token.markup) and len(inner["indent"]) == len(indent):
            opened = f"{token.markup}{token.info}".strip()
            problem = f"the fence {opened} is not closed before {lines[number].strip()} at line {number + 1}"
            problem += " (a fence that shows fences has more signs)"
            raise _SwallowedError(path, first + 1, problem, number + 1)


def _without(info: str, language: str, words: Sequence[str]) -> str:
    """What stands behind a fence without the words that a project lets through.

    What is in braces may name the language itself; then not all of it is passed over.
    """
    if not words:
        return info
    if language and info != NOT_RUN and any(fnmatchcase(info, word) for word in words):
        return ""
    inside = info[1:-1] if info.startswith("{") and info.endswith("}") else info
    return " ".join(
        each
        for each in _WORD.findall(inside)
        if not any(fnmatchcase(name, word) for name in (each, each.partition("=")[0]) for word in words)
        or each == NOT_RUN
    )


def _read_attributes(text: str) -> tuple[list[str], dict[str, str]]:
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    text = text.strip()
    classes: list[str] = []
    options: dict[str, str] = {}
    position = 0
    while position < len(text):
        found = _ATTRIBUTE.match(text, position)
        if not found:
            raise ValueError(f'{text[position:].strip()!r} is neither .class, #id, name nor name="value"')
        position = found.end()
        if found["klass"]:
            classes.append(found["klass"])
        elif found["key"] in options:
            raise ValueError(f"{found['key']} is given twice")
        elif found["key"]:
            options[found["key"]] = found["double"] or found["single"] or found["bare"] or ""
    return classes, options
