"""Keeps style sheets small: the site's own lose their comments, and mkdocstrings' is left out."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from rcssmin import cssmin  # type: ignore[import-untyped]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take back what mkdocstrings has added: site.css has the little of it that the reference needs."""
    config.extra_css.remove("assets/_mkdocstrings.css")
    return config


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave out of the site's style sheets what is for their reader."""
    for source in (Path(config.docs_dir).parent / "assets" / "stylesheets").glob("*.css"):
        built = Path(config.site_dir, "assets", "stylesheets", source.name)
        built.write_text(cssmin(built.read_text(encoding="utf-8")), encoding="utf-8")
