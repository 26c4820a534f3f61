"""The exercises on a chain of modules (chapter 2)."""

from itertools import pairwise
from typing import Any

from grading import Case, Exercise, Mistakes, Part

from exercises.cases import case, linear_of
from torchnn_doc import nn
from torchnn_doc.torch import Tensor


def modules(*sizes: int) -> list[nn.Module]:
    """Linear layers of these sizes, with a sigmoid after each."""
    found: list[nn.Module] = []
    for number, (size, following) in enumerate(pairwise(sizes)):
        drawn = case(f"layer {number}", weight=(following, size), bias=(following,))
        found += [linear_of(nn.Linear, drawn), nn.Sigmoid()]
    return found


def through(chain: list[nn.Module], x: Tensor) -> Tensor:
    """What a chain of modules makes of an input."""
    for module in chain:
        x = module.forward(x).clone()
    return x


CHAINS = [
    case("square", modules=modules(3, 3, 3), x=(3,)),
    case("vector", modules=modules(2, 3, 1)[:-1], x=(2,)),
    case("batch", modules=modules(2, 3), x=(4, 2)),
]
CHAINED: Mistakes = {
    "same_input": lambda c: through(c.modules[-1:], c.x),
    "first_only": lambda c: through(c.modules[:1], c.x),
    "last_missing": lambda c: through(c.modules[:-1], c.x),
    "reversed": lambda c: through(c.modules[::-1], c.x),
    "no_modules": lambda c: c.x,
}

sequential_forward = Exercise(
    answer="forward",
    cases=CHAINS,
    run=lambda answer, c: {"forward(…)": answer(c.modules, c.x)},
    parts=[Part("forward(…)", lambda c: through(c.modules, c.x), CHAINED)],
)


def run_chain(make: Any, c: Case) -> dict[str, Any]:
    """Fill a container and send an input through it."""
    chain = make()
    chained = [chain.add(module) is chain for module in c.modules]
    given = chain.forward(c.x)
    return {"add(…)": all(chained), "updateOutput(…)": given, "self.output": chain.output}


sequential_class = Exercise(
    answer="Chain",
    cases=CHAINS,
    run=run_chain,
    parts=[
        Part("add(…)", lambda _: True, {"add_returns": lambda _: False}),
        Part("updateOutput(…)", lambda c: through(c.modules, c.x), CHAINED),
        Part("self.output", lambda c: through(c.modules, c.x), {"not_kept": lambda _: Tensor()}),
    ],
)
