"""Comparing two translations of a page."""

import warnings
from pathlib import Path

import pytest

from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.translations.parity import compare_translations

ENGLISH = """\
```python title="Code"
# a comment
x = {"name": 1}
if x:
    print("a word", f"a {x['name']:.2f}")
```

```text {.output}
1.0  2
```

```text {.output varies="memory"}
3
```

```bash
ls
```
"""


def compare_pages(first: str, second: str) -> None:
    def source(path: str, text: str) -> Source:
        return Source(Path(path), path, text, "")

    compare_translations(source("zh/a.md", first), source("en/a.md", second))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# a comment", "# 註解\n# 兩行"),
        ('"name"', '"名"'),
        ('"a word"', "'''一個字'''"),
        ('f"a {', 'f"{'),
        (':.2f}"', ':.2f} 個"'),
        ('title="Code"', 'title="程式"'),
        ('varies="memory"', 'varies="記憶體"'),
        ("1.0  2", "1.0 2"),
        ("\n3\n", "\n4\n"),
        ("\nls\n", "\nls # 列出\n"),
    ],
)
def test_comments_words_reasons_and_spacing_may_differ(old: str, new: str) -> None:
    assert old in ENGLISH
    compare_pages(ENGLISH.replace(old, new), ENGLISH)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("if x", "if y", "en/a.md:4: the code differs from zh/a.md:4"),
        (": 1}", ": 2}", "en/a.md:3: the code differs from zh/a.md:3"),
        ("    print(", "    pass\n    print(", "en/a.md:5: the code differs from zh/a.md:5"),
        (".2f", ".3f", "en/a.md:5: the code differs from zh/a.md:5"),
        ("{x['", "{y['", "en/a.md:5: the code differs from zh/a.md:5"),
        ("if x:\n    print", "if x:\n    pass\nprint", "en/a.md:5: the code differs from zh/a.md:5"),
        ("1.0  2", "1.0  3", "en/a.md:9: the output differs from zh/a.md:9"),
        ("1.0  2\n", "", "en/a.md:9: the output differs from zh/a.md:9"),
        ("{.output}", '{.output rtol="1"}', "en/a.md:8: the fence differs from zh/a.md:8"),
        (' varies="memory"', "", "en/a.md:12: the fence differs from zh/a.md:12"),
        ("```bash\nls\n```\n", "", "en/a.md:16: zh/a.md has no fence for this one"),
    ],
)
def test_where_the_translations_part_both_places_are_named(old: str, new: str, message: str) -> None:
    assert old in ENGLISH
    with pytest.raises(CheckError) as raised:
        compare_pages(ENGLISH.replace(old, new), ENGLISH)
    assert raised.value.headline == message


def test_both_differing_lines_are_shown() -> None:
    with pytest.raises(CheckError) as raised:
        compare_pages("一頁。\n\n" + ENGLISH.replace("if x", "if y"), ENGLISH)
    assert raised.value.details == "zh/a.md:6: if y:\nen/a.md:4: if x:"


def test_code_that_is_not_python_is_compared_as_text() -> None:
    page = '```python {notest="in the other language"}\n%s\n```\n'
    compare_pages(page % "this is not Python", page % "this is  not Python")
    with pytest.raises(CheckError, match="the code differs"):
        compare_pages(page % "this is not Python", page % "nor is that")


PROSE = """\
---
title: A page
---

# Title {#top}

The loss $J$ and the weight $W$, with $y = Wx$, as in [the first chapter](01.md#top)
and [elsewhere](https://example.org).

$$
y = W x \\text{ if } x > 0
$$

=== "Tab"

    ![A picture](figures/a.svg)

| a | $b$ |
|---|---|
| [c](03.md) | $c = 1$ |

<p><img src="figures/b.svg" alt="B"></p>

## Untitled
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A page", "title: 一頁"),
        ("# Title", "# 標題"),
        ("The loss $J$ and the weight $W$", "權重 $W$ 與損失 $J$，也就是 $J$ 與 $W$"),
        ("$y = Wx$, as", "\n\n$y  =  Wx$, 如"),
        ("[the first chapter]", "[第一章]"),
        ("\\text{ if }", "\\text{ 若 }"),
        ("A picture", "一張圖"),
        ("y = W x", "y = W x\n"),
        ("Tab", "分頁"),
        ('alt="B"', 'alt="乙"'),
    ],
)
def test_words_and_the_order_of_symbols_among_them_may_differ(old: str, new: str) -> None:
    assert old in PROSE
    compare_pages(PROSE.replace(old, new), PROSE)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{#top}", "{#start}", "en/a.md:5: the heading differs from zh/a.md:5"),
        ("# Title", "## Title", "en/a.md:5: the heading differs from zh/a.md:5"),
        ("\n## Untitled\n", "", "en/a.md:24: zh/a.md has no heading for this one"),
        ("$J$", "$K$", "en/a.md:5: this part differs from zh/a.md:7"),
        (" and the weight $W$", "", "en/a.md:7: this part differs from zh/a.md:5"),
        ("$y = Wx$", "$y = Wz$", "en/a.md:7: the equation differs from zh/a.md:7"),
        ("01.md#top", "02.md#top", "en/a.md:7: the link differs from zh/a.md:7"),
        ("https://example.org", "https://example.com", "en/a.md:8: the link differs from zh/a.md:8"),
        ("y = W x ", "y = W^T x ", "en/a.md:10: the equation differs from zh/a.md:10"),
        ("$$\ny = W x", "$$\nz = 1\n$$\n\n$$\ny = W x", "en/a.md:10: the equation differs from zh/a.md:10"),
        ("figures/a.svg", "figures/c.svg", "en/a.md:16: the image differs from zh/a.md:16"),
        ("(03.md)", "(04.md)", "en/a.md:20: the link differs from zh/a.md:20"),
        ("$c = 1$", "$c = 2$", "en/a.md:20: the equation differs from zh/a.md:20"),
        ("figures/b.svg", "figures/c.svg", "en/a.md:22: the image differs from zh/a.md:22"),
    ],
)
def test_headings_equations_images_and_links_are_the_same(old: str, new: str, message: str) -> None:
    assert old in PROSE
    with pytest.raises(CheckError) as raised:
        compare_pages(PROSE.replace(old, new, 1), PROSE)
    assert raised.value.headline == message


def test_what_stands_in_the_same_place_is_shown_on_both_sides() -> None:
    with pytest.raises(CheckError) as raised:
        compare_pages(PROSE.replace("![A picture](figures/a.svg)", "$$z = 1$$"), PROSE)
    assert raised.value.details == "zh/a.md:16: equation z = 1\nen/a.md:16: image figures/a.svg"


@pytest.mark.parametrize("code", ["x = " + "+" * 5000 + "1", "x = " + "1 + " * 5000 + "1", "x = '\\d'"])
def test_code_of_any_kind_can_be_compared(code: str) -> None:
    page = f"```python\n{code}\n```\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compare_pages(page, page)
