"""Leaves out of Material's style sheet what is for things that no page has: a quarter of its bytes."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.built_pages import own_pages
from torchnn_doc.site.serve_mode import is_served

# In a style sheet without spaces; what is inside of @media and the like counts too.
RULE = re.compile(r"(?<=[{}])([^{}@]+)(\{[^{}]*\})")
COMMA = re.compile(r",(?![^(\[]*[)\]])")
NEGATED = re.compile(r":not\([^)]*\)")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
CLASSES = re.compile(r'\bclass="([^"]*)"')


def on_post_build(*, config: MkDocsConfig) -> None:
    """Look through the pages and the scripts of this language for the classes that there can be."""
    if is_served():
        return
    used = {name for page in own_pages(config) for names in CLASSES.findall(page) for name in names.split()}
    assets = Path(config.site_dir, "assets")
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in assets.rglob("*.js"))
    for file in (assets / "stylesheets").glob("main.*.min.css"):
        style = file.read_text(encoding="utf-8")
        spoken_of = {name for name in CLASS.findall(style) if name in scripts}
        file.write_text(trimmed(style, used | spoken_of), encoding="utf-8")


def trimmed(style: str, classes: AbstractSet[str]) -> str:
    """Return a style sheet without the selectors that need another class, or text from right to left.

    Args:
        style: The style sheet, minified.
        classes: Those that an element may have.
    """

    def is_met(selector: str) -> bool:
        needed = NEGATED.sub("", selector)
        return "[dir=rtl]" not in needed and set(CLASS.findall(needed)) <= classes

    def with_met(rule: re.Match[str]) -> str:
        selectors = [selector for selector in COMMA.split(rule[1]) if is_met(selector)]
        return ",".join(selectors) + rule[2] if selectors else ""

    return RULE.sub(with_met, style)
