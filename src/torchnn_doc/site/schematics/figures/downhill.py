"""Chapters 4 and 5: of all steps of one length, the one against the gradient lowers the loss most."""

import math

from ..canvas import Canvas
from ..shapes import Point

AT = (200.0, 166.0)
STEP = 84
BEND, APART, HALF = 700, 46, 168  # of the lines of equal loss: radius, distance, half of their width


def draw() -> Canvas:
    """Draw lines of equal loss, a point on one, its gradient, and three steps of one length."""
    canvas = Canvas(338)
    x, y = AT
    for number in range(-2, 3):
        canvas.line("thin", "rest", *_equal(y + number * APART))
    canvas.line("dotted", "rest", *(_step(angle) for angle in range(0, 361, 6)))
    canvas.arrow("backward", AT, (x, 34))
    canvas.label((x + 14, 40), "g", "backward")
    for angle, place, change in ((30, (302, 108), "dJ > 0"), (0, (322, 155), "dJ ≈ 0")):
        canvas.arrow("forward", AT, _step(angle))
        canvas.label(place, change, "forward")
    canvas.arrow("forward", AT, _step(-90))
    canvas.label((x, 280), "dy = −η g,\u2003dJ < 0", "forward")
    canvas.circle(AT, 5, "forward", filled=True)
    canvas.label((x, 320), "dJ ≈ g · dy")
    return canvas


def _equal(y: float) -> list[Point]:
    """Return a line of equal loss: the lowest point lies far below the canvas."""
    return [(AT[0] + x, y + x * x / (2 * BEND)) for x in range(-HALF, HALF + 1, 12)]


def _step(angle: float) -> Point:
    turn = math.radians(angle)
    return AT[0] + STEP * math.cos(turn), AT[1] - STEP * math.sin(turn)
