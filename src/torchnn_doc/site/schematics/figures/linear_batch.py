"""Chapters 1 and 8: a linear layer and a batch, Y = X W^T + b, each row a sample."""

from ..drawing import Drawing
from ..shapes import Grid

CELL = 38
SAMPLE = 2


def draw() -> Drawing:
    """Draw the product with its factors at its sides, so that what meets lies on one line."""
    drawing = Drawing(392)
    weight = Grid(190, 34, 2, 3, CELL)
    bias = Grid(190, 134, 1, 3, CELL)
    x = Grid(48, 196, 4, 2, CELL)
    y = Grid(190, 196, 4, 3, CELL)

    drawing.pick(x.row(SAMPLE), "forward")
    drawing.pick(y.row(SAMPLE), "forward")
    drawing.grid(x, "data", "forward")
    drawing.entries(x, "forward", lambda i, j: f"X_{{{i}{j}}}")
    drawing.sizes(x, "left", "top")
    drawing.grid(weight, "parameter", "rest")
    drawing.entries(weight, "rest", lambda i, j: f"W_{{{j}{i}}}")
    drawing.sizes(weight, "left", "top")
    drawing.grid(bias, "parameter", "rest")
    drawing.entries(bias, "rest", lambda _, j: f"b_{j}")
    drawing.grid(y, "data", "forward")
    drawing.entries(y, "forward", lambda i, j: f"Y_{{{i}{j}}}")
    drawing.sizes(y, "right")
    drawing.label((170, bias.box.middle[1]), "+")
    row = x.row(SAMPLE).middle[1]
    drawing.arrow("forward", (x.box.right + 6, row), (y.x - 6, row))

    drawing.label((86, 72), "Y = X W^T + b")
    drawing.label((316, weight.box.middle[1]), "`weight`^T", anchor="start")
    drawing.label((316, bias.box.middle[1]), "`bias`", anchor="start")
    drawing.label((x.box.middle[0], 368), "X\u2003`input`", "forward")
    drawing.label((y.box.middle[0], 368), "Y\u2003`output`", "forward")
    return drawing
