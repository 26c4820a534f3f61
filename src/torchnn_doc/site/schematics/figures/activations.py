"""Chapter 7: two activation functions, and the slopes that a gradient is multiplied by on its way back."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from ..canvas import Canvas, Tone
from ..shapes import Point

Function = Callable[[float], float]
REACH, STEP = 5.5, 0.25
WIDTH, HEIGHT = 15, 62


@dataclass(frozen=True)
class Panel:
    """Axes for functions of one number, by the place of their origin."""

    middle: float
    zero: float

    def point(self, x: float, y: float) -> Point:
        """Return the place of a point."""
        return self.middle + WIDTH * x, self.zero - HEIGHT * y


def draw() -> Canvas:
    """Draw both functions in blue and their slopes in red, on the same scale."""
    canvas = Canvas(216)
    sigmoid, tanh = Panel(108, 108), Panel(302, 108)
    _panel(canvas, sigmoid, "nn.Sigmoid()", lambda x: 1 / (1 + math.exp(-x)), lambda y: y * (1 - y))
    _panel(canvas, tanh, "nn.Tanh()", math.tanh, lambda y: 1 - y**2)
    canvas.label(sigmoid.point(3, -0.3), "h (1 − h)", "backward")
    canvas.label(tanh.point(3.3, 0.55), "1 − h^2", "backward")
    return canvas


def _panel(canvas: Canvas, panel: Panel, name: str, function: Function, slope: Function) -> None:
    for y in (1, 0, -1):
        canvas.line("rule", "rest", panel.point(-REACH, y), panel.point(REACH, y))
        canvas.label(panel.point(-REACH - 0.7, y), str(y).replace("-", "−"), letters="size")
    canvas.line("rule", "rest", panel.point(0, -1), panel.point(0, 1))
    canvas.label(panel.point(0, -1.28), "0", letters="size")
    canvas.label(panel.point(0, 1.42), f"`{name}`")
    xs = [number * STEP for number in range(-int(REACH / STEP), int(REACH / STEP) + 1)]
    curves: list[tuple[Tone, Function]] = [("backward", lambda x: slope(function(x))), ("forward", function)]
    for tone, curve in curves:
        canvas.line("line", tone, *(panel.point(x, curve(x)) for x in xs))
    canvas.circle(panel.point(0, slope(function(0))), 4, "backward", filled=True)
