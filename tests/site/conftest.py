"""Builds the site once, serves it on this machine, and opens it in one browser for all tests here."""

import functools
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.site.serving import served
from torchnn_doc.site.downloads.chromium import launch
from torchnn_doc.site.excerpts import excerpt

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/"  # what the site is built for

SMALL_PAGE = """---
title: {name}
---

# {name} {{#top}}

![A line](../assets/figures/line.svg)

$x$

[Credits](credits.md)
"""
LANGUAGES = {"": "zh-TW", "en/": "en"}  # by the root of their pages
ROOTS = tuple(LANGUAGES)
ROOT_OF = {language: root for root, language in LANGUAGES.items()}
NAMES = sorted(page.stem for page in (ROOT / "docs" / "en").glob("*.md"))
CHAPTERS = [f"{name}/" for name in NAMES if name[0].isdigit()]
OTHERS = [f"{name}/" for name in NAMES if not name[0].isdigit() and name != "index"]
# The pages of a language by their paths from its root; both languages have the same.
PAGES = ["", "404.html", *CHAPTERS, *OTHERS, *(f"notebooks/{chapter}" for chapter in CHAPTERS)]
CHAPTER = "06-module-backward/"
# The other pages have nothing that these have not.
ONE_OF_EACH_KIND = (
    "",
    "404.html",
    CHAPTER,
    "11-spirals/",
    "api-nn/",
    "checker-reference/",
    "exercises/",
    "explore/",
    "glossary/",
    "how-checked/",
    "names/",
    f"notebooks/{CHAPTER}",
)
NAV = re.findall(r"^ +- ([\w-]+)\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0H9"/></svg>'

expect.set_options(timeout=60_000)  # a machine that does other things besides is slow, not wrong


def shown_source(method: Callable[..., object]) -> str:
    """The source of a method of the package as pages show it, without its docstring."""
    return excerpt(Path(inspect.getfile(method)), method.__qualname__)


@dataclass(frozen=True)
class Site:
    """A built site: the folder it is in, and the address it is served at (ends in a slash)."""

    folder: Path
    address: str

    def html(self, path: str) -> BeautifulSoup:
        """Read a page by its path from the site's root; a path to a folder ends in a slash.

        Other tests read the same: it is not to be changed.
        """
        file = self.folder / path
        return _parsed(file if path and not path.endswith("/") else file / "index.html")


@functools.lru_cache(maxsize=128)  # all pages: with fewer, whoever goes through all finds none of them
def _parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")


Scheme = Literal["light", "dark"]


class Open(Protocol):
    """Opens a page by its path from the site's root."""

    def __call__(self, path: str = "", *, scheme: Scheme = "light", width: int = 1280) -> Page: ...


def build(
    config: Path, target: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build a site by its configuration: both languages by `mkdocs.yml`, the command that users are given."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "--site-dir", str(target)],
        cwd=config.parent,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS, **(variables or {})},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """Serve the site that the first worker of pytest-xdist to come here has built for all of them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "site"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "sitemap.xml").exists():
            built = build(ROOT / "mkdocs.yml", folder)
            assert built.returncode == 0, built.stderr
    with served(folder) as address:
        yield Site(folder, address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Callable[[Scheme, int], BrowserContext]:
    """Give a function that returns the profile of a reader with that colour scheme and screen width."""

    @functools.cache
    def context(scheme: Scheme, width: int) -> BrowserContext:
        return browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})

    return context


def watch(page: Page, address: str, troubles: list[str]) -> None:
    """Note every error that a page logs, and every request that does not go to this address."""

    def watch_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text}")

    def watch_requests(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            troubles.append(f"request to another host: {request.url}")

    page.on("console", watch_console)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("request", watch_requests)


@pytest.fixture
def open_page(site: Site, profile: Callable[[Scheme, int], BrowserContext]) -> Iterator[Open]:
    """Give a function that opens a page of the site.

    Whatever a test looks at, no page that it opens may log an error or ask another host for anything.
    """
    troubles: list[str] = []
    pages: list[Page] = []

    def opened(path: str = "", *, scheme: Scheme = "light", width: int = 1280) -> Page:
        page = profile(scheme, width).new_page()
        pages.append(page)
        watch(page, site.address, troubles)
        page.goto(site.address + path, wait_until="load")
        return page

    yield opened
    for page in pages:
        page.close()
    assert troubles == []


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A copy of the site with one-line pages, and without notebooks, which take their time."""
    write_small_site(tmp_path)
    return tmp_path


def write_small_site(folder: Path) -> None:
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, folder)
    for name in ("words", "overrides", "assets"):
        shutil.copytree(
            ROOT / "docs" / name, folder / "docs" / name, ignore=shutil.ignore_patterns("figures")
        )
    settings = '[tool.pytest.ini_options]\ndocs_pages = ["docs/*/*.md"]\n'
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / "docs" / "live").symlink_to(ROOT / "docs" / "live")
    (folder / "docs" / "assets" / "figures").mkdir()
    (folder / "docs" / "assets" / "figures" / "line.svg").write_text(SVG, encoding="utf-8")
    (folder / "src").mkdir()
    (folder / "src" / "torchnn_doc").symlink_to(ROOT / "src" / "torchnn_doc")
    (folder / "src" / "code.py").write_text("def known():\n    return 1\n", encoding="utf-8")
    for language in ("zh-TW", "en"):
        (folder / "docs" / language).mkdir()
        for name in NAV:
            page = folder / "docs" / language / f"{name}.md"
            page.write_text(SMALL_PAGE.format(name=name), encoding="utf-8")
