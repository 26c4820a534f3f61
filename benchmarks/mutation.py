"""Counts what the checker notices, misses and wrongly reports when the pages are altered in every place."""

from __future__ import annotations

from itertools import chain

from tests.checker.mutation import KINDS, PAGES, Ran, missed

from benchmarks.table import write_table


def main() -> None:
    """Writes one table for what must be noticed, and one for what must not."""
    pages = [Ran(page) for page in PAGES]
    for must_fail, wrong in ((True, "missed"), (False, "false alarms")):
        rows = []
        for kind in KINDS:
            if kind.must_fail == must_fail:
                mutants = list(chain.from_iterable(map(kind.mutants, pages)))
                changing = sum(mutant.changes for mutant in mutants)
                errors = len(missed(kind, mutants))
                counts = (len(mutants), len(mutants) - changing, changing - errors, errors)
                rows.append([kind.name, *map(str, counts)])
        right = "noticed" if must_fail else "passed"
        write_table(["altered", "times", "changes nothing", right, wrong], rows)


if __name__ == "__main__":
    main()
