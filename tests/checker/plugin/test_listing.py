"""Seeing what would become of each fence of the pages before anything is run."""

import pytest

pytest_plugins = ["pytester"]

PAGE = """\
# Page

```python
open("ran", "w").close()
print(1)
```

```text {.output}
1
```

```bash
make build
```

```python {notest="needs a server"}
print(2)
```

```text {.output}
2
```

```pycon
>>> 1
```

```python {.frsh}
```

```python
print(3)
```

```
3
```
"""

SUMMARY = (
    "docs: pages listed: 1; fences 2 to be run, 1 to be compared, 2 skipped, 3 not code, 1 unreadable; "
    "nothing was run"
)


def listed(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest("-p", "no:hypothesispytest", "--docs-list", *options)


def test_each_fence_is_listed_with_what_would_become_of_it_and_nothing_is_run(
    pytester: pytest.Pytester,
) -> None:
    page = pytester.path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    result = listed(pytester, "page.md")
    assert result.outlines == [
        "page.md",
        "     3  python      run",
        "     8  text        compared with what the code at line 3 prints",
        "    12  bash        not code",
        "    16  python      skipped: needs a server",
        "    20  text        not compared, as its code is not run",
        "    24  pycon       not code, though it looks like Python",
        "    28  python      '.frsh' is not something that a Python block can have",
        "    31  python      run; the fence at line 35 looks like its output, and is not marked",
        "    35  -           not code",
        SUMMARY,
    ]
    assert result.ret == pytest.ExitCode.OK
    assert not (pytester.path / "ran").exists()


def test_all_pages_are_listed_where_none_is_named_and_one_that_cannot_be_read_is_told(
    pytester: pytest.Pytester,
) -> None:
    for name, text in {"a.md": "```python\n1\n```\n", "b.md": "```python\n"}.items():
        (pytester.path / name).write_text(text, encoding="utf-8")
    result = listed(pytester, "-odocs_pages=*.md")
    result.stdout.fnmatch_lines(["a.md", "*  python      run", "b.md", "b.md:1: the fence * is never closed"])
    assert listed(pytester).ret == pytest.ExitCode.USAGE_ERROR
    assert listed(pytester, "absent.md").ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("named", ["line-1", "line-3"])
def test_to_leave_out_a_block_leaves_out_no_other_whose_line_begins_alike(
    pytester: pytest.Pytester, named: str
) -> None:
    (pytester.path / "page.md").write_text("```python\n1\n```\n\n" * 10, encoding="utf-8")
    run = ("-p", "no:hypothesispytest", "-odocs_pages=page.md", "--deselect")
    pytester.runpytest(*run, f"page.md::{named}").assert_outcomes(passed=9, deselected=1)
    pytester.runpytest(*run, "page.md::line-4").assert_outcomes(passed=10, deselected=0)
