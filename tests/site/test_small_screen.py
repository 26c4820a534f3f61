"""What is wider than the screen shows that it goes on, nothing is covered or broken, tables become cards."""

import io
from itertools import product

import pytest
from PIL import Image
from playwright.sync_api import Locator

from tests.sampling import sampled
from tests.site.conftest import CHAPTER, Open, Scheme

PHONE, DESKTOP = 390, 1280
# How many letters of its font a line of a listing has room for.
ROOM = """code => {
  const {fontSize, fontFamily, paddingLeft, paddingRight} = getComputedStyle(code);
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = `${fontSize} ${fontFamily}`;
  const room = code.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return room / canvas.measureText("m").width;
}"""
# The buttons that stand on a line of the code that they copy.
COVERING = """buttons => buttons.filter(button => {
  const {left, right, top, bottom} = button.getBoundingClientRect();
  const listing = button.closest("pre");
  const edge = listing.getBoundingClientRect().right;
  const text = document.createRange();
  text.selectNodeContents(listing.querySelector("code"));
  return [...text.getClientRects()].some(line =>
    line.left < right && Math.min(line.right, edge) > left && line.top < bottom && line.bottom > top);
}).length"""
# The formulas that go on in a next line.
BROKEN = """formulas => formulas.filter(formula => {
  const parts = [...formula.children].map(part => part.getBoundingClientRect());
  return parts.some((part, number) => number && part.left < parts[number - 1].left);
}).map(formula => formula.closest(".katex").querySelector("annotation").textContent)"""
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SHADED = list(product([".highlight:not(.output) code", "div.arithmatex"], SCHEMES))
OPENED = "all => all.forEach(details => details.open = true)"


def shade(box: Locator) -> int:
    """How unlike the upper corners of a box are, where nothing is written."""
    box.scroll_into_view_if_needed()
    with Image.open(io.BytesIO(box.screenshot())) as picture:
        grey = picture.convert("L")
        colours = [grey.getpixel((x, 2)) for x in (8, grey.width - 2)]
    return abs(int(colours[0]) - int(colours[1]))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", sampled(SHADED, SHADED[1:3]), ids="-".join)
def test_what_is_wider_than_the_screen_shows_that_it_goes_on(
    open_page: Open, case: tuple[str, Scheme]
) -> None:
    boxes, scheme = case
    page = open_page(f"en/{CHAPTER}", width=PHONE, scheme=scheme)
    seen = set()
    for box in page.locator(f"article > {boxes}").all()[:24]:
        box.scroll_into_view_if_needed()
        page.evaluate(LAID_OUT)
        beyond = box.evaluate("box => box.scrollWidth - box.clientWidth")
        if 0 < beyond < 30:
            continue  # near its end the shade fades out
        seen.add(beyond > 0)
        assert (shade(box) > 15) == (beyond > 0)
        box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
        assert shade(box) <= 2
    assert seen == {True, False}


@pytest.mark.parametrize("width", [PHONE, 800, DESKTOP])
def test_the_copy_button_covers_no_code(open_page: Open, width: int) -> None:
    page = open_page(f"en/{CHAPTER}", width=width)
    page.locator("details").evaluate_all(OPENED)
    buttons = page.locator("article .md-code__button")
    assert buttons.count() > 10
    assert buttons.evaluate_all(COVERING) == 0


def test_a_listing_has_room_for_its_lines_beside_both_side_bars(open_page: Open) -> None:
    page = open_page(f"en/{CHAPTER}", width=DESKTOP)
    assert page.locator(".md-sidebar:visible").count() == 2
    assert page.locator("article > .highlight code").first.evaluate(ROOM) >= 100


@pytest.mark.parametrize("path", [CHAPTER, "en/08-batches/", "en/11-spirals/"])
def test_a_short_formula_in_the_text_is_not_broken(open_page: Open, path: str) -> None:
    page = open_page(path, width=PHONE)
    page.locator("details").evaluate_all(OPENED)
    formulas = page.locator("article span.arithmatex .katex-html")
    assert formulas.count() > 40
    broken = formulas.evaluate_all(BROKEN)
    assert [tex for tex in broken if len(tex) < 25] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE


@pytest.mark.parametrize("path", ["names/", "en/names/", "en/lua-idioms/", "08-batches/", "en/how-checked/"])
def test_a_wide_table_is_cards_on_a_phone(open_page: Open, path: str) -> None:
    page = open_page(path, width=PHONE)
    wide = "all => all.filter(table => table.scrollWidth > table.clientWidth).length"
    assert page.locator("article .table").evaluate_all(wide) == 0
    row = page.locator("article .cards tbody tr:has(td:not(:empty) + td:not(:empty))").first
    cells = [cell.bounding_box() for cell in row.locator("td").all()[:2]]
    assert cells[0]
    assert cells[1]
    assert cells[0]["y"] < cells[1]["y"]
    head = page.locator("article .cards th").nth(1).inner_text()
    label = row.locator("td").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == f'"{head}"' or "∂" in label


def test_a_table_has_letters_as_large_as_the_text(open_page: Open) -> None:
    page = open_page(f"en/{CHAPTER}")
    size = "element => getComputedStyle(element).fontSize"
    text, table = page.locator("article > p:not([class])").first, page.locator("article td").first
    assert table.evaluate(size) == text.evaluate(size)
