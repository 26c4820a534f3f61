"""Reports in colours."""

import re
from collections.abc import Callable

import pytest

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

PAGE = """\
```python
print("標題", 1.25)
```

```text {.output}
標題 1.35
```

```python
print(1)
print(2)
```

```text {.output}
1
3
4
```
"""
RED, GREEN, END = "\x1b[31m", "\x1b[32m", "\x1b[0m"
COLOUR = re.compile(r"\x1b\[\d*m")


def in_red(text: str) -> str:
    return f"{RED}\x1b[1m{text}{END}"


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["here", "from a worker"])
def test_the_digits_that_differ_are_red(
    pytester: pytest.Pytester, run_pages: RunPages, workers: list[str]
) -> None:
    pytester.makefile(".md", page=PAGE)
    lines = run_pages("--color=yes", *workers).outlines
    headline = lines.index(in_red("page.md:6: wanted 1.35, printed 1.25"))
    assert lines[headline + 3] == f"     6  標題 1.{in_red('3')}5    標題 1.{in_red('2')}5"
    assert lines[headline + 4] == f"{' ' * 15}{in_red('^')}{' ' * 12}{in_red('^')}"
    assert f"{RED}-3{END}" in lines
    assert f"{GREEN}+2{END}" in lines


def test_what_accept_would_change_is_red_and_green(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    pytester.makefile(".md", page=PAGE)
    lines = run_pages("--color=yes", "--accept=diff").outlines
    assert {f"{RED}-標題 1.35{END}", f"{GREEN}+標題 1.25{END}"} <= set(lines)


def test_without_colours_the_report_says_the_same(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    pytester.makefile(".md", page=PAGE)
    plain, coloured = (run_pages(f"--color={when}").outlines for when in ("no", "yes"))
    assert "\x1b" not in "".join(plain)
    assert plain[:-1] == [COLOUR.sub("", line) for line in coloured[:-1]]  # the last says how long it took


def test_a_report_for_machines_has_no_colours(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    pytester.makefile(".md", page=PAGE)
    run_pages("--color=yes", "--junitxml=report.xml")
    report = (pytester.path / "report.xml").read_text(encoding="utf-8")
    assert "wanted 1.35, printed 1.25" in report
    assert "[31m" not in report
