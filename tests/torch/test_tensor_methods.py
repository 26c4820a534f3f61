"""The methods of a tensor have Torch7's meaning, and numpy still works on it."""

import copy
import math
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import torch


def test_size_is_a_storage_a_number_or_numpys_count() -> None:
    t = torch.zeros(3, 2)
    assert t.size() == (3, 2)
    assert str(t.size()) == "\n 3\n 2\n[torch.LongStorage of size 2]\n"
    assert repr(t.size()) == " 3\n 2\n[torch.LongStorage of size 2]"
    assert (t.size(1), t.size(2)) == (3, 2)
    assert t.size == 6
    assert t.size / 2 == 3


def test_a_kept_size_survives_copying_and_pickling() -> None:
    size = torch.zeros(3, 2).size
    for again in (copy.deepcopy(size), pickle.loads(pickle.dumps(size))):
        assert again == 6
        assert again() == (3, 2)


def test_an_empty_tensor_has_no_dimension() -> None:
    for t in (torch.Tensor(), torch.zeros(3, 0)):
        assert (t.dim(), t.nElement(), t.size()) == (0, 0, ())
    assert str(torch.Tensor().size()) == "\n[torch.LongStorage of size 0]\n"


def test_dim_and_nElement_count() -> None:
    t = torch.zeros(4, 3, 2)
    assert (t.dim(), t.nElement()) == (3, 24)
    part: Any = torch.zeros(5)[:3]
    assert (part.dim(), part.nElement()) == (1, 3)


def test_t_is_a_view_of_the_transpose() -> None:
    m = torch.Tensor([[1, 2, 3], [4, 5, 6]])
    m.t()[2, 0] = 9
    assert m.tolist() == [[1, 2, 9], [4, 5, 6]]
    assert m.t().shape == (3, 2)


def test_zero_and_fill_overwrite_and_return_the_tensor() -> None:
    t: Any = torch.Tensor(2, 2)
    assert t.fill(2.5) is t
    assert t.tolist() == [[2.5, 2.5], [2.5, 2.5]]
    assert t[:, 0].zero().tolist() == [0, 0]
    assert t.tolist() == [[0, 2.5], [0, 2.5]]


def test_fill_converts_the_number_as_C_does_it() -> None:
    assert torch.IntTensor(1).fill(-2.7).tolist() == [-2]
    assert torch.ByteTensor(1).fill(300).tolist() == [44]
    assert math.isnan(torch.Tensor(1).fill(math.nan)[0])
    assert torch.FloatTensor(1).fill(1e300).tolist() == [math.inf]
    assert torch.Tensor(1).fill(10**20).tolist() == [1e20]


def test_resize_changes_the_shape_in_place_and_shares_the_memory() -> None:
    t = torch.Tensor([1, 2, 3, 4, 5, 6])
    view: Any = t[:]
    assert t.resize(2, 3) is t
    t[1, 0] = 9
    assert t.tolist() == [[1, 2, 3], [9, 5, 6]]
    assert view.tolist() == [1, 2, 3, 9, 5, 6]
    assert t.resize(torch.zeros(3, 2).size()).shape == (3, 2)
    assert view[2:].resize(2, 2).tolist() == [[3, 9], [5, 6]]


def test_view_is_numpys() -> None:
    t = torch.Tensor([1, 2])
    assert type(t.view(np.ndarray)) is np.ndarray
    assert t.view(np.int64).type() == "torch.LongTensor"
    assert t.view(dtype=np.uint8).shape == (16,)
    t.view()[0] = 9
    assert t[0] == 9


def test_copy_takes_the_elements_of_another_shape_and_type() -> None:
    t = torch.FloatTensor(2, 2)
    assert t.copy(torch.LongTensor([1, 2, 3, 4])) is t
    assert t.tolist() == [[1, 2], [3, 4]]
    assert torch.IntTensor(1).copy(torch.Tensor([-1.5])).tolist() == [-1]
    assert torch.Tensor(2).copy(np.array([7.0, 8.0])).tolist() == [7, 8]


def test_copying_a_tensor_onto_a_part_of_itself_reads_before_it_writes() -> None:
    t: Any = torch.Tensor([1, 2, 3, 4])
    t[1:].copy(t[:-1])
    assert t.tolist() == [1, 1, 2, 3]


@pytest.mark.parametrize("how", [lambda t: t.clone(), lambda t: t.copy(), lambda t: t.copy("F"), np.copy])
def test_a_clone_has_memory_of_its_own(how: Callable[[Any], Any]) -> None:
    t = torch.Tensor([[1, 2], [3, 4]])
    clone = how(t)
    clone[0, 0] = 9
    assert t.tolist() == [[1, 2], [3, 4]]
    assert clone.tolist() == [[9, 2], [3, 4]]


def test_a_clone_of_a_float_tensor_is_one() -> None:
    assert torch.FloatTensor(2).clone().type() == "torch.FloatTensor"


