"""A module made of modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from numpy import may_share_memory as may_share

from torchnn_doc.nn.checks import check_number
from torchnn_doc.nn.memory import each_once
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.arguments import describe, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError
from torchnn_doc.torch.tensor import Tensor


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
        """
        self._check_module(module)
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

    def parameters(self) -> tuple[list[Tensor], list[Tensor]]:
        """Returns the parameters of all modules, and the buffers of their gradients in the same order.

        What several modules share, the parameter and its gradient, is listed once.
        """
        pairs = [pair for module in self._children() for pair in zip(*module.parameters(), strict=True)]
        distinct = each_once(pairs)
        return [weight for weight, _ in distinct], [gradient for _, gradient in distinct]

    def zeroGradParameters(self) -> None:
        """Fills the gradient buffers of all modules with zeros."""
        for module in self._children():
            module.zeroGradParameters()

    def updateParameters(self, learningRate: float) -> None:
        """Takes one step against the gradient with the parameters of all modules.

        A parameter that modules share together with its gradient takes its step once.
        """
        check_number(self, "learningRate", learningRate)
        shared = [(weight, weight.copy()) for weight in self._shared()]
        for module in self._children():
            stepped = [(now, now.copy()) for now, before in shared if not np.array_equal(now, before)]
            module.updateParameters(learningRate)
            for weight, once in stepped:
                weight[...] = once

    def reset(self, stdv: float | None = None) -> Self:
        """Draws new parameters for all modules that have some, and returns the container."""
        for module in self._children():
            if hasattr(module, "reset"):
                module.reset(stdv)
        return self

    def training(self) -> None:
        """Sets `train` to true in all modules."""
        for module in self._children():
            module.training()
        super().training()

    def evaluate(self) -> None:
        """Sets `train` to false in all modules."""
        for module in self._children():
            module.evaluate()
        super().evaluate()

    def clearState(self) -> Self:
        """Empties `output` and `gradInput` of all modules and returns the container."""
        for module in self._children():
            module.clearState()
        return super().clearState()

    def _children(self) -> list[Module]:
        """Returns the modules, each once."""
        return list({id(module): module for module in self.modules}.values())

    def _shared(self) -> list[Tensor]:
        """Returns the parameters that look into the memory of an earlier module's, as do their gradients."""
        earlier: list[tuple[Tensor, Tensor]] = []
        shared = []
        for module in self._children():
            pairs = list(zip(*module.parameters(), strict=True))
            for weight, gradient in pairs:
                if any(may_share(weight, w) and may_share(gradient, g) for w, g in earlier):
                    shared.append(weight)
            earlier += pairs
        return shared

    def _check_module(self, module: Any) -> None:
        if not isinstance(module, Module):
            raise ArgumentTypeError(f"nn.{type(self).__name__}: module", describe(module), "a module")

    def _place(self, index: Any, count: int) -> int:
        """Returns a place, counted from 0, for one that is counted from 1."""
        if not is_whole(index):
            raise ArgumentTypeError(f"nn.{type(self).__name__}: index", describe(index), "a whole number")
        if not 1 <= index <= count:
            expected = f"1 to {count}" if count else "a container with a module in it"
            raise ArgumentValueError(f"nn.{type(self).__name__}: index", str(index), expected)
        return int(index) - 1
