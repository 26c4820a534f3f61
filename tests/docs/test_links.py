"""What a page links to and shows is there: told from the pages as they are written, without a build."""

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.prose import ROOT, name_of, pages
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.page.formulas import page_tokens

PAGES = [page for language in ("zh-TW", "en") for page in pages(language)]
ASSETS = ROOT / "docs" / "assets"
NOTEBOOK = re.compile(r"notebooks/(?P<name>[\w-]+)\.ipynb")  # which the site makes from a page
ANCHOR = re.compile(r"\{[^{}\n]*#(?P<set>[\w.-]+)[^{}\n]*\}|\bid=\"(?P<id>[^\"]+)\"")
HTML = re.compile(r"<[^>]*\b(?:href|src)=\"([^\"]+)\"")
PACKAGE = "torchnn_doc."  # the reference has an anchor for each of its names


@cache
def anchors(page: Path) -> set[str]:
    return {str(each["set"] or each["id"]) for each in ANCHOR.finditer(page.read_text(encoding="utf-8"))}


def is_there(page: Path, anchor: str) -> bool:
    if page.stem.startswith("api-") and anchor.startswith(PACKAGE):
        try:
            pkgutil.resolve_name(anchor)
        except AttributeError:
            return False
        return True
    return anchor in anchors(page)


def links(page: Path) -> Iterator[tuple[int, str]]:
    """Where a page links to, and what it shows, each with its line."""
    for token in page_tokens(read_source(page, name_of(page))):
        for child in token.children or ():
            address = child.attrGet("href") or child.attrGet("src")
            for each in [address] if address else HTML.findall(child.content):
                yield (token.map or [0])[0] + 1, str(each)


def trouble(page: Path, address: str) -> str:
    """Why a link of a page leads nowhere, or nothing."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if found := NOTEBOOK.fullmatch(parts.path):
        target = page.with_name(f"{found['name']}.md")
        if target.is_file() and not re.search("^notebook: true$", target.read_text("utf-8"), re.MULTILINE):
            return f"{target.name} has no notebook"
    if not target.is_file():
        return "there is no such file"
    if page.parent not in (ROOT, target.parent) and not target.is_relative_to(ASSETS):
        return f"the site has it not: expected a page beside this one, or a file of {name_of(ASSETS)}"
    if parts.fragment and target.suffix == ".md" and not is_there(target, unquote(parts.fragment)):
        return f"there is no heading {{#{parts.fragment}}} on {name_of(target.resolve())}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    broken = [
        f"{name_of(page)}:{line}: {address}: {why}"
        for line, address in links(page)
        if (why := trouble(page, address))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("other.md", "there is no such file"),
        ("#nowhere", "there is no heading {#nowhere} on page.md"),
        ("page.md#nowhere", "there is no heading {#nowhere} on page.md"),
        ("notebooks/other.ipynb", "there is no such file"),
        ("#here", ""),
        ("https://example.org/other.md", ""),
        ("notebooks/page.ipynb", "page.md has no notebook"),
        ("../src/code.py", "there is no such file"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_line(tmp_path: Path, link: str, why: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page {{#here}}\n\nSee [there]({link}).\n", encoding="utf-8")
    assert list(links(page)) == [(3, link)]
    assert trouble(page, link) == why


def test_a_name_of_the_package_has_an_anchor_on_its_page_of_the_reference() -> None:
    page = PAGES[0].with_name("api-nn.md")
    assert is_there(page, "torchnn_doc.nn.Linear.forward")
    assert not is_there(page, "torchnn_doc.nn.Lineal")


def test_a_link_in_html_is_seen_and_one_to_what_is_no_page_is_refused() -> None:
    page = PAGES[0]
    assert "the site has it not" in trouble(page, "../../src/torchnn_doc/nn/linear.py")
    assert trouble(page, "../assets/logo.svg") == ""
    assert HTML.findall('<a class="x" href="nowhere.md">') == ["nowhere.md"]
