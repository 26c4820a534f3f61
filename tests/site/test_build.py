"""What makes the build of both languages fail: each fault is put on a page of a small copy of the site."""

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_one
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError

from tests.sampling import whole
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
    built = build(small_site / "mkdocs.yml", small_site / "site", {"DOWNLOADS": "yes"})
    assert built.returncode == 0, built.stderr
    page = (small_site / "site" / "en" / "credits" / "index.html").read_text(encoding="utf-8")
    assert 'id="figure-1"' in page
    assert "<math" in page
    # The start page links to the downloads when they are going to be made.
    for root, language in (("", "zh-TW"), ("en", "en")):
        page = (small_site / "site" / root / "index.html").read_text(encoding="utf-8")
        assert f'href="https://example.org/downloads/nn-module.{language}.pdf"' in page
        assert 'href="https://example.org/downloads/nn-module.zip"' in page


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("$\\frac{1$", ["en/credits.md", "\\frac{1"]),
        ('```python\n--8<-- "src/code.py:unknown"\n```', ["en/credits.md:15", "unknown", "known"]),
        ("[nowhere](missing.md)", ["credits.md", "missing.md"]),
        ("[nowhere](index.md#missing)", ["credits.md", "#missing"]),
        ("![](../assets/figures/line.svg)", ["en/credits.md:14: ", "alternative text"]),
        (
            "![A](../assets/figures/half.svg)",
            ["en/credits.md:14: ../assets/figures/half.svg is not an SVG"],
        ),
        ("```python\nraise ValueError('a figure is wrong')\n```", ["credits", "a figure is wrong"]),
    ],
    ids=[
        "bad TeX",
        "unknown source excerpt",
        "broken link",
        "broken anchor",
        "figure without words",
        "half a figure",
        "notebook cell that raises",
    ],
)
def test_a_fault_on_a_page_fails_the_build_and_is_named(
    small_site: Path,
    fault: str,
    message: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (small_site / "docs" / "assets" / "figures" / "half.svg").write_text("<svg>", encoding="utf-8")
    add(small_site / "docs" / "en" / "credits.md", fault)
    monkeypatch.chdir(small_site)
    config = load_config("mkdocs.en.yml", strict=True)
    with pytest.raises((Abort, BuildError)) as failure:
        build_one(config)
    for words in message:
        assert words in f"{caplog.text}{failure.value}"


def test_a_fault_on_an_english_page_fails_the_build_of_both_languages(small_site: Path) -> None:
    add(small_site / "docs" / "en" / "credits.md", "[nowhere](missing.md)")
    built = build(small_site / "mkdocs.yml", small_site / "site")
    assert built.returncode != 0
    assert "missing.md" in built.stderr


def add(page: Path, fault: str) -> None:
    text = page.read_text(encoding="utf-8").replace("title:", "notebook: true\ntitle:")
    page.write_text(f"{text}\n{fault}\n", encoding="utf-8")


@whole
def test_two_builds_of_the_same_sources_are_the_same_to_the_byte(small_site: Path) -> None:
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
