"""The protocol that every layer keeps: forward, backward, and the step on its parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from torchnn_doc.nn.buffers import emptied
from torchnn_doc.nn.checks import as_pairs, check_gradients, check_number, check_writable
from torchnn_doc.nn.flatten import flatten
from torchnn_doc.nn.memory import Pair, each_once
from torchnn_doc.nn.tensor_holder import TensorHolder
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentTypeError
from torchnn_doc.torch.tensor import Tensor


class Module(TensorHolder):
    r"""A function of its input that can send a gradient back, with or without parameters of its own.

    A layer overrides `updateOutput`, `updateGradInput` and, if it has parameters,
    `accGradParameters`. Parameters are its members `weight` and `bias`; their gradients are summed
    up in `gradWeight` and `gradBias`, of the same shapes.

    Formulas:
        - output: $y = f(x)$
        - gradInput: $∂J/∂x = (∂y/∂x)^T ∂J/∂y$
        - gradWeight, gradBias: `backward` adds $s ∂J/∂W$ and
          $s ∂J/∂b$, where s is its `scale`

    Shapes:
        - input, gradInput: what the layer takes
        - output, gradOutput: what it gives

    Attributes:
        output: What the last `forward` returned; the next one overwrites it.
        gradInput: What the last `backward` returned, of the shape of the input; the next one overwrites it.
            A layer whose gradInput was set to None computes none: so the first one may save its work.
        train: True before `evaluate` and after `training`, for layers that behave differently in the two.

    A pass that is refused has changed no parameter and no gradient of one.

    Source: nn, `Module.lua`.
    """

    train = True
    output: Tensor = Tensor()
    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput")

    def __init__(self) -> None:
        super().__init__()
        self.output = Tensor()
        self._type = "torch.DoubleTensor"

    def __call__(self, input: Any) -> Any:
        """Returns `forward(input)`."""
        return self.forward(input)

    def forward(self, input: Any) -> Any:
        """Returns the output for an input, which is kept in `output`."""
        return self.updateOutput(input)

    def backward(self, input: Any, gradOutput: Any, scale: float = 1) -> Any:
        """Returns dJ/dx, and adds dJ/dW and dJ/db to their buffers.

        Args:
            input: The x that the last `forward` was given.
            gradOutput: dJ/dy, of the shape of `output`.
            scale: What the parameters' gradients are multiplied by before they are added.
        """
        check_number(self, "scale", scale)
        self.updateGradInput(input, gradOutput)
        self.accGradParameters(input, gradOutput, scale)
        return self.gradInput

    def updateOutput(self, input: Any) -> Any:
        """Computes and returns `output`. Here a stub: a layer says how."""
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Computes and returns `gradInput`, dJ/dx. Here a stub: a layer says how."""
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds dJ/dW and dJ/db to their buffers. Here a stub: without parameters nothing is added."""

    def accUpdateGradParameters(self, input: Any, gradOutput: Any, lr: float) -> None:
        """Takes a step of learning rate `lr` at once, past the gradient buffers, which stay as they are."""
        check_number(self, "lr", lr)
        gradients = [gradient for _, gradient in self._checked_pairs()]
        before = [gradient.copy() for gradient in gradients]
        self.zeroGradParameters()
        try:
            self.accGradParameters(input, gradOutput, lr)
            self.updateParameters(1)
        finally:
            for gradient, kept in zip(gradients, before, strict=True):
                gradient[...] = kept

    def parameters(self) -> tuple[list[Any], list[Any]]:
        """Returns the parameters the module has, and the buffers of their gradients, in one order."""
        weights, gradients = [], []
        for name, gradName in (("weight", "gradWeight"), ("bias", "gradBias")):
            if getattr(self, name, None) is not None:
                weights.append(getattr(self, name))
                gradients.append(getattr(self, gradName, None))
        return weights, gradients

    def getParameters(self) -> tuple[Tensor, Tensor]:
        """Returns all parameters as one vector, and all gradients as another.

        The members of the modules become views of these two, so a change of either is a change of both.
        A parameter that modules share, together with its gradient, is there once. Called again, or for a part
        of the network, it returns the same memory.

        Raises:
            ArgumentTypeError, ShapeError, ArgumentValueError: If a tensor cannot become such a view: a module
                does not hold it, its type is not that of the others, it is shared and its gradient is not,
                another tensor looks into its memory in another way, such as a transpose, or it is a part of
                an earlier vector that is still in use, which would train nothing any more. The message names
                it; nothing is changed then.
        """
        return flatten(self, self._checked_pairs())

    def zeroGradParameters(self) -> None:
        """Fills the gradient buffers with zeros."""
        for _, gradient in self._checked_pairs():
            gradient[...] = 0

    def updateParameters(self, learningRate: float) -> None:
        """Takes one step against the gradient: W <- W - learningRate * dJ/dW, and so for every parameter.

        Raises:
            ArgumentTypeError: If the learning rate is not a number.
            ArgumentValueError: If a parameter is read-only.
        """
        check_number(self, "learningRate", learningRate)
        for parameter, gradient in each_once(self._checked_pairs()):
            check_writable(self, "a parameter", parameter)
            parameter -= learningRate * gradient

    def _pairs(self) -> list[Pair]:
        """Returns what `parameters` lists, each parameter with its gradient."""
        return as_pairs(self, self.parameters())

    def _checked_pairs(self) -> list[Pair]:
        """Returns the same pairs; refuses a gradient that does not fit its parameter."""
        pairs = self._pairs()
        check_gradients(self, pairs)
        return pairs

    def training(self) -> None:
        """Sets `train` to true."""
        self.train = True

    def evaluate(self) -> None:
        """Sets `train` to false."""
        self.train = False

    def clearState(self) -> Self:
        """Empties `output`, `gradInput` and what else a pass fills, and returns the module."""
        for name in self._filled_by_a_pass:
            if name in vars(self):
                setattr(self, name, emptied(getattr(self, name)))
        return self

    def apply(self, callback: Callable[[Module], object]) -> None:
        """Calls `callback` with this module and every module inside it.

        Raises:
            ArgumentTypeError: If `callback` is not a function.
        """
        if not callable(callback):
            raise ArgumentTypeError(f"{self!r}: callback", describe(callback), "a function")
        for module in self.listModules():
            callback(module)

    def listModules(self) -> list[Module]:
        """Returns this module and every module in its member `modules`, each before its own."""
        inside = [module for module in vars(self).get("modules") or () if isinstance(module, Module)]
        return [self, *(inner for module in inside for inner in module.listModules())]
