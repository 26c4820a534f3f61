"""Cuts the TeX of a formula into equations: at relation signs, at commas, at the ends of its rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 20_000
DEEPEST = 40

# The signs that state an equation, and how they are called from here on.
_SIGNS = {
    "=": "=",
    ":=": "=",
    "\\coloneqq": "=",
    "\\triangleq": "=",
    "\\doteq": "=",
    "\\equiv": "=",
    "≔": "=",
    "≜": "=",
    "≡": "=",
    "＝": "=",
    "\\approx": "≈",
    "\\approxeq": "≈",
    "\\simeq": "≈",
    "≈": "≈",
    "≃": "≈",
    "≒": "≈",
    "\\fallingdotseq": "≈",
    "\\leftarrow": "←",
    "\\gets": "←",
    "+=": "+=",
    "-=": "-=",
}
SIGN = re.compile(
    r"(?<!\\not)=|[≈≃≒≔≜≡＝]|\\(?:approx|approxeq|simeq|fallingdotseq|triangleq|doteq|equiv|coloneqq|leftarrow|gets)(?![a-zA-Z])"
)
_OTHER_RELATION = re.compile(
    r"[<>]|\\not.*|\\(?:lt|gt|leq?|geq?|neq?|ll|gg|in|notin|ni|sim|cong|propto|mapsto|implies|iff"
    r"|(?:long|Long)?(?:right|Right|leftright|Leftright)arrow|to|subset|subseteq|mid|colon)"
)
_NARROW_SPACES = frozenset({"\\,", "\\!", "\\:", "\\>"})
_WIDE_SPACES = frozenset({"\\ ", "\\\n", "\\;", "~", "\\enspace", "\\quad", "\\qquad"})
# What is typed as a sign of its own, and the TeX for it.
_TYPED = {"−": "-", "＋": "+", "×": "\\times ", "·": "\\cdot ", "⋅": "\\cdot ", "（": "(", "）": ")"}
_SEPARATORS = frozenset(",;，；、。")
_SOFT_SEPARATORS = frozenset({"&", "\\quad", "\\qquad"})  # these may also only move what follows
_GOES_ON = frozenset({"+", "-", "\\cdot", "\\times"})
_TRANSPARENT = re.compile(r"\\(?:begin|end)\{(?:align|aligned|gather|gathered|multline|split|equation)\*?\}")
_DROPPED = re.compile(
    r"""%.* | \\(?:tag|label|hspace|vspace)\*?\{[^{}]*\}
      | \\(?:left|right|middle|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nonumber|notag)""",
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""%[^\n]*
      | \\(?:begin|end)\s*\{[^{}]*\}
      | \\(?:text|textrm|textit|textbf|mathrm|operatorname|tag|label|hspace|vspace)\*?\s*\{[^{}]*\}
      | \\(?:left|right)\s*\. | \\not\s*=
      | \\\\(?:\s*\[[^]]*\])?
      | \\mathrel\s*\{\s*[+-]\s*\}\s*= | [:+-]=
      | \\[a-zA-Z]+ | \\. | \\ | \s+ | (?<![\d.])\d+(?:,\d+)+(?:\.\d+)? | .""",
    re.VERBOSE | re.DOTALL,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")  # their commas part nothing
_MATHREL = re.compile(r"\\mathrel\s*\{\s*([+-])\s*\}\s*=")
_PROSE = re.compile(r"\\text[a-z]*\s*\{(?:\s.*|.*\s)\}", re.DOTALL)
_NO_BRACKET = re.compile(r"\\(?:left|right)\s*\.")
_OPENING = re.compile(r"[{(\[]|\\[{]|\\l(?:brace|brack)|\\begin.*|\\left\s*\.", re.DOTALL)
_CLOSING = re.compile(r"[})\]]|\\[}]|\\r(?:brace|brack)|\\end.*|\\right\s*\.", re.DOTALL)


@dataclass(frozen=True)
class Side:
    """What stands on one side of a relation sign.

    Attributes:
        tex: As on the page.
        plain: Without what only moves or resizes it: the grammar's input.
    """

    tex: str
    plain: str


@dataclass(frozen=True)
class Relation:
    """A sign between two sides.

    Attributes:
        sign: "=", "≈", "←", "+=" or "-=".
        offset: Where it stands in the formula.
        left: What stands before it, on the same row or at the end of the row above.
        right: What stands behind it.
    """

    sign: str
    offset: int
    left: Side
    right: Side


class CutError(Exception):
    """A formula whose brackets do not pair, or that is too long or too deep to be read."""


@dataclass(frozen=True)
class _Token:
    """A piece of TeX; `plain` is what the grammar gets for it, `outside` whether no bracket is open there."""

    text: str
    offset: int
    plain: str
    outside: bool