def test_numpys_own_python_code_works_on_tensors() -> None:
    t = torch.Tensor([[3, 1], [2, 4]])
    assert np.median(t) == 2.5
    assert np.percentile(t, 50) == 2.5
    assert np.histogram(t, bins=2)[0].tolist() == [2, 2]
    assert np.diff(t).tolist() == [[-2], [2]]
    assert np.unique(t).tolist() == [1, 2, 3, 4]
    assert np.var(t) == 1.25
    assert np.linalg.det(t) == pytest.approx(10)
    assert np.pad(t, 1).shape == (4, 4)
    assert np.size(t) == 4
    assert np.array2string(t[0]) == "[3. 1.]"


def frozen() -> torch.Tensor:
    t = torch.ones(3)
    t.flags.writeable = False
    return t


def whole(size: int) -> torch.Tensor:
    return torch.IntTensor([1] * size)


READ_ONLY = "given a torch.DoubleTensor of size 3 that is read-only, expected one that can be written"


@pytest.mark.parametrize(
    ("make", "name", "args", "message"),
    [
        (torch.ones, "size", (0,), "torch.Tensor.size: given dimension 0, expected a dimension from 1 to 1"),
        (torch.ones, "size", (2,), "torch.Tensor.size: given dimension 2, expected a dimension from 1 to 1"),
        (torch.ones, "size", (1.0,), "torch.Tensor.size: given 1.0, expected a whole number"),
        (torch.ones, "t", (), "torch.Tensor.t: given a torch.DoubleTensor of size 3, expected a tensor of 2"),
        (torch.ones, "fill", ("1",), "torch.Tensor.fill: given '1', expected a number"),
        (torch.ones, "fill", (True,), "torch.Tensor.fill: given True, expected a number"),
        (torch.ones, "fill", (10**400,), "torch.Tensor.fill: given 10+, expected a number that a double can"),
        (whole, "fill", (math.nan,), "torch.Tensor.fill: given nan, expected finite numbers of at most 64"),
        (whole, "fill", (2**70,), "torch.Tensor.fill: given 1.1805916207174113e\\+21, expected finite num"),
        (whole, "copy", (torch.Tensor([1, math.inf, 2]),), "torch.Tensor.copy: given inf, expected finite"),
        (torch.ones, "copy", ("no order",), "torch.Tensor.copy: given 'no order', expected a tensor"),
        (torch.ones, "resize", (2**40, 2**40), "torch.Tensor.resize: given size .*, expected at most 64 dim"),
        (torch.ones, "resize", (2, 2), "torch.Tensor.resize: given size 2x2, expected 3 elements"),
        (torch.ones, "resize", (-3,), "torch.Tensor.resize: given size -3, expected sizes of zero or more"),
        (torch.ones, "resize", (), "torch.Tensor.resize: size: given nothing, expected whole numbers"),
        (torch.ones, "resize", (math.nan,), "torch.Tensor.resize: size: given nan, expected whole numbers"),
        (torch.ones, "copy", ([1, 2, 3],), "torch.Tensor.copy: given a list, expected a tensor"),
        (torch.ones, "copy", (np.ones(3) * 1j,), "torch.Tensor.copy: given a complex128 array of size 3, ex"),
        (torch.ones, "copy", (torch.ones(1).reshape(()),), "copy: given a 0-d torch.DoubleTensor, expected"),
        (torch.ones, "copy", (np.ones(2),), "torch.Tensor.copy: given a float64 array of size 2, expected 3"),
        (torch.ones, "copy", (np.ones(2, int),), "torch.Tensor.copy: given an int64 array of size 2, exp"),
        (torch.ones, "fill", (np.array(1.0),), "torch.Tensor.fill: given a 0-d float64 array, expected a nu"),
        (torch.ones, "view", (3, 1), "torch.Tensor.view: given size 3x1, expected a type .* is `t.reshape"),
        (torch.ones, "view", (-1,), "torch.Tensor.view: given size -1, expected a type"),
        (torch.ones, "view", (torch.ones(3).size(),), "torch.Tensor.view: given size 3, expected a type"),
        (torch.ones, "copy", (torch.ones(2),), "given a torch.DoubleTensor of size 2, expected 3 elements"),
        (torch.ones, "type", (3,), "torch.Tensor.type: given 3, expected one of torch.DoubleTensor, "),
        (lambda _: frozen(), "zero", (), f"torch.Tensor.zero: {READ_ONLY}"),
        (lambda _: frozen(), "fill", (0,), f"torch.Tensor.fill: {READ_ONLY}"),
        (lambda _: frozen(), "copy", (torch.zeros(3),), f"torch.Tensor.copy: {READ_ONLY}"),
    ],
)  # fmt: skip
def test_a_refusal_changes_nothing(
    make: Callable[[int], torch.Tensor], name: str, args: tuple[Any, ...], message: str
) -> None:
    t = make(3)
    with pytest.raises(torch.TorchError, match=message):
        getattr(t, name)(*args)
    assert t.tolist() == [1, 1, 1]


def test_a_dimension_of_an_empty_tensor_is_refused() -> None:
    with pytest.raises(
        torch.ArgumentValueError, match="given dimension 1, expected a tensor that is not empty"
    ):
        torch.Tensor().size(1)


def test_a_view_with_gaps_cannot_be_resized() -> None:
    with pytest.raises(torch.ShapeError, match="expected elements row by row"):
        torch.zeros(2, 3).t().resize(6)
