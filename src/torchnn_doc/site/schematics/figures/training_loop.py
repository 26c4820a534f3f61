"""Chapter 4: one step of training, around and around."""

from ..canvas import Canvas, Tone
from ..shapes import Box

STEPS: tuple[tuple[str, Tone], ...] = (
    ("`forward`(x)", "forward"),
    ("`criterion.forward`(y, t)", "forward"),
    ("`zeroGradParameters`()", "rest"),
    ("`criterion.backward`(y, t)", "backward"),
    ("`backward`(x, ∂J/∂y)", "backward"),
    ("`updateParameters`(η)", "rest"),
)
PITCH = 70


def draw() -> Canvas:
    """Draw the calls with numbers, what they read and write, and a dotted arrow back to the first."""
    canvas = Canvas(424)
    calls = [Box(50, 14 + number * PITCH, 196, 40) for number in range(len(STEPS))]
    forward, loss, zero, gradient, backward, update = calls
    for number, (call, (name, tone)) in enumerate(zip(calls, STEPS, strict=True), 1):
        canvas.method(call, name, tone=tone)
        canvas.label((36, call.middle[1]), str(number), letters="size")
    start, end = forward.middle[1], update.middle[1]
    canvas.arrow("rest", (24, end), (10, end), (10, start), (26, start), control=True)

    _pass_on(canvas, forward, loss, "y", "forward")
    _pass_on(canvas, gradient, backward, "∂J/∂y", "backward")
    canvas.arrow("forward", (loss.right, loss.middle[1]), (286, loss.middle[1]))
    canvas.label((298, loss.middle[1]), "J", "forward")

    parameters = Box(286, forward.y - 3, 86, 46)
    buffers = Box(286, zero.y, 86, backward.bottom - zero.y)
    canvas.tensor(parameters, "parameter", "rest", "`weight`", "`bias`")
    canvas.tensor(buffers, "buffer", "backward", "`gradWeight`", "`gradBias`")
    canvas.arrow("rest", (parameters.x, start), (forward.right + 1, start))
    for call, sign, tone in ((zero, "= 0", "rest"), (backward, "+=", "backward")):
        canvas.arrow(tone, (call.right, call.middle[1]), (buffers.x - 5, call.middle[1]))
        canvas.label((264, call.middle[1] - 14), sign, tone)
    canvas.arrow("rest", (329, buffers.bottom + 4), (329, end - 9), (update.right + 1, end - 9))
    canvas.arrow("rest", (update.right, end + 9), (390, end + 9), (390, start), (parameters.right + 3, start))
    return canvas


def _pass_on(canvas: Canvas, above: Box, below: Box, value: str, tone: Tone) -> None:
    x = above.middle[0]
    canvas.arrow(tone, (x, above.bottom), (x, below.y - 1))
    canvas.label((x + 14, above.bottom + 14), value, tone, anchor="start")
