"""Chapters 1 and 8: a linear layer and a batch, Y = X W^T + b, each row a sample."""

from ..canvas import Canvas
from ..shapes import Grid

CELL = 38
SAMPLE = 2


def draw() -> Canvas:
    """Draw the product with its factors at its sides, so that what meets lies on one line."""
    canvas = Canvas(392)
    weight = Grid(190, 34, 2, 3, CELL)
    bias = Grid(190, 134, 1, 3, CELL)
    x = Grid(48, 196, 4, 2, CELL)
    y = Grid(190, 196, 4, 3, CELL)

    canvas.pick(x.row(SAMPLE), "forward")
    canvas.pick(y.row(SAMPLE), "forward")
    canvas.grid(x, "data", "forward")
    canvas.entries(x, "forward", lambda i, j: f"X_{{{i}{j}}}")
    canvas.sizes(x, "left", "top")
    canvas.grid(weight, "parameter", "rest")
    canvas.entries(weight, "rest", lambda i, j: f"W_{{{j}{i}}}")
    canvas.sizes(weight, "left", "top")
    canvas.grid(bias, "parameter", "rest")
    canvas.entries(bias, "rest", lambda _, j: f"b_{j}")
    canvas.grid(y, "data", "forward")
    canvas.entries(y, "forward", lambda i, j: f"Y_{{{i}{j}}}")
    canvas.sizes(y, "right")
    canvas.label((170, bias.box.middle[1]), "+")
    row = x.row(SAMPLE).middle[1]
    canvas.arrow("forward", (x.box.right + 6, row), (y.x - 6, row))

    canvas.label((86, 72), "Y = X W^T + b")
    canvas.label((316, weight.box.middle[1]), "`weight`^T", anchor="start")
    canvas.label((316, bias.box.middle[1]), "`bias`", anchor="start")
    canvas.label((x.box.middle[0], 368), "X\u2003`input`", "forward")
    canvas.label((y.box.middle[0], 368), "Y\u2003`output`", "forward")
    return canvas
