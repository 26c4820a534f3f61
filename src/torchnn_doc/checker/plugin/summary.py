"""Says in one line what became of all pages."""

from collections import Counter
from collections.abc import Iterator, Sequence

from torchnn_doc.checker.record import NEEDS_EXTRA, Fate, FenceRecord, Finding, PageRecord

_RAN: tuple[Fate, ...] = ("checked", "run", "failed", "rewritten")


def summarize(
    pages: Sequence[PageRecord],
    blocks: Sequence[FenceRecord],
    translations: int,
    rewritten: str = "rewritten",
) -> str:
    """One line on all pages.

    Args:
        pages: What became of each.
        blocks: What became of each block whose test was run; of one with parameters in each of its tests.
        translations: How many pairs of translated pages were found alike.
        rewritten: What happens to outputs that are accepted.
    """
    fates = Counter(block.fate for block in blocks)
    parts = [_count(len(pages), "page"), f"{_count(sum(fates[fate] for fate in _RAN), 'block')} run"]
    numbers = _count(sum(block.numbers for block in blocks), "number")
    parts.append(f"{_count(fates['checked'], 'output')} and {numbers} checked")
    if fates["rewritten"]:
        parts.append(f"{_count(fates['rewritten'], 'output')} {rewritten}")
    if fates["not run"]:
        parts.append(f"{fates['not run']} not run")
    if translations:
        parts.append(f"{_count(translations, 'translation')} alike")
    skips = Counter(block.reason for block in blocks if block.fate == "skipped")
    reasons = ", ".join(f'{times} x "{reason}"' for reason, times in skips.most_common())
    parts.append(f"{skips.total()} skipped" + (f" ({reasons})" if reasons else ""))
    not_code = sum(fence.fate == "not code" for page in pages for fence in page.fences)
    parts.append(f"{_count(not_code, 'fence')} not code")
    return "docs: " + ", ".join([*parts, *_beyond_code(pages)])


def _beyond_code(pages: Sequence[PageRecord]) -> Iterator[str]:
    """How many equations and numbers of the pages have which fate."""
    equations = [equation for page in pages for equation in page.equations]
    findings = Counter(equation.finding for equation in equations)
    for finding in (Finding.VERIFIED, Finding.STATED, Finding.UNREAD, Finding.WRONG):
        if findings[finding]:
            told = f"{_count(findings[finding], 'equation')} {finding.value}"
            lacks = finding is Finding.UNREAD and any(each.reason == NEEDS_EXTRA for each in equations)
            yield f"{told}: {NEEDS_EXTRA}" if lacks else told
    numbers = sum((Counter(page.numbers) for page in pages), Counter[str]())
    given, unchecked = numbers.pop("given", 0), numbers.pop("unchecked", 0)
    for word, count in {"traced": numbers.total(), "given": given, "unchecked": unchecked}.items():
        if count:
            yield f"{_count(count, 'number')} {word}"


def unread(pages: Sequence[PageRecord]) -> Iterator[str]:
    """The equations that could not be read, each with its place and the reason."""
    for page in pages:
        for equation in page.equations:
            if equation.finding is Finding.UNREAD:
                yield f"{page.page}:{equation.line}: {equation.tex}: {equation.reason}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
