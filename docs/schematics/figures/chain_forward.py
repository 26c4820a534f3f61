"""Chapter 2: what flows through a chain of three modules, and what its output is."""

from ..drawing import Drawing
from ..shapes import Box, Grid

CELL = 18
MIDDLE = 176
PITCH = 88
MODULES = (("nn.Linear(2, 3)", 3), ("nn.Sigmoid()", 3), ("nn.Linear(3, 1)", 1))


def draw() -> Drawing:
    """Draw the modules from top to bottom, and between them a cell for each element that flows."""
    drawing = Drawing(412)
    drawing.module(Box(16, 50, 368, 304), "nn.Sequential()")
    bottom = _vector(drawing, 10, 2, "`input`")
    for number, (name, size) in enumerate(MODULES, 1):
        module = Box(MIDDLE - 74, 88 + (number - 1) * PITCH, 148, 34)
        drawing.arrow("forward", (MIDDLE, bottom), (MIDDLE, module.y - 2))
        drawing.method(module, name)
        drawing.line("line", "forward", (MIDDLE, module.bottom), (MIDDLE, module.bottom + 12))
        bottom = _vector(drawing, module.bottom + 12, size, f"`get({number}).output`")
    drawing.arrow("forward", (MIDDLE, bottom), (MIDDLE, 392))
    drawing.label((MIDDLE + 46, 384), "= `output`", "forward", anchor="start")
    return drawing


def _vector(drawing: Drawing, y: float, size: int, name: str) -> float:
    grid = Grid(MIDDLE - size * CELL / 2, y, 1, size, CELL)
    drawing.grid(grid, "data", "forward")
    drawing.label((MIDDLE - 46, y + CELL / 2), str(size), letters="size")
    drawing.label((MIDDLE + 46, y + CELL / 2), name, "forward", anchor="start")
    return grid.box.bottom
