"""What `--docs-report` writes."""

import json
from collections.abc import Callable

import pytest

from torchnn_doc.checker.record import (
    EquationAccount,
    FenceAccount,
    PageAccount,
    account_of,
    as_json,
    fences_of,
)
from torchnn_doc.checker.summary import Fate, PageCount

pytest_plugins = ["pytester"]

PAGE = """\
```python
print(0.5)
```

```text {.output}
0.5
```

```python
x = 1
```

```python {notest="slow"}
x = 2
```

```bash
ls
```

```python
print(0.7)
```

```text {.output}
0.6
```
"""


@pytest.mark.parametrize(
    ("fate", "passed", "word"),
    [
        (Fate(ran=True, outputs=1, numbers=3), True, "checked"),
        (Fate(ran=True), True, "run"),
        (Fate(skipped="slow"), False, "skipped"),
        (Fate(), False, "not run"),
        (Fate(ran=True), False, "failed"),
        (Fate(ran=True, accepted=1), True, "rewritten"),
    ],
)
def test_each_fate_has_its_word(fate: Fate, passed: bool, word: str) -> None:
    assert account_of(7, fate, passed, 0.25) == FenceAccount(7, word, fate.skipped, fate.numbers, 0.25)


def test_a_fence_whose_test_did_not_end_is_accounted_for() -> None:
    count = PageCount("abc", blocks=[3, 9], not_code=[5])
    assert [(each.line, each.fate) for each in fences_of(count, [FenceAccount(9, "run")])] == [
        (3, "not run"),
        (5, "not code"),
        (9, "run"),
    ]


def test_the_totals_are_the_sums_of_the_pages() -> None:
    pages = [
        PageAccount(
            name,
            "abc",
            [FenceAccount(1, "checked", numbers=4, seconds=0.5), FenceAccount(9, "skipped", "slow")],
            [EquationAccount(3, "a = b", "verified")],
            {"output": 2, "given": 1},
        )
        for name in ("b.md", "a.md")
    ]
    report = json.loads(as_json(pages))
    assert report["totals"] == {
        "pages": 2,
        "fences": {"checked": 2, "skipped": 2},
        "skipped": {"slow": 2},
        "numbers compared": 8,
        "equations": {"verified": 2},
        "numbers shown": {"output": 4, "given": 2},
        "seconds": 1.0,
    }
    assert [page["page"] for page in report["pages"]] == ["a.md", "b.md"]
    assert report["pages"][0]["equations"] == [{"line": 3, "tex": "a = b", "fate": "verified", "reason": ""}]


@pytest.mark.parametrize("workers", [[], ["-n2"]], ids=["alone", "under xdist"])
def test_the_report_names_every_fence_with_its_line(
    pytester: pytest.Pytester, run_pages: Callable[..., pytest.RunResult], workers: list[str]
) -> None:
    (pytester.path / "page.md").write_text(PAGE, encoding="utf-8")

    run_pages("--docs-report", "report.json", *workers)

    [page] = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["pages"]
    assert page["page"] == "page.md"
    assert [
        (fence["line"], fence["fate"], fence["reason"], fence["numbers"]) for fence in page["fences"]
    ] == [
        (1, "checked", "", 1),
        (9, "run", "", 0),
        (13, "skipped", "slow", 0),
        (17, "not code", "", 0),
        (21, "failed", "", 0),
    ]
    assert all(fence["seconds"] >= 0 for fence in page["fences"])


def test_a_report_in_no_folder_is_a_usage_error(
    pytester: pytest.Pytester, run_pages: Callable[..., pytest.RunResult]
) -> None:
    (pytester.path / "page.md").write_text(PAGE, encoding="utf-8")
    result = run_pages("--docs-report", "missing/report.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--docs-report: there is no folder *missing"])
