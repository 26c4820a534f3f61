"""Reads what the real Torch7 answered, as recorded in tests/torch7/."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from torchnn_doc.torch import Tensor
from torchnn_doc.torch.printing import TYPE_NAMES

DTYPES = {name: dtype for dtype, name in TYPE_NAMES.items()}


def recorded(file: str) -> Any:
    """Returns the content of one of the recorded files, by its name without ending."""
    return json.loads((Path(__file__).parent / "torch7" / f"{file}.json").read_text(encoding="utf-8"))


def tensor(record: dict[str, Any]) -> Tensor:
    """Returns the tensor that a record holds."""
    values = np.array([float(x) for x in record["data"]]).astype(DTYPES[record["type"]])
    return values.reshape(record["size"] or 0).view(Tensor)


def assert_close(given: Any, wanted: Any) -> None:
    """Asserts that both agree but for what another BLAS kernel alone would change."""
    np.testing.assert_allclose(given, wanted, rtol=0, atol=1e-14)
