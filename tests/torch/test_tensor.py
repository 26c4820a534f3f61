"""A tensor is made as in Torch7 and works as a numpy array."""

import math
import pickle
from typing import Any

import numpy as np
import pytest

from torchnn_doc import torch


@pytest.mark.parametrize(
    "data",
    [
        [[1, 2], [3, 4]],
        ((1, 2), (3, 4)),
        np.array([[1, 2], [3, 4]]),
        np.array([[1, 2], [3, 4]], dtype=np.float32),
        [np.array([1, 2]), (3, 4)],
    ],
    ids=["lists", "tuples", "whole numbers", "float32", "mixed"],
)
def test_data_of_any_kind_becomes_a_double_tensor(data: Any) -> None:
    made = torch.Tensor(data)
    assert made.dtype == np.float64
    assert made.tolist() == [[1, 2], [3, 4]]


def test_whole_numbers_of_more_than_64_bits_become_doubles() -> None:
    assert torch.Tensor([10**20, 0.5]).tolist() == [1e20, 0.5]


@pytest.mark.parametrize("make", [torch.Tensor, torch.ByteTensor, torch.IntTensor])
def test_truth_values_of_a_comparison_become_ones_and_zeros(make: Any) -> None:
    t = torch.Tensor([[1, 2], [3, 4]])
    assert make(t > 2).tolist() == [[0, 0], [1, 1]]
    assert make(2, 2).copy(t > 2).tolist() == [[0, 0], [1, 1]]


def test_a_float_is_data_and_a_whole_number_is_a_size() -> None:
    assert torch.Tensor(3.5).tolist() == [3.5]
    assert torch.Tensor(3).shape == (3,)
    assert torch.Tensor(np.int64(3), 2).shape == (3, 2)


def test_no_argument_makes_an_empty_tensor() -> None:
    assert torch.Tensor().size == 0
    assert torch.Tensor([]).size == 0


def test_data_is_copied_but_a_tensor_shares_its_memory() -> None:
    array = np.array([1.0, 2.0])
    copied = torch.Tensor(array)
    shared = torch.Tensor(copied)
    copied[0] = 9
    assert array[0] == 1
    assert shared[0] == 9


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (([[1, 2], [3]],), "torch.Tensor: given rows of different lengths, expected rows of one length"),
        (("12",), "torch.Tensor: given '12', expected numbers in a list"),
        ((["a"],), "given a list of str, expected numbers"),
        ((True,), "given True, expected numbers"),
        ((None,), "given None, expected numbers"),
        (([1j],), "given a list of complex128, expected numbers"),
        (({},), "given a dict, expected numbers"),
        (([1, {}],), "given a list with a dict, expected numbers"),
        ((np.array([1j]),), "given a complex128 array of size 1, expected numbers"),
        (([1], [2]), "given 2 arguments, a list, a list, expected whole numbers, or one list"),
        (([10**400],), "given a list with 10+, expected numbers"),
        ((2, "a"), "given 2 arguments, 2, 'a', expected whole numbers, or one list"),
        ((2, 2.5), "given 2 arguments, 2, 2.5, expected whole numbers, or one list"),
        ((2, math.nan), "given 2 arguments, 2, nan, expected whole numbers, or one list"),
        ((2, -1), "given size 2x-1, expected sizes of zero or more"),
        ((np.int64(-1),), "given size -1, expected sizes of zero or more"),
        ((2**48,), "torch.Tensor: given size 281474976710656, expected a size that fits in memory"),
        ((2**70,), "given size 1180591620717411303424, expected at most 64 dimensions"),
    ],
)
def test_what_is_neither_size_nor_data_is_refused_by_name(args: tuple[Any, ...], message: str) -> None:
    with pytest.raises(torch.TorchError, match=message.replace("[", r"\[")):
        torch.Tensor(*args)


def test_numpy_works_on_tensors_and_gives_tensors() -> None:
    t = torch.Tensor([[1, 2], [3, 4]])
    for result in (
        t + 1,
        2 * t,
        t @ t,
        t.T,
        t[0],
        np.exp(t),
        t.sum(axis=0),
        np.concatenate([t, t]),
        np.eye(2) * t,
    ):
        assert isinstance(result, torch.Tensor)


def test_numpy_gives_plain_arrays_where_it_builds_its_own() -> None:
    t, x = torch.Tensor([[1, 2], [3, 4]]), torch.Tensor([1, 2])
    for result in (
        np.where(t > 2, t, 0),
        np.outer(x, x),
        np.einsum("ij,j->i", t, x),
        np.diag(x),
        np.pad(t, 1),
    ):
        assert type(result) is np.ndarray
        assert torch.Tensor(result).tolist() == result.tolist()


def test_numpy_gives_plain_numbers_and_plain_arrays_of_what_torch7_has_not() -> None:
    t = torch.Tensor([[1, 2], [3, 4]])
    assert isinstance(t.sum(), float)
    assert isinstance(t[0, 0], float)
    assert type(t > 2) is np.ndarray
    assert type(t + 1j) is np.ndarray


def test_a_tensor_survives_pickling() -> None:
    t = torch.Tensor([[1, 2], [3, 4]])
    assert str(pickle.loads(pickle.dumps(t))) == str(t)
