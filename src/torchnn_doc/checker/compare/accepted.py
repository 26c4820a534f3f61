"""What the lines of an output would be if those that are printed were accepted."""

from collections.abc import Sequence

from torchnn_doc.checker.compare.outputs import ANY_LINES, aligned, canonical
from torchnn_doc.checker.page.rule import Rule


def accepted_lines(page: Sequence[str], run: Sequence[str], rule: Rule) -> list[str]:
    """The lines of a new output block: what was printed, under those wildcards of the old that still hold.

    A line that agrees stays, be it rounded, within a tolerance or under a wildcard; only its spacing is new.
    """
    lines: list[str] = []
    i = j = 0
    for a, b in [*aligned(page, run, rule), (len(page), len(run))]:
        lines += _under_wildcard(page[i:a], run[j:b])
        if a < len(page):
            lines.append(run[b] if rule.varies or canonical(page[a]) == canonical(run[b]) else page[a])
        i, j = a + 1, b + 1
    return lines


def _under_wildcard(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """New lines in place of old that no longer hold: under one wildcard as before, all of them under more."""
    wild = [index for index, line in enumerate(old) if line.strip() == ANY_LINES]
    above, below = (wild[0], len(old) - wild[0] - 1) if len(wild) == 1 else (0, 0)
    if len(wild) != 1 or len(new) < above + below:
        return list(new)
    return [*new[:above], old[above], *new[len(new) - below :]]
