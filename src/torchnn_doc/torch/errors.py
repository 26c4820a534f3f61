"""The errors of `torch` and `nn`: each message says what was given, what was expected, and where."""

from __future__ import annotations


class TorchError(Exception):
    """A value that Torch7 would refuse.

    Args:
        where: The function or module that refuses, and the name of its argument.
        given: What came in.
        expected: What would have been right.
    """

    def __init__(self, where: str, given: str, expected: str) -> None:
        super().__init__(f"{where}: given {given}, expected {expected}")


class ShapeError(TorchError, ValueError):
    """A tensor or size that does not fit."""


class ArgumentTypeError(TorchError, TypeError):
    """An argument of the wrong type, or a tensor with elements of the wrong type."""


class ArgumentValueError(TorchError, ValueError):
    """A number of the right type that makes no sense here."""
