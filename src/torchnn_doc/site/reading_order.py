"""Leads from chapter to chapter: the list of pages, previous and next pass over the notebooks.

The list is one for all languages; the titles of its groups are in the language of the build.
"""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """Link the pages, in the order of the navigation; a notebook leads back to its page and on from there."""
    notebooks = [page for page in nav.pages if page.file.src_uri.endswith(".ipynb")]
    read: list[Page] = [page for page in nav.pages if page not in notebooks]
    for before, page in zip([None, *read], read, strict=False):
        page.previous_page = before
        page.next_page = None
        if before:
            before.next_page = page
    written = {page.file.name: page for page in read}
    for page in notebooks:
        page.previous_page = written[page.file.name]
        page.next_page = page.previous_page.next_page
    for group in nav.items:
        if isinstance(group, Section):
            group.title = config.extra["groups"][group.title]
            group.children = [page for page in group.children if page not in notebooks]
    return nav
