"""What the lines of an output would be if those that are printed were accepted."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from torchnn_doc.checker.compare.outputs import ANY_LINES, ANY_TEXT, aligned, canonical
from torchnn_doc.checker.page.rule import Rule

_TOKEN = re.compile(r"\[\.\.\]|\d+|[^\W\d]+|\s+|.")


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
        return _with_wildcards(old, new) or list(new)
    first, last = new[:above], new[len(new) - below :]
    return [
        *(_with_wildcards(old[:above], first) or first),
        old[above],
        *(_with_wildcards(old[above + 1 :], last) or last),
    ]


def _with_wildcards(old: Sequence[str], new: Sequence[str]) -> list[str] | None:
    """New lines under the wildcards within the lines that they replace; None if one would be lost."""
    lines = list(new)
    wild = [place for place, line in enumerate(old) if ANY_TEXT in line]
    if not wild or not new:
        return lines
    if len(old) != len(new):
        return None
    for place in wild:
        merged = _merged(old[place], new[place])
        if merged is None:
            return None
        lines[place] = merged
    return lines


def _merged(old: str, new: str) -> str | None:
    """A new line under the wildcards of the old one; None where one has no longer the same beside it."""
    tokens, others = _TOKEN.findall(old), _TOKEN.findall(new)
    matched = dict(_matches(tokens, others))
    spans = []
    for place, token in enumerate(tokens):
        if token != ANY_TEXT:
            continue
        start = matched.get(place - 1, -1) + 1 if place else 0
        end = matched.get(place + 1) if place + 1 < len(tokens) else len(others)
        if (place and place - 1 not in matched) or end is None or end < start:
            return None
        spans.append((start, end))
    for start, end in reversed(spans):
        others[start:end] = [ANY_TEXT]
    return "".join(others)


def _matches(tokens: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    for i, j, size in SequenceMatcher(None, tokens, others, autojunk=False).get_matching_blocks():
        yield from ((i + k, j + k) for k in range(size))
