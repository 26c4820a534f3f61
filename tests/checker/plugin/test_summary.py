"""The line that says what was checked."""

from torchnn_doc.checker.plugin.summary import summarize
from torchnn_doc.checker.record import EquationRecord, FenceRecord, Finding, PageRecord


def test_every_fence_is_counted_under_its_fate() -> None:
    blocks = [
        FenceRecord(1, "checked", numbers=5),
        FenceRecord(2, "run"),
        FenceRecord(3, "not run"),
        FenceRecord(4, "rewritten"),
        FenceRecord(5, "skipped", "needs a GPU"),
        FenceRecord(6, "skipped", "slow"),
        FenceRecord(7, "skipped", "slow"),
    ]
    not_code = [FenceRecord(line, "not code") for line in (8, 9)]
    pages = [PageRecord("a.md", "", [*blocks, *not_code]), PageRecord("b.md", "", not_code[:1])]
    assert summarize(pages, blocks, 1) == (
        "docs: 2 pages, 3 blocks run, 1 output and 5 numbers checked, 1 output rewritten, 1 not run, "
        '1 translation alike, 3 skipped (2 x "slow", 1 x "needs a GPU"), 3 fences not code'
    )


def test_what_stands_outside_of_code_is_counted_behind_it() -> None:
    equations = [EquationRecord(1, "a = b", finding) for finding in (Finding.VERIFIED, Finding.WRONG)]
    page = PageRecord("a.md", "", [], equations, {"output": 2, "code": 1, "given": 1, "unchecked": 0})
    assert summarize([page], [], 0).endswith(
        "0 fences not code, 1 equation verified, 1 equation wrong, 3 numbers traced, 1 number given"
    )
