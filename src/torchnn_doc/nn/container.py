"""A module made of modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from torchnn_doc.nn.checks import check_number
from torchnn_doc.nn.memory import Pair, each_once, shared
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.arguments import describe, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError

ANOTHER = (
    "another module, as its second pass would overwrite the output of its first; to share parameters: "
    "b.weight, b.gradWeight, b.bias, b.gradBias = a.weight, a.gradWeight, a.bias, a.gradBias"
)


class Container(Module):
    r"""A list of modules whose parameters are its parameters.

    `get(1)` is the first module, as in Torch7; `container[0]`, `len` and iteration are Python's ways.

    Formulas:
        - parameters: $θ = (θ_1, θ_2, \ldots, θ_n)$, where $θ_i$ are those of module i

    Shapes:
        - input, output: a container alone computes nothing; a chain of its modules is `Sequential`
        - parameters: those of the modules, in two lists of equal length

    Attributes:
        modules: The modules, in order.

    Source: nn, `Container.lua`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.modules: list[Module] = []

    def __len__(self) -> int:
        return len(self.modules)

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules)

    def __getitem__(self, index: int) -> Module:
        return self.modules[index]

    def __bool__(self) -> bool:
        """A container is there even when it is empty."""
        return True

    def add(self, module: Module) -> Self:
        """Puts a module at the end and returns the container.

        Raises:
            ArgumentTypeError: If `module` is not a module.
            ArgumentValueError: If it is in the container already, at any depth.
        """
        self._check_modules([*self.modules, module])
        self.modules.append(module)
        return self

    def get(self, index: int) -> Module:
        """Returns a module by its place, counted from 1.

        Raises:
            ArgumentTypeError: If `index` is not a whole number.
            ArgumentValueError: If there is no such place.
        """
        return self.modules[self._place(index, len(self.modules))]

    def size(self) -> int:
        """Returns how many modules there are."""
        return len(self.modules)

    def parameters(self) -> tuple[list[Any], list[Any]]:
        """Returns the parameters of all modules, and the buffers of their gradients in the same order.

        What several modules share, the parameter and its gradient, is listed once.
        """
        distinct = each_once(self._pairs_inside())
        return [weight for weight, _ in distinct], [gradient for _, gradient in distinct]

    def zeroGradParameters(self) -> None:
        """Fills the gradient buffers of all modules with zeros."""
        for module in self.modules:
            module.zeroGradParameters()

    def updateParameters(self, learningRate: float) -> None:
        """Takes one step against the gradient with the parameters of all modules.

        What modules share, the parameter and its gradient, takes its step once.
        """
        check_number(self, "learningRate", learningRate)
        before = [(weight, weight.copy()) for weight in shared(self._pairs_inside())]
        for module in self.modules:
            stepped = [(weight, weight.copy(), weight != old) for weight, old in before]
            module.updateParameters(learningRate)
            for weight, new, is_new in stepped:
                np.copyto(weight, new, where=is_new)

    def reset(self, stdv: float | None = None) -> Self:
        """Draws new parameters for all modules that have some, and returns the container."""
        for module in self.modules:
            if hasattr(module, "reset"):
                module.reset(stdv)
        return self

    def training(self) -> None:
        """Sets `train` to true in all modules."""
        for module in self.modules:
            module.training()
        super().training()

    def evaluate(self) -> None:
        """Sets `train` to false in all modules."""
        for module in self.modules:
            module.evaluate()
        super().evaluate()

    def clearState(self) -> Self:
        """Empties `output` and `gradInput` of all modules and returns the container."""
        for module in self.modules:
            module.clearState()
        return super().clearState()

    def _pairs_inside(self) -> list[Pair]:
        """Returns the parameters of all modules, each with its gradient."""
        return [pair for module in self.modules for pair in module._pairs()]

    def _check_modules(self, modules: list[Any]) -> None:
        """Refuses a list with what is no module, or with a module in it twice, at whatever depth."""
        there = {id(self)}
        for number, module in enumerate(modules, start=1):
            where = f"{self._name()}: module {number}"
            if not isinstance(module, Module):
                raise ArgumentTypeError(where, describe(module), "a module")
            inside = {id(one): one for one in module._holders() if isinstance(one, Module)}
            for again in there & inside.keys():
                found = f"{inside[again]!r}, which is in the container already"
                raise ArgumentValueError(where, found, ANOTHER)
            there.update(inside)

    def _place(self, index: Any, count: int) -> int:
        """Returns a place, counted from 0, for one that is counted from 1."""
        if not is_whole(index):
            raise ArgumentTypeError(f"{self._name()}: index", describe(index), "a whole number")
        if not 1 <= index <= count:
            expected = f"1 to {count}" if count else "a container with a module in it"
            raise ArgumentValueError(f"{self._name()}: index", str(index), expected)
        return int(index) - 1

    def _name(self) -> str:
        return f"nn.{type(self).__name__}"
