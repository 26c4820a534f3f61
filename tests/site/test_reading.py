"""What a reader of the built site sees, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.sampling import sampled
from tests.site.conftest import LANGUAGES, ROOTS, Open, Site, shown_source
from torchnn_doc.nn import Linear, Module

CHAPTER = "06-module-backward/"
NOTEBOOK = "notebooks/06-module-backward/"
REFERENCE = ("api-nn/", "api-torch/", "names/")
PAGES = (
    "",
    CHAPTER,
    NOTEBOOK,
    "explore/",
    "exercises/",
    *REFERENCE,
    "glossary/",
    "errata/",
    "differences/",
    "how-checked/",
    "credits/",
    "404.html",
)


def test_both_languages_have_the_same_pages(site: Site) -> None:
    pages = {page.relative_to(site.folder).as_posix() for page in site.folder.rglob("*.html")}
    english = {page.removeprefix("en/") for page in pages if page.startswith("en/")}
    assert english == {page for page in pages if not page.startswith("en/")}
    assert {f"{path}index.html" for path in PAGES if path.endswith("/")} < english


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_which_language_it_is_in(site: Site, root: str, path: str) -> None:
    page = site.html(root + path)
    assert page.select_one(f"html[lang={LANGUAGES[root]}]")
    assert len(page.select("h1")) == 1


@pytest.mark.parametrize("path", sampled(PAGES[:-1], PAGES[:2]))
def test_switching_the_language_stays_on_the_page(open_page: Open, site: Site, path: str) -> None:
    page = open_page(path)
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"{site.address}en/{path}")
    page.get_by_role("link", name="中文", exact=True).click()
    page.wait_for_url(site.address + path)


def test_switching_the_language_stays_at_the_section(open_page: Open, site: Site) -> None:
    page = open_page(f"{CHAPTER}#exercise")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"{site.address}en/{CHAPTER}#exercise")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", [CHAPTER, NOTEBOOK])
def test_mathematics_is_shown_and_can_be_read_aloud(open_page: Open, root: str, path: str) -> None:
    page = open_page(root + path)
    assert (
        page.locator("article .katex-html").count() == page.locator("article .katex-mathml math").count() > 20
    )
    assert page.locator("article .katex-display").count() > 5
    assert page.evaluate("document.fonts.check('1em KaTeX_Main')")
    text = page.locator("article").evaluate(
        "article => { article.querySelectorAll('pre, code, .katex').forEach(e => e.remove());"
        "             return article.innerText }"
    )
    assert "$" not in text
    assert "\\" not in text


@pytest.mark.parametrize("path", [CHAPTER, NOTEBOOK])
def test_what_is_shown_does_not_need_a_script(site: Site, path: str) -> None:
    html = (site.folder / path / "index.html").read_text(encoding="utf-8")
    assert "katex.min.js" not in html
    assert "<math" in html
    assert len(html) < 600_000


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", [CHAPTER, NOTEBOOK])
def test_the_methods_explained_are_shown_from_the_package_itself(
    open_page: Open, root: str, path: str
) -> None:
    shown = open_page(root + path).locator("article").inner_text()
    for method in (
        Linear.updateGradInput,
        Linear.accGradParameters,
        Module.backward,
        Module.zeroGradParameters,
    ):
        assert shown_source(method) in shown


def test_the_copy_button_copies_the_code_and_nothing_else(open_page: Open, site: Site) -> None:
    page = open_page(f"en/{CHAPTER}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address.rstrip("/"))
    code = page.locator("article .highlight:has(+ .output)").first
    code.hover()
    code.locator("button[data-clipboard-target], .md-clipboard, button").first.click()
    expect(page.locator(".md-dialog--active")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from torchnn_doc import nn, torch\n")
    assert copied.strip() == code.locator("code").inner_text().strip()


def test_output_has_no_copy_button_and_looks_unlike_code(open_page: Open) -> None:
    page = open_page(f"en/{CHAPTER}")
    output = page.locator("article .output").first
    expect(output.locator("button")).to_have_count(0)
    background = "element => getComputedStyle(element).backgroundColor"
    code = page.locator("article .highlight:not(.output) code").first
    assert output.locator("code").evaluate(background) != code.evaluate(background)
    assert output.evaluate("element => getComputedStyle(element, '::before').content") == '"output"'


def test_a_formula_wider_than_a_phone_scrolls_by_itself_and_by_keyboard(open_page: Open) -> None:
    page = open_page(CHAPTER, width=360)
    reachable = page.locator("article > div.arithmatex[tabindex]")
    expect(reachable).not_to_have_count(0)
    # Each is laid out when it is on the screen.
    for formula in page.locator("article > div.arithmatex").all():
        formula.scroll_into_view_if_needed()
        frame = "() => new Promise(requestAnimationFrame)"
        page.evaluate(frame)
        page.evaluate(frame)
        wide = formula.evaluate("element => element.scrollWidth > element.clientWidth")
        assert wide == (formula.get_attribute("tabindex") == "0")
    formula = reachable.first
    formula.focus()
    page.keyboard.press("ArrowRight")
    expect(formula).not_to_have_js_property("scrollLeft", 0)


def test_a_table_wider_than_a_phone_scrolls_by_itself_and_by_keyboard(open_page: Open) -> None:
    page = open_page("en/checker-reference/", width=320)
    table = page.locator("div.table[tabindex]").first
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)


def test_a_figure_follows_the_scheme(open_page: Open) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = open_page(f"en/{CHAPTER}", scheme=scheme)
        figure = page.locator("article svg[role=img]").first
        assert len(figure.get_attribute("aria-label") or "") > 20
        colours.append(figure.locator("text").first.evaluate("element => getComputedStyle(element).fill"))
    assert colours[0] != colours[1]
