"""A chain of modules: each gets what the one before it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from torchnn_doc.nn.checks import check_number
from torchnn_doc.nn.container import Container
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.errors import ShapeError, TorchError
from torchnn_doc.torch.tensor import describe


class Sequential(Container):
    r"""y = f_n(... f_2(f_1(x))), and the chain rule from the last module back to the first.

    `output` is that of the last module and `gradInput` that of the first. A module may occur more than once:
    its buffers are then filled anew for each of its places, so that each place sees its own.

    Formulas:
        - output: $y = f_n(\ldots f_2(f_1(x)))$
        - gradInput: $∂J/∂x_{i-1} = (∂x_i/∂x_{i-1})^T ∂J/∂x_i$
          for i from n down to 1, where $x_0 = x$ and $x_i = f_i(x_{i-1})$

    Shapes:
        - input, gradInput: what the first module takes
        - output, gradOutput: what the last module gives

    Raises:
        ArgumentTypeError: In a pass, if a tensor has the wrong type.
        ShapeError: In a pass, if a tensor does not fit. The message says which module refused it. Nothing is
            changed then.

    Source: nn, `Sequential.lua`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inputs: list[Any] = []

    def __repr__(self) -> str:
        chain = " -> ".join(["input", *(f"({i})" for i in range(1, len(self) + 1)), "output"])
        lines = [f"[{chain}]"]
        for number, module in enumerate(self.modules, start=1):
            lines += f"({number}): {module!r}".split("\n")
        return "\n".join([f"nn.{type(self).__name__} {{", *(f"  {line}" for line in lines), "}"])

    def add(self, module: Module) -> Self:
        """Puts a module at the end and returns the chain."""
        super().add(module)
        return self._joined()

    def insert(self, module: Module, index: int | None = None) -> None:
        """Puts a module at a place, counted from 1; without a place at the end."""
        self._check_module(module)
        place = len(self) if index is None else self._place(index, len(self) + 1)
        self.modules.insert(place, module)
        self._joined()

    def remove(self, index: int | None = None) -> Module:
        """Takes the module at a place out, counted from 1, without a place the last one, and returns it."""
        place = self._place(len(self) if index is None else index, len(self))
        module = self.modules.pop(place)
        self._joined()
        return module

    def updateOutput(self, input: Any) -> Any:
        """Returns what the last module makes of the input."""
        inputs, number, shared = [input], 0, self._shares()
        before = [] if self._inputs and _alike(input, self._inputs[0]) else self._buffers()
        try:
            for module in self.modules:
                number += 1
                output = module.updateOutput(inputs[-1])
                inputs.append(output.copy() if shared else output)
        except Exception as error:
            for owner, output, content in before:
                owner.output = output
                output[...] = content
            raise self._named(error, number) from None
        self.output = inputs.pop()
        self._inputs = inputs
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Returns dJ/dx: each module's gradInput is the gradOutput of the one before it."""
        self.gradInput = self._backward(input, gradOutput, lambda module, x, g: module.updateGradInput(x, g))
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds the gradients of all modules to their buffers; `updateGradInput` has to come first."""
        check_number(self, "scale", scale)
        if self._shares():  # the gradInput that such a module holds is that of one of its places
            self.backward(input, gradOutput, scale)
            return
        self._check_input(input)
        if not all(map(_alike, (module.gradInput for module in self.modules), self._inputs)):
            expected = "an updateGradInput before, which gives each module its own"
            raise ShapeError(f"nn.{type(self).__name__}: gradOutput", describe(gradOutput), expected)

        def step(module: Module, x: Any, g: Any) -> Any:
            module.accGradParameters(x, g, scale)
            return module.gradInput

        self._backward(input, gradOutput, step)

    def backward(self, input: Any, gradOutput: Any, scale: float = 1) -> Any:
        """Returns dJ/dx, and adds the gradients of all modules to their buffers."""
        check_number(self, "scale", scale)
        self.gradInput = self._backward(input, gradOutput, lambda module, x, g: module.backward(x, g, scale))
        return self.gradInput

    def accUpdateGradParameters(self, input: Any, gradOutput: Any, lr: float) -> None:
        """Takes a step of learning rate `lr` at once, past the gradient buffers, which stay as they are."""
        check_number(self, "lr", lr)
        self.updateGradInput(input, gradOutput)
        super().accUpdateGradParameters(input, gradOutput, lr)

    def clearState(self) -> Self:
        """Empties `output` and `gradInput` of all modules and returns the chain."""
        super().clearState()
        return self._joined()

    def _backward(self, input: Any, gradOutput: Any, step: Callable[[Module, Any, Any], Any]) -> Any:
        """Goes from the last module to the first: `step` does one, and returns the gradOutput of the next."""
        self._check_input(input)
        shared, number = self._shares(), len(self)
        try:
            for number in range(len(self), 0, -1):
                module, x = self.modules[number - 1], input if number == 1 else self._inputs[number - 1]
                if shared:
                    module.updateOutput(x)
                gradInput = step(module, x, gradOutput)
                gradOutput = gradInput.copy() if shared else gradInput
        except Exception as error:
            raise self._named(error, number) from None
        return gradOutput

    def _check_input(self, input: Any) -> None:
        """Refuses another input than that of the last forward, before any module has changed a buffer."""
        if self.modules and not self._inputs:
            raise ShapeError(f"nn.{type(self).__name__}: input", describe(input), "a forward before")
        if self.modules and not _alike(input, self._inputs[0]):
            expected = f"{describe(self._inputs[0])} as in the last forward"
            raise ShapeError(f"nn.{type(self).__name__}: input", describe(input), expected)

    def _shares(self) -> bool:
        """Whether a module occurs more than once, so that its buffers are overwritten within one pass."""
        modules = self.listModules()
        return len(set(map(id, modules))) < len(modules)

    def _buffers(self) -> list[tuple[Module, Any, Any]]:
        """Returns the outputs of all modules with copies, to be put back if a new shape does not fit."""
        inner = [module for module in self.listModules() if module is not self]
        return [(module, module.output, module.output.copy()) for module in inner]

    def _joined(self) -> Self:
        """Takes `output` and `gradInput` from the ends of the chain, and forgets the last pass."""
        self._inputs = []
        if self.modules:
            self.gradInput = self.modules[0].gradInput
            self.output = self.modules[-1].output
        return self

    def _named(self, error: Exception, number: int) -> Exception:
        """Returns an error that says which module it comes from."""
        where = f"In {number} module of nn.{type(self).__name__}:"
        if isinstance(error, TorchError):
            error.args = (f"{where}\n{error}",)
        else:
            error.add_note(where)
        return error


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, np.ndarray) and one.shape == other.shape and one.dtype == other.dtype
