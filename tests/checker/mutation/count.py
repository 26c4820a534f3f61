"""Counts what became of the alterations of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.checker.mutation.kinds import ROOT, kinds_of
from tests.checker.mutation.mutant import Kind, Mutant
from tests.checker.mutation.ran import Ran


@dataclass(frozen=True)
class Count:
    """How many alterations of one kind there were, and what became of them.

    Attributes:
        altered: All.
        same: Those that change nothing: the page is as right as before.
        elsewhere: Those that put there what the page rightly has elsewhere, and were not noticed.
        noticed: Those of the others that the checker noticed.
        unnoticed: Those that it did not.
    """

    altered: int = 0
    same: int = 0
    elsewhere: int = 0
    noticed: int = 0
    unnoticed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(mine + theirs for mine, theirs in zip(self.row, other.row, strict=True)))

    @property
    def row(self) -> tuple[int, int, int, int, int]:
        """The five numbers."""
        return self.altered, self.same, self.elsewhere, self.noticed, self.unnoticed


def count(kind: Kind, mutants: Iterable[Mutant]) -> Count:
    """Count alterations of one kind."""
    total = Count()
    for mutant in mutants:
        same = kind.must_fail and not mutant.changes and not mutant.noticed
        elsewhere = mutant.elsewhere and not mutant.noticed and not same
        noticed = mutant.noticed
        total += Count(1, same, elsewhere, noticed, not (same or elsewhere or noticed))
    return total


def counts_of(page: Path) -> dict[str, Count]:
    """Alter a page in every way in which it has a place, and count."""
    ran = Ran(page, ROOT)
    made = {kind.name: count(kind, kind.mutants(ran)) for kind in kinds_of(page)}
    return {name: total for name, total in made.items() if total.altered}
