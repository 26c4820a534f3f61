"""Proof that the checker bites: what is altered on a page must fail, what changes nothing must not."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from sympy.parsing.latex import parse_latex  # type: ignore[import-untyped]

from tests.checker.mutation.equations import digits, of_equations, signs
from tests.checker.mutation.kinds import KINDS, PAGES, ROOT, kinds_of
from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from tests.docs.prose import name_of
from tests.sampling import whole
from torchnn_doc.checker.compare.outputs import NUMBER
from torchnn_doc.checker.equations.cut import cut

pytest_plugins = ["pytester"]

SAMPLE = [
    ROOT / page for page in ("README.md", "docs/en/03-criterion.md", "docs/zh-TW/06-module-backward.md")
]
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

With $1.05$, $1.06$ and 1.06 in words,

$$
\\begin{bmatrix} 0.5 & -12 \\\\ 1 & 0 \\end{bmatrix}^T
\\begin{bmatrix} 2 \\\\ 1 \\end{bmatrix}
= \\begin{bmatrix} 2 \\\\ -24 \\end{bmatrix}
$$

and $b + y_{12} = y_{12} + b$.
"""


@pytest.mark.parametrize("page", SAMPLE, ids=name_of)
def test_alterations_of_a_page_are_noticed_and_nothing_else(page: Path) -> None:
    assert wrong(Ran(page, ROOT, lines=4)) == []  # after a line is taken away, all code below it is run again


@whole
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_alteration_of_every_page_is_noticed_and_nothing_else(page: Path) -> None:
    assert wrong(Ran(page, ROOT)) == []


def wrong(ran: Ran) -> list[Mutant]:
    kinds = kinds_of(ROOT / ran.source.path)
    return [each for kind in kinds for each in kind.mutants(ran) if kind.is_wrong(each)]


def test_everything_on_a_page_is_altered(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    ran = Ran(tmp_path / "page.md", tmp_path)
    mutants = {kind.name: list(kind.mutants(ran)) for kind in KINDS}
    assert {name: len(made) for name, made in mutants.items()} == {
        "output-digit": 9 * (7 + 7 + 1 + 1),  # with a tolerance only the first digit
        "output-sign": 2 + 1 + 2,
        "row-left-out": 3 + 2 + 1,
        "row-doubled": 3 + 2 + 1,
        "shape": 9 * 2 + 2 + 9 + 1,
        "output-removed": 4,
        "beyond-tolerance": 2,
        "code-line": 3 + 3 + 1 + 1,
        "equation-digit": 2 * (6 + 2 + 3),
        "equation-sign": 2 + 2,
        "equation-index": 2 * 2 * 2,
        "equation-letter": 2 * 2,
        "entries-exchanged": 6 + 1 + 1,
        "transpose-dropped": 1,
        "formula-digit": 2 * (3 + 3),
        "number-digit": 9 * 3,
        "number-sign": 1,
        "within-tolerance": 2 * 3,
        "output-indent": 3,
        "output-blank": 4,
        "output-spacing": 4 + 3 + 2 + 4,
        "formula-spacing": 7,
        "line-ends": 4,
        "sign-of-zero": 1,
    }
    assert [each for kind in KINDS for each in mutants[kind.name] if kind.is_wrong(each)] == []
    removed = mutants["code-line"]
    assert [mutant.what for mutant in removed if not mutant.changes] == ["n = 7", "n = 7"]
    elsewhere = [each for made in mutants.values() for each in made if each.elsewhere and not each.noticed]
    assert sorted(each.what for each in elsewhere) == ["1.00", "1.05", "1.05", "1.06"]  # of 1, 1.05 and 1.06


def test_what_the_checker_cannot_see_is_not_counted_as_noticed(tmp_path: Path) -> None:
    page = "```python\nn = 1\nn += 1\nprint('n is', n)\n```\n\n```text {.output}\nn is [..]\n```\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    ran = Ran(tmp_path / "page.md", tmp_path)
    (code_line,) = (kind for kind in KINDS if kind.name == "code-line")
    wrong = [mutant for mutant in code_line.mutants(ran) if code_line.is_wrong(mutant)]
    assert [(mutant.where, mutant.what) for mutant in wrong] == [("page.md:3", "n += 1")]


def test_an_altered_equation_of_figures_that_passes_is_true_as_another_program_reads_it() -> None:
    ran = Ran(ROOT / "docs" / "en" / "03-criterion.md", ROOT)
    altered = [*of_equations(digits)(ran), *of_equations(signs)(ran)]
    passed = {mutant.what for mutant in altered if not mutant.noticed and not mutant.changes}
    sides = [(each.left.plain, each.right.plain) for tex in passed for each in cut(tex)[0]]
    figures = [pair for pair in sides if not re.search(r"(?<![\\a-z])[a-z]", " ".join(pair), re.IGNORECASE)]
    assert len(figures) >= len(passed) > 0
    for left, right in figures:
        values = [Decimal(str(parse_latex(side, backend="lark").evalf(30))) for side in (left, right)]
        shown = re.fullmatch(r"\s*\d+\.(\d+)\s*", right)
        rounding = Decimal(5).scaleb(-len(shown[1]) - 1) if shown else Decimal(0)
        assert abs(values[0] - values[1]) <= rounding, (left, right)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_an_altered_figure_is_named_by_pytest_with_its_line(chapter: Path, pytester: pytest.Pytester) -> None:
    lines = chapter.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [
        (output.fence.line + 1 + row, number)
        for _, output, _ in Ran(chapter, ROOT).outputs()
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
