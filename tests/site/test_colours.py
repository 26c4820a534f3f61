"""Light or dark: as the system is, until the reader chooses; the choice is kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import Open

BUTTON = ".md-header__option label:visible"
CHAPTER = "06-module-backward/"


def scheme(page: Page, name: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)


@pytest.mark.parametrize(("system", "shown"), [("light", "default"), ("dark", "slate")])
def test_the_first_sight_of_a_page_has_the_systems_colours(open_page: Open, system: str, shown: str) -> None:
    page = open_page("404.html")
    page.route("**/*.js", lambda route: route.fulfill(body=""))  # what is seen before they are here
    page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    page.reload(wait_until="domcontentloaded")
    scheme(page, shown)
    page.emulate_media(color_scheme="light" if system == "dark" else "dark")
    scheme(page, "default" if system == "dark" else "slate")


def test_a_choice_holds_on_other_pages_and_in_the_other_language(open_page: Open) -> None:
    page = open_page("glossary/")
    for name in ["default", "slate"]:
        page.locator(BUTTON).click()
        scheme(page, name)
    page.emulate_media(color_scheme="light")
    page.locator("a.site-language[hreflang=en]").click()
    scheme(page, "slate")
    expect(page.locator(BUTTON)).to_have_count(1)
    page.locator(BUTTON).click()
    scheme(page, "default")  # the system's again


def test_the_keyboard_chooses_too(open_page: Open) -> None:
    page = open_page("en/glossary/")
    page.locator(".md-header__option input:checked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    scheme(page, "slate")
    expect(page.locator(".md-header__option input:checked")).to_be_focused()
    page.keyboard.press("Enter")
    scheme(page, "default")  # the system's again


def test_what_the_browser_draws_is_dark_on_a_dark_page(open_page: Open) -> None:
    page = open_page("en/glossary/")
    root = page.locator("html")
    assert root.evaluate("(element) => getComputedStyle(element).colorScheme") == "normal"
    page.emulate_media(color_scheme="dark")
    scheme(page, "slate")
    assert root.evaluate("(element) => getComputedStyle(element).colorScheme") == "dark"


@pytest.mark.parametrize(
    "refusal",
    [
        'Object.defineProperty(window, "localStorage", { get: () => { throw Error("not allowed"); } })',
        'Storage.prototype.setItem = () => { throw Error("no room"); }',
    ],
    ids=["not allowed", "no room"],
)
def test_a_browser_that_keeps_nothing_shows_everything(open_page: Open, refusal: str) -> None:
    page = open_page("404.html", scheme="dark")
    page.add_init_script(refusal)
    page.goto(page.url.replace("404.html", CHAPTER), wait_until="load")
    expect(page.locator("h1")).to_be_visible()
    scheme(page, "slate")
    page.locator(BUTTON).click()
    scheme(page, "default")
    expect(page.locator("article .md-code__button").first).to_be_attached()
    page.locator(".live-ask button").click()
    expect(page.locator(".live-bar").first).to_be_attached()
