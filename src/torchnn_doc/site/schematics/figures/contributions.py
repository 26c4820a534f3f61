"""Chapters 5 and 6: one input reaches the loss by way of every output, and what arrives adds up."""

from ..canvas import Canvas
from ..shapes import Box, Point

START, END = (40.0, 108.0), (362.0, 108.0)
MIDDLE, TOP, PITCH = 196, 30, 78
WIDTH, HEIGHT = 104, 32


def draw() -> Canvas:
    """Draw the three ways of a nudge, what each does to it, and below them their sum."""
    canvas = Canvas(284)
    for i in (1, 2, 3):
        output = Box(MIDDLE - WIDTH / 2, TOP + (i - 1) * PITCH - HEIGHT / 2, WIDTH, HEIGHT)
        y = output.middle[1]
        canvas.arrow("forward", _towards(START, (output.x, y), 20), (output.x - 1, y))
        canvas.arrow("forward", (output.right, y), _towards(END, (output.right, y), 21))
        canvas.tensor(output, "data", "forward")
        canvas.label(output.middle, f"y_{i} + W_{{{i}1}} h", "forward")
        height = y - 10 if i == 1 else y + 12 if i == 3 else y - 14
        canvas.label((94, height), f"W_{{{i}1}}", "forward")
        canvas.label((286 if i == 2 else 306, height), f"∂J/∂y_{i}", "backward")
    for (x, y), name, below in ((START, "x_1", "+ h"), (END, "J", "+ ΔJ")):
        canvas.circle((x, y), 18, "forward")
        canvas.label((x, y), name, "forward")
        canvas.label((x, y + 34), below, "forward")
    terms = " + ".join(f"W_{{{i}1}} ∂J/∂y_{i}" for i in (1, 2, 3))
    canvas.label((200, 260), f"∂J/∂x_1 = {terms}", "backward")
    return canvas


def _towards(end: Point, start: Point, radius: float) -> Point:
    """Return the point of a circle around one end of a line where the line meets it."""
    dx, dy = start[0] - end[0], start[1] - end[1]
    share = radius / (dx * dx + dy * dy) ** 0.5
    return end[0] + share * dx, end[1] + share * dy
