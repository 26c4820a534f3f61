"""The primitives of every figure: methods, tensors, arrows and labels on a canvas of one width."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from .label import write
from .shapes import Box, Grid, Point

# One width for all figures makes their letters one size. A phone shows it on about 330 pixels.
WIDTH = 400
STYLE = Path(__file__).with_name("style.css")

Tone = Literal["forward", "backward", "rest"]
Kind = Literal["data", "parameter", "buffer"]
Stroke = Literal["line", "dashed", "dotted", "thin", "rule"]
Letters = Literal["formula", "entry", "size"]
Anchor = Literal["start", "middle", "end"]
Side = Literal["left", "right", "top", "bottom"]

# From the middle of a line of letters down to the line that they stand on.
TO_BASELINE = {"formula": 5, "entry": 4.5, "size": 4.5}
HEAD_LENGTH, HEAD_WIDTH = 9, 9


class Canvas:
    """An SVG figure that is drawn piece by piece; what is drawn later lies on top.

    Colours and letters are those of `style.css`: nothing here names a colour.

    Args:
        height: The canvas's height; its width is `WIDTH`.
    """

    def __init__(self, height: float) -> None:
        size = {"width": str(WIDTH), "height": _number(height), "viewBox": f"0 0 {WIDTH} {_number(height)}"}
        self._root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "fig", **size})
        self._root.text = "\n"
        self._add("style").text = "\n" + STYLE.read_text(encoding="utf-8")

    def svg(self) -> str:
        """Return the file's text, one shape a line."""
        return tostring(self._root, encoding="unicode") + "\n"

    def module(self, box: Box, title: str = "") -> None:
        """Draw the outline of a module that is shown from inside, its name at the top."""
        self._rect(box, "module", radius=12)
        if title:
            self.label((box.x + 14, box.y + 18), f"`{title}`", anchor="start")

    def method(self, box: Box, call: str, formula: str = "", tone: Tone = "rest") -> None:
        """Draw what is called: a method with its formula, or a module that stays closed."""
        self._rect(box, "method", radius=8)
        x, y = box.middle
        offset = 12 if formula else 0
        self.label((x, y - offset), call if "`" in call else f"`{call}`", tone)
        if formula:
            self.label((x, y + offset), formula)

    def tensor(self, box: Box, kind: Kind, tone: Tone, *lines: str) -> None:
        """Draw a tensor as a box with its name inside."""
        self._outline(box, kind, tone)
        x, y = box.middle
        for number, line in enumerate(lines):
            self.label((x, y + 18 * (number - (len(lines) - 1) / 2)), line, tone)

    def formula(self, box: Box, markup: str) -> None:
        """Draw what is called by its formula alone."""
        self._rect(box, "method", radius=8)
        self.label(box.middle, markup)

    def grid(self, grid: Grid, kind: Kind, tone: Tone) -> None:
        """Draw a tensor as its elements."""
        box = grid.box
        self._outline(box, kind, tone)
        for i in range(2, grid.rows + 1):
            y = grid.row(i).y
            self.line("rule", tone, (box.x, y), (box.right, y))
        for j in range(2, grid.columns + 1):
            x = grid.column(j).x
            self.line("rule", tone, (x, box.y), (x, box.bottom))

    def entries(self, grid: Grid, tone: Tone, entry: Callable[[int, int], str]) -> None:
        """Write into each cell of a grid what `entry` gives for its row and column."""
        for i in range(1, grid.rows + 1):
            for j in range(1, grid.columns + 1):
                self.label(grid.element(i, j).middle, entry(i, j), tone, "entry")

    def sizes(self, grid: Grid, *sides: Side) -> None:
        """Write beside edges of a grid how many elements lie along them."""
        box = grid.box
        x, y = box.middle
        places: dict[Side, tuple[Point, int]] = {
            "left": ((box.x - 12, y), grid.rows),
            "right": ((box.right + 12, y), grid.rows),
            "top": ((x, box.y - 12), grid.columns),
            "bottom": ((x, box.bottom + 13), grid.columns),
        }
        for side in sides:
            place, size = places[side]
            self.label(place, str(size), letters="size")

    def pick(self, box: Box, tone: Tone) -> None:
        """Tint the cells that a figure is about; drawn before the grid that they are of."""
        self._rect(box, f"pick {tone}")

    def arrow(self, tone: Tone, *points: Point, control: bool = False) -> None:
        """Draw an arrow along points, with its head at the last one; where no data go along it, dotted."""
        (x0, y0), (x, y) = points[-2:]
        length = math.hypot(x - x0, y - y0)
        dx, dy = (x - x0) / length, (y - y0) / length
        neck = x - HEAD_LENGTH * dx, y - HEAD_LENGTH * dy
        sides = [
            (neck[0] - side * HEAD_WIDTH / 2 * dy, neck[1] + side * HEAD_WIDTH / 2 * dx) for side in (1, -1)
        ]
        self._path(_polyline([*points[:-1], neck]), "dotted" if control else "arrow", tone)
        self._path(_polyline([(x, y), *sides]) + "Z", "head", tone)

    def line(self, stroke: Stroke, tone: Tone, *points: Point) -> None:
        """Draw a line through points."""
        self._path(_polyline(points), stroke, tone)

    def circle(self, middle: Point, radius: float, tone: Tone, filled: bool = False) -> None:
        """Draw an element of a tensor as a circle, or a point of a curve as a filled one."""
        x, y = middle
        place = {"cx": _number(x), "cy": _number(y), "r": _number(radius)}
        self._add("circle", {"class": f"{'dot' if filled else 'element'} {tone}", **place})

    def label(
        self,
        place: Point,
        markup: str,
        tone: Tone = "rest",
        letters: Letters = "formula",
        anchor: Anchor = "middle",
    ) -> None:
        """Write a label, its middle (or start, or end) at a place."""
        x, y = place
        classes = [tone, *(name for name in (letters, anchor) if name not in {"formula", "middle"})]
        at = {"x": _number(x), "y": _number(y + TO_BASELINE[letters])}
        write(self._add("text", {"class": " ".join(classes), **at}), markup)

    def _outline(self, box: Box, kind: Kind, tone: Tone) -> None:
        self._rect(box, f"{kind} {tone}")
        if kind == "buffer":
            self._rect(box.grown(3.5), f"{kind} {tone}")

    def _rect(self, box: Box, classes: str, radius: float = 0) -> None:
        place = {name: _number(getattr(box, name)) for name in ("x", "y", "width", "height")}
        self._add("rect", {"class": classes, **place, **({"rx": _number(radius)} if radius else {})})

    def _path(self, d: str, stroke: str, tone: Tone) -> None:
        self._add("path", {"class": f"{stroke} {tone}", "d": d})

    def _add(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        element = SubElement(self._root, tag, attributes or {})
        element.tail = "\n"
        return element


def _polyline(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
