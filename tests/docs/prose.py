"""Reads the sentences of a page, with a stand-in for each formula and each piece of code."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from torchnn_doc.checker.page.fences import Source, read_source
from torchnn_doc.checker.page.formulas import page_tokens

ROOT = Path(__file__).parents[2]
STAND_IN = "`x`"  # each linter leaves code alone, and still sees that a word stands there

# Titles that Markdown's parser does not give: of the page, of Material's boxes and tabs.
_TITLE = re.compile(r'(?:title|description): *"?(?P<page>.*?)"?|\s*(?:===|!!!|\?\?\?)[^"]*"(?P<box>.*)"')
_DIRECTIVE = "::: "  # of mkdocstrings
_ATTRIBUTES = re.compile(r" *\{[^{}]*\}")  # such as a heading's id
# What is a name or a symbol wherever it stands: 3x2, v1.5, torchnn_doc, gradBias, pytest-xdist, W.
_SYMBOL = re.compile(
    r"\b(?:[N\d]+x\d+|v\d[.\d]*|\w+_\w+|[a-z]+[A-Z]\w*|(?:pytest|mkdocs)-[\w-]+|[B-HJ-Z])\b", re.ASCII
)
# Code in a title or in the description of a picture, where nothing marks it: nn.Linear(2, 3), w1.
_UNMARKED = re.compile(
    r"`[^`]+` | \$[^$]+\$ | \w+(\.\w+)+ (\([^)]*\))? | \w+\([^)]*\)(\.\w+)* | \b[b-zη]\d?\b",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Passage:
    """What a reader sees in one piece: a paragraph, a heading, a cell of a table, a title.

    Attributes:
        page: The page's name.
        line: The line on which it begins, counted from 1.
        text: What it says.
    """

    page: str
    line: int
    text: str

    def place(self, position: int) -> str:
        """Where a position in the text stands on the page: `page:line`."""
        line = self.line + self.text.count("\n", 0, position)
        return f"{self.page}:{line}"


def pages(language: str) -> list[Path]:
    """The pages of a language, and the file that shows the repository in it."""
    readme = ROOT / ("README.md" if language == "en" else f"README.{language}.md")
    return [*sorted((ROOT / "docs" / language).glob("*.md")), readme]


def name_of(file: Path) -> str:
    """How messages call a page."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name


@functools.cache
def read_prose(file: Path) -> list[Passage]:
    """Read the passages of a page, in order."""
    source = read_source(file, name_of(file))
    found = [*_titles(source), *_paragraphs(source)]
    return sorted(found, key=lambda passage: passage.line)


def _titles(source: Source) -> Iterator[Passage]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if title := _TITLE.fullmatch(line):
            text = _UNMARKED.sub(STAND_IN, title["page"] or title["box"])
            yield Passage(source.path, number, _SYMBOL.sub(STAND_IN, text))


def _paragraphs(source: Source) -> Iterator[Passage]:
    for token in page_tokens(source):
        for text in _texts(token.children or ()):
            if token.map and text.strip():
                yield Passage(source.path, token.map[0] + 1, _SYMBOL.sub(STAND_IN, text))


def _texts(tokens: Iterable[Token]) -> Iterator[str]:
    """What a paragraph says, and what each of its pictures says to those who cannot see it."""
    words = ""
    for token in tokens:
        match token.type:
            case "text":
                words += token.content
            case "softbreak" | "hardbreak":
                words += "\n"
            case "code_inline" | "formula":
                words += STAND_IN
            case "html_inline" if token.content.startswith("<!--"):  # the site's hooks put a number there
                words += STAND_IN
            case "image":
                yield _UNMARKED.sub(STAND_IN, token.content)
    if not words.startswith(_DIRECTIVE):
        yield _ATTRIBUTES.sub("", words).replace(f"{STAND_IN}'s", STAND_IN)
