"""The outer product of a gradient and an input, as several figures show it: what meets lies on one line."""

from dataclasses import dataclass

from .canvas import Canvas, Tone
from .shapes import Grid

GAP = 5


@dataclass(frozen=True)
class OuterProduct:
    """A column, a row above to the right of it, and between them their product.

    Args:
        x: The left edge of the column.
        y: The upper edge of the column.
        cell: The width of a cell.
    """

    x: float
    y: float
    cell: float

    @property
    def column(self) -> Grid:
        """The gradient of the output."""
        return Grid(self.x, self.y, 3, 1, self.cell)

    @property
    def row(self) -> Grid:
        """The input."""
        return Grid(self.product.x, self.y - GAP - self.cell, 1, 2, self.cell)

    @property
    def product(self) -> Grid:
        """The gradient of the weight."""
        return Grid(self.x + self.cell + GAP, self.y, 3, 2, self.cell)

    def draw(self, canvas: Canvas, picked: bool = False) -> None:
        """Draw the three, tinted if the figure is about them."""
        tones: dict[Grid, Tone] = {self.column: "backward", self.row: "forward", self.product: "backward"}
        for grid, tone in tones.items():
            if picked:
                canvas.pick(grid.box, tone)
            canvas.grid(grid, "data", tone)
