"""Chapter 9: the secant on both sides of a point is nearly parallel to the tangent, the one-sided is not."""

import math
from collections.abc import Sequence

from ..canvas import Canvas, Stroke, Tone
from ..shapes import Point

AXIS = 206
X, H = 190, 96
# The curve is an exponential: all its derivatives differ from zero, so that even the better secant errs.
HEIGHT, LENGTH = 44, 118


def draw() -> Canvas:
    """Draw the curve, the tangent and the two secants, and below them their slopes."""
    canvas = Canvas(344)
    left, middle, right = (_on_curve(x) for x in (X - H, X, X + H))
    canvas.line("thin", "rest", (20, AXIS), (380, AXIS))
    for point, name in ((left, "x − h"), (middle, "x"), (right, "x + h")):
        canvas.line("thin", "rest", point, (point[0], AXIS))
        canvas.label((point[0], AXIS + 18), name)
    canvas.line("line", "forward", *(_on_curve(x) for x in range(24, 350, 6)))
    canvas.label((362, 34), "f", "forward")

    ahead = X + LENGTH, middle[1] - HEIGHT
    lines: list[tuple[Stroke, Tone, Sequence[Point], str]] = [
        ("line", "backward", _through(middle, ahead, 1.05, 1.5), "f^′(x)"),
        ("line", "rest", _through(left, right, 0.15, 1.35), "(f(x + h) − f(x − h)) / (2h)"),
        ("dashed", "rest", _through(middle, right, 0.6, 1.5), "(f(x + h) − f(x)) / h"),
    ]
    for number, (stroke, tone, points, slope) in enumerate(lines):
        y = 262 + 32 * number
        canvas.line(stroke, tone, *points)
        canvas.line(stroke, tone, (60, y), (110, y))
        canvas.label((126, y), slope, tone, anchor="start")
    for point in (left, middle, right):
        canvas.circle(point, 4, "forward", filled=True)
    return canvas


def _on_curve(x: float) -> Point:
    return x, AXIS - 9 - HEIGHT * math.exp((x - X) / LENGTH)


def _through(start: Point, end: Point, before: float, after: float) -> tuple[Point, Point]:
    """Return the ends of a line through two points, which passes each by a share of their distance."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (start[0] - before * dx, start[1] - before * dy), (start[0] + after * dx, start[1] + after * dy)
