"""What became of a page: one value for everyone who asks, readable as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

SKIPPED = "skipped: "  # how the reason begins where a comment says not to read an equation
# Why no equation is read where the extra is not installed.
NEEDS_EXTRA = "needs lark and sympy (pip install lark sympy)"

Fate = Literal["checked", "run", "skipped", "not code", "failed", "not run", "rewritten"]


@dataclass(frozen=True)
class FenceRecord:
    """What became of one fence that is not an output.

    Attributes:
        line: Its line.
        fate: "checked" if what it prints was held against the page, "run" if it prints nothing, "skipped" or
            "not code"; in a run that is not green also "failed", "not run" and "rewritten".
        reason: Why it was skipped, or that it looks like Python though it is not code; or "".
        compared: How its output was compared: "exact", "tolerance", "rounded" or "varies"; "" if it has none.
        numbers: How many numbers of its output were compared.
        elided: Whether wildcards leave out a part of its output.
        picture: Whether the picture that the page shows was compared with what it draws.
        seconds: How long its test took.
    """

    line: int
    fate: Fate
    reason: str = ""
    compared: str = ""
    numbers: int = 0
    elided: bool = False
    picture: bool = False
    seconds: float = 0.0


class Finding(Enum):
    """What became of an equation."""

    VERIFIED = "verified"
    WRONG = "wrong"
    STATED = "stated"  # it says what something is, and nothing else on the page does
    UNREAD = "not read"


@dataclass(frozen=True)
class EquationRecord:
    """What became of an equation, or of a comment that cannot be used.

    Attributes:
        line: Its line.
        tex: It, in one line.
        finding: What became of it.
        reason: Why it is not verified, or "".
        details: What helps to see it.
        sides: The TeX of its sides as on the page.
        leads: Whether the numbers of its left side follow from those of its right one, and the reverse.
    """

    line: int
    tex: str
    finding: Finding
    reason: str = ""
    details: str = ""
    sides: tuple[str, str] = ("", "")
    leads: tuple[bool, bool] = (True, True)

    @property
    def is_verified(self) -> bool:
        """Whether it holds."""
        return self.finding is Finding.VERIFIED

    @property
    def is_wrong(self) -> bool:
        """Whether it does not hold."""
        return self.finding is Finding.WRONG

    @property
    def is_overlooked(self) -> bool:
        """Whether it is not read, and no comment says why."""
        return self.finding is Finding.UNREAD and not self.reason.startswith(SKIPPED)

    def as_json(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"line": self.line, "tex": self.tex, "fate": self.finding.value, "reason": self.reason}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "EquationRecord":
        """It as far as JSON has it."""
        return EquationRecord(data["line"], data["tex"], Finding(data["fate"]), data["reason"])


@dataclass(frozen=True)
class PageRecord:
    """What became of one page.

    Attributes:
        page: Its name.
        digest: The fingerprint of the file that was read.
        fences: Its fences other than outputs, in order.
        equations: Its equations, in order.
        numbers: How many of the numbers that it shows outside of code come from where.
        problems: All that is wrong with it, as it is told.
    """

    page: str
    digest: str
    fences: Sequence[FenceRecord]
    equations: Sequence[EquationRecord] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """It as JSON has it."""
        parts = {"fences": [vars(each) for each in self.fences]}
        parts["equations"] = [each.as_json() for each in self.equations]
        return {**vars(self), **parts, "numbers": dict(self.numbers), "problems": [*self.problems]}


def report_on(pages: Iterable[Mapping[str, Any]]) -> str:
    """What became of all pages, each as JSON has it, with their totals: for people and programs to read."""
    pages = sorted(pages, key=lambda page: str(page["page"]))
    whole = {"totals": _totals(pages), "pages": pages}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _totals(pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    fences = [fence for page in pages for fence in page["fences"]]
    return {
        "pages": len(pages),
        "fences": Counter(fence["fate"] for fence in fences),
        "skipped": Counter(fence["reason"] for fence in fences if fence["fate"] == "skipped"),
        "numbers compared": sum(fence["numbers"] for fence in fences),
        "equations": Counter(equation["fate"] for page in pages for equation in page["equations"]),
        "numbers shown": sum((Counter(page["numbers"]) for page in pages), Counter()),
        "seconds": round(sum(fence["seconds"] for fence in fences), 3),
    }
