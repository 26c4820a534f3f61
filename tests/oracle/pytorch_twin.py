"""Builds PyTorch's counterpart of a module, and holds numbers of the two against each other."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import torch as pytorch
from torchnn_doc import nn

pytorch.set_num_threads(1)

TOLERANCES = {np.dtype(np.float64): 1e-12, np.dtype(np.float32): 1e-5}


def twin_tensor(values: NDArray[Any]) -> pytorch.Tensor:
    """Returns a copy of an array as PyTorch's tensor of the same type."""
    return pytorch.from_numpy(np.array(values))


def assert_agree(ours: Any, theirs: pytorch.Tensor, *summed: NDArray[Any]) -> None:
    """Asserts that our numbers are PyTorch's, to 1e-12 in double and 1e-5 in float.

    The error is relative to the largest number among the result and what it was summed from: where terms
    cancel, no order of adding keeps more.
    """
    given, wanted = np.asarray(ours), theirs.detach().numpy()
    assert given.shape == wanted.shape
    assert given.dtype == wanted.dtype
    size = max(float(np.abs(values).max(initial=0)) for values in (wanted, *summed))
    tolerance = TOLERANCES[given.dtype]
    np.testing.assert_allclose(given, wanted, rtol=tolerance, atol=tolerance * size)


def twin_classes(target: Any) -> pytorch.Tensor:
    """Returns classes as PyTorch counts them, from 0."""
    return pytorch.tensor(np.asarray(target).astype(np.int64) - 1)


# The dimension that SoftMax runs over in Torch7, by the number of dimensions.
FEATURES = {1: 0, 2: 1, 3: 0, 4: 1}


class Twins:
    """PyTorch's counterparts of modules; layers that share their weight have one counterpart.

    Args:
        ndim: The number of dimensions of the input, which says what SoftMax runs over.
    """

    def __init__(self, ndim: int) -> None:
        self.axis = FEATURES[ndim]
        self.linears: dict[int, tuple[nn.Linear, pytorch.nn.Linear]] = {}

    def of(self, module: nn.Module) -> pytorch.nn.Module:
        """Returns the counterpart of a module, with copies of its parameters and gradients."""
        match module:
            case nn.Sequential():
                return pytorch.nn.Sequential(*map(self.of, module))
            case nn.Linear():
                return self._linear(module)
            case nn.SoftMax():
                return pytorch.nn.Softmax(self.axis)
            case nn.LogSoftMax():
                return pytorch.nn.LogSoftmax(self.axis)
        twin: pytorch.nn.Module = getattr(pytorch.nn, type(module).__name__)()
        return twin

    def step(self, learningRate: float) -> None:
        """Takes a step against the gradient with each parameter."""
        for _, twin in self.linears.values():
            for parameter in twin.parameters():
                assert parameter.grad is not None
                parameter.data -= learningRate * parameter.grad

    def zero(self) -> None:
        """Fills the gradients with zeros."""
        for _, twin in self.linears.values():
            twin.zero_grad(set_to_none=False)

    def assert_parameters_agree(self, *summed: NDArray[Any]) -> None:
        """Asserts that all parameters and gradients of our modules are those of PyTorch's."""
        for module, twin in self.linears.values():
            assert twin.weight.grad is not None
            assert_agree(module.weight, twin.weight, *summed)
            assert_agree(module.gradWeight, twin.weight.grad, *summed)
            assert (module.bias is None) is (twin.bias is None)
            if module.bias is not None:
                assert twin.bias.grad is not None
                assert_agree(module.bias, twin.bias, *summed)
                assert_agree(module.gradBias, twin.bias.grad, *summed)

    def _linear(self, module: nn.Linear) -> pytorch.nn.Linear:
        if id(module.weight) not in self.linears:
            outputSize, inputSize = module.weight.shape
            twin = pytorch.nn.Linear(inputSize, outputSize, module.bias is not None)
            parameters: Sequence[pytorch.nn.Parameter] = list(twin.parameters())
            for parameter, values, gradient in zip(parameters, *module.parameters(), strict=True):
                parameter.data = twin_tensor(values)
                parameter.grad = twin_tensor(gradient)
            self.linears[id(module.weight)] = module, twin
        return self.linears[id(module.weight)][1]


def passes(
    twin: pytorch.nn.Module, x: NDArray[Any], gradOutput: NDArray[Any], scale: float = 1
) -> tuple[pytorch.Tensor, pytorch.Tensor]:
    """Returns output and gradInput, and adds `scale` times the parameters' gradients to those before."""
    theirs = twin_tensor(x).requires_grad_()
    output = twin(theirs)
    (gradInput,) = pytorch.autograd.grad(output, theirs, twin_tensor(gradOutput), retain_graph=True)
    parameters = list(twin.parameters())
    if parameters:
        pytorch.autograd.backward(output, scale * twin_tensor(gradOutput), inputs=parameters)
    return output, gradInput


def loss_and_gradient(
    twin: pytorch.nn.Module, x: NDArray[Any], target: pytorch.Tensor
) -> tuple[pytorch.Tensor, pytorch.Tensor]:
    """Returns the loss and its gradient with respect to x."""
    theirs = twin_tensor(x).requires_grad_()
    loss = twin(theirs, target)
    (gradInput,) = pytorch.autograd.grad(loss, theirs)
    return loss, gradInput
