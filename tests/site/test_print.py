"""What comes out of the printer when a reader prints a page of the site."""

import unicodedata
from collections.abc import Sequence
from copy import copy

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from tests.sampling import sampled
from tests.site.conftest import ONE_OF_EACH_KIND, PAGES, ROOTS, Open, Site

WIDTHS = {"A4": 210, "Letter": 216}
MARGIN = 16  # of a sheet, as print.css sets it; millimetres
# What reaches a millimetre beyond the right edge, or scrolls. Of a formula what is seen, figures as a whole.
CUT_OFF = """width => [...document.querySelectorAll("article, article *")].filter(each => {
    if (each.closest(".katex-mathml") || (each.closest("svg") && each.tagName !== "svg")) return false;
    const {right, height, width: wide} = each.getBoundingClientRect();
    const scrolls = getComputedStyle(each).overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1;
    return wide && height && (right > width + 4 || scrolls);
}).map(each => each.outerHTML.slice(0, 200))"""
COLOURS = """() => ["", "::before", "::after"].flatMap(part =>
    [...document.querySelectorAll("html, body, article, article *")].map(each => {
        const style = getComputedStyle(each, part);
        return [each.tagName, style.color, style.backgroundColor, style.borderColor, style.fill].join();
    }))"""


def sheet(page: Page, paper: str) -> float:
    """Lay a page out as it prints, and give the width of what is between the margins, in pixels."""
    width = (WIDTHS[paper] - 2 * MARGIN) / 25.4 * 96
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(width), "height": 1000})
    return width


def printed(page: Page) -> str:
    """What the printed sheets say, without the spaces."""
    reader = PdfDocument(page.pdf(format="A4"))
    text = "".join(each.get_textpage().get_text_range() for each in reader)
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("paths", sampled([ONE_OF_EACH_KIND, PAGES], [ONE_OF_EACH_KIND]), ids=len)
@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
def test_nothing_on_a_page_is_cut_off_by_the_edge_of_the_paper(
    site: Site, browser: Browser, root: str, paths: Sequence[str]
) -> None:
    page = browser.new_page()
    cut_off = {}
    for path in paths:
        page.goto(f"{site.address}{root}{path}")
        for paper in WIDTHS:
            cut_off[path, paper] = page.evaluate(CUT_OFF, sheet(page, paper))
    page.close()
    assert {where: parts for where, parts in cut_off.items() if parts} == {}


@pytest.mark.parametrize("path", ["en/06-module-backward/", "en/exercises/", "explore/"])
def test_what_only_a_screen_can_use_is_not_printed(open_page: Open, path: str) -> None:
    page = open_page(path)
    expect(page.locator(".explore:not(.ready)")).to_have_count(0)
    sheet(page, "A4")
    shown = page.locator(
        "a.headerlink, button, input, nav, header, footer, [role=search], .term-tip"
    ).evaluate_all("all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)")
    assert shown == []


@pytest.mark.parametrize("scripts", [True, False])
def test_hints_and_solutions_are_printed_where_the_reader_has_opened_them(
    site: Site, browser: Browser, scripts: bool
) -> None:
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(f"{site.address}en/exercises/")
    article = copy(site.html("en/exercises/").select("article")[0])
    parts = [each.extract() for each in article.select("details")]
    ends = ["".join(each.get_text().split())[-30:] for each in parts]
    always = "".join(article.get_text().split())  # a solution may end as the code of its exercise does
    told = [
        number
        for number, each in enumerate(parts)
        if not each.select(".katex") and ends[number] not in always
    ]
    assert len(told) > 50
    opened = told[:2]
    for number in opened:
        page.locator("details > summary").nth(number).click()
    text = printed(page)
    page.close()
    assert [number for number in told if ends[number] in text] == opened


@pytest.mark.parametrize("scripts", [True, False])
def test_what_else_is_folded_on_the_screen_is_printed(site: Site, browser: Browser, scripts: bool) -> None:
    path = "en/02-container-sequential/"
    notes = site.html(path).select("details:not(.success)")
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(site.address + path)
    text = printed(page)
    page.close()
    assert len(notes) == 2
    assert ["".join(each.get_text().split())[-30:] in text for each in notes] == [True, True]


def test_a_dark_page_prints_in_the_colours_of_a_light_one(open_page: Open) -> None:
    colours, canvas = [], []
    for scheme in ("light", "dark"):
        page = open_page("en/06-module-backward/", scheme=scheme)
        sheet(page, "A4")
        colours.append(page.evaluate(COLOURS))
        canvas.append(page.evaluate("getComputedStyle(document.documentElement).colorScheme"))
    assert colours[0] == colours[1]
    assert canvas == ["light only"] * 2


def test_the_steps_of_the_explorable_figure_are_printed_whole(open_page: Open) -> None:
    text = printed(open_page("en/explore/"))
    for method in (
        "zeroGradParameters",
        "updateOutput",
        "updateGradInput",
        "accGradParameters",
        "updateParameters",
    ):
        assert f"def{method}(self" in text


@pytest.mark.parametrize("path", ["06-module-backward/", "en/10-own-module/", "en/exercises/"])
def test_figures_code_and_outputs_are_not_broken_across_sheets(open_page: Open, path: str) -> None:
    page = open_page(path)
    sheet(page, "Letter")
    parts = page.locator("article :is(.figure, .katex-display, .highlight):visible").evaluate_all(
        "all => all.map(each => [getComputedStyle(each).breakInside, each.getBoundingClientRect().height])"
    )
    letter = (279 - 2 * 18) / 25.4 * 96
    assert len(parts) > 20
    # What no sheet can hold is not kept whole, or what comes before it would have a sheet for itself.
    assert [part for part in parts if part[0] != ("avoid" if part[1] < letter else "auto")] == []


def test_no_sheet_but_the_last_is_left_almost_empty(open_page: Open) -> None:
    reader = PdfDocument(open_page("en/10-own-module/").pdf(format="Letter"))
    *sheets, _ = (each.get_textpage().get_text_range() for each in reader)
    assert len(sheets) > 10
    assert min(len(text) for text in sheets) > 200
