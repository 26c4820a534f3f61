"""Chapter 2: what flows through a chain of three modules, and what its output is."""

from ..canvas import Canvas
from ..shapes import Box, Grid

CELL = 16
MIDDLE = 176
MODULES = (("nn.Linear(2, 3)", 3), ("nn.Sigmoid()", 3), ("nn.Linear(3, 1)", 1))


def draw() -> Canvas:
    """Draw the modules from top to bottom, and between them a column with a cell for each element."""
    canvas = Canvas(474)
    canvas.module(Box(16, 58, 368, 364), "nn.Sequential()")
    bottom = _vector(canvas, 10, 2, "`input`")
    top = 88.0
    for number, (name, size) in enumerate(MODULES, 1):
        module = Box(MIDDLE - 74, top, 148, 34)
        canvas.arrow("forward", (MIDDLE, bottom), (MIDDLE, module.y - 2))
        canvas.method(module, name)
        canvas.line("line", "forward", (MIDDLE, module.bottom), (MIDDLE, module.bottom + 12))
        bottom = _vector(canvas, module.bottom + 12, size, f"`get({number}).output`")
        top = bottom + 22
    canvas.arrow("forward", (MIDDLE, bottom), (MIDDLE, 454))
    canvas.label((MIDDLE + 46, 446), "= `output`", "forward", anchor="start")
    return canvas


def _vector(canvas: Canvas, y: float, size: int, name: str) -> float:
    grid = Grid(MIDDLE - CELL / 2, y, size, 1, CELL)
    middle = grid.box.middle[1]
    canvas.grid(grid, "data", "forward")
    canvas.label((MIDDLE - 46, middle), str(size), letters="size")
    canvas.label((MIDDLE + 46, middle), name, "forward", anchor="start")
    return grid.box.bottom
