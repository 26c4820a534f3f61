"""Writes rows as a Markdown table to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence


def write_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes one table and an empty line."""
    for row in (heading, ["---"] * len(heading), *rows):
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


def duration(seconds: float) -> str:
    """Returns a time in the unit that fits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3)):
        if seconds * factor >= 0.1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
