"""What the course needs of Torch7's `torch`: tensors that print as there, and its random numbers."""

from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError, TorchError
from torchnn_doc.torch.generator import linspace, manualSeed, rand, random, uniform
from torchnn_doc.torch.tensor import Tensor

__all__ = [
    "ArgumentTypeError",
    "ArgumentValueError",
    "ShapeError",
    "Tensor",
    "TorchError",
    "linspace",
    "manualSeed",
    "rand",
    "random",
    "uniform",
]
