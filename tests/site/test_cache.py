"""What builds keep does not change what is built, and does not grow for ever."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from tests.sampling import sampled
from tests.site.conftest import build, write_small_site
from torchnn_doc.site import cache
from torchnn_doc.site.cache import cached, folder_of
from torchnn_doc.site.cache_cleanup import OUTDATED, UNUSED, on_post_build

PAGE = """---
title: A page with everything
notebook: true
---

# A page with everything {#top}

![A line](../assets/figures/line.svg)

$x$

```python
print("run")
```

```text {.output}
run
```

<!-- totals -->

::: torchnn_doc.nn.Identity
"""


def shouted(text: str) -> str:
    return text.upper()


def test_what_no_build_has_used_for_a_month_is_forgotten(tmp_path: Path) -> None:
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    for text in ("used", "unused"):
        cached(tmp_path, shouted, text)
    for file in folder_of(tmp_path).iterdir():
        month_ago = file.stat().st_mtime - UNUSED - 1
        os.utime(file, (month_ago, month_ago))
    assert cached(tmp_path, shouted, "used") == "USED"
    on_post_build(config=config)
    assert [file.read_text(encoding="utf-8") for file in folder_of(tmp_path).iterdir()] == ["USED"]


def test_what_other_code_has_made_is_forgotten_sooner_but_not_what_is_served(tmp_path: Path) -> None:
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    others = [tmp_path / cache.FOLDER / "other", tmp_path / cache.SERVED, folder_of(tmp_path)]
    for folder in others:
        folder.mkdir(parents=True)
        os.utime(folder, (0, folder.stat().st_mtime - OUTDATED - 1))
    on_post_build(config=config)
    assert [folder.exists() for folder in others] == [False, True, True]


@pytest.fixture
def look_again() -> Iterator[Callable[[Path], Path]]:
    """Give a function that says where the cache is now."""

    def folder(root: Path) -> Path:
        folder_of.cache_clear()
        return folder_of(root)

    yield folder
    folder_of.cache_clear()


def test_another_version_of_any_library_has_a_cache_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_again: Callable[[Path], Path]
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    found = [look_again(tmp_path)]
    for version in ("1.0", "1.1"):
        shutil.rmtree(tmp_path / "other.dist-info", ignore_errors=True)
        (tmp_path / "other.dist-info").mkdir()
        metadata = f"Metadata-Version: 2.1\nName: other\nVersion: {version}\n"
        (tmp_path / "other.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")
        found.append(look_again(tmp_path))
    assert len(set(found)) == 3


def test_a_process_whose_code_has_changed_since_it_started_has_a_cache_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_again: Callable[[Path], Path]
) -> None:
    started_now = look_again(tmp_path)
    monkeypatch.setattr(cache, "_AT_START", {"site": b"what it was"})
    assert look_again(tmp_path) != started_now


def test_other_code_has_a_cache_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_again: Callable[[Path], Path]
) -> None:
    monkeypatch.setattr(cache, "PACKAGE", tmp_path)
    for folder in ("site", "nn"):
        (tmp_path / folder).mkdir()
    site, records = look_again(tmp_path), folder_of(tmp_path, "records")
    (tmp_path / "site" / "stage.py").touch()
    assert look_again(tmp_path) != site
    assert folder_of(tmp_path, "records") == records
    (tmp_path / "nn" / "module.py").touch()
    assert look_again(tmp_path) != site
    assert folder_of(tmp_path, "records") != records


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# What is changed: the variables that the configuration reads, or a file and its words before and after.
CHANGES: dict[str, dict[str, str] | tuple[str, str, str]] = {
    "another address": {"SITE_URL": "https://example.org/"},
    "a path below the root": {"SITE_URL": "https://example.org/project/"},
    "downloads": {"DOWNLOADS": "yes"},
    "a word of the site": ("docs/words/en.yml", "Download the .ipynb", "The notebook"),
    "a figure": ("docs/assets/figures/line.svg", "H9", "H8"),
}


@pytest.fixture(scope="module")
def built_at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a page that has a piece of everything that is kept, built by its writer."""
    folder = tmp_path_factory.mktemp("project")
    write_small_site(folder)
    (folder / "docs" / "en" / "credits.md").write_text(PAGE, encoding="utf-8")
    build_site(folder, {})
    return folder


@pytest.fixture
def project(built_at_home: Path) -> Iterator[Path]:
    """The same, for a test to change: at the same place, which a cache may know too."""
    untouched = built_at_home.with_name("untouched")
    shutil.copytree(built_at_home, untouched, symlinks=True)
    yield built_at_home
    shutil.rmtree(built_at_home)
    untouched.rename(built_at_home)


def build_site(project: Path, variables: dict[str, str]) -> dict[Path, bytes]:
    """Build the English site; gives its files."""
    site = project / "site"
    built = build(project / "mkdocs.en.yml", site, {"SITE_URL": "http://localhost:8000/"} | variables)
    assert built.returncode == 0, built.stderr
    return contents(site)


def contents(site: Path) -> dict[Path, bytes]:
    return {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.mark.parametrize("what", sampled(CHANGES, ["another address"]))
def test_a_build_with_a_cache_is_the_same_to_the_byte_as_one_without(project: Path, what: str) -> None:
    before = contents(project / "site")
    change = CHANGES[what]
    if isinstance(change, tuple):
        replace(project / change[0], *change[1:])
    variables = change if isinstance(change, dict) else {}
    with_cache = build_site(project, variables)
    shutil.rmtree(project / ".site_cache")
    without = build_site(project, variables)
    assert {file for file in with_cache | without if with_cache.get(file) != without.get(file)} == set()
    assert without != before
