"""Chapter 8: the gradient of the weight over a batch is the sum of one outer product a sample."""

from ..drawing import Drawing, Tone
from ..outer_product import OuterProduct
from ..shapes import Grid

SAMPLES = range(1, 5)
SHOWN = 2


def draw() -> Drawing:
    """Draw the product of the two batches, and below it the four products that it adds up."""
    drawing = Drawing(340)
    _product(drawing)
    for sample in SAMPLES:
        x = 34 + (sample - 1) * 94
        term = OuterProduct(x, 252, 18)
        term.draw(drawing, picked=sample == SHOWN)
        drawing.label((x - 16, 279), "=" if sample == 1 else "+")
        drawing.label((x + 29, 322), f"g_{sample} x_{sample}^T", "backward")
    return drawing


def _product(drawing: Drawing) -> None:
    gradient, x, total = Grid(42, 48, 3, 4, 26), Grid(180, 35, 4, 2, 26), Grid(318, 48, 3, 2, 26)
    drawing.pick(gradient.column(SHOWN), "backward")
    drawing.pick(x.row(SHOWN), "forward")
    tensors: tuple[tuple[Grid, str, Tone], ...] = (
        (gradient, "G^T", "backward"),
        (x, "X", "forward"),
        (total, "∂J/∂W", "backward"),
    )
    for grid, name, tone in tensors:
        drawing.grid(grid, "data", tone)
        drawing.sizes(grid, "left", "bottom")
        drawing.label((grid.box.middle[0], 180), name, tone)
    for sample in SAMPLES:
        column, row = gradient.column(sample), x.row(sample)
        drawing.label((column.middle[0], column.y - 14), f"g_{sample}", "backward", "entry")
        drawing.label((row.right + 8, row.middle[1]), f"x_{sample}^T", "forward", "entry", "start")
    drawing.label((282, 87), "=")
