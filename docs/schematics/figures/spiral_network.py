"""Chapter 11: the network that tells two spirals apart, layer by layer with the sizes."""

from dataclasses import dataclass
from itertools import pairwise

from ..drawing import Drawing
from ..shapes import Point

INPUTS, HIDDEN, OUTPUTS = 2, 16, 2
MIDDLE, LABELS = 138, 254
PITCH = 104


@dataclass(frozen=True)
class Row:
    """The elements of a vector, drawn as circles; `size` of them, even where fewer are drawn."""

    size: int
    places: tuple[Point, ...]
    radius: float

    @property
    def y(self) -> float:
        """The height of the circles' middles."""
        return self.places[0][1]


def draw() -> Drawing:
    """Draw a circle for each element, and between the layers a line for each weight."""
    drawing = Drawing(372)
    x, y = _all(INPUTS, 30), _all(OUTPUTS, 30 + 3 * PITCH)
    hidden = [_some(HIDDEN, 30 + PITCH), _some(HIDDEN, 30 + 2 * PITCH)]
    for above, below in pairwise((x, *hidden, y)):
        _weights(drawing, above, below)
    for row in (x, *hidden, y):
        drawing.label((10, row.y), str(row.size), letters="size", anchor="start")
        for place in row.places:
            drawing.circle(place, row.radius, "forward")
    for letter, row in (("x", x), ("y", y)):
        for number, place in enumerate(row.places, 1):
            drawing.label(place, f"{letter}_{number}", "forward", "entry")
    for row in hidden:
        drawing.label((MIDDLE, row.y), "⋯", "forward")
        drawing.label((LABELS, row.y), "`nn.Tanh()`", anchor="start")
    return drawing


def _all(size: int, y: float) -> Row:
    return Row(size, tuple((MIDDLE + 72 * (n - (size - 1) / 2), y) for n in range(size)), 14)


def _some(size: int, y: float) -> Row:
    return Row(size, tuple((MIDDLE + 24 * step, y) for step in range(-4, 5) if step), 7)


def _weights(drawing: Drawing, above: Row, below: Row) -> None:
    for start, top in above.places:
        for end, bottom in below.places:
            drawing.line("rule", "rest", (start, top + above.radius), (end, bottom - below.radius))
    name = f"`nn.Linear({above.size}, {below.size})`"
    drawing.label((LABELS, (above.y + below.y) / 2), name, anchor="start")
