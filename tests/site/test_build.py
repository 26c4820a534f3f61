"""What makes the build of both languages fail: each fault is put on a page of a small copy of the site."""

import shutil
from pathlib import Path

import pytest

from tests.site.conftest import build

PRINTS = """
```python
print(sorted({1, 2}))
```

```text {.output}
[1, 2]
```
"""


def test_the_small_site_builds_as_long_as_nothing_is_wrong(small_site: Path) -> None:
    built = build(small_site / "mkdocs.yml", small_site / "site")
    assert built.returncode == 0, built.stderr
    page = (small_site / "site" / "en" / "credits" / "index.html").read_text(encoding="utf-8")
    assert 'id="figure-1"' in page
    assert "<math" in page


def test_the_start_page_links_to_the_downloads_when_they_are_going_to_be_made(
    small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOWNLOADS", "yes")
    built = build(small_site / "mkdocs.yml", small_site / "site")
    assert built.returncode == 0, built.stderr
    for root, language in (("", "zh-TW"), ("en", "en")):
        page = (small_site / "site" / root / "index.html").read_text(encoding="utf-8")
        assert f'href="https://example.org/downloads/nn-module.{language}.pdf"' in page
        assert 'href="https://example.org/downloads/nn-module.zip"' in page


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("$\\frac{1$", ["en/credits.md", "\\frac{1"]),
        ('```python\n--8<-- "src/code.py:unknown"\n```', ["en/credits.md:14", "unknown", "known"]),
        ("[nowhere](missing.md)", ["credits.md", "missing.md"]),
        ("[nowhere](index.md#missing)", ["credits.md", "#missing"]),
        ("![](../assets/figures/line.svg)", ["en/credits.md", "alternative text"]),
    ],
    ids=["bad TeX", "unknown source excerpt", "broken link", "broken anchor", "figure without words"],
)
def test_a_fault_on_an_english_page_fails_the_build_and_is_named(
    small_site: Path, fault: str, message: list[str]
) -> None:
    with (small_site / "docs" / "en" / "credits.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{fault}\n")
    built = build(small_site / "mkdocs.yml", small_site / "site")
    assert built.returncode != 0
    for words in message:
        assert words in built.stderr


def test_two_builds_of_the_same_sources_are_the_same_to_the_byte(small_site: Path) -> None:
    config = small_site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("  - credits.md\n", "  - credits.md\n  - notebooks/credits.ipynb\n"), encoding="utf-8"
    )
    for language in ("zh-TW", "en"):
        page = small_site / "docs" / language / "credits.md"
        text = page.read_text(encoding="utf-8").replace("title:", "notebook: true\ntitle:")
        page.write_text(text + PRINTS, encoding="utf-8")
    sites = []
    for name in ("one", "two"):
        shutil.rmtree(small_site / ".site_cache", ignore_errors=True)
        built = build(small_site / "mkdocs.yml", small_site / name)
        assert built.returncode == 0, built.stderr
        files = (file for file in (small_site / name).rglob("*") if file.is_file())
        sites.append({file.relative_to(small_site / name): file.read_bytes() for file in files})
    one, two = sites
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []


def test_a_notebook_cell_that_raises_fails_the_build(small_site: Path) -> None:
    page = small_site / "docs" / "zh-TW" / "credits.md"
    text = page.read_text(encoding="utf-8").replace("title:", "notebook: true\ntitle:")
    page.write_text(f"{text}\n```python\nraise ValueError('a figure is wrong')\n```\n", encoding="utf-8")
    built = build(small_site / "mkdocs.yml", small_site / "site")
    assert built.returncode != 0
    assert "a figure is wrong" in built.stderr
