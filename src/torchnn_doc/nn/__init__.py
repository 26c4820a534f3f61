"""Torch7's `nn`: modules that compute forward and send gradients back, and losses to train them with."""

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
