"""The record of a page: its code runs once, and what is wrong with it fails the build."""

from pathlib import Path

from tests.site.conftest import build

PAGE = """---
title: A page with code
notebook: true
---

# A page with code {#top}

```python
from pathlib import Path

with Path("runs.txt").open("a") as file:
    print("once", file=file)
print("run")
```

```text {.output}
run
```
"""


def test_the_code_of_a_page_runs_once_and_not_again_as_long_as_nothing_has_changed(small_site: Path) -> None:
    page, runs = small_site / "docs" / "en" / "credits.md", small_site / "runs.txt"
    page.write_text(PAGE, encoding="utf-8")
    config, site = small_site / "mkdocs.en.yml", small_site / "site"
    assert "en: 1 pages run, 0 taken from their records" in build(config, site).stderr
    assert "en: 0 pages run, 1 taken from their records" in build(config, site).stderr
    assert runs.read_text(encoding="utf-8") == "once\n"
    page.write_text(PAGE.replace("title: A page", "title: Another page"), encoding="utf-8")
    assert "en: 1 pages run, 0 taken from their records" in build(config, site).stderr
    assert runs.read_text(encoding="utf-8") == "once\nonce\n"


def test_a_page_that_shows_another_output_than_it_prints_fails_the_build_each_time(small_site: Path) -> None:
    wrong = PAGE.replace("\nrun\n", "\nran\n")
    (small_site / "docs" / "en" / "credits.md").write_text(wrong, encoding="utf-8")
    for _ in range(2):
        built = build(small_site / "mkdocs.en.yml", small_site / "site")
        assert built.returncode != 0
        assert "WARNING -  docs/en/credits.md:17: " in built.stderr
