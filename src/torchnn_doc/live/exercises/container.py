"""The exercises on a chain of modules (chapter 2)."""

from typing import Any

from torchnn_doc import nn, torch
from torchnn_doc.live.exercises.cases import case, kept
from torchnn_doc.live.grading import Case, Exercise, Mistakes, Part

SEED = "torch.manualSeed(1)\n"


def modules(c: Case) -> list[nn.Module]:
    """The modules of a case, whose list is written as code."""
    torch.manualSeed(1)
    made: list[nn.Module] = eval(f"[{c.listed}]", {"nn": nn})
    return made


def through(chain: list[nn.Module], x: Any) -> Any:
    """What a chain of modules makes of an input."""
    for module in chain:
        x = module.forward(x).copy()
    return x


def through_each(chain: list[nn.Module], x: Any) -> list[Any]:
    """What each module makes of the input; it raises where that does not fit."""
    return [module.forward(x) for module in chain]


CHAINS = [
    case("vector", listed="nn.Linear(2, 3)", x=(2,)),
    case("square", listed="nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 2)", x=(2,)),
    case("square", listed="nn.Linear(3, 3), nn.Sigmoid(), nn.Linear(3, 3), nn.Tanh()", x=(3,)),
    case("vector", listed="nn.Linear(2, 3), nn.Sigmoid(), nn.Linear(3, 1)", x=(2,)),
    case("one", listed="nn.Linear(2, 3), nn.Tanh()", x=(1, 2)),
    case("batch", listed="nn.Linear(2, 3), nn.Sigmoid(), nn.Linear(3, 3)", x=(4, 2)),
]
CHAINED: Mistakes = {
    "same_input": (lambda c: through(modules(c)[-1:], c.x), lambda c: through_each(modules(c), c.x)[-1]),
    "first_only": lambda c: through(modules(c)[:1], c.x),
    "last_missing": lambda c: through(modules(c)[:-1], c.x),
    "reversed": lambda c: through(modules(c)[::-1], c.x),
    "no_modules": (lambda c: c.x, lambda c: (through_each(modules(c), c.x), c.x)[1]),
}

sequential_forward = Exercise(
    answer="forward",
    cases=CHAINS,
    code=lambda c: (
        f"{SEED}modules = [{c.listed}]\nmodules_before = list(modules)\nresult = forward(modules, x)"
    ),
    parts=[
        Part("forward(…)", lambda c: through(modules(c), c.x), CHAINED, "result"),
        Part("modules", lambda _: True, {}, "modules == modules_before", untouched=True),
    ],
)


def chain_code(c: Case) -> str:
    """Fill a container, send another input through it, and then that of the case."""
    return (
        f"{SEED}chain = Chain()\n"
        f"chained = [chain.add(module) is chain for module in [{c.listed}]]\n"
        "chain.updateOutput(x + 1)\n"
        "output = chain.updateOutput(x)"
    )


sequential_class = Exercise(
    answer="Chain",
    cases=CHAINS,
    code=chain_code,
    parts=[
        Part("add(…)", lambda _: True, {"add_returns": lambda _: False}, "all(chained)"),
        Part("updateOutput(…)", lambda c: through(modules(c), c.x), CHAINED, "output"),
        kept("self.output", "chain.output", lambda c: through(modules(c), c.x)),
    ],
)
