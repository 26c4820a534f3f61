"""Gives the groups of pages their titles in this language, and each notebook its place beside its page."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section

from torchnn_doc.site.settings import words_of


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Let a notebook, which is not in the list of pages, lead back to its page and on from there."""
    written = {page.file.name: page for page in nav.pages}
    for file in files.documentation_pages():
        if file.page and file.src_uri.endswith(".ipynb"):
            file.page.previous_page = written[file.name]
            file.page.next_page = written[file.name].next_page
            file.page.parent = written[file.name].parent
    for group in nav.items:
        if isinstance(group, Section):
            group.title = words_of(config)["groups"][group.title]
    return nav
