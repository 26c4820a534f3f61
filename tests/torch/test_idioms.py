"""A name that only Torch7 or PyTorch has is an error that says what to write."""

import copy
import pickle
from typing import Any

import pytest

import torchnn_doc.torch as package
from torchnn_doc import torch
from torchnn_doc.torch.idioms import FUNCTIONS, PYTORCH


def message(owner: Any, name: str) -> str:
    with pytest.raises(AttributeError) as caught:
        getattr(owner, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("mm", "write `A @ B`"),
        ("add", "write `t + u`, in place `t += u`"),
        ("add_", "write `t + u`, in place `t += u`"),
        ("narrow", "write `t[0:2]`, `t[:, 1:3]`"),
        ("zero_", "write `zero`, without the `_`"),
        ("backward", "there is no autograd"),
    ],
)
def test_a_method_that_is_missing_says_what_to_write(name: str, instead: str) -> None:
    assert message(torch.Tensor([1]), name).startswith(f"'Tensor' object has no attribute '{name}': write ")
    assert instead in message(torch.Tensor([1]), name)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("tensor", "write `torch.Tensor([4, 5])`"),
        ("zeros_like", "write `np.zeros_like(t)`"),
        ("manual_seed", "write `torch.manualSeed(0)`"),
        ("cat", "write `np.concatenate([t, u])`"),
        ("sum", "write `t.sum()`, `t.sum(axis=0, keepdims=True)`"),
        ("matmul", "write `A @ B`"),
    ],
)
def test_a_function_that_is_missing_says_what_to_write(name: str, instead: str) -> None:
    assert message(torch, name) == f"module 'torchnn_doc.torch' has no attribute '{name}': {instead}"


def test_another_name_is_an_ordinary_error() -> None:
    assert message(torch.Tensor([1]), "foo") == "'Tensor' object has no attribute 'foo'"
    assert message(torch, "foo") == "module 'torchnn_doc.torch' has no attribute 'foo'"
    assert not hasattr(torch.Tensor([1]), "mm")
    assert getattr(torch, "tensor", None) is None


def test_no_name_is_told_to_be_missing_that_is_there() -> None:
    assert [name for name in PYTORCH if hasattr(torch.Tensor, name)] == []
    assert [name for name in FUNCTIONS if name in torch.__all__] == []


def test_the_files_of_the_package_are_still_imported() -> None:
    from torchnn_doc.torch.tensor import Tensor  # noqa: PLC0415

    assert Tensor is package.Tensor


def test_a_tensor_is_still_copied_and_pickled() -> None:
    t = torch.Tensor([1, 2])
    for again in (copy.copy(t), copy.deepcopy(t), pickle.loads(pickle.dumps(t))):
        assert again.tolist() == [1, 2]
