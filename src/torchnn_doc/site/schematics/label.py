"""Sets a label: mathematics with `_` and `^` as TeX has them, and names of the code between backticks."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

PIECE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|(?P<script>[_^])(?:\{(?P<group>[^}]*)\}|(?P<single>.))"
    r"|(?P<upright>log|[^`_^A-Za-zη∂]+)"
    r"|(?P<variable>[A-Za-zη∂]+)"
)
# How far the top of a slanted letter reaches over what follows it, which moves away by that.
SLANTED = {"J": 1.5, "T": 2, "W": 2, "Y": 3.5}
# How far the line of a script lies below that of its letter.
DEPTH = {"_": 4, "^": -6}


def write(text: Element, markup: str) -> None:
    """Fill a `text` element with a label, each piece in letters of its kind.

    Args:
        text: The element, still empty.
        markup: Such as ``W_{21}``, ``g x^T`` or ``+= `gradWeight` ``.
    """
    line, before = 0, ""
    for words, classes, depth in _pieces(markup):
        span = SubElement(text, "tspan", {"class": " ".join(classes)} if classes else {})
        if depth != line:
            span.set("dy", str(depth - line))
        if before in SLANTED and not {"variable", "script"} & set(classes):
            span.set("dx", str(SLANTED[before]))
        span.text = words
        line, before = depth, words[-1]


def _pieces(
    markup: str, classes: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    for piece in PIECE.finditer(markup):
        if piece["script"]:
            yield from _pieces(piece["group"] or piece["single"], ("script",), DEPTH[piece["script"]])
        elif piece["upright"]:
            yield piece["upright"], classes, depth
        else:
            kind = "code" if piece["code"] else "variable"
            yield piece[kind], (kind, *classes), depth
