"""Reads what a build has written."""

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.settings import options_of


def own_pages(config: MkDocsConfig) -> Iterator[str]:
    """The HTML of each page of this build's language; others are built into its folder."""
    site = Path(config.site_dir)
    others = [site / language.at for language in options_of(config).languages if language.at]
    for page in site.rglob("*.html"):
        if not any(page.is_relative_to(other) for other in others):
            yield page.read_text(encoding="utf-8")
