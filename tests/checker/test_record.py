"""What `--docs-report` writes."""

import json
from collections.abc import Callable

import pytest

from torchnn_doc.checker.record import EquationRecord, FenceRecord, Finding, PageRecord, report_on

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


def test_the_totals_are_the_sums_of_the_pages() -> None:
    pages = [
        PageRecord(
            name,
            "abc",
            [FenceRecord(1, "checked", numbers=4, seconds=0.5), FenceRecord(9, "skipped", "slow")],
            [EquationRecord(3, "a = b", Finding.VERIFIED)],
            {"output": 2, "given": 1},
        )
        for name in ("b.md", "a.md")
    ]
    written = json.loads(report_on(page.as_json() for page in pages))
    assert written["totals"] == {
        "pages": 2,
        "fences": {"checked": 2, "skipped": 2},
        "skipped": {"slow": 2},
        "numbers compared": 8,
        "equations": {"verified": 2},
        "numbers shown": {"output": 4, "given": 2},
        "seconds": 1.0,
    }
    assert [page["page"] for page in written["pages"]] == ["a.md", "b.md"]
    assert written["pages"][0]["equations"] == [{"line": 3, "tex": "a = b", "fate": "verified", "reason": ""}]


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
    assert [problem.split("\n")[0] for problem in page["problems"]] == ["page.md:26: wanted 0.6, printed 0.7"]


def test_a_fence_whose_test_does_not_come_to_an_end_is_in_the_report(
    pytester: pytest.Pytester, run_pages: Callable[..., pytest.RunResult]
) -> None:
    (pytester.path / "page.md").write_text(PAGE, encoding="utf-8")

    run_pages("--docs-report", "report.json", "-k", "line-9")

    [page] = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["pages"]
    assert [fence["fate"] for fence in page["fences"]] == ["not run", "run", "not run", "not code", "not run"]
