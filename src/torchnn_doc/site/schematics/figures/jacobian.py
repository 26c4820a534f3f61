"""Chapter 9: one column of the Jacobian matrix, from one pair of forward passes."""

from ..canvas import Canvas
from ..shapes import Box, Grid

SHOWN = 2
CELL = 20
APART = 78


def draw() -> Canvas:
    """Draw two forward passes beside each other, their difference, and the matrix whose column it is."""
    canvas = Canvas(436)
    matrix = Grid(84, 298, 3, 2, 96, 42)
    x = matrix.column(SHOWN).middle[0]
    _forward_pass(canvas, x - APART, "+")
    _forward_pass(canvas, x + APART, "−")
    canvas.label((x, 214), "(y^+ − y^−) / (2h)", "forward")
    canvas.arrow("forward", (x, 228), (x, 262))

    canvas.pick(matrix.column(SHOWN), "forward")
    canvas.grid(matrix, "data", "rest")
    canvas.entries(matrix, "rest", lambda i, j: f"∂y_{i}/∂x_{j}")
    for i in range(1, matrix.rows + 1):
        canvas.label((62, matrix.row(i).middle[1]), f"y_{i}", "forward")
    for j in range(1, matrix.columns + 1):
        canvas.label((matrix.column(j).middle[0], matrix.y - 16), f"x_{j}", "forward")
    return canvas


def _forward_pass(canvas: Canvas, x: float, sign: str) -> None:
    method = Box(x - 44, 52, 88, 34)
    output = Grid(x - CELL / 2, 116, 3, 1, CELL)
    canvas.label((x, 14), f"x_{SHOWN} {sign} h", "forward")
    canvas.arrow("forward", (x, 26), (x, method.y - 1))
    canvas.method(method, "forward", tone="forward")
    canvas.arrow("forward", (x, method.bottom), (x, output.y - 2))
    canvas.grid(output, "data", "forward")
    canvas.label((x - 28, output.box.middle[1]), f"y^{sign}", "forward")
    inward = 14 if sign == "+" else -14
    canvas.line("line", "forward", (x, output.box.bottom), (x, 214), (x + inward, 214))
