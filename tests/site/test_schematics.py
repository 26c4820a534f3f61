"""The schematic figures: drawn by code, in one set of colours, with labels that can be read."""

import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.site.conftest import ROOT, Scheme, Site
from torchnn_doc import nn
from torchnn_doc.site.figures import inline
from torchnn_doc.site.schematics import canvases
from torchnn_doc.site.schematics.canvas import STYLE

FOLDER = ROOT / "docs" / "assets" / "figures"
SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {name: canvas.svg() for name, canvas in canvases().items()}
SMALLEST = 10  # pixels, for a letter of a figure on a phone

each_figure = pytest.mark.parametrize("name", FIGURES)

# The ink of a label is lower than its box, which has room for the tallest letter of the font.
MEASURE = """svg => {
    const label = text => {
        const {x, y, width, height} = text.getBBox();
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        const sizes = [...text.querySelectorAll("tspan")].map(e => parseFloat(getComputedStyle(e).fontSize));
        return {
            text: text.textContent, size: scale * Math.min(...sizes),
            left: x, right: x + width, top: y + 0.15 * height, bottom: y + 0.85 * height,
        };
    };
    const points = shape => {
        const steps = Math.ceil(shape.getTotalLength());
        return Array.from({length: steps + 1}, (_, step) => shape.getPointAtLength(step));
    };
    const {width, height} = svg.viewBox.baseVal;
    return {
        width, height,
        labels: [...svg.querySelectorAll("text")].map(label),
        points: [...svg.querySelectorAll("path, rect, circle")].flatMap(points).map(p => [p.x, p.y]),
    };
}"""


@dataclass(frozen=True)
class Label:
    """A label as the browser sets it: its ink in the units of the canvas, its smallest letter in pixels."""

    text: str
    size: float
    left: float
    right: float
    top: float
    bottom: float

    def holds(self, point: tuple[float, float]) -> bool:
        x, y = point
        return self.left < x < self.right and self.top < y < self.bottom

    def meets(self, other: "Label") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


def faults(figure: Locator) -> list[str]:
    """Say what keeps the labels of a figure from being read."""
    measured = figure.evaluate(MEASURE)
    labels = [Label(**label) for label in measured["labels"]]
    outside = [
        label
        for label in labels
        if min(label.left, label.top) < 0
        or label.right > measured["width"]
        or label.bottom > measured["height"]
    ]
    return [
        *(f"outside the canvas: {label}" for label in outside),
        *(f"too small: {label}" for label in labels if label.size < SMALLEST),
        *(f"a line through {label}" for label in labels if any(map(label.holds, measured["points"]))),
        *(f"{one} on {other}" for one, other in itertools.combinations(labels, 2) if one.meets(other)),
    ]


@pytest.fixture
def open_chapter(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page where figures can be put: its policy allows only those of its own."""
    contexts = []

    def opened(**settings: Any) -> Page:
        context = browser.new_context(bypass_csp=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.address}en/06-module-backward/")
        return page

    yield opened
    for context in contexts:
        context.close()


def put_into(page: Page, name: str) -> Locator:
    """Show a figure where a page's text would be."""
    page.evaluate(
        """async markup => {
            document.querySelector("article").innerHTML = markup;
            document.querySelector("article").getBoundingClientRect();
            await document.fonts.ready;
        }""",
        inline(FIGURES[name], name, "figure-1"),
    )
    return page.locator("article svg")


@each_figure
def test_the_committed_figure_is_what_the_code_draws(name: str) -> None:
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == FIGURES[name], "run: make figures"


@each_figure
def test_a_figure_has_no_colour_but_the_palettes(name: str) -> None:
    known = set(re.findall(r"\.([a-z-]+)", re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", STYLE.read_text("utf-8"))))
    plain = {"x", "y", "dx", "dy", "d", "rx", "cx", "cy", "r", "width", "height", "viewBox", "class"}
    for element in ElementTree.fromstring(FIGURES[name]).iter():
        assert set(element.attrib) <= plain
        assert set(element.get("class", "").split()) <= known


def test_the_palette_is_the_sites() -> None:
    site = (ROOT / "docs/assets/stylesheets/site.css").read_text(encoding="utf-8")
    defined = re.findall(r"(--[a-z]+): var\((--fig-[a-z]+), (#[0-9a-f]{6})\);", STYLE.read_text("utf-8"))
    assert len(defined) == 2 * 5
    for _, variable, colour in defined:
        assert f"{variable}: {colour};" in site
    assert STYLE.read_text("utf-8").count("#") == len(defined)


@each_figure
def test_a_figure_has_no_words_but_names_of_the_code(name: str) -> None:
    members = [nn.Linear(1, 1), nn.Sequential(), nn.MSECriterion()]
    methods = [getattr(nn.Module, method) for method in ("forward", "backward")]
    parameters = [p for f in (*methods, nn.Criterion.forward) for p in inspect.signature(f).parameters]
    names = {"nn", "criterion", *dir(nn), *parameters, *(n for member in members for n in dir(member))}
    for span in ElementTree.fromstring(FIGURES[name]).iter(f"{SVG}tspan"):
        words = set(re.findall(r"[^\W\d_]{2,}", span.text or ""))
        assert words <= names if span.get("class") == "code" else words <= {"dJ", "dy", "log"}


@each_figure
def test_a_figure_can_be_read_as_a_file(browser: Browser, name: str) -> None:
    page = browser.new_page()
    page.set_content(FIGURES[name])
    assert faults(page.locator("svg")) == []
    page.close()


def test_every_figure_can_be_read_on_a_page_by_phone(open_chapter: Callable[..., Page]) -> None:
    page = open_chapter(viewport={"width": 360, "height": 900})
    assert [(name, fault) for name in FIGURES for fault in faults(put_into(page, name))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_letters_stand_out(open_chapter: Callable[..., Page], scheme: Scheme) -> None:
    page = open_chapter(color_scheme=scheme)
    put_into(page, "criterion-backward")
    colours = """(shapes, property) => shapes.map(shape => getComputedStyle(shape)[property])"""
    letters = set(page.locator("article text").evaluate_all(colours, "fill"))
    grounds = set(page.locator("article .method").evaluate_all(colours, "fill"))
    grounds |= set(page.locator("body").evaluate_all(colours, "backgroundColor"))
    assert len(letters) == 4
    assert len(grounds) == 2
    for letter, ground in itertools.product(letters, grounds):
        lights = sorted(0.05 + luminance(colour) for colour in (letter, ground))
        assert lights[1] / lights[0] >= 4.5, (letter, ground)


def luminance(colour: str) -> float:
    """How bright WCAG says a colour is, from 0 to 1."""
    shares = [int(share) / 255 for share in re.findall(r"\d+", colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
