"""Chapter 3: a criterion makes one number of an output and a target."""

from ..drawing import Drawing
from ..shapes import Box, Grid

CELL = 20


def draw() -> Drawing:
    """Draw what enters on the left, the criterion, and the loss."""
    drawing = Drawing(196)
    drawing.module(Box(126, 8, 196, 160), "nn.MSECriterion()")
    draw_inputs(drawing)
    draw_forward(drawing)
    return drawing


def draw_inputs(drawing: Drawing) -> None:
    """Draw the output of a network and its target, and their ways to the criterion."""
    for letter, name, top in (("y", "input", 8), ("t", "target", 108)):
        grid = Grid(58, top, 3, 1, CELL)
        middle = grid.box.middle[1]
        drawing.grid(grid, "data", "forward")
        drawing.sizes(grid, "left")
        drawing.label((24, middle), letter, "forward")
        drawing.label((68, grid.box.bottom + 13), f"`{name}`", "forward")
        drawing.arrow("forward", (grid.box.right + 4, middle), (124, middle))


def draw_forward(drawing: Drawing) -> None:
    """Draw the loss, and how it is computed."""
    method = Box(138, 53, 172, 70)
    middle = method.middle[1]
    drawing.method(method, "forward", "J = ∑ (y_i − t_i)^2 / n", "forward")
    loss = Grid(350, middle - CELL / 2, 1, 1, CELL)
    drawing.arrow("forward", (method.right, middle), (loss.x - 4, middle))
    drawing.grid(loss, "data", "forward")
    drawing.label((384, middle), "J", "forward")
    drawing.label((360, loss.box.bottom + 13), "`output`", "forward")
