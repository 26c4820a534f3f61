"""Chapter 5: the backward pass of a criterion starts the gradient."""

from ..drawing import Drawing
from ..shapes import Box, Grid
from .criterion import CELL, draw_forward, draw_inputs


def draw() -> Drawing:
    """Draw the criterion of chapter 3 with its second method, from which the gradient leaves."""
    drawing = Drawing(300)
    drawing.module(Box(126, 8, 196, 284), "nn.MSECriterion()")
    draw_inputs(drawing)
    draw_forward(drawing)
    method = Box(138, 207, 172, 70)
    middle = method.middle[1]
    drawing.method(method, "updateGradInput", "2 (y_i − t_i) / n", "backward")
    gradient = Grid(58, middle - 1.5 * CELL, 3, 1, CELL)
    drawing.grid(gradient, "data", "backward")
    drawing.arrow("backward", (method.x, middle), (gradient.box.right + 4, middle))
    drawing.label((28, middle), "∂J/∂y", "backward")
    drawing.label((68, gradient.box.bottom + 13), "`gradInput`", "backward")
    return drawing
