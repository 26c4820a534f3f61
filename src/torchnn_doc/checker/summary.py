"""Counts what became of every fence, and says it in one line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PageCount:
    """What a page holds, as far as reading it tells.

    Attributes:
        digest: The fingerprint of the file.
        blocks: The lines of its Python blocks.
        not_code: The lines of its fences that are neither Python nor output.
        like_python: The lines of those that look like Python, and what they say.
    """

    digest: str
    blocks: Sequence[int]
    not_code: Sequence[int]
    like_python: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class Fate:
    """What became of one block.

    Attributes:
        ran: Whether its code was run, by its own test.
        outputs: How many outputs were checked and right.
        numbers: How many numbers in them.
        skipped: The reason for not running it, or "".
        accepted: How many outputs `--accept` rewrites.
    """

    ran: bool = False
    outputs: int = 0
    numbers: int = 0
    skipped: str = ""
    accepted: int = 0


def summarize(
    pages: Iterable[PageCount],
    fates: Iterable[Fate],
    translations: int,
    accepted: str = "rewritten",
    statements: Mapping[str, int] | None = None,
) -> str:
    """One line on all pages.

    Args:
        pages: The pages that were read.
        fates: One for each block whose test was run.
        translations: How many pairs of translated pages were found alike.
        accepted: What happens to accepted outputs.
        statements: How many equations and numbers outside of code there are, by fate.
    """
    parts = [*_parts(list(pages), list(fates), translations, accepted)]
    for name, count in (statements or {}).items():
        thing, _, fate = name.partition(" ")
        parts.append(f"{_count(count, thing)} {fate}")
    return "docs: " + ", ".join(parts)


def _parts(pages: list[PageCount], fates: list[Fate], translations: int, done: str) -> Iterator[str]:
    yield _count(len(pages), "page")
    yield f"{_count(sum(fate.ran for fate in fates), 'block')} run"
    outputs, numbers = sum(fate.outputs for fate in fates), sum(fate.numbers for fate in fates)
    yield f"{_count(outputs, 'output')} and {_count(numbers, 'number')} checked"
    if accepted := sum(fate.accepted for fate in fates):
        yield f"{_count(accepted, 'output')} {done}"
    if blocked := sum(not fate.ran and not fate.skipped for fate in fates):
        yield f"{blocked} not run"
    if translations:
        yield f"{_count(translations, 'translation')} alike"
    skips = Counter(fate.skipped for fate in fates if fate.skipped)
    reasons = ", ".join(f'{times} x "{reason}"' for reason, times in skips.most_common())
    yield f"{skips.total()} skipped" + (f" ({reasons})" if reasons else "")
    yield f"{_count(sum(len(page.not_code) for page in pages), 'fence')} not code"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
