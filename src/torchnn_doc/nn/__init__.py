"""Torch7's `nn`: modules that compute forward and send gradients back, and losses to train them with."""

from types import ModuleType
from typing import Any

from torchnn_doc.nn.class_nll_criterion import ClassNLLCriterion
from torchnn_doc.nn.container import Container
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.cross_entropy_criterion import CrossEntropyCriterion
from torchnn_doc.nn.gradcheck import GradientError, gradcheck
from torchnn_doc.nn.identity import Identity
from torchnn_doc.nn.linear import Linear
from torchnn_doc.nn.log_soft_max import LogSoftMax
from torchnn_doc.nn.module import Module
from torchnn_doc.nn.mse_criterion import MSECriterion
from torchnn_doc.nn.relu import ReLU
from torchnn_doc.nn.sequential import Sequential
from torchnn_doc.nn.sigmoid import Sigmoid
from torchnn_doc.nn.soft_max import SoftMax
from torchnn_doc.nn.tanh import Tanh

__all__ = [
    "ClassNLLCriterion",
    "Container",
    "Criterion",
    "CrossEntropyCriterion",
    "GradientError",
    "Identity",
    "Linear",
    "LogSoftMax",
    "MSECriterion",
    "Module",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "SoftMax",
    "Tanh",
    "gradcheck",
]

# What PyTorch calls things whose names differ by more than capitals and underscores.
_PYTORCH = {
    "crossentropy": "CrossEntropyCriterion",
    "crossentropyloss": "CrossEntropyCriterion",
    "mseloss": "MSECriterion",
    "nllloss": "ClassNLLCriterion",
}
_NAMES = {name.lower(): name for name in __all__} | _PYTORCH

# The files are no functions: without their names here `nn.tanh` gets the error below, not one of Python's.
for _name in [name for name, value in globals().items() if isinstance(value, ModuleType)]:
    del globals()[_name]


def __getattr__(name: str) -> Any:
    """Tells who asks for a name that is not here which one is."""
    here = _NAMES.get(name.lower().replace("_", ""))
    message = f"nn.{name}: given a name that nn does not have, expected "
    if here is None:
        raise AttributeError(message + ", ".join(__all__))
    use = f": a layer is made first and then called, nn.{here}(...).forward(x)" if name.islower() else ""
    raise AttributeError(f"{message}nn.{here}{use}")
