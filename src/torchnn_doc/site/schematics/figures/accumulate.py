"""Chapters 6 and 8: a gradient buffer is cleared, then one outer product after the other is added to it."""

from ..canvas import Canvas
from ..outer_product import OuterProduct
from ..shapes import Box, Grid

CELL = 26
TOP, PITCH = 48, 132
CONTENTS = ("0", "g_1 x_1^T", "g_1 x_1^T + g_2 x_2^T")


def draw() -> Canvas:
    """Draw the buffer three times from top to bottom: cleared, after one sample, after two."""
    canvas = Canvas(400)
    buffers = [Grid(210, TOP + number * PITCH, 3, 2, CELL) for number in range(len(CONTENTS))]
    canvas.label((buffers[0].box.middle[0], 20), "`gradWeight`", "backward")
    for buffer, content in zip(buffers, CONTENTS, strict=True):
        canvas.grid(buffer, "buffer", "backward")
        canvas.label((buffer.box.right + 14, buffer.box.middle[1]), content, "backward", anchor="start")
    _clear(canvas, buffers[0].box)
    for sample in (1, 2):
        before, after = buffers[sample - 1].box, buffers[sample].box
        canvas.arrow("rest", (before.middle[0], before.bottom + 4), (after.middle[0], after.y - 5))
        _add(canvas, sample, after)
    return canvas


def _clear(canvas: Canvas, buffer: Box) -> None:
    y = buffer.middle[1]
    method = Box(6, y - 20, 150, 40)
    canvas.method(method, "zeroGradParameters")
    canvas.arrow("rest", (method.right, y), (buffer.x - 6, y))
    canvas.label((179, y - 14), "= 0")


def _add(canvas: Canvas, sample: int, buffer: Box) -> None:
    y = buffer.middle[1]
    added = OuterProduct(32, buffer.y, CELL)
    row = added.row.box
    added.draw(canvas)
    canvas.label((14, y), f"g_{sample}", "backward")
    canvas.label((row.right + 12, row.middle[1]), f"x_{sample}^T", "forward", anchor="start")
    canvas.arrow("backward", (132, y), (buffer.x - 6, y))
    canvas.label((168, y - 14), "+=", "backward")