def cut(tex: str) -> tuple[list[Relation], list[Side]]:
    """Cut a formula.

    Returns:
        Its equations, and what stands there without being a side of any; both in order.

    Raises:
        CutError: It cannot be cut.
    """
    if len(tex) > LONGEST:
        raise CutError(f"the formula is longer than {LONGEST} characters")
    cutter = _Cutter(tex)
    for token in _tokens(tex):
        cutter.take(token)
    cutter.end_chain()
    return cutter.relations, cutter.alone


def _tokens(tex: str) -> Iterator[_Token]:
    """The tokens of a formula; those that make no difference are spaces."""
    opened: list[str] = []
    for found in _TOKEN.finditer(tex):
        text = plain = _TYPED.get(found[0]) or _MATHREL.sub(r"\1=", found[0])
        outside = not opened
        if _TRANSPARENT.fullmatch(text) or _DROPPED.fullmatch(text) or text in _NARROW_SPACES:
            plain = " "
        elif text in _WIDE_SPACES:
            plain = "," if opened and opened[-1] in ("[", "\\lbrack") else " "
        elif text[0].isdigit() and _THOUSANDS.fullmatch(text) and not opened:
            plain = text.replace(",", "{,}")
        elif _OPENING.fullmatch(text):
            opened.append(text)
            outside = False
            if len(opened) > DEEPEST:
                raise CutError(f"the formula is nested more than {DEEPEST} deep")
        elif _CLOSING.fullmatch(text) and (not opened or (text == "}") != (opened.pop() == "{")):
            raise CutError(f"{text!r} closes nothing")
        yield _Token(text, found.start(), "" if _NO_BRACKET.fullmatch(text) else plain, outside)
    if opened:
        raise CutError(f"{opened[-1]!r} is never closed")


class _Cutter:
    """What has been cut so far, and the chain `a = b = c` that is being read."""

    def __init__(self, tex: str) -> None:
        self.relations: list[Relation] = []
        self.alone: list[Side] = []
        self._tex = tex
        self._side: list[_Token] = []
        self._sides: list[list[_Token]] = []
        self._signs: list[_Token] = []
        self._parted = False  # by what only parts if no sign follows
        self._new_row = False

    def take(self, token: _Token) -> None:
        text = token.text
        if not token.outside:
            self._add(token)
        elif text in _SIGNS or _OTHER_RELATION.fullmatch(text):
            self._relate(token)
        elif text in _SOFT_SEPARATORS:
            self._parted = True
        elif text.startswith("\\\\"):
            self._end_side()
            self._new_row, self._parted = True, False
        elif text in _SEPARATORS or _PROSE.fullmatch(text):
            self.end_chain()
            if SIGN.search(text):  # in words; it is told that it is not read
                self.alone.append(Side(text, text))
        elif token.plain.strip():
            self._add(token)
        elif self._side:
            self._side.append(token)

    def end_chain(self) -> None:
        """Take what was read for a chain that ends here."""
        self._end_side()
        if self._awaits_side():
            self._sides.append([])
        sides = [self._as_side(tokens) for tokens in self._sides]
        stated = [place for place, sign in enumerate(self._signs) if sign.text in _SIGNS]
        for place in stated:
            sign = self._signs[place]
            self.relations.append(Relation(_SIGNS[sign.text], sign.offset, sides[place], sides[place + 1]))
        used = {*stated, *(place + 1 for place in stated)}
        self.alone += [side for place, side in enumerate(sides) if place not in used]
        self._sides, self._signs, self._parted, self._new_row = [], [], False, False

    def _add(self, token: _Token) -> None:
        if self._new_row and not self._awaits_side():
            if self._parted and self._sides and token.text in _GOES_ON:
                self._side = self._sides.pop()
            else:
                self.end_chain()
        elif self._parted and self._side:
            self.end_chain()
        self._new_row = self._parted = False
        self._side.append(token)

    def _relate(self, sign: _Token) -> None:
        goes_on = self._new_row and not self._side and len(self._sides) > len(self._signs)
        if not goes_on:
            self._sides.append(self._side)
            self._side = []
        self._signs.append(sign)
        self._new_row = self._parted = False

    def _end_side(self) -> None:
        if self._side:
            self._sides.append(self._side)
            self._side = []

    def _awaits_side(self) -> bool:
        return bool(self._signs) and len(self._sides) == len(self._signs)

    def _as_side(self, tokens: list[_Token]) -> Side:
        while tokens and (not tokens[-1].plain.strip() or tokens[-1].text == "."):
            tokens = tokens[:-1]
        if not tokens:
            return Side("", "")
        end = tokens[-1].offset + len(tokens[-1].text)
        return Side(self._tex[tokens[0].offset : end], "".join(token.plain for token in tokens))
