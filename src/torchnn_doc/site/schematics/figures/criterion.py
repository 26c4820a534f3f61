"""Chapter 3: a criterion makes one number of an output and a target."""

from ..canvas import Canvas
from ..shapes import Box, Grid

CELL = 20


def draw() -> Canvas:
    """Draw what enters on the left, the criterion, and the loss."""
    canvas = Canvas(196)
    canvas.module(Box(126, 8, 196, 160), "nn.MSECriterion()")
    draw_inputs(canvas)
    draw_forward(canvas)
    return canvas


def draw_inputs(canvas: Canvas) -> None:
    """Draw the output of a network and its target, and their ways to the criterion."""
    for letter, name, top in (("y", "input", 8), ("t", "target", 108)):
        grid = Grid(58, top, 3, 1, CELL)
        middle = grid.box.middle[1]
        canvas.grid(grid, "data", "forward")
        canvas.sizes(grid, "left")
        canvas.label((24, middle), letter, "forward")
        canvas.label((68, grid.box.bottom + 13), f"`{name}`", "forward")
        canvas.arrow("forward", (grid.box.right + 4, middle), (124, middle))


def draw_forward(canvas: Canvas) -> None:
    """Draw the loss, and how it is computed."""
    method = Box(138, 53, 172, 70)
    middle = method.middle[1]
    canvas.method(method, "forward", "J = ∑ (y_i − t_i)^2 / n", "forward")
    loss = Grid(350, middle - CELL / 2, 1, 1, CELL)
    canvas.arrow("forward", (method.right, middle), (loss.x - 4, middle))
    canvas.grid(loss, "data", "forward")
    canvas.label((384, middle), "J", "forward")
    canvas.label((360, loss.box.bottom + 13), "`output`", "forward")
