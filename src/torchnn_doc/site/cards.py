"""Draws, when the site is built, the card that a shared link to a page shows: none can have an old title."""

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files as files_of

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from PIL import Image, ImageDraw, ImageFont

from torchnn_doc.site.serve_mode import is_served
from torchnn_doc.site.settings import ink_of

FOLDER = "assets/cards"
# The package holds the Traditional forms of the characters; its Latin letters are those of Source Sans.
# It is large, and only a site that is published needs it.
FONT = "cvttf_NotoSansCJK_Bold", "NotoSansCJKtc-Bold.otf"

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
PAPER, FORWARD, BACKWARD = "#ffffff", "#8fd0f5", "#ffab94"
EDGE = 10
LETTERS = (88, 76, 64, 52)
LINE_HEIGHT = 1.3
TITLE_MIDDLE = 268

# A layer and its loss, as rows and columns of cells: x, W, y and J.
GRIDS = ((2, 1), (3, 2), (3, 1), (1, 1))
MIDDLE, CELL, GAP, APART = 498, 42, 26, 20
FINER = 3  # drawn larger and made smaller, a line has smooth edges

COLON = re.compile("：|: ")
BREAK = re.compile("[：，、；]|(?<![·\\d]) +")  # the number of a chapter stays beside its title


class CardError(PluginError):
    """A title is too long for its card."""


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
    """Add a card for each page, under the page's own name; a notebook shares that of its page."""
    if is_served():
        return env
    ink = ink_of(config)
    for file in files.documentation_pages():
        if file.page and file.src_uri.endswith(".md"):
            picture = card(str(file.page.title), config.site_name, ink)
            files.append(File.generated(config, f"{FOLDER}/{file.name}.png", content=picture))
    return env


@cache
def card(title: str, site: str, ink: str) -> bytes:
    """Return a card as the bytes of a PNG file.

    Args:
        title: What the page is called.
        site: What the site is called in the language of the page.
        ink: The colour of the ground.
    """
    picture = _background(ink).copy()
    draw = ImageDraw.Draw(picture)
    draw.text((MARGIN + 84, MARGIN), site, FORWARD, font(38), anchor="lm")
    letters, lines = set_title(title)
    height = letters.size * LINE_HEIGHT
    for number, line in enumerate(lines):
        y = TITLE_MIDDLE + height * (number - (len(lines) - 1) / 2)
        draw.text((MARGIN, y), line, PAPER, letters, anchor="lm")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def set_title(title: str) -> tuple[ImageFont.FreeTypeFont, Sequence[str]]:
    """Return the largest letters in which a title can be set, and its lines, two at the most.

    Raises:
        CardError: There are no such letters.
    """
    for size in LETTERS:
        for lines in _partings(title):
            if all(font(size).getlength(line) <= WIDTH - 2 * MARGIN for line in lines):
                return font(size), lines
    raise CardError(f"the title {title!r} does not fit into two lines of a card")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The letters of the cards."""
    package, file = FONT
    # The other engine is not on every machine, and sets the same letters elsewhere.
    return ImageFont.truetype(str(files_of(package) / file), size, layout_engine=ImageFont.Layout.BASIC)


def _partings(title: str) -> Iterator[Sequence[str]]:
    """The ways to set a title, best first: in one line, parted at its colon, parted near its middle."""
    yield (title,)
    for mark in (COLON, BREAK):
        places = [place.end() for place in mark.finditer(title)]
        for at in sorted(places, key=lambda at: abs(at - len(title) / 2)):
            yield title[:at].rstrip(), title[at:]


@cache
def _background(ink: str) -> Image.Image:
    """All that the cards have in common."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), ink)
    draw = ImageDraw.Draw(picture)
    _arrows(draw, MARGIN, MARGIN + 60, MARGIN, 14)
    free = WIDTH - 2 * MARGIN - CELL * sum(columns for _, columns in GRIDS)
    x = float(MARGIN)
    for number, (rows, columns) in enumerate(GRIDS):
        if number:
            right = x + free / (len(GRIDS) - 1)
            _arrows(draw, x + GAP, right - GAP, MIDDLE, APART)
            x = right
        _grid(draw, x, rows, columns)
        x += columns * CELL
    picture = picture.reduce(FINER)
    across = Image.linear_gradient("L").rotate(90).resize((WIDTH, EDGE))
    blue, red = (Image.new("RGB", across.size, colour) for colour in ("#3d94c7", "#d8674f"))
    picture.paste(Image.composite(red, blue, across), (0, HEIGHT - EDGE))
    return picture


def _arrows(draw: ImageDraw.ImageDraw, left: float, right: float, y: float, apart: float) -> None:
    """The site's sign: an arrow forward, and one back below it."""
    head = 11
    for colour, tail, tip, line in ((FORWARD, left, right, y - apart), (BACKWARD, right, left, y + apart)):
        neck = tip + (head if tip < tail else -head)
        shaft = [(tail, line), (tip, line)]
        wings = [(neck, line - head), (tip, line), (neck, line + head)]
        for points in (shaft, wings):
            draw.line([(FINER * x, FINER * y) for x, y in points], colour, 6 * FINER, joint="curve")


def _grid(draw: ImageDraw.ImageDraw, left: float, rows: int, columns: int) -> None:
    top = MIDDLE - rows * CELL / 2
    for row in range(rows):
        for column in range(columns):
            corner = left + column * CELL, top + row * CELL
            box = [FINER * place for place in (*corner, corner[0] + CELL, corner[1] + CELL)]
            tint = 15 * (row + 1) * (column + 1)
            draw.rectangle(box, f"rgb({30 + tint}, {66 + tint}, {92 + tint})", "#c9d9e5", 3 * FINER)
