"""Chapter 11: the network that tells two spirals apart, layer by layer with the sizes."""

from dataclasses import dataclass
from itertools import pairwise

from ..canvas import Canvas
from ..shapes import Point

INPUTS, HIDDEN, OUTPUTS = 2, 16, 2
MIDDLE, SIZES = 154, 268
PLACES = 24, 112, 210, 298, 372


@dataclass(frozen=True)
class Column:
    """The elements of a vector, drawn as circles; `size` of them, even where fewer are drawn."""

    size: int
    places: tuple[Point, ...]
    radius: float

    @property
    def x(self) -> float:
        """Where the circles' middles are."""
        return self.places[0][0]


def draw() -> Canvas:
    """Draw a circle for each element, and between the layers a line for each weight."""
    canvas = Canvas(312)
    x, first, second, s, p = PLACES
    columns = _all(INPUTS, x), _some(HIDDEN, first), _some(HIDDEN, second), _all(OUTPUTS, s), _all(OUTPUTS, p)
    for left, right in pairwise(columns):
        _join(canvas, left, right)
    for column in columns:
        canvas.label((column.x, SIZES), str(column.size), letters="size")
        for place in column.places:
            canvas.circle(place, column.radius, "forward")
    for letter, column in (("x", columns[0]), ("s", columns[3])):
        for number, place in enumerate(column.places, 1):
            canvas.label(place, f"{letter}_{number}", "forward", "entry")
    for number, (_, y) in enumerate(columns[4].places, 1):
        canvas.label((p, y - 28 if number == 1 else y + 28), f"log p_{number}", "forward")
    for hidden in (first, second):
        canvas.label((hidden, MIDDLE), "⋮", "forward")
    _name(canvas, columns)
    return canvas


def _all(size: int, x: float) -> Column:
    return Column(size, tuple((x, MIDDLE + 72 * (n - (size - 1) / 2)) for n in range(size)), 14)


def _some(size: int, x: float) -> Column:
    return Column(size, tuple((x, MIDDLE + 24 * step) for step in range(-4, 5) if step), 7)


def _join(canvas: Canvas, left: Column, right: Column) -> None:
    for start, upper in left.places:
        for end, lower in right.places:
            canvas.line("rule", "rest", (start + left.radius, upper), (end - right.radius, lower))


def _name(canvas: Canvas, columns: tuple[Column, ...]) -> None:
    """Write the modules: those with weights above what they join, the others below what they make."""
    for number, (left, right) in enumerate(pairwise(columns[:4])):
        middle, y = (left.x + right.x) / 2, 34 if number == 1 else 12
        canvas.label((middle, y), f"`nn.Linear({left.size}, {right.size})`")
    for hidden in columns[1:3]:
        canvas.label((hidden.x, 296), "`nn.Tanh()`")
    canvas.label((396, 296), "`nn.LogSoftMax()`", anchor="end")
