"""Chapter 8: the gradient of the weight over a batch is the sum of one outer product a sample."""

from ..canvas import Canvas, Tone
from ..outer_product import OuterProduct
from ..shapes import Grid

SAMPLES = range(1, 5)
SHOWN = 2


def draw() -> Canvas:
    """Draw the product of the two batches, and below it the four products that it adds up."""
    canvas = Canvas(340)
    _product(canvas)
    for sample in SAMPLES:
        x = 34 + (sample - 1) * 94
        term = OuterProduct(x, 252, 18)
        term.draw(canvas, picked=sample == SHOWN)
        canvas.label((x - 16, 279), "=" if sample == 1 else "+")
        canvas.label((x + 29, 322), f"g_{sample} x_{sample}^T", "backward")
    return canvas


def _product(canvas: Canvas) -> None:
    gradient, x, total = Grid(42, 48, 3, 4, 26), Grid(180, 35, 4, 2, 26), Grid(318, 48, 3, 2, 26)
    canvas.pick(gradient.column(SHOWN), "backward")
    canvas.pick(x.row(SHOWN), "forward")
    tensors: tuple[tuple[Grid, str, Tone], ...] = (
        (gradient, "G^T", "backward"),
        (x, "X", "forward"),
        (total, "∂J/∂W", "backward"),
    )
    for grid, name, tone in tensors:
        canvas.grid(grid, "data", tone)
        canvas.sizes(grid, "left", "bottom")
        canvas.label((grid.box.middle[0], 180), name, tone)
    for sample in SAMPLES:
        column, row = gradient.column(sample), x.row(sample)
        canvas.label((column.middle[0], column.y - 14), f"g_{sample}", "backward", "entry")
        canvas.label((row.right + 8, row.middle[1]), f"x_{sample}^T", "forward", "entry", "start")
    canvas.label((282, 87), "=")
