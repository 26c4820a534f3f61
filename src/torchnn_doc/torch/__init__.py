"""What the course needs of Torch7's `torch`: tensors that print as there, and its random numbers."""

from typing import TYPE_CHECKING

from torchnn_doc.torch.construct import eye, linspace, ones, range, zeros
from torchnn_doc.torch.draw import (
    bernoulli,
    exponential,
    getRNGState,
    initialSeed,
    manualSeed,
    normal,
    rand,
    randn,
    random,
    randperm,
    seed,
    setRNGState,
    uniform,
)
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError, TorchError
from torchnn_doc.torch.idioms import FUNCTIONS, METHODS, PYTORCH, no_attribute
from torchnn_doc.torch.storage import LongStorage
from torchnn_doc.torch.tensor import Tensor
from torchnn_doc.torch.tensor_types import (
    ByteTensor,
    CharTensor,
    DoubleTensor,
    FloatTensor,
    IntTensor,
    LongTensor,
    ShortTensor,
)

__all__ = [
    "ArgumentTypeError",
    "ArgumentValueError",
    "ByteTensor",
    "CharTensor",
    "DoubleTensor",
    "FloatTensor",
    "IntTensor",
    "LongStorage",
    "LongTensor",
    "ShapeError",
    "ShortTensor",
    "Tensor",
    "TorchError",
    "bernoulli",
    "exponential",
    "eye",
    "getRNGState",
    "initialSeed",
    "linspace",
    "manualSeed",
    "normal",
    "ones",
    "rand",
    "randn",
    "random",
    "randperm",
    "range",
    "seed",
    "setRNGState",
    "uniform",
    "zeros",
]

if not TYPE_CHECKING:  # mypy would take every misspelled name
    del globals()["tensor"]  # the file, so that PyTorch's function of this name is told, too

    def __getattr__(name: str) -> object:
        """Says what to write instead of a function that Torch7 or PyTorch has.

        Raises:
            AttributeError: Always.
        """
        instead = FUNCTIONS.get(name) or METHODS.get(name) or PYTORCH.get(name)
        raise no_attribute(f"module {__name__!r}", name, instead)
