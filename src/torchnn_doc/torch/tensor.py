"""Torch7's tensor: a numpy array that prints as Torch7 prints it."""

from __future__ import annotations

import builtins
import math
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from torchnn_doc.torch.arguments import (
    as_array,
    check_writable,
    checked_shape,
    converted,
    describe,
    describe_all,
    is_finite,
    is_number,
    is_whole,
    memory_for,
)
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.generator import (
    fill_bernoulli,
    fill_exponential,
    fill_normal,
    fill_random,
    fill_uniform,
)
from torchnn_doc.torch.idioms import METHODS, PYTORCH, no_attribute
from torchnn_doc.torch.memory import place_in_memory, view_of
from torchnn_doc.torch.printing import TYPE_NAMES, size_text, tostring
from torchnn_doc.torch.storage import LongStorage, Size, torch_sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Tensor", "describe"]

DOUBLE = np.dtype(np.float64)
ORDERS = ("C", "F", "A", "K")  # of numpy's copies
DTYPES = {name: dtype for dtype, name in TYPE_NAMES.items()}
TYPE_CHARACTERS = frozenset(dtype.char for dtype in TYPE_NAMES) | {"q"}  # "q": another name of int64


class Tensor(np.ndarray[Any, np.dtype[Any]]):
    """A `torch.DoubleTensor`, and in all else a numpy array.

    `Tensor()` is empty, `Tensor(3, 2)` has that size and uninitialised memory, as has `Tensor(size)` for a
    `LongStorage`. `Tensor(data)` copies its numbers from nested lists or tuples, from one `float`, or from an
    array, where true is 1 and false 0. A `Tensor` of the same type is not copied: as in Torch7 both then
    share their memory.

    Operators and numpy's functions work as on any array: `*` goes element by element, `sum(1)` is over the
    second dimension. The methods below have Torch7's meaning, but for `view`; all others are numpy's. A name
    that only Torch7 or PyTorch has is an `AttributeError`, which says what to write for the common ones.

    What operators and most of numpy's functions return is a tensor; with elements of a type that Torch7 has
    not (`bool`, `complex`) it is a plain array. So is what `np.where`, `np.outer`, `np.einsum`, `np.diag`,
    `np.pad` and others return that build an array of their own; `torch.Tensor(...)` makes it a tensor.

    Raises:
        ShapeError: If a size is negative or too large for the memory, or rows of the data differ in length.
        ArgumentTypeError: If the arguments are neither sizes nor numbers.
        ArgumentValueError: If a number is nan or beyond 64 bits, for a type of whole numbers.

    Source: torch7, `Tensor.lua` and `doc/tensor.md`.
    """

    # Above a plain array's 0, so that numpy's functions on both kinds together return a tensor.
    __array_priority__ = 1.0

    def __new__(cls, *args: Any) -> Tensor:  # noqa: D102 - the class says it
        return make_tensor("torch.Tensor", DOUBLE, args)

    def __array_wrap__(self, array: NDArray[Any], context: Any = None, return_scalar: bool = False) -> Any:
        """Makes a tensor of what a numpy function returns, unless Torch7 has no such type."""
        if array is self:
            return array
        if return_scalar:
            return array[()]
        if array.dtype.char not in TYPE_CHARACTERS:
            return np.asarray(array)
        return array if isinstance(array, Tensor) else array.view(Tensor)

    def __reduce__(self) -> Any:
        """Saves a view with its memory, so that tensors that share it share it again."""
        place = place_in_memory(self)
        return super().__reduce__() if place is None else (view_of, place)

    def __deepcopy__(self, memo: Any) -> Any:
        """Copies a view with its memory, so that copies of tensors that share it share it too."""
        place = place_in_memory(self)
        return super().__deepcopy__(memo) if place is None else view_of(*deepcopy(place, memo))

    def __str__(self) -> str:
        if self.dtype in TYPE_NAMES:
            return tostring(self)
        return str(np.asarray(self))

    def __repr__(self) -> str:
        return str(self).removesuffix("\n")

    if not TYPE_CHECKING:  # mypy would take every misspelled name

        def __getattr__(self, name: str) -> Any:
            """Says what to write instead of a name that Torch7 or PyTorch has."""
            plain = name.removesuffix("_")  # PyTorch's mark of a change in place
            ours = f"`{plain}`, without the `_`" if plain in vars(Tensor) else None
            instead = METHODS.get(plain) or PYTORCH.get(plain) or ours
            raise no_attribute(f"{type(self).__name__!r} object", name, instead)

    @property
    def size(self) -> Size:
        """The number of elements for numpy; called, Torch7's sizes: `t.size()`, `t.size(1)`."""
        return Size(self.shape)

    def dim(self) -> builtins.int:
        """Returns the number of dimensions, 0 for an empty tensor."""
        return len(torch_sizes(self.shape))

    def nElement(self) -> builtins.int:
        """Returns the number of elements."""
        return math.prod(self.shape)

    def t(self) -> Self:
        """Returns the transpose of a matrix, in the same memory.

        Raises:
            ShapeError: If the tensor is not a matrix.
        """
        if self.ndim != 2:
            raise ShapeError("torch.Tensor.t", describe(self), "a tensor of 2 dimensions")
        return self.T

    def zero(self) -> Self:
        """Overwrites all elements with zeros and returns the tensor."""
        check_writable("torch.Tensor.zero", self)
        super().fill(0)
        return self

    def fill(self, value: builtins.float) -> Self:  # type: ignore[override]
        """Overwrites all elements with one number, converted as C does it, and returns the tensor.

        Raises:
            ArgumentTypeError: If `value` is not a number.
            ArgumentValueError: If the tensor is read-only, or of whole numbers and `value` has no such.
        """
        where = "torch.Tensor.fill"
        if not is_number(value) or (number := as_array(value)).dtype == object:
            raise ArgumentTypeError(where, describe(value), "a number that a double can hold")
        check_writable(where, self)
        super().fill(converted(where, number, self.dtype))
        return self

    def view(self, *args: Any, **kwargs: Any) -> Any:
        """Returns numpy's view: the same memory, read as another type. Torch's `view` is numpy's `reshape`.

        Raises:
            ArgumentTypeError: If it is given sizes.
        """
        sizes = args[0] if args and isinstance(args[0], tuple) else args
        if sizes and all(map(is_whole, sizes)):
            expected = "a type of elements; Torch's view is `t.reshape(3, 2)` here"
            raise ArgumentTypeError("torch.Tensor.view", f"size {size_text(sizes)}", expected)
        return super().view(*args, **kwargs)

    def resize(self, *sizes: Any) -> Self:  # type: ignore[override]
        """Gives the tensor another shape with as many elements, in place, and returns it.

        Torch7 also allows another number of elements. Here the memory cannot move, since views share it.

        Raises:
            ArgumentTypeError: If the sizes are not whole numbers.
            ShapeError: If the number of elements differs, or they do not lie in memory row by row.
        """
        shape = checked_shape("torch.Tensor.resize", sizes)
        if math.prod(shape) != math.prod(self.shape):
            raise ShapeError(
                "torch.Tensor.resize", f"size {size_text(shape)}", f"{math.prod(self.shape)} elements"
            )
        if not self.flags.c_contiguous:
            raise ShapeError("torch.Tensor.resize", f"a view of {describe(self)}", "elements row by row")
        super().resize(shape, refcheck=False)
        return self

    def copy(self, source: Any = "C", *, order: Any = None) -> Any:  # type: ignore[override]
        """Copies the elements of another tensor into this one, row by row, and returns this one.

        The shapes may differ, and so may the types: the numbers are converted as C does it, true is 1 and
        false 0. Without a `source`, or with an `order` in its place, it is numpy's `copy`: a new tensor.

        Raises:
            ArgumentTypeError: If `source` is not an array of numbers.
            ArgumentValueError: If this tensor is read-only, or has whole numbers only and `source` others.
            ShapeError: If the numbers of elements differ.
        """
        if isinstance(source, str) and source in ORDERS:
            return super().copy(order or source)  # type: ignore[arg-type]
        where = "torch.Tensor.copy"
        if not isinstance(source, np.ndarray) or source.dtype.kind not in "biuf":
            raise ArgumentTypeError(where, describe(source), "a tensor")
        if math.prod(source.shape) != math.prod(self.shape):
            raise ShapeError(where, describe(source), f"{math.prod(self.shape)} elements")
        check_writable(where, self)
        np.copyto(self, converted(where, source.reshape(self.shape), self.dtype))
        return self

    def clone(self) -> Self:
        """Returns a copy in memory of its own."""
        return super().copy()

    def random(self, *bounds: builtins.int) -> Self:
        """Overwrites all elements with draws as those of `torch.random`, and returns the tensor.

        Without bounds the draws are cut to what the type of the elements can hold.
        """
        return fill_random(self, *bounds)

    def uniform(self, a: builtins.float = 0, b: builtins.float = 1) -> Self:
        """Overwrites all elements with draws as those of `torch.uniform`, and returns the tensor."""
        return fill_uniform(self, a, b)

    def normal(self, mean: builtins.float = 0, stdv: builtins.float = 1) -> Self:
        """Overwrites all elements with draws as those of `torch.normal`, and returns the tensor."""
        return fill_normal(self, mean, stdv)

    def bernoulli(self, p: builtins.float = 0.5) -> Self:
        """Overwrites all elements with draws as those of `torch.bernoulli`, and returns the tensor."""
        return fill_bernoulli(self, p)

    def exponential(self, rate: builtins.float) -> Self:
        """Overwrites all elements with draws as those of `torch.exponential`, and returns the tensor."""
        return fill_exponential(self, rate)

    def type(self, name: str | None = None) -> Any:
        """Returns the name of the tensor's type; or, given another name, a converted copy.

        A tensor that has this type already is returned itself.

        Raises:
            ArgumentTypeError: If Torch7 has no such type of elements.
            ArgumentValueError: If it has no type of that name, or if that is a type of whole numbers and an
                element is nan or beyond 64 bits.
        """
        where = "torch.Tensor.type"
        if self.dtype not in TYPE_NAMES and (name is None or self.dtype.kind not in "biuf"):
            raise ArgumentTypeError(where, describe(self), "a type that Torch7 has")
        if name is None:
            return TYPE_NAMES[self.dtype]
        if not isinstance(name, str) or name not in DTYPES:
            raise ArgumentValueError(where, describe(name), f"one of {', '.join(DTYPES)}")
        return converted(where, self, DTYPES[name])

    def double(self) -> Tensor:
        """Returns the tensor as a `torch.DoubleTensor`."""
        return self.type("torch.DoubleTensor")  # type: ignore[no-any-return]

    def float(self) -> Tensor:
        """Returns the tensor as a `torch.FloatTensor`."""
        return self.type("torch.FloatTensor")  # type: ignore[no-any-return]

    def long(self) -> Tensor:
        """Returns the tensor as a `torch.LongTensor`."""
        return self.type("torch.LongTensor")  # type: ignore[no-any-return]

    def int(self) -> Tensor:
        """Returns the tensor as a `torch.IntTensor`."""
        return self.type("torch.IntTensor")  # type: ignore[no-any-return]

    def short(self) -> Tensor:
        """Returns the tensor as a `torch.ShortTensor`."""
        return self.type("torch.ShortTensor")  # type: ignore[no-any-return]

    def char(self) -> Tensor:
        """Returns the tensor as a `torch.CharTensor`."""
        return self.type("torch.CharTensor")  # type: ignore[no-any-return]

    def byte(self) -> Tensor:
        """Returns the tensor as a `torch.ByteTensor`."""
        return self.type("torch.ByteTensor")  # type: ignore[no-any-return]


