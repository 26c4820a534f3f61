"""Chapter 5: the backward pass of a criterion starts the gradient."""

from ..canvas import Canvas
from ..shapes import Box, Grid
from .criterion import CELL, draw_forward, draw_inputs


def draw() -> Canvas:
    """Draw the criterion of chapter 3 with its second method, from which the gradient leaves."""
    canvas = Canvas(300)
    canvas.module(Box(126, 8, 196, 284), "nn.MSECriterion()")
    draw_inputs(canvas)
    draw_forward(canvas)
    method = Box(138, 207, 172, 70)
    middle = method.middle[1]
    canvas.method(method, "updateGradInput", "2 (y_i − t_i) / n", "backward")
    gradient = Grid(58, middle - 1.5 * CELL, 3, 1, CELL)
    canvas.grid(gradient, "data", "backward")
    canvas.arrow("backward", (method.x, middle), (gradient.box.right + 4, middle))
    canvas.label((28, middle), "∂J/∂y", "backward")
    canvas.label((68, gradient.box.bottom + 13), "`gradInput`", "backward")
    return canvas
