"""Finds the formulas of a Markdown page, and the comments to the checker that stand between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from torchnn_doc.checker.page.fences import FRONT_MATTER, Source, see_material
from torchnn_doc.checker.page.sentences import START, Place, Text

# What a page may be rendered with takes for mathematics: pymdownx.arithmatex, GitHub, MyST, scripts in the
# browser. `$` with blanks on both sides is money unless an equation stands between; one that stands in code,
# between backticks, opens and closes nothing.
_INLINE = re.compile(
    r"""\$\$(?P<dollars>(?:\\.|[^\\$])+)\$\$
      | \$`(?P<code>[^`\n]+)`\$
      | \{math\}`(?P<role>[^`]+)`
      | \$(?!\s)(?P<dollar>(?:\\.|`[^`]*`|[^\\$`])+)(?<!\s)\$
      | \$[ ](?=[^$\n]*(?:[=≈]|\\approx))(?=[^$\n]*[^\s$=≈])(?P<spaced>(?:\\.|[^\\$`\n])+)(?<=[ ])\$(?![\w$])
      | \\\((?P<round>(?:\\[^()]|[^\\])+)\\\)
      | \\\[(?P<square>(?:\\[^][]|[^\\])+)\\\]
      | \\\\\((?P<escaped_round>(?:(?!\\\\[()]).)+)\\\\\)
      | \\\\\[(?P<escaped_square>(?:(?!\\\\[][]).)+)\\\\\]""",
    re.VERBOSE | re.DOTALL,
)
_DISPLAY = re.compile(
    r"""(?:\$\$(?P<dollars>(?:\\.|[^\\$])+)\$\$
         | \\\[(?P<square>(?:\\[^]]|[^\\])+)\\\]
         | \\\\\[(?P<escaped_square>(?:(?!\\\\[][]).)+)\\\\\]
         | (?P<begin>\\begin\{(?P<name>[a-z]+\*?)\}.+?\\end\{(?P=name)\}))
        (?:[ \t]*(?:\([\w:.-]+\)|\{[^{}\n]*\}))?[ \t]*(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_MOST_LINES = 500  # of a formula; more make reading a page slow on which many begin and none ends
_DISPLAY_OPENING = re.compile(r"\$\$|\\\\?\[|\\begin\{[a-z]+\*?\}")
_ALONE = re.compile(r"(?:\$\$|\\\\?\[)[ \t]*$")
_FENCE = re.compile(r"\{?math\}?(?![\w-])")
_PARAGRAPH = re.compile(r"(?:.*\S.*(?:\n|\Z))+")
_FENCE_OPTION = re.compile(r"^:\w+:.*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--\s*check:(?P<text>.*?)-->", re.DOTALL)
_WORTH_READING = re.compile(rf"[$\\]|\bmath\b|{_COMMENT.pattern}", re.DOTALL)
_NOT_TEXT = ("<pre", "<script", "<style", "<textarea")


@dataclass(frozen=True)
class Formula:
    """A formula as it stands on the page.

    Attributes:
        line: The line on which its TeX begins, counted from 1.
        tex: What stands between its delimiters.
        closed: Whether it ends before the blank line below it.
        place: Where in the text it stands.
    """

    line: int
    tex: str
    closed: bool = True
    place: Place = START


@dataclass(frozen=True)
class Comment:
    """A comment to the checker: `<!-- check: ... -->`.

    Attributes:
        line: The line on which it begins, counted from 1.
        text: What stands behind the colon.
    """

    line: int
    text: str


def find_formulas(source: Source) -> list[Formula | Comment]:
    """Find the formulas and comments of a page in order; those in code and in other comments are none."""
    if not _WORTH_READING.search(source.text):
        return []
    text = Text()
    found = [each for token in page_tokens(source) for each in _placed(token, text)]
    return sorted(found, key=lambda each: each.line)


def _placed(token: Token, text: Text) -> Iterator[Formula | Comment]:
    """The formulas and comments of a token, each formula with its place in the text."""
    text.enter(token)
    if token.type == "formula":
        for each in formulas_in(token):
            yield replace(each, place=text.place(displayed=True)) if isinstance(each, Formula) else each
        text.leave_formula(token.content)
    for child in token.children or ():
        if child.type not in ("formula", "comment"):
            text.read(child.content)
            continue
        each = in_text(child, token.map[0] if token.map else 0)
        if isinstance(each, Formula):
            text.read_formula()
            each = replace(each, place=text.place(displayed=False))
        yield each


def page_tokens(source: Source) -> list[Token]:
    """Parse a page, its front matter left out, into Markdown's tokens and those of formulas and comments.

    Text in a block of HTML is given in the block's children, as that of a paragraph is.
    """
    text = re.sub(r"\r\n?", "\n", source.text.removeprefix("\ufeff"))
    if front := FRONT_MATTER.match(text):
        text = "\n" * front[0].count("\n") + text[front.end() :]
    parser = _parser()
    tokens = parser.parse(text)
    # A title of Material's and the definition of a footnote leave no text for the parser to give.
    seen = {line for token in tokens if token.map and token.content for line in range(*token.map)}
    for line, words in enumerate(text.split("\n")):
        if line not in seen and ("$" in words or "\\(" in words):
            for token in parser.parseInline(words.strip()):
                token.map = [line, line + 1]
                tokens.append(token)
    for token in tokens:
        if token.type == "html_block" and not token.content.lstrip().lower().startswith(_NOT_TEXT):
            token.children = parser.parseInline(token.content)[0].children
        elif token.type == "fence" and _FENCE.match(token.info.strip()):
            token.type, token.meta = "formula", {"fence": True}
    return tokens


def _parser() -> MarkdownIt:
    parser = see_material(MarkdownIt("commonmark")).enable("table")
    interrupts = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "mathematics", _display_rule, interrupts)  # type: ignore[arg-type]
    parser.inline.ruler.before("escape", "mathematics", _inline_rule)
    return parser


def _display_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take lines for a formula that Markdown would take apart: `=` alone on a line underlines a heading."""
    first = state.bMarks[start] + state.tShift[start]
    if not _DISPLAY_OPENING.match(state.src, first, state.eMarks[start]):
        return False
    stop, limit = start + 1, min(end, start + _MOST_LINES)
    while stop < limit and not state.isEmpty(stop) and state.sCount[stop] >= state.blkIndent:
        stop += 1
    tex = state.getLines(start, stop, state.blkIndent, False).strip()
    found = _DISPLAY.match(tex)
    if not found and not _ALONE.match(state.src, first, state.eMarks[start]):
        return False
    last = start + tex.count("\n", 0, found.end() - 1) if found else stop - 1
    if not silent:
        token = state.push("formula", "", 0)
        token.map, token.content = [start, last + 1], found[0] if found else tex
        token.meta = {"formula": found} if found else {}
        state.line = last + 1
    return True


def _inline_rule(state: StateInline, silent: bool) -> bool:
    """Take a formula, or a comment to the checker, before Markdown reads what stands inside it."""
    formula = _INLINE.match(state.src, state.pos, state.posMax)
    comment = None if formula else _COMMENT.match(state.src, state.pos, state.posMax)
    found = formula or comment
    if not found:
        return False
    if not silent:
        token = state.push("formula" if formula else "comment", "", 0)
        token.meta = {"found": found}
    state.pos = found.end()
    return True


def formulas_in(token: Token) -> Iterator[Formula | Comment]:
    """The formulas and comments of one token of a page."""
    line = token.map[0] if token.map else 0
    if token.type == "formula":
        if token.meta.get("fence"):
            tex = _FENCE_OPTION.sub("", token.content)
            for part in _PARAGRAPH.finditer(tex):
                yield Formula(line + 2 + tex.count("\n", 0, part.start()), part[0])
        elif found := token.meta.get("formula"):
            yield _formula(found, line)
        else:
            yield Formula(line + 1, token.content, closed=False)
    for child in token.children or ():
        if child.type in ("formula", "comment"):
            yield in_text(child, line)


def in_text(child: Token, line: int) -> Formula | Comment:
    """The formula or comment of a token in a text that begins on the line with this index."""
    found: re.Match[str] = child.meta["found"]
    if child.type == "comment":
        return Comment(line + 1 + found.string.count("\n", 0, found.start()), found["text"].strip())
    return _formula(found, line)


def _formula(found: re.Match[str], line: int) -> Formula:
    """A formula from its match in a text that begins on the line with this index."""
    name = next(name for name in found.re.groupindex if name != "name" and found[name] is not None)
    return Formula(line + 1 + found.string.count("\n", 0, found.start(name)), found[name])
