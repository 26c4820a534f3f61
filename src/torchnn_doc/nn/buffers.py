"""Makes the buffers that a pass writes its results into."""

from typing import Any

import numpy as np

from torchnn_doc.torch.tensor import Tensor


def buffer_of_shape(buffer: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Tensor:
    """Returns `buffer` itself if it is such a tensor, writable and without gaps, else a new one."""
    if isinstance(buffer, Tensor) and buffer.shape == shape and buffer.dtype == dtype and buffer.flags.carray:
        return buffer
    return np.empty(shape, dtype).view(Tensor)


def times(scale: float, values: np.ndarray) -> np.ndarray:
    """Returns scale * values; for the usual scale of 1 the values themselves, at no cost."""
    return values if scale == 1 else scale * values


def emptied(value: Any) -> Any:
    """Returns an empty tensor or list for a full one, and what is neither as it is."""
    if isinstance(value, np.ndarray):
        return np.empty(0, value.dtype).view(Tensor)
    return type(value)() if isinstance(value, list | tuple | dict) else value
