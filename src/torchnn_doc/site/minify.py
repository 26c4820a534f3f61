"""Keeps small what every page loads: own style sheets and scripts lose what is for their writers."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from rcssmin import cssmin  # type: ignore[import-untyped]
from rjsmin import jsmin  # type: ignore[import-untyped]

from torchnn_doc.site.serve_mode import is_served

SCRIPTS = ("javascripts/*.js", "javascripts/explore/*.js", "javascripts/workers/*.js")
MINIFIED = {"stylesheets/*.css": cssmin, **dict.fromkeys(SCRIPTS, jsmin)}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take back what mkdocstrings has added: site.css has the little of it that the reference needs."""
    config.extra_css.remove("assets/_mkdocstrings.css")
    return config


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave out comments and space. What is loaded on request stays as it is written."""
    if is_served():
        return
    assets = Path(config.docs_dir).parent / "assets"
    for pattern, minified in MINIFIED.items():
        for source in assets.glob(pattern):
            built = Path(config.site_dir, "assets", source.relative_to(assets))
            built.write_text(minified(built.read_text(encoding="utf-8")), encoding="utf-8")
