"""Publishes the Markdown of each page for readers that are programs: that of `/page/` is at `/page.md`."""

import re
from pathlib import Path

import griffe
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.settings import root_of

PACKAGE = "torchnn_doc"
REFERENCE = re.compile(rf"^::: {PACKAGE}\.(?P<name>[\w.]+)\n(?: {{4}}.*\n)*", re.MULTILINE)
# The site has the assets inside the folder of a language. Links from page to page are right as they are.
ASSET = re.compile(r"(?<=\]\()\.\./(?=assets/)")


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Write the Markdown as it is when all other hooks have filled in their part of it."""
    if page.file.src_uri.endswith(".md"):
        target = Path(config.site_dir, page.file.src_uri)
        target.parent.mkdir(parents=True, exist_ok=True)
        root = root_of(config)
        target.write_text(plain(markdown, root), encoding="utf-8")


def plain(markdown: str, root: Path) -> str:
    """Return a page with source code for what the site makes of it, and with links that lead there.

    Args:
        markdown: The page, without its front matter.
        root: The project's folder.
    """
    markdown = ASSET.sub("", markdown)
    if not REFERENCE.search(markdown):
        return markdown
    file = cached_file(root, "md", markdown)
    if not file.exists():
        package = griffe.load(PACKAGE, search_paths=[root / "src"], resolve_aliases=True)
        filled = REFERENCE.sub(lambda found: f"```python\n{package[found['name']].source}\n```\n", markdown)
        store(file, filled)
    return file.read_text(encoding="utf-8")
