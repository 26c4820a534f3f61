"""Torch7's `nn`: modules that compute forward and send gradients back, and losses to train them with."""

from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.linear import Linear
from torchnn_doc.nn.module import Module
from torchnn_doc.nn.mse_criterion import MSECriterion

__all__ = ["Criterion", "Linear", "MSECriterion", "Module"]
