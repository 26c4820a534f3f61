"""Everyone can read every page: by eye in light and dark, enlarged, on a phone, by ear, by keyboard."""

from collections import Counter
from itertools import chain

import pytest
from playwright.sync_api import expect

from tests.site.accessibility import COLOURS, expect_no_violation
from tests.site.conftest import ROOT, Open

PAGES = sorted(
    chain(
        ("", "404.html"),
        (f"{page.stem}/" for page in (ROOT / "docs" / "en").glob("*.md") if page.stem != "index"),
        (f"notebooks/{page.stem}/" for page in (ROOT / "docs" / "en").glob("[0-9]*.md")),
    )
)
ROOTS = ("", "en/")
CHAPTER = "06-module-backward/"
REACHABLE = "a[href], button, input, select, summary, [tabindex='0'], [contenteditable=true]"


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", PAGES)
def test_everyone_can_read_the_page(open_page: Open, root: str, path: str) -> None:
    page = open_page(root + path)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
    # An entry that is half scrolled out of the sidebar would count as too small to hit.
    page.locator(".md-sidebar__scrollwrap").evaluate_all("all => all.forEach(bar => bar.scrollTop = 0)")
    expect_no_violation(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect_no_violation(page, rules=COLOURS)
    same_colour = "f => getComputedStyle(f).color === getComputedStyle(f.closest('.arithmatex')).color"
    assert all(page.locator("article .katex-html").evaluate_all(f"all => all.map({same_colour})"))
    # 640 is what a screen of 1280 shows at 200 %, 320 at 400 %.
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("root", ROOTS)
def test_a_screen_reader_is_told_mathematics_as_mathematics(open_page: Open, root: str) -> None:
    page = open_page(root + CHAPTER)
    page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    assert told["MathMLMath"] == page.locator("article math").count() > 100
    assert told["MathMLFraction"] > 10
    assert told["MathMLTable"] > 3
    hidden = "all => all.every(formula => formula.ariaHidden === 'true')"
    assert page.locator("article .katex-html").evaluate_all(hidden)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", ["", CHAPTER, "explore/", "exercises/", "names/"])
def test_the_tab_key_reaches_everything_that_can_be_used(open_page: Open, root: str, path: str) -> None:
    page = open_page(root + path)
    page.evaluate(
        """selector => {
          const usable = each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0;
          const missed = new Set(document.querySelectorAll(selector));
          missed.delete(document.querySelector(".md-top")); // it comes and goes
          document.addEventListener("focusin", ({target}) => {
            missed.delete(target);
            const {name, type} = target;
            if (type === "radio") document.getElementsByName(name).forEach(each => missed.delete(each));
          });
          window.missed = () => [...missed].filter(usable).map(each => each.outerHTML);
        }""",
        REACHABLE,
    )
    count = page.evaluate("missed().length")
    assert count > 20
    for _ in range(count + 60):  # more than there are: some come when a script has run
        page.keyboard.press("Tab")
    assert page.evaluate("missed()") == []


def test_the_eye_finds_the_focus(open_page: Open) -> None:
    page = open_page(CHAPTER)
    unseen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen |= set(
            page.evaluate(
                """() => {
                  const {activeElement: focus} = document;
                  const outlined = each => each && getComputedStyle(each).outlineStyle !== "none";
                  // A hidden radio button is shown by its label, the search box by all that it opens.
                  const seen = [focus, focus.nextElementSibling].some(outlined);
                  return seen || focus.closest(".md-search") ? [] : [focus.outerHTML];
                }"""
            )
        )
    assert not unseen
