"""A chain of modules: each gets what the one before it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

import numpy as np

from torchnn_doc.nn.container import Container
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError, TorchError
from torchnn_doc.torch.tensor import Tensor

PASSES = ("updateGradInput", "accGradParameters")


class Sequential(Container):
    r"""y = f_n(... f_2(f_1(x))), and the chain rule from the last module back to the first.

    `output` is that of the last module and `gradInput` that of the first.

    Formulas:
        - output: $y = f_n(\ldots f_2(f_1(x)))$
        - gradInput: $∂J/∂x_{i-1} = (∂x_i/∂x_{i-1})^T ∂J/∂x_i$
          for i from n down to 1, where $x_0 = x$ and $x_i = f_i(x_{i-1})$

    Shapes:
        - input, gradInput: what the first module takes
        - output, gradOutput: what the last module gives

    Raises:
        ArgumentTypeError: In a pass, if a tensor has the wrong type. In `add` and `insert`, or in the next
            pass forward if the list was changed by hand, for what is no module, or one whose class
            overrides `backward` alone: a chain calls `updateGradInput` and `accGradParameters`.
        ArgumentValueError: There too, for a module that is in the chain already, at any depth.
        ShapeError: In a pass, if a tensor does not fit. The message says which module refused it.

    Source: nn, `Sequential.lua`.
    """

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput", "_chain", "_inside")
    _chain: list[Module]  # that the last pass went through, and all that is inside
    _inside: list[Module]
    _takes: tuple[str, Any] | None

    def __init__(self) -> None:
        super().__init__()
        self._joined()

    def __repr__(self) -> str:
        way = " -> ".join(["input", *(f"({i})" for i in range(1, len(self) + 1)), "output"])
        lines = [f"[{way}]"]
        for number, module in enumerate(self.modules, start=1):
            lines += f"({number}): {module!r}".split("\n")
        return "\n".join([f"nn.{type(self).__name__} {{", *(f"  {line}" for line in lines), "}"])

    def add(self, module: Module) -> Self:
        """Puts a module at the end and returns the chain."""
        super().add(module)
        return self._joined()

    def insert(self, module: Module, index: int | None = None) -> None:
        """Puts a module at a place, counted from 1; without a place at the end."""
        place = len(self) if index is None else self._place(index, len(self) + 1)
        self._check_modules([*self.modules[:place], module, *self.modules[place:]])
        self.modules.insert(place, module)
        self._joined()

    def remove(self, index: int | None = None) -> Module:
        """Takes the module at a place out, counted from 1, without a place the last one, and returns it."""
        if not self.modules:
            raise ArgumentValueError(f"{self._name()}: remove", "an empty chain", "one with a module in it")
        module = self.modules.pop(self._place(len(self) if index is None else index, len(self)))
        self._joined()
        return module

    def updateOutput(self, input: Any) -> Any:
        """Returns what the last module makes of the input."""
        self._start()
        output = input
        for number, module in enumerate(self.modules, start=1):
            output = module.output = self._run(number, module.updateOutput, output)
        self.output, self._takes = output, _size_and_type(input)
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Returns dJ/dx: each module's gradInput is the gradOutput of the one before it."""
        self._check_input(input)
        for number, module, x in self._from_the_last(input):
            gradOutput = module.gradInput = self._run(number, module.updateGradInput, x, gradOutput)
        self.gradInput, self._has_gradInputs = gradOutput, True
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds the gradients of all modules to their buffers; `updateGradInput` has to come first."""
        self._check_input(input)
        if not self._has_gradInputs:
            expected = "an updateGradInput before, which gives each module its own"
            raise ShapeError(f"{self._name()}: gradOutput", describe(gradOutput), expected)
        for module in self.modules:
            module._checked_pairs()  # refuses a wrong gradient before any module adds to its own
        for number, module, x in self._from_the_last(input):
            self._run(number, module.accGradParameters, x, gradOutput, scale)
            gradOutput = module.gradInput

    def accUpdateGradParameters(self, input: Any, gradOutput: Any, lr: float) -> None:
        """Takes a step of learning rate `lr` at once, past the gradient buffers, which stay as they are."""
        self.updateGradInput(input, gradOutput)
        super().accUpdateGradParameters(input, gradOutput, lr)

    def clearState(self) -> Self:
        """Empties `output` and `gradInput` of all modules and returns the chain."""
        super().clearState()
        return self._joined()

    def _start(self) -> None:
        """Looks at the modules, if they are not those of the last pass, and forgets that."""
        inside = self.listModules()
        if self._chain != self.modules or self._inside != inside:
            self._check_modules(self.modules)
            self._chain, self._inside = list(self.modules), inside
        self._takes, self._has_gradInputs = None, False

    def _check_modules(self, modules: list[Any]) -> None:
        """Refuses modules that a pass backward would not, or not rightly, go through."""
        super()._check_modules(modules)
        for number, module in enumerate(modules, start=1):
            missing = [name for name in PASSES if getattr(type(module), name) is getattr(Module, name)]
            if missing and type(module).backward is not Module.backward:
                found = f"{module!r} with a backward of its own"
                expected = f"one with {' and '.join(missing)}, which a chain calls in its place"
                raise ArgumentTypeError(f"{self._name()}: module {number}", found, expected)

    def _from_the_last(self, input: Any) -> Iterator[tuple[int, Module, Any]]:
        """Yields the modules from the last to the first, each with its number and what it was given."""
        for number in range(len(self.modules), 0, -1):
            yield number, self.modules[number - 1], self.modules[number - 2].output if number > 1 else input

    def _run(self, number: int, method: Callable[..., Any], *args: Any) -> Any:
        """Calls a method of a module; an error says which module it comes from."""
        try:
            return method(*args)
        except Exception as error:
            where = f"In {number} module of {self._name()}:"
            if isinstance(error, TorchError):
                error.args = (f"{where}\n{error}",)
            else:
                error.add_note(where)
            raise

    def _check_input(self, input: Any) -> None:
        """Refuses to go backward through other modules, or with another input, than went forward."""
        if self._chain != self.modules or self._takes is None:
            expected = "a forward before, through the modules that the chain has now"
            raise ShapeError(f"{self._name()}: input", describe(input), expected)
        (given, kind), (wanted, wanted_kind) = _size_and_type(input), self._takes
        if given != wanted:
            error = ShapeError if kind == wanted_kind else ArgumentTypeError
            raise error(f"{self._name()}: input", describe(input), f"{wanted} as in the last forward")

    def _joined(self) -> Self:
        """Takes `output` and `gradInput` from the ends of the chain, and forgets the last pass."""
        self._chain = self._inside = []
        self._takes, self._has_gradInputs = None, False
        ends = self.modules or [Module()]
        self.output, self.gradInput = ends[-1].output, ends[0].gradInput
        return self


def _size_and_type(input: Any) -> tuple[str, Any]:
    """Returns what an input has to have in common with that of the last forward, in words, and its type."""
    if isinstance(input, np.ndarray):
        return describe(input.view(Tensor)), input.dtype
    return f"a {type(input).__name__}", type(input)
