"""Keeps the numbers whose origin is known, and finds the one among them that a number is rounded from."""

from bisect import bisect_left
from collections.abc import Iterable
from decimal import Context, Decimal
from itertools import islice, takewhile
from typing import Literal, NamedTuple

Origin = Literal["output", "code", "given", "equation"]

_EXACTLY = Context(prec=4_000)  # digits; no number on a page is read that has more


class _Number(NamedTuple):
    value: Decimal
    exponent: int
    origin: Origin


class Known:
    """Numbers and their origins; of one added twice the first origin counts."""

    def __init__(self) -> None:
        self._numbers: list[_Number] = []
        self._seen: set[tuple[Decimal, int]] = set()

    def add(self, origin: Origin, texts: Iterable[str]) -> None:
        """Take numbers over, as `Decimal` reads them."""
        for text in texts:
            value = Decimal(text)
            key = value, _exponent(value)
            if key not in self._seen:
                self._seen.add(key)
                self._numbers.append(_Number(*key, origin))
        self._numbers.sort()

    def origin(self, text: str) -> Origin | None:
        """Where a number comes from: one that is known has to round to it at the digits that it shows.

        It may not show more digits than that one, unless that one is whole; and if it is whole itself, it has
        to be the same.
        """
        value = Decimal(text)
        exponent = _exponent(value)
        low = high = value
        if exponent < 0:
            half = Decimal((0, (5,), exponent - 1))
            low, high = _EXACTLY.subtract(value, half), _EXACTLY.add(value, half)
        first = bisect_left(self._numbers, low, key=lambda number: number.value)
        near = takewhile(lambda number: number.value <= high, islice(self._numbers, first, None))
        return next((number.origin for number in near if not exponent < number.exponent < 0), None)


def _exponent(value: Decimal) -> int:
    """The place of the last digit that a number shows: -2 in 0.25, 0 in 12."""
    return int(value.as_tuple().exponent)
