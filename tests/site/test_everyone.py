"""Everyone can read every page: by eye in light and dark, enlarged, on a phone, by ear, by keyboard."""

from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sampling import sampled
from tests.site.accessibility import COLOURS, expect_no_violation
from tests.site.conftest import CHAPTER, ONE_OF_EACH_KIND, PAGES, ROOTS, Open, Site, watch
from tests.site.weight import added_up, counted

REACHABLE = "a[href], button, input, select, summary, [tabindex='0'], [contenteditable=true]"
WIDTHS = (412, 1280)  # of a first visit: a page has one in one language and the other in the other
# Both languages have the same pages; of each kind one is visited in one of them.
VISITS = [root + page for page in PAGES for root in ROOTS]
SAMPLE = [ROOTS[place % 2] + page for place, page in enumerate(ONE_OF_EACH_KIND)]
USED = [root + page for page in ("", CHAPTER, "explore/", "exercises/", "names/") for root in ROOTS]
STILL = 0.05  # half of what Google calls good; a font that comes late on a slow machine moves a little
# What has moved so far without the reader's doing, as the browser scores it.
SHIFTS = """
() => new Promise((resolve) => {
  const shown = ({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent;
  new PerformanceObserver((list) => {
    const shifts = list.getEntries().filter((shift) => !shift.hadRecentInput);
    resolve(shifts.map(({ value, sources }) => [value, ...sources.map(shown)]));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve([]), 100);
})
"""


@pytest.mark.parametrize("path", sampled(VISITS, SAMPLE))
def test_a_visit_to_a_page(browser: Browser, site: Site, path: str) -> None:
    """One visit answers all that is asked of every page.

    Nothing fails, comes from elsewhere or moves, the browser loads no file that the budget does not count,
    and by axe's rules everyone can read it, in light and dark, on a phone and enlarged.
    """
    troubles: list[str] = []
    page_number, language_number = divmod(VISITS.index(path), 2)
    width = WIDTHS[(page_number + language_number) % 2]
    with (
        counted(site.folder) as (address, sent),
        browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light") as first,
    ):
        page = first.new_page()
        watch(page, address, troubles)
        page.goto(address + path, wait_until="networkidle")
        shifts = page.evaluate(SHIFTS)
        assert sum(value for value, *_ in shifts) < STILL, shifts
        assert troubles == []
        assert [file for file, size in Counter(file for file, _ in sent).items() if size > 1] == []
        assert dict(sent).items() <= added_up(site.folder, path).items()
        page.set_viewport_size({"width": 1280, "height": 900})
        expect_everyone_to_read(page)
        assert troubles == []


def expect_everyone_to_read(page: Page) -> None:
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


@pytest.mark.parametrize("root", sampled(ROOTS, [""]))
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


@pytest.mark.parametrize("path", sampled(USED, [CHAPTER, "en/explore/", "exercises/"]))
def test_the_tab_key_reaches_everything_that_can_be_used(open_page: Open, path: str) -> None:
    page = open_page(path)
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
