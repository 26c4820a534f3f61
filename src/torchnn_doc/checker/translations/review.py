"""Knows by a mark at a page's end whether the page was read again since its translation changed.

The mark names the translation, with a hash of its prose: `<!-- read against ../en/page.md: 0123456789ab -->`.
"""

import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source, digest, read_fences
from torchnn_doc.checker.page.lines import split_lines

_MARK = re.compile(r"<!-- read against (?P<path>.+): (?P<hash>[0-9a-f]{12}) -->")


def check_read(page: Source, other: Source) -> None:
    """Hold a page's mark against its translation.

    Raises:
        PageError: One of the pages cannot be read.
        CheckError: The translation is not what the page was last read against.
    """
    line, hashed = mark_of(page, other)
    if hashed == hash_of(other):
        return
    if hashed:
        problem = f"{other.path} has changed since this page was last read against it"
    else:
        problem = f"this page was never read against {other.path}"
    cure = f"Read both pages, then: pytest --docs-reviewed {page.path}"
    raise CheckError(page.path, line, problem, cure)


def mark(page: Source, other: Source) -> str:
    """What says on a page that it was read against its translation as this is now."""
    return f"<!-- read against {_way(page, other)}: {hash_of(other)} -->"


def mark_of(page: Source, other: Source) -> tuple[int, str]:
    """The line of a page's mark and the hash in it; the page's last line and "" if it has none."""
    for number, line in _outside_fences(page):
        found = _MARK.fullmatch(line.strip())
        if found and found["path"] == _way(page, other):
            return number, found["hash"]
    lines = split_lines(page.text)
    return len(lines) - (not lines[-1]), ""


def hash_of(page: Source) -> str:
    """A hash of a page's words; white space, code and outputs do not count, nor do marks."""
    words = (line.split() for _, line in _outside_fences(page) if not _MARK.fullmatch(line.strip()))
    return digest(" ".join(chain.from_iterable(words)).encode())[:12]


def _outside_fences(page: Source) -> Iterator[tuple[int, str]]:
    fenced = {
        number for fence in read_fences(page.text, page.path) for number in range(fence.line, fence.end + 1)
    }
    for number, line in enumerate(split_lines(page.text.removeprefix("\ufeff")), start=1):
        if number not in fenced:
            yield number, line


def _way(page: Source, other: Source) -> str:
    return Path(os.path.relpath(other.file, page.file.parent)).as_posix()
