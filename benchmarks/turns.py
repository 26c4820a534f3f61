"""Times several ways to do one thing in turns, and compares them with the first."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHORTEST_READING = 0.002  # below that, the clock and the machine's other work show
PAUSE = 0.002  # threads of one library wait busily for about a millisecond before they give up the core


@dataclass(frozen=True)
class Comparison:
    """How several ways compare.

    Attributes:
        seconds: The median time of the first way.
        ratios: For every way the median, over the rounds, of its time through that of the first.
    """

    seconds: float
    ratios: dict[str, float]


def compare(ways: Mapping[str, Callable[[], object]], budget: float, rounds: int = 7) -> Comparison:
    """Runs all ways one after the other, again and again, for about `budget` seconds.

    Args:
        ways: What to run, by name. The first is what the others are compared with.
        budget: Seconds.
        rounds: How often each way is timed even where that takes longer.
    """
    calls = {name: _calls_in_a_reading(way) for name, way in ways.items()}
    readings: dict[str, list[float]] = {name: [] for name in ways}
    end = time.perf_counter() + budget
    while rounds > 0 or time.perf_counter() < end:
        for name, way in ways.items():
            time.sleep(PAUSE)
            readings[name].append(_seconds(way, calls[name]))
        rounds -= 1
    first = next(iter(readings.values()))
    ratios = {
        name: statistics.median(one / base for one, base in zip(row, first, strict=True))
        for name, row in readings.items()
    }
    return Comparison(statistics.median(first), ratios)


def _calls_in_a_reading(way: Callable[[], object]) -> int:
    way()  # the first call allocates, and may start threads
    calls = 1
    while _seconds(way, calls) * calls < SHORTEST_READING:
        calls *= 2
    return calls


def _seconds(way: Callable[[], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        way()
    return (time.perf_counter() - start) / calls
