"""Where things stand on the canvas of a figure: boxes, and grids whose cells are the elements of a tensor."""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle, by its upper left corner and its size, in the units of the canvas."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, distance: float) -> "Box":
        """Return the box with each edge moved outward by a distance."""
        return Box(
            self.x - distance, self.y - distance, self.width + 2 * distance, self.height + 2 * distance
        )


@dataclass(frozen=True)
class Grid:
    """A tensor drawn as its elements; rows and columns count from 1, as in the formulas.

    Args:
        x: The left edge.
        y: The upper edge.
        rows: The size of the first dimension.
        columns: The size of the second.
        cell: The width of a cell.
        height: The height of a cell, if it is not square.
    """

    x: float
    y: float
    rows: int
    columns: int
    cell: float
    height: float = 0

    @property
    def box(self) -> Box:
        """The whole grid's place."""
        return self._part(0, 0, self.rows, self.columns)

    def row(self, i: int) -> Box:
        """Return the place of row i."""
        return self._part(i - 1, 0, 1, self.columns)

    def column(self, j: int) -> Box:
        """Return the place of column j."""
        return self._part(0, j - 1, self.rows, 1)

    def element(self, i: int, j: int) -> Box:
        """Return the place of the element in row i, column j."""
        return self._part(i - 1, j - 1, 1, 1)

    def _part(self, row: int, column: int, rows: int, columns: int) -> Box:
        height = self.height or self.cell
        return Box(self.x + column * self.cell, self.y + row * height, columns * self.cell, rows * height)
