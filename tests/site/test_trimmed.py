"""Material's style sheet without what no page has: everything that a page does have looks as before."""

import pytest

from tests.site.conftest import Open, Site
from torchnn_doc.site.trimmed import trimmed

STYLE = (
    "html{margin:0}.used{color:red}.used>p,.other p{color:blue}.other{color:green}"
    "[dir=rtl] .used{float:left}[dir=ltr] .used{float:right}p:not(.other){top:0}"
    "@media print{.other{display:none}.used:is(h1,h2){page-break-after:avoid}}"
    "@keyframes other{0%{top:0}to{top:1px}}"
)


def test_only_what_needs_another_class_is_left_out() -> None:
    assert trimmed(STYLE, {"used"}) == (
        "html{margin:0}.used{color:red}.used>p{color:blue}"
        "[dir=ltr] .used{float:right}p:not(.other){top:0}"
        "@media print{.used:is(h1,h2){page-break-after:avoid}}"
        "@keyframes other{0%{top:0}to{top:1px}}"
    )


def test_the_site_has_a_small_style_sheet(site: Site) -> None:
    [style] = site.folder.glob("assets/stylesheets/main.*.min.css")
    text = style.read_text(encoding="utf-8")
    assert ".md-typeset" in text
    assert ".md-post" not in text
    assert len(text) < 110_000


# Scripts make these: nothing of them is in the pages.
@pytest.mark.parametrize("name", ["md-dialog--active", "md-search-result__link", "md-top", "md-code__button"])
def test_what_scripts_make_keeps_its_style(open_page: Open, name: str) -> None:
    rules = "() => [...document.styleSheets].flatMap(s => [...s.cssRules].map(r => r.cssText)).join()"
    assert f".{name}" in open_page("en/glossary/").evaluate(rules)
