"""Every module and every loss of the package is held against both oracles: PyTorch and finite differences."""

import inspect
import re
from pathlib import Path

import pytest

from torchnn_doc import nn

ORACLES = {
    "PyTorch": "test_against_pytorch.py",
    "finite differences": "test_gradcheck_everywhere.py",
}
BASES = (nn.Module, nn.Container, nn.Criterion)  # which compute nothing themselves
COMPUTING = [
    name
    for name in nn.__all__
    if inspect.isclass(one := getattr(nn, name))
    and issubclass(one, nn.Module | nn.Criterion)
    and one not in BASES
]


@pytest.mark.parametrize("oracle", ORACLES)
@pytest.mark.parametrize("name", COMPUTING)
def test_a_module_is_held_against(name: str, oracle: str) -> None:
    file = Path(__file__).with_name(ORACLES[oracle])
    used = re.search(rf"\bnn\.{name}\b", file.read_text(encoding="utf-8"))
    assert used, f"nn.{name} is not held against {oracle}: add it in tests/oracle/{file.name}"
