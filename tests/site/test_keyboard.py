"""The way by keyboard from the top of a page to the first block's Run is short."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sampling import sampled
from tests.site.conftest import ROOTS, Site
from tests.site.test_live_code import READY

CHAPTERS = ("01-module-linear/", "06-module-backward/", "07-network-backward/", "11-spirals/")
PATHS = [root + chapter for root in ROOTS for chapter in CHAPTERS]
SAMPLE = ["07-network-backward/", "en/01-module-linear/"]
TO_CONTENT = "a.md-skip:nth-child(1)"
TO_CODE = "a.md-skip:nth-child(2)"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader who has not been here before."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def tab_to(page: Page, selector: str, most: int) -> None:
    """Press Tab until something has the focus, but not too often."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not among the next {most} stops")


@pytest.mark.parametrize(("root", "words"), [("", "跳到內容"), ("en/", "Skip to content")])
def test_the_first_link_says_where_it_leads(site: Site, root: str, words: str) -> None:
    assert site.html(root).select(TO_CONTENT)[0].get_text(strip=True) == words


@pytest.mark.parametrize("path", sampled(PATHS, SAMPLE))
def test_the_button_that_asks_for_the_code_is_near_the_top(site: Site, page: Page, path: str) -> None:
    page.goto(site.address + path)
    tab_to(page, TO_CONTENT, 1)
    page.keyboard.press("Enter")
    tab_to(page, ".live-ask button", 3)
    page.reload()
    tab_to(page, TO_CODE, 2)
    page.keyboard.press("Enter")
    expect(page.locator(".live-ask button")).to_be_focused()


@pytest.mark.parametrize("path", sampled(PATHS, SAMPLE))
def test_the_first_run_is_a_few_stops_from_the_top(site: Site, page: Page, path: str) -> None:
    page.goto(site.address + path)
    page.evaluate("localStorage.setItem('live-code', 'on')")  # as if asked for on an earlier page
    page.reload()
    run = page.locator(".live-run").first
    expect(run).to_be_visible(timeout=READY)
    tab_to(page, TO_CODE, 2)
    page.keyboard.press("Enter")
    expect(run).to_be_focused()
    # Those who begin at the content pass its links, but one of its many terms.
    page.reload()
    expect(run).to_be_visible(timeout=READY)
    tab_to(page, TO_CONTENT, 1)
    page.keyboard.press("Enter")
    tab_to(page, ".live-run", 11)
