"""Sees in which section and in which sentence of a page each formula stands."""

import re
from dataclasses import dataclass
from itertools import takewhile

from markdown_it.token import Token

_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\b[Ee]q)(?<!\b[Ff]ig)(?<!\bcf)(?<!\bvs)[.!?](?=\W*(?:\s|$))|[。！？]"
)
_GOES_ON = re.compile(r"[,:;，：；、—]\W*\s*$")
_GOES_ON_BELOW = re.compile(r"\s*(?:[a-z,;:，；：]|其中)")
_FORMULA_ENDS = re.compile(r"(?:\.|。)\s*(?:\$\$|\\\]|\\end\{[a-z]+\*?\})?\s*$")
# Blocks before which a sentence is over.
_ENDING = frozenset(
    {"heading_open", "heading_close", "fence", "code_block", "hr", "html_block", "tr_open", "table_open"}
)


@dataclass(frozen=True)
class Place:
    """Where in the text of a page a formula stands.

    Attributes:
        section: The headings that it stands below, from the page's title down, each by its number.
        sentence: How many sentences end above it.
        displayed: Whether it has lines of its own.
    """

    section: tuple[int, ...] = ()
    sentence: int = 0
    displayed: bool = True


START = Place()


class Text:
    """The text of a page, read token by token."""

    def __init__(self) -> None:
        self._headings: list[tuple[str, int]] = []
        self._number = self._sentence = 0
        self._paragraph_ended = self._begins = self._below_formula = self._goes_on = False

    def place(self, displayed: bool) -> Place:
        """The place of what is read next."""
        return Place(tuple(number for _, number in self._headings), self._sentence, displayed)

    def enter(self, token: Token) -> None:
        """Take note of a token outside of sentences."""
        if token.type == "heading_open":
            self._number += 1
            above = takewhile(lambda heading: heading[0] < token.tag, self._headings)
            self._headings = [*above, (token.tag, self._number)]
        if token.type in _ENDING:
            self._end()
        elif token.type == "inline":
            self._begins = True
        elif token.type == "paragraph_close":
            self._paragraph_ended = not self._goes_on
        elif token.type == "formula":
            self._below_formula, self._paragraph_ended = True, False

    def leave_formula(self, tex: str) -> None:
        """Take note of the end of a displayed formula."""
        if _FORMULA_ENDS.search(tex):
            self._end()

    def read(self, words: str) -> None:
        """Read words between formulas."""
        if self._begins and words.strip():
            self._begin(words)
        self._sentence += len(_END.findall(words))
        self._goes_on = bool(_GOES_ON.search(words)) if words.strip() else self._goes_on

    def read_formula(self) -> None:
        """Take note of a formula among the words."""
        self._begin("")
        self._goes_on = False

    def _begin(self, words: str) -> None:
        """Begin a paragraph: it goes on with a sentence above, or begins a new one."""
        goes_on_below = bool(_GOES_ON_BELOW.match(words))
        if self._begins and (self._paragraph_ended or (self._below_formula and not goes_on_below)):
            self._end()
        self._begins = self._paragraph_ended = self._below_formula = False

    def _end(self) -> None:
        self._sentence += 1
        self._paragraph_ended = self._below_formula = False
