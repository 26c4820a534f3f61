"""Chapter 1: a linear layer and one vector, y = W x + b, element by element."""

from ..canvas import Canvas
from ..shapes import Box, Grid

CELL = 38
MIDDLE = 160


def draw() -> Canvas:
    """Draw the layer closed above, and what it computes below."""
    canvas = Canvas(266)
    layer = Box(120, 14, 160, 40)
    canvas.arrow("forward", (24, 34), (layer.x - 2, 34))
    canvas.arrow("forward", (layer.right + 2, 34), (376, 34))
    canvas.method(layer, "nn.Linear(2, 3)")
    canvas.label((68, 20), "x", "forward")
    canvas.label((332, 20), "y", "forward")

    y = Grid(40, MIDDLE - 1.5 * CELL, 3, 1, CELL)
    weight = Grid(134, y.y, 3, 2, CELL)
    x = Grid(240, MIDDLE - CELL, 2, 1, CELL)
    bias = Grid(332, y.y, 3, 1, CELL)
    canvas.grid(y, "data", "forward")
    canvas.entries(y, "forward", lambda i, _: f"y_{i}")
    canvas.sizes(y, "left")
    canvas.label((98, MIDDLE), "=")
    canvas.grid(weight, "parameter", "rest")
    canvas.entries(weight, "rest", lambda i, j: f"W_{{{i}{j}}}")
    canvas.sizes(weight, "left", "top")
    canvas.grid(x, "data", "forward")
    canvas.entries(x, "forward", lambda i, _: f"x_{i}")
    canvas.sizes(x, "left")
    canvas.label((298, MIDDLE), "+")
    canvas.grid(bias, "parameter", "rest")
    canvas.entries(bias, "rest", lambda i, _: f"b_{i}")
    canvas.sizes(bias, "left")
    for grid, name in ((y, "output"), (weight, "weight"), (x, "input"), (bias, "bias")):
        canvas.label((grid.box.middle[0], 244), f"`{name}`", "forward" if grid in (x, y) else "rest")
    return canvas
