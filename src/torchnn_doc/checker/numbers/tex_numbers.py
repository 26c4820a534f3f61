"""Finds the numbers of a formula that count: its decimals, and the whole entries of its matrices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\\(?P<edge>begin|end)\s*\{[^{}]*\}
      | \\\\\s*(?:\[[^]\\]*\])?
      | \\(?P<command>[a-zA-Z]+)
      | \\(?P<escaped>.)
      | (?P<number>(?:\d{1,3}(?:\{,\}\d{3})+|\d{1,999})(?:\.\d{1,999})?|\.\d{1,999})
        (?:[eE](?P<exponent>[-+]?\d{1,4})(?!\w)
          |\s*(?:\\times|\\cdot)\s*10\s*\^\s*(?:\{\s*(?P<power>[-+]?\d{1,4})\s*\}|(?P<digit>\d)))?
        (?P<length>\s*(?:em|ex|pt|cm|mm|in|px|mu|pc|bp|sp)(?![a-zA-Z]))?
      | \S""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
# Behind these a minus is the sign of what follows; behind any other command it takes away from it.
_OPERATOR = re.compile(
    "approx|cdot|times|div|pm|mp|le|leq|ge|geq|lt|gt|ne|neq|equiv|sim|simeq|cong|propto|to|gets|in|mid|left|q?quad|"
    "bigl|Bigl|leftarrow|rightarrow|Rightarrow|implies|iff|mapsto|odot|otimes|coloneqq|displaystyle"
)
_FACTOR = re.compile(r"\\(?:cdot|times|div)|[*/]")
_ENVIRONMENT = re.compile(
    r"\\(?:begin\{(?:[bpvBV]|small)?matrix\}|begin\{array\}\{[^{}]*\}|(?P<end>end)\{(?:[bpvBV]?matrix|smallmatrix|array)\})"
)
_SEPARATOR = re.compile(r"&|\\\\\s*(?:\[[^]\\]*\])?")
_ARITHMETIC = re.compile(r"(?:[-+*/.()\d\s]|\\cdot|\\times|\\[\s,;:!>])+", re.ASCII)
_NUMBER = r"\s*-?\s*[\d.]+\s*"
_ROW = re.compile(rf"\[{_NUMBER}(?:(?:\\[\s,;:]|\\quad|,){_NUMBER})+\](?:\s*\^)?", re.ASCII)
_INTERVAL = re.compile(r"[^,\\]*,[^,\\]*\]")


@dataclass(frozen=True)
class TexNumber:
    """A number in a formula.

    Attributes:
        text: The number, as `Decimal` reads it.
        offset: Where it stands in the TeX.
        subtracted: Whether a minus stands before the product that it is in: then -0.5 may be meant by 0.5.
    """

    text: str
    offset: int
    subtracted: bool


def tex_numbers(tex: str) -> Iterator[TexNumber]:
    """Find the numbers of a formula that count, in order.

    A minus is the sign of a number where nothing stands before it that it could be taken away from.
    """
    in_entries = set(_places_in_entries(tex))
    operand = signed = subtracted = False  # what the tokens up to here end in, or mean for the number to come
    for token in _TOKEN.finditer(tex):
        if token["escaped"] and token["escaped"] in ",;:!>":
            continue
        if token["number"] and not token["length"]:
            text = _value(token)
            if set(text) & set(".e") or token.start() in in_entries:
                yield TexNumber("-" * signed + text, token.start(), subtracted and not signed)
        is_minus = token[0] in ("-", "−")
        signed = is_minus and not operand
        operand = _ends_operand(token)
        if not operand and not _FACTOR.fullmatch(token[0]):
            subtracted = is_minus


def _value(token: re.Match[str]) -> str:
    exponent = token["exponent"] or token["power"] or token["digit"]
    return token["number"].replace("{,}", "") + (f"e{exponent}" if exponent else "")


def _ends_operand(token: re.Match[str]) -> bool:
    if token["command"]:
        return not _OPERATOR.fullmatch(token["command"])
    if token["number"]:
        return not token["length"]
    return token["edge"] == "end" or token["escaped"] == "}" or token[0] in ")]}'!" or token[0].isalnum()


def _places_in_entries(tex: str) -> Iterator[int]:
    """Where in a formula the entries of matrices and rows stand that are made of numbers alone."""
    begin: re.Match[str] | None = None
    for edge in _ENVIRONMENT.finditer(tex):
        if edge["end"] and begin:
            cuts = [cut.span() for cut in _SEPARATOR.finditer(tex, begin.end(), edge.start())]
            starts = [begin.end(), *(end for _, end in cuts)]
            ends = [*(start for start, _ in cuts), edge.start()]
            for start, end in zip(starts, ends, strict=True):
                if _ARITHMETIC.fullmatch(tex, start, end):
                    yield from range(start, end)
        begin = None if edge["end"] else edge
    for row in _ROW.finditer(tex):
        if not _INTERVAL.fullmatch(row[0]):
            yield from range(*row.span())
