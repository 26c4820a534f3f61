"""The line that says what was checked."""

from torchnn_doc.checker.summary import Fate, PageCount, summarize


def test_every_fence_is_counted_under_its_fate() -> None:
    fates = [
        Fate(ran=True, outputs=1, numbers=5),
        Fate(ran=True),
        Fate(),
        Fate(ran=True, accepted=1),
        Fate(skipped="needs a GPU"),
        Fate(skipped="slow"),
        Fate(skipped="slow"),
    ]
    assert summarize([PageCount("", range(7), [8]), PageCount("", [], [1, 2])], fates, 1) == (
        "docs: 2 pages, 3 blocks run, 1 output and 5 numbers checked, 1 output rewritten, 1 not run, "
        '1 translation alike, 3 skipped (2 x "slow", 1 x "needs a GPU"), 3 fences not code'
    )
