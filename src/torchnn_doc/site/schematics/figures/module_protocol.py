"""Chapter 10: which tensors each method of a module reads, and which it writes."""

from dataclasses import dataclass

from ..canvas import Canvas, Tone
from ..shapes import Box

TONES: dict[str, Tone] = {"input": "forward", "output": "forward"}
HEIGHT, GAP = 28, 12
TOP, PITCH = 47, 108


@dataclass(frozen=True)
class Method:
    """A method of the protocol; `accumulates` where it adds to what it writes."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    accumulates: bool = False


METHODS = (
    Method("updateOutput", ("input",), ("output",)),
    Method("updateGradInput", ("input", "gradOutput"), ("gradInput",)),
    Method("accGradParameters", ("input", "gradOutput"), ("gradWeight", "gradBias"), accumulates=True),
)


def draw() -> Canvas:
    """Draw the methods in the middle, what they read on the left, and what they write on the right."""
    canvas = Canvas(310)
    for number, method in enumerate(METHODS):
        _draw_method(canvas, method, TOP + number * PITCH)
    return canvas


def _draw_method(canvas: Canvas, method: Method, y: float) -> None:
    cell = Box(112, y - 24, 146, 48)
    tone = TONES.get(method.writes[0], "backward")
    canvas.method(cell, method.name, tone=tone)
    for tensor, box in _stack(5, y, method.reads):
        colour = TONES.get(tensor, "backward")
        canvas.tensor(box, "data", colour, f"`{tensor}`")
        canvas.arrow(colour, (box.right, box.middle[1]), (cell.x - 1, _beside(cell, box)))
    for tensor, box in _stack(306, y, method.writes):
        canvas.tensor(box, "buffer" if method.accumulates else "data", tone, f"`{tensor}`")
        canvas.arrow(tone, (cell.right, _beside(cell, box)), (box.x - 5, box.middle[1]))
    between = y if len(method.writes) > 1 else y - 14
    canvas.label((280, between), "+=" if method.accumulates else "=", tone)


def _stack(x: float, y: float, tensors: tuple[str, ...]) -> list[tuple[str, Box]]:
    top = y - (len(tensors) * (HEIGHT + GAP) - GAP) / 2
    return [(tensor, Box(x, top + n * (HEIGHT + GAP), 88, HEIGHT)) for n, tensor in enumerate(tensors)]


def _beside(cell: Box, box: Box) -> float:
    return min(max(box.middle[1], cell.y + 8), cell.bottom - 8)
