"""Gives each page a Content-Security-Policy: only the site's own scripts run, only its own styles hold."""

import base64
import html
import re
from hashlib import sha256

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from torchnn_doc.site.serve_mode import is_served

ICONS = "data:"  # in Material's style sheet
POLICY = {
    # Firefox fetches the next chapter ahead, since the page names it, and asks this rule whether it may.
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", ICONS],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "frame-src": ["'none'"],
    "media-src": ["'none'"],
    "object-src": ["'none'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
}
CHARSET = '<meta charset="utf-8">'
STYLED = re.compile(r'<[a-zA-Z][^<>]*?(\sstyle="([^"]*)")[^<>]*>')
INLINE = re.compile(r'<(script|style)(?![^>]*(?:\bsrc=|"application/json"))[^>]*>(.*?)</\1>', re.DOTALL)


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give a page its policy. What a later hook put into the page would not be allowed by it."""
    return with_policy(output)


def on_post_template(output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give the page for unknown addresses its policy."""
    return with_policy(output_content) if template_name.endswith(".html") else output_content


def with_policy(page: str) -> str:
    """Put the policy into a page's head, before anything that it has to hold for.

    Args:
        page: The page's HTML.

    Returns:
        The page without style attributes, and a policy that names each inline script and style by digest.
    """
    page = with_rules(page)
    if is_served():  # by MkDocs, which writes a script of its own into each page
        return page
    policy = {name: list(sources) for name, sources in POLICY.items()}
    for kind, content in INLINE.findall(page):
        digest = f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"
        if digest not in policy[f"{kind}-src"]:
            policy[f"{kind}-src"].append(digest)
    content = "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    assert CHARSET in page
    return page.replace(CHARSET, CHARSET + meta, 1)


def with_rules(page: str) -> str:
    """Make style attributes, KaTeX's by the thousand, into rules of one style element, which has a digest."""
    names: dict[str, str] = {}

    def with_class(tag: re.Match[str]) -> str:
        attribute, style = tag.groups()
        name = names.setdefault(html.unescape(style), f"_{len(names)}")
        if ' class="' in tag[0]:
            return tag[0].replace(attribute, "").replace(' class="', f' class="{name} ', 1)
        return tag[0].replace(attribute, f' class="{name}"')

    page = STYLED.sub(with_class, page)
    rules = "".join(f".{name}{{{_important(style)}}}" for style, name in names.items())
    return page.replace("</head>", f"<style>{rules}</style></head>", 1) if rules else page


def _important(style: str) -> str:
    """A style's declarations, above those of any style sheet, as they are in an attribute."""
    return ";".join(f"{each.strip()}!important" for each in style.split(";") if each.strip())
