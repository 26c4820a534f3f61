"""Chapter 4: one step of training, around and around."""

from itertools import pairwise

from ..drawing import Drawing, Tone
from ..shapes import Box

STEPS: tuple[tuple[str, Tone], ...] = (
    ("forward", "forward"),
    ("criterion.forward", "forward"),
    ("zeroGradParameters", "rest"),
    ("criterion.backward", "backward"),
    ("backward", "backward"),
    ("updateParameters", "rest"),
)
PITCH = 70


def draw() -> Drawing:
    """Draw the calls in their order, and beside them the tensors that they read and write."""
    drawing = Drawing(424)
    calls = [Box(40, 14 + number * PITCH, 170, 40) for number in range(len(STEPS))]
    forward, loss, zero, gradient, backward, update = calls
    for call, (name, tone) in zip(calls, STEPS, strict=True):
        drawing.method(call, name, tone=tone)
    for above, below in pairwise(calls):
        drawing.arrow("rest", (125, above.bottom), (125, below.y - 1))
    start, end = forward.middle[1], update.middle[1]
    drawing.arrow("rest", (40, end), (14, end), (14, start), (39, start))
    drawing.label((140, forward.bottom + 14), "y", "forward", anchor="start")
    drawing.label((140, gradient.bottom + 14), "∂J/∂y", "backward", anchor="start")
    drawing.arrow("forward", (loss.right, loss.middle[1]), (262, loss.middle[1]))
    drawing.label((276, loss.middle[1]), "J", "forward")

    parameters = Box(268, forward.y - 3, 94, 46)
    buffers = Box(268, zero.y, 94, backward.bottom - zero.y)
    drawing.tensor(parameters, "parameter", "rest", "`weight`", "`bias`")
    drawing.tensor(buffers, "buffer", "backward", "`gradWeight`", "`gradBias`")
    drawing.arrow("rest", (parameters.x, start), (forward.right + 1, start))
    for call, sign, tone in ((zero, "= 0", "rest"), (backward, "+=", "backward")):
        drawing.arrow(tone, (call.right, call.middle[1]), (buffers.x - 5, call.middle[1]))
        drawing.label((236, call.middle[1] - 14), sign, tone)
    drawing.arrow("rest", (315, buffers.bottom + 4), (315, end - 9), (update.right + 1, end - 9))
    drawing.arrow(
        "rest", (update.right, end + 9), (386, end + 9), (386, start), (parameters.right + 3, start)
    )
    return drawing
