"""Keeps the memory of `output` and `gradInput` from one pass to the next."""

from __future__ import annotations

from torchnn_doc.torch.tensor import Tensor


def buffer_of_shape(buffer: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Returns `buffer` itself if it has that shape, else a new one; its contents are to be overwritten."""
    return buffer if buffer.shape == shape else Tensor(*shape)
