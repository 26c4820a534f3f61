"""Proof that the checker bites: each figure that chapter 6 prints is altered, and each time it must fail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from torchnn_doc.checker.blocks import Output, read_page
from torchnn_doc.checker.check import check, printed_by
from torchnn_doc.checker.compare import ANY_LINES, NUMBER, SHAPE, compare
from torchnn_doc.checker.page import read_source
from torchnn_doc.checker.run import PageRun

pytest_plugins = ["pytester"]

CHAPTERS = [
    Path(__file__).parents[2] / "docs" / language / "06-module-backward.md" for language in ("zh-TW", "en")
]

PAGE = """\
```python
print("  0.5   -12")
print("-0.0000  3e-4 *")
print("[torch.DoubleTensor of size 2x2]")
```

```text {.output}
  0.5   -12
-0.0000  3e-4 *
[torch.DoubleTensor of size 2x2]
```

```python
print("7\\n[torch.DoubleTensor of size 1]")
```

```text {.output varies="memory"}
8
[torch.DoubleTensor of size 1]
```
"""


@dataclass(frozen=True)
class Run:
    """An output block of a page, and what its code printed."""

    output: Output
    printed: str


def run_page(path: Path) -> list[Run]:
    """Run a page once, see that it is right, and give its outputs."""
    source = read_source(path, path.name)
    page = read_page(source)
    page_run = PageRun(page, source, {}, timeout=60)
    runs = []
    for block in page.blocks:
        if not block.notest:
            outcome = page_run.outcome(block, fixture=str)
            check(block, outcome, source)
            if block.output:
                runs.append(Run(block.output, printed_by(block, outcome)))
    return runs


def is_zero(number: str) -> bool:
    return not re.search("[1-9]", re.split("[eE]", number)[0])


def turn_sign(number: str) -> str:
    return number[1:] if number.startswith("-") else f"-{number.removeprefix('+')}"


def alter(output: Output) -> Iterator[str]:
    """Each alteration of an output that changes its meaning: a digit, a sign, a row left out or doubled."""
    lines = output.fence.text.splitlines()
    for row, line in enumerate(lines):
        if line.strip() and (SHAPE.fullmatch(line.strip()) or not output.rule.varies):
            for new in alter_row(line, rows=ANY_LINES not in lines):
                yield "\n".join([*lines[:row], *new, *lines[row + 1 :]])


def alter_row(line: str, rows: bool) -> Iterator[list[str]]:
    if rows:
        yield []
        yield [line, line]
    for digit in re.finditer(r"\d", line):
        yield [line[: digit.start()] + str((int(digit[0]) + 1) % 10) + line[digit.end() :]]
    for number in NUMBER.finditer(line):
        if not is_zero(number[0]):
            yield [line[: number.start()] + turn_sign(number[0]) + line[number.end() :]]


def survivors(path: Path) -> tuple[list[str], int]:
    """The altered outputs that the checker takes for right, and how many it was given."""
    tried = [(text, run) for run in run_page(path) for text in alter(run.output)]
    return [text for text, run in tried if compare(text, run.printed, run.output.rule) is None], len(tried)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_every_alteration_of_a_printed_figure_of_chapter_6_fails(chapter: Path) -> None:
    passed, tried = survivors(chapter)
    assert tried > 0, f"{chapter} shows no figure to alter"
    assert passed == []


def test_every_figure_is_found_and_altered(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    passed, tried = survivors(path)
    digits, signs, rows = 4 + 7 + 2 + 1, 2 + 1 + 1, 2 * (3 + 1)
    assert tried == digits + signs + rows
    assert passed == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_an_altered_figure_is_named_by_pytest_with_its_line(chapter: Path, pytester: pytest.Pytester) -> None:
    lines = chapter.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [
        (run.output.fence.line + 1 + row, number)
        for run in run_page(chapter)
        if not run.output.rule.varies
        for row, line in enumerate(run.output.fence.text.splitlines())
        for number in NUMBER.findall(line)
        if not is_zero(number)
    ]
    messages = []
    for name, (line, number) in {"a": places[0], "b": places[len(places) // 2], "c": places[-1]}.items():
        altered = [*lines]
        altered[line - 1] = altered[line - 1].replace(number, turn_sign(number), 1)
        (pytester.path / f"{name}.md").write_text("".join(altered), encoding="utf-8")
        messages.append(f"{name}.md:{line}: wanted {turn_sign(number)}, printed {number}")

    result = pytester.runpytest_subprocess("-odocs_pages=*.md", "-p", "no:hypothesispytest")

    assert result.parseoutcomes()["failed"] == 3
    result.stdout.fnmatch_lines(messages)
