"""Proof that the checker bites: what is altered on a page must fail, what changes nothing must not."""

import re
from pathlib import Path

import pytest

from tests.checker.mutation import KINDS, PAGES, ROOT, Ran, missed
from torchnn_doc.checker.compare import NUMBER

pytest_plugins = ["pytester"]

CHAPTERS = [ROOT / "docs" / language / "06-module-backward.md" for language in ("zh-TW", "en")]

PAGE = """\
```python
print("  0.5000   -12")
print("-0.0000  3e-4 *")
print("[torch.DoubleTensor of size 2x1]")
```

```text {.output}
  0.5000   -12
-0.0000  3e-4 *
[torch.DoubleTensor of size 2x1]
```

```python
n = 7
n = 7
print(f"{n}\\n[torch.DoubleTensor of size 1]")
```

```text {.output varies="memory"}
8
[torch.DoubleTensor of size 1]
```

```python
print(1.05, 2)
```

```text {.output rtol="1e-2"}
1.06 2
```

```python
print("first", 1)
```

```text {.output}
...
```
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_alteration_of_a_page_is_noticed_and_nothing_else(page: Path) -> None:
    ran = Ran(page)
    assert [mutant for kind in KINDS for mutant in missed(kind, kind.mutants(ran))] == []


def test_everything_on_a_page_is_altered(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    ran = Ran(tmp_path / "page.md", tmp_path)
    mutants = {kind.name: list(kind.mutants(ran)) for kind in KINDS}
    assert {name: len(made) for name, made in mutants.items()} == {
        "a digit of an output": 9 * (7 + 7 + 1 + 1),  # with a tolerance only the first digit
        "the sign of a number": 2 + 1 + 2,
        "a row left out": 3 + 2 + 1,
        "a row doubled": 3 + 2 + 1,
        "a shape or a type": 9 * 2 + 2 + 9 + 1,
        "an output removed": 4,
        "a line of code removed": 3 + 3 + 1 + 1,
        "a printed decimal, by 1.01 times a tolerance of 0.001": 2,
        "a printed decimal, by 0.99 times a tolerance of 0.001": 2 * 3,
        "white space in a row": 12 + 5 + 4 + 2,
        "white space and line ends of a page": 4,
        "the sign of a zero": 1,
    }
    assert [mutant for kind in KINDS for mutant in missed(kind, mutants[kind.name])] == []
    removed = mutants["a line of code removed"]
    assert [mutant.what for mutant in removed if not mutant.changes] == ["n = 7", "n = 7"]


def test_what_the_checker_cannot_see_is_not_counted_as_noticed(tmp_path: Path) -> None:
    page = "```python\nn = 1\nn += 1\nprint('n is', n)\n```\n\n```text {.output}\nn is [..]\n```\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    ran = Ran(tmp_path / "page.md", tmp_path)
    (code_removed,) = (kind for kind in KINDS if kind.name == "a line of code removed")
    assert [(mutant.where, mutant.what) for mutant in missed(code_removed, code_removed.mutants(ran))] == [
        ("page.md:3", "n += 1")
    ]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_an_altered_figure_is_named_by_pytest_with_its_line(chapter: Path, pytester: pytest.Pytester) -> None:
    lines = chapter.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [
        (output.fence.line + 1 + row, number)
        for _, output, _ in Ran(chapter).outputs()
        if not output.rule.varies
        for row, line in enumerate(output.fence.text.splitlines())
        for number in NUMBER.findall(line)
        if re.search("[1-9]", number)
    ]
    messages = []
    for name, (line, number) in {"a": places[0], "b": places[len(places) // 2], "c": places[-1]}.items():
        turned = number[1:] if number.startswith("-") else f"-{number}"
        altered = [*lines]
        altered[line - 1] = altered[line - 1].replace(number, turned, 1)
        (pytester.path / f"{name}.md").write_text("".join(altered), encoding="utf-8")
        messages.append(f"{name}.md:{line}: wanted {turned}, printed {number}")

    result = pytester.runpytest_subprocess("-odocs_pages=*.md", "-p", "no:hypothesispytest")

    assert result.parseoutcomes()["failed"] == 3
    result.stdout.fnmatch_lines(messages)
