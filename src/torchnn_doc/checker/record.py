"""Accounts for every fence, equation and number of the pages: what `--docs-report` writes as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from torchnn_doc.checker.summary import Fate, PageCount

NEEDS_EXTRA = "needs torchnn_doc[equations]"  # why no equation is read where the extra is not installed


@dataclass(frozen=True)
class FenceAccount:
    """What became of one fence that is not an output.

    Attributes:
        line: Its line.
        fate: "checked" if what it prints was held against the page, "run" if it prints nothing, "skipped" or
            "not code"; in a run that is not green also "failed", "not run" and "rewritten".
        reason: Why it was skipped, or "".
        numbers: How many numbers of its output were compared.
        seconds: How long its test took.
    """

    line: int
    fate: str
    reason: str = ""
    numbers: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class EquationAccount:
    """What became of one equation.

    Attributes:
        line: Its line.
        tex: It, in one line.
        fate: "verified", "stated", "not read" or "wrong".
        reason: Why it is not verified, or "".
    """

    line: int
    tex: str
    fate: str
    reason: str = ""


@dataclass(frozen=True)
class PageAccount:
    """What became of one page.

    Attributes:
        page: Its name.
        digest: The fingerprint of the file that was read.
        fences: Its fences other than outputs, in order.
        equations: Its equations, in order.
        numbers: How many of the numbers that it shows outside of code come from where.
    """

    page: str
    digest: str
    fences: Sequence[FenceAccount]
    equations: Sequence[EquationAccount] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)


def account_of(line: int, fate: Fate, passed: bool, seconds: float) -> FenceAccount:
    """The account of a block whose test was run."""
    if fate.skipped:
        word = "skipped"
    elif not fate.ran:
        word = "not run"
    elif fate.accepted:
        word = "rewritten"
    elif not passed:
        word = "failed"
    else:
        word = "checked" if fate.outputs else "run"
    return FenceAccount(line, word, fate.skipped, fate.numbers, round(seconds, 6))


def fences_of(count: PageCount, accounts: Iterable[FenceAccount]) -> list[FenceAccount]:
    """The accounts of all fences of a page, also of those for which no test came to an end."""
    known = {account.line: account for account in accounts}
    known.update({line: FenceAccount(line, "not code") for line in count.not_code})
    lines = sorted([*count.blocks, *count.not_code])
    return [known.get(line, FenceAccount(line, "not run")) for line in lines]


def statements(pages: Sequence[PageAccount]) -> dict[str, int]:
    """How many equations and numbers of the pages have which fate, such as "equation verified"."""
    equations = Counter(equation.fate for page in pages for equation in page.equations)
    counts = {f"equation {fate}": equations[fate] for fate in ("verified", "stated", "not read", "wrong")}
    if any(equation.reason == NEEDS_EXTRA for page in pages for equation in page.equations):
        counts[f"equation not read: {NEEDS_EXTRA}"] = counts.pop("equation not read")
    numbers = _numbers(pages)
    given, unchecked = numbers.pop("given", 0), numbers.pop("unchecked", 0)
    counts |= {"number traced": numbers.total(), "number given": given, "number unchecked": unchecked}
    return {name: count for name, count in counts.items() if count}


def unread(pages: Iterable[PageAccount]) -> Iterator[str]:
    """The equations that could not be read, each with its place and the reason."""
    for page in pages:
        for equation in page.equations:
            if equation.fate == "not read":
                yield f"{page.page}:{equation.line}: {equation.tex}: {equation.reason}"


def as_json(pages: Iterable[PageAccount]) -> str:
    """All accounts, page by page, and their totals, for people and programs to read."""
    pages = sorted(pages, key=lambda page: page.page)
    report = {"totals": _totals(pages), "pages": [asdict(page) for page in pages]}
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _totals(pages: Sequence[PageAccount]) -> dict[str, Any]:
    fences = [fence for page in pages for fence in page.fences]
    return {
        "pages": len(pages),
        "fences": Counter(fence.fate for fence in fences),
        "skipped": Counter(fence.reason for fence in fences if fence.fate == "skipped"),
        "numbers compared": sum(fence.numbers for fence in fences),
        "equations": Counter(equation.fate for page in pages for equation in page.equations),
        "numbers shown": _numbers(pages),
        "seconds": round(sum(fence.seconds for fence in fences), 3),
    }


def _numbers(pages: Iterable[PageAccount]) -> Counter[str]:
    numbers: Counter[str] = Counter()
    for page in pages:
        numbers.update(page.numbers)
    return numbers
