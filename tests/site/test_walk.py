"""A reader's way through the site in each language, from the start page to a printed chapter.

Each station leaves a picture in the folder of the test, for which pytest has the option `--basetemp`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sampling import sampled
from tests.site.conftest import CHAPTER, ROOT_OF, Site, watch
from tests.site.test_exercises import answer, expect_verdict
from tests.site.test_explore import PIXELS, cells, drag
from tests.site.test_grading import verdict_on
from tests.site.test_live_code import READY, block, expect_state, write
from tests.site.wrong_answers import solutions

OTHER = {"zh-TW": "English", "en": "中文"}
SEARCHED = {"zh-TW": "連鎖律", "en": "chain rule"}
EXERCISE = "acc-grad-parameters"


@pytest.mark.parametrize("language", sampled(ROOT_OF, ["zh-TW"]))
def test_a_reader_walks_through_the_site(browser: Browser, site: Site, language: str, tmp_path: Path) -> None:
    troubles: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    watch(page, site.address, troubles)
    stations = 0

    def picture(name: str) -> None:
        nonlocal stations
        stations += 1
        page.screenshot(path=tmp_path / f"{stations:02}-{name}.png")

    root = site.address + ROOT_OF[language]
    page.goto(root)
    picture("home")
    page.locator("article a[href*='06-module-backward/']").first.click()
    page.wait_for_url(root + CHAPTER)
    picture("chapter")
    switch_mid_page(page, language)
    picture("switched")
    page.go_back()
    search(page, SEARCHED[language])
    picture("search")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()

    page.goto(root + CHAPTER)
    run_and_edit(page)
    picture("difference")
    stop_an_endless_loop(page)
    picture("stopped")

    page.goto(f"{root}exercises/")
    solution = solutions(language)[EXERCISE]
    for code in (solution.replace("gradBias +=", "gradBias ="), solution):
        expect_verdict(language, answer(page, EXERCISE, code), verdict_on(EXERCISE, code))
        picture("exercise")

    page.goto(f"{root}explore/")
    weight = cells(page, "weight").first
    before = weight.inner_text()
    drag(page, weight, 5 * PIXELS)
    expect(weight).not_to_have_text(before)
    picture("figure")

    page.goto(root + CHAPTER)
    go_dark(page)
    picture("dark")
    page.emulate_media(media="print")
    expect(page.locator(".md-header")).to_be_hidden()
    picture("print")
    context.close()
    assert troubles == []


def switch_mid_page(page: Page, language: str) -> None:
    """Read on in the other language, at the same section."""
    page.locator("article .headerlink[href='#exercise']").scroll_into_view_if_needed()
    page.evaluate("location.hash = '#exercise'")
    page.get_by_role("link", name=OTHER[language], exact=True).click()
    expect(page.locator("html")).not_to_have_attribute("lang", language)
    expect(page.locator("#exercise")).to_be_in_viewport()


def search(page: Page, words: str) -> None:
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially(words)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def run_and_edit(page: Page) -> None:
    """Ask for the code, run a block, then change a number of it: the page says which digits differ."""
    page.locator(".live-ask button").click()
    first = block(page, 1)
    first.locator(".live-run").click()
    expect_state(first, "same")
    code = first.locator("pre code").inner_text()
    write(page, first, code.replace("print(l1.weight)", "l1.weight[0, 0] += 0.001\nprint(l1.weight)"))
    expect_state(first, "edited")
    expect(page.locator(".live-differs mark")).to_have_text("6")


def stop_an_endless_loop(page: Page) -> None:
    first = block(page, 1)
    write(page, first, "while True:\n    pass")
    button = first.locator(".live-run")
    running = button.inner_text()
    button.click()
    expect(button).not_to_have_text(running, timeout=READY)
    page.once("dialog", lambda dialog: dialog.accept())
    first.locator(".live-reset").click()
    button.click()
    expect_state(first, "same")


def go_dark(page: Page) -> None:
    """Choose the colours by hand: automatic, light, dark."""
    for _ in range(2):
        page.locator(".md-header label.md-icon:visible[for^=__palette]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
