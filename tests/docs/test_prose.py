"""The linters of the language see each sentence of a page, and nothing of its code and formulas."""

from pathlib import Path

import pytest

from tests.docs.prose import Passage, pages, read_prose

PAGE = """\
---
title: "1 · nn.Linear: forward"
notebook: true
---

# A *layer* {#top}

Call `forward`, as in [chapter 1](one.md).
It gives $y = W x$, of size 3x2.

$$
y = W x
$$

<!-- check: forget x -->

```python
unseen = "code"
```

!!! note "Why not"

    - A list (<!-- minutes one.md --> minutes).

| left | right |
|---|---|
| `a` | <span class="given" title="unseen">0.3</span> |

![An arrow leads from x to get(1).output.](arrow.svg)
"""


def test_each_sentence_is_read_with_its_line_and_a_stand_in_for_code(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    assert read_prose(file) == [
        Passage("page.md", 2, "1 · `x`: forward"),
        Passage("page.md", 6, "A layer"),
        Passage("page.md", 8, "Call `x`, as in chapter 1.\nIt gives `x`, of size `x`."),
        Passage("page.md", 21, "Why not"),
        Passage("page.md", 23, "A list (`x` minutes)."),
        Passage("page.md", 25, "left"),
        Passage("page.md", 25, "right"),
        Passage("page.md", 27, "`x`"),
        Passage("page.md", 27, "0.3"),
        Passage("page.md", 29, "An arrow leads from `x` to `x`."),
    ]


def test_a_word_is_placed_on_its_own_line() -> None:
    assert Passage("page.md", 8, "one\ntwo").place(4) == "page.md:9"


@pytest.mark.parametrize(("language", "readme"), [("en", "README.md"), ("zh-TW", "README.zh-TW.md")])
def test_each_page_of_a_language_says_something(language: str, readme: str) -> None:
    files = pages(language)
    assert {"index.md", "06-module-backward.md", readme} <= {file.name for file in files}
    assert [file.name for file in files if not read_prose(file)] == []