def make_tensor(where: str, dtype: np.dtype[Any], args: tuple[Any, ...]) -> Tensor:
    """Returns a tensor made from what the constructor of its type was given.

    Args:
        where: The constructor, for messages.
        dtype: The type of the elements.
        args: As of `Tensor`.

    Raises:
        ShapeError, ArgumentTypeError, ArgumentValueError: As `Tensor`.
    """
    if not args:
        return np.empty(0, dtype).view(Tensor)
    if all(map(is_whole, args)) or isinstance(args[0], LongStorage):
        with memory_for(where, args) as shape:
            return np.empty(shape, dtype).view(Tensor)
    if len(args) > 1:
        given = f"{len(args)} arguments, {describe_all(args)}"
        raise ArgumentTypeError(where, given, "whole numbers, or one list, tuple or array")
    return _from_data(where, dtype, args[0])


def _from_data(where: str, dtype: np.dtype[Any], data: Any) -> Tensor:
    if isinstance(data, Tensor) and data.dtype == dtype:
        shared: Tensor = data.view(Tensor)
        return shared
    try:
        array = as_array(data)
    except ValueError as error:
        raise ShapeError(where, "rows of different lengths", "rows of one length") from error
    kinds = "biuf" if isinstance(data, np.ndarray) else "iuf"
    if array.dtype.kind not in kinds and array.size:
        expected = "numbers in a list, tuple or array, or sizes as whole numbers"
        raise ArgumentTypeError(where, _name_data(data, array), expected)
    return np.atleast_1d(converted(where, array, dtype)).view(Tensor)


def _name_data(data: object, array: NDArray[Any]) -> str:
    """Returns what an error message calls data of a wrong type: `a list of str`, `a list with a dict`."""
    if array.ndim == 0 or isinstance(data, np.ndarray):
        return describe(data)
    if array.dtype == object:
        wrong = next(one for one in array.flat if not is_finite(one))
        return f"a {type(data).__name__} with {describe(wrong)}"
    return f"a {type(data).__name__} of {array.dtype.type.__name__.rstrip('_')}"
