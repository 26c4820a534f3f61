"""Chapter 1: a linear layer and one vector, y = W x + b, element by element."""

from ..drawing import Drawing
from ..shapes import Box, Grid

CELL = 38
MIDDLE = 160


def draw() -> Drawing:
    """Draw the layer closed above, and what it computes below."""
    drawing = Drawing(266)
    layer = Box(120, 14, 160, 40)
    drawing.arrow("forward", (24, 34), (layer.x - 2, 34))
    drawing.arrow("forward", (layer.right + 2, 34), (376, 34))
    drawing.method(layer, "nn.Linear(2, 3)")
    drawing.label((68, 20), "x", "forward")
    drawing.label((332, 20), "y", "forward")

    y = Grid(40, MIDDLE - 1.5 * CELL, 3, 1, CELL)
    weight = Grid(134, y.y, 3, 2, CELL)
    x = Grid(240, MIDDLE - CELL, 2, 1, CELL)
    bias = Grid(332, y.y, 3, 1, CELL)
    drawing.grid(y, "data", "forward")
    drawing.entries(y, "forward", lambda i, _: f"y_{i}")
    drawing.sizes(y, "left")
    drawing.label((98, MIDDLE), "=")
    drawing.grid(weight, "parameter", "rest")
    drawing.entries(weight, "rest", lambda i, j: f"W_{{{i}{j}}}")
    drawing.sizes(weight, "left", "top")
    drawing.grid(x, "data", "forward")
    drawing.entries(x, "forward", lambda i, _: f"x_{i}")
    drawing.sizes(x, "left")
    drawing.label((298, MIDDLE), "+")
    drawing.grid(bias, "parameter", "rest")
    drawing.entries(bias, "rest", lambda i, _: f"b_{i}")
    drawing.sizes(bias, "left")
    for grid, name in ((y, "output"), (weight, "weight"), (x, "input"), (bias, "bias")):
        drawing.label((grid.box.middle[0], 244), f"`{name}`", "forward" if grid in (x, y) else "rest")
    return drawing
