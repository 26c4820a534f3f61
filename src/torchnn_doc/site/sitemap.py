"""Leaves out the packed sitemap: it holds the day of the build, so two builds of a commit would differ."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def on_post_build(*, config: MkDocsConfig) -> None:
    """Remove what MkDocs has packed; robots.txt and search engines name the sitemap itself."""
    Path(config.site_dir, "sitemap.xml.gz").unlink()
