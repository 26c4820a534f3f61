"""Comparing two translations of a page."""

from pathlib import Path

import pytest

from torchnn_doc.checker.page import Source
from torchnn_doc.checker.parity import ParityError, compare_translations

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
    with pytest.raises(ParityError) as raised:
        compare_pages(ENGLISH.replace(old, new), ENGLISH)
    assert raised.value.headline == message


def test_both_differing_lines_are_shown() -> None:
    with pytest.raises(ParityError) as raised:
        compare_pages("# 頁\n\n" + ENGLISH.replace("if x", "if y"), ENGLISH)
    assert raised.value.details == "zh/a.md:6: if y:\nen/a.md:4: if x:"


def test_code_that_is_not_python_is_compared_as_text() -> None:
    page = '```python {notest="in the other language"}\n%s\n```\n'
    compare_pages(page % "this is not Python", page % "this is  not Python")
    with pytest.raises(ParityError, match="the code differs"):
        compare_pages(page % "this is not Python", page % "nor is that")
