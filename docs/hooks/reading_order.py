"""Leads from chapter to chapter: the previous and next links of a page pass over the notebooks."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """Link the pages, in the order of the navigation; a notebook leads back to its page and on from there."""
    read: list[Page] = []
    for page in nav.pages:
        if page.file.src_uri.endswith(".ipynb"):
            continue
        read.append(page)
    for before, page in zip([None, *read], read, strict=False):
        page.previous_page = before
        page.next_page = None
        if before:
            before.next_page = page
    written = {page.file.name: page for page in read}
    for page in nav.pages:
        if page.file.src_uri.endswith(".ipynb"):
            page.previous_page = written[page.file.name]
            page.next_page = page.previous_page.next_page
    return nav
