"""Each type of tensors is made, converted and printed as in Torch7."""

import math
from typing import Any, cast

import numpy as np
import pytest

from torchnn_doc import torch

TYPES: list[tuple[Any, Any, str]] = [
    (torch.DoubleTensor, np.float64, "torch.DoubleTensor"),
    (torch.FloatTensor, np.float32, "torch.FloatTensor"),
    (torch.LongTensor, np.int64, "torch.LongTensor"),
    (torch.IntTensor, np.int32, "torch.IntTensor"),
    (torch.ShortTensor, np.int16, "torch.ShortTensor"),
    (torch.CharTensor, np.int8, "torch.CharTensor"),
    (torch.ByteTensor, np.uint8, "torch.ByteTensor"),
]


@pytest.mark.parametrize(("make", "dtype", "name"), TYPES)
def test_every_type_is_made_from_sizes_data_or_nothing(make: Any, dtype: Any, name: str) -> None:
    assert make(3, 2).shape == (3, 2)
    assert make(torch.zeros(3, 2).size()).shape == (3, 2)
    assert make().size() == ()
    made = make([[1, 2], [3, 4]])
    assert made.dtype == dtype
    assert made.tolist() == [[1, 2], [3, 4]]
    assert made.type() == name
    assert str(made) == f" 1  2\n 3  4\n[{name} of size 2x2]\n"


@pytest.mark.parametrize(("make", "dtype", "name"), TYPES)
def test_isinstance_knows_the_type_and_that_all_are_tensors(make: Any, dtype: Any, name: str) -> None:
    t = make([1])
    assert isinstance(t, torch.Tensor)
    assert [isinstance(t, other) for other, _, _ in TYPES] == [other is make for other, _, _ in TYPES]
    assert not isinstance(np.zeros(1, dtype), make), name


@pytest.mark.parametrize("name", ["double", "float", "long", "int", "short", "char", "byte"])
def test_conversions_copy_unless_the_type_is_right_already(name: str) -> None:
    t = torch.ShortTensor([1, 2])
    converted = getattr(t, name)()
    assert converted.type() == f"torch.{name.capitalize()}Tensor"
    assert converted.tolist() == [1, 2]
    assert (converted is t) == (name == "short")
    assert t.type(f"torch.{name.capitalize()}Tensor").dtype == converted.dtype


def test_numbers_are_converted_as_C_does_it() -> None:
    assert torch.IntTensor([1.9, -1.9]).tolist() == [1, -1]
    assert torch.ByteTensor([300, -1]).tolist() == [44, 255]
    assert torch.CharTensor([200]).tolist() == [-56]
    assert torch.FloatTensor([0.1]).tolist() == [float(np.float32(0.1))]


def test_what_numpy_computes_prints_under_its_own_type() -> None:
    assert str(torch.FloatTensor([1, 2]) * 2) == " 2\n 4\n[torch.FloatTensor of size 2]\n"
    assert str(torch.IntTensor([1, 2]) + torch.Tensor([1, 2])).endswith("[torch.DoubleTensor of size 2]\n")
    assert str(np.argsort(torch.Tensor([3, 1]))).endswith("[torch.LongTensor of size 2]\n")


def test_a_tensor_of_the_same_type_shares_memory_and_one_of_another_is_copied() -> None:
    source = torch.FloatTensor([1, 2])
    shared, copied = torch.FloatTensor(source), torch.DoubleTensor(source)
    source[0] = 9
    assert shared[0] == 9
    assert copied[0] == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((-1,), "torch.ByteTensor: given size -1, expected sizes of zero or more"),
        ((["a"],), "torch.ByteTensor: given a list of str, expected numbers"),
        (([[1], [2, 3]],), "torch.ByteTensor: given rows of different lengths"),
        (([1, math.nan],), "torch.ByteTensor: given nan, expected finite numbers of at most 64 bits"),
        (([-math.inf],), "torch.ByteTensor: given -inf, expected finite numbers of at most 64 bits"),
        ((1e300,), "torch.ByteTensor: given 1e\\+300, expected finite numbers of at most 64 bits"),
        (([2**64],), "torch.ByteTensor: given 1.8446744073709552e\\+19, expected finite numbers of at most"),
        ((2**52,), "torch.ByteTensor: given size 4503599627370496, expected a size that fits in memory"),
    ],
)
def test_a_refusal_names_the_type(args: tuple[Any, ...], message: str) -> None:
    with pytest.raises(torch.TorchError, match=message):
        torch.ByteTensor(*args)


@pytest.mark.parametrize("name", ["long", "int", "short", "char", "byte"])
def test_nan_becomes_no_whole_number(name: str) -> None:
    with pytest.raises(torch.ArgumentValueError, match="type: given nan, expected finite numbers"):
        getattr(torch.Tensor([1, math.nan]), name)()


def test_a_type_that_torch7_lacks_is_refused_where_it_holds_no_numbers() -> None:
    with pytest.raises(torch.ArgumentTypeError, match="given a complex128 array of size 1, expected a type"):
        cast(Any, torch.Tensor([1]).astype(complex)).double()


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(torch.ArgumentValueError, match=r"given 'torch.Tensor', expected one of torch.Double"):
        torch.Tensor(1).type("torch.Tensor")
    with pytest.raises(torch.ArgumentTypeError, match="given a bool array of size 1, expected a type that"):
        cast(Any, torch.Tensor([1]).astype(bool)).type()
