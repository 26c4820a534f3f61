"""Leaves mkdocstrings' style sheet out of all pages: site.css has the little that the reference needs."""

from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take back what the plugin has added."""
    config.extra_css.remove("assets/_mkdocstrings.css")
    return config
