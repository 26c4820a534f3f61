"""What modules and criterions share: they hold tensors, which are copied, converted and shown together."""

from __future__ import annotations

import copy
from typing import Any, Self

from torchnn_doc.nn.buffers import as_type
from torchnn_doc.nn.members import copied_members, members_text
from torchnn_doc.torch.printing import TYPE_NAMES
from torchnn_doc.torch.tensor import Tensor


class TensorHolder:
    """A module or a criterion, for what concerns its tensors alone."""

    gradInput: Tensor

    def __init__(self) -> None:
        self.gradInput = Tensor()

    def __repr__(self) -> str:
        return f"nn.{type(self).__name__}"

    def __str__(self) -> str:
        return f"{self!r}\n{members_text(self)}"

    def __getstate__(self) -> dict[str, Any]:
        return copied_members(self)

    def clone(self) -> Self:
        """Returns a copy that shares nothing with this one."""
        return copy.deepcopy(self)

    def type(self, type: str | None = None) -> Any:
        """Returns the name of the tensors' type, or converts all tensors to another and returns `self`.

        Raises:
            ArgumentValueError: If `type` is not torch.DoubleTensor or torch.FloatTensor.
        """
        if type is None:
            return TYPE_NAMES[self.gradInput.dtype]
        as_type(self, type)
        return self

    def float(self) -> Self:
        """Converts all tensors to torch.FloatTensor and returns `self`."""
        as_type(self, "torch.FloatTensor")
        return self

    def double(self) -> Self:
        """Converts all tensors to torch.DoubleTensor and returns `self`."""
        as_type(self, "torch.DoubleTensor")
        return self
