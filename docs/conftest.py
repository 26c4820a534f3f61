"""What a page can ask pytest for: PyTorch, without which the block that needs it is skipped."""

from types import ModuleType

import pytest


@pytest.fixture
def pytorch() -> ModuleType:
    """PyTorch."""
    module: ModuleType = pytest.importorskip("torch")
    return module
