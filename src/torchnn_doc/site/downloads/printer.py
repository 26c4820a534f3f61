"""Has Chromium print a book as a PDF, with what the book refers to taken from the built site."""

import io
from urllib.parse import urlsplit

import pikepdf
from playwright.sync_api import Browser, Page, Route

from .book import Book, Entry
from .edition import Edition

BOOK = "book.html"
FILL = """numbers => document.querySelectorAll("#contents li").forEach((line, i) => {
    line.lastElementChild.textContent = numbers[i];
})"""
# Letters that no font has look like each other: like boxes.
LOOKS = """letters => letters.map(letter => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(letter, 0, 64);
    return pen.getImageData(0, 0, 64, 96).data.join();
})"""


class NoFontError(Exception):
    """A language would be printed as boxes."""


class UnsettledPagesError(Exception):
    """The table of contents names other pages than those that its chapters start on."""


def pdf(browser: Browser, book: Book, edition: Edition) -> bytes:
    """Print a book: tagged, with an outline, and the same bytes every time.

    Raises:
        NoFontError: No font has the letters of the language.
        UnsettledPagesError: Filling in the numbers of pages has changed what they count.
    """
    page = open_book(browser, book, edition)
    _look_for_font(page, edition)
    with _print(page, tagged=False) as draft:
        numbers = _page_numbers(draft, book.entries)
    page.evaluate(FILL, numbers)
    with _print(page, tagged=True) as printed:
        page.close()
        if _page_numbers(printed, book.entries) != numbers:
            raise UnsettledPagesError(f"{edition.language}: the table of contents moves what it lists")
        return _finish(printed, book.entries)


def open_book(browser: Browser, book: Book, edition: Edition) -> Page:
    """Open a book as if it were a page of the published site."""
    page = browser.new_page()
    page.route("**/*", lambda route: _serve(route, book, edition))
    page.goto(edition.address + BOOK, wait_until="load")
    page.evaluate("document.fonts.ready")
    return page


def _serve(route: Route, book: Book, edition: Edition) -> None:
    path = urlsplit(route.request.url.removeprefix(edition.address)).path
    if path == BOOK:
        route.fulfill(body=book.html, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(path=edition.folder / path)


def _look_for_font(page: Page, edition: Edition) -> None:
    letters = edition.title[-2:]
    one, other = page.evaluate(LOOKS, list(letters))
    if one == other:
        raise NoFontError(
            f"{edition.language}: given {letters!r}, which no font has; "
            "expected an installed font for the language, such as Debian's fonts-noto-cjk"
        )


def _print(page: Page, *, tagged: bool) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True, tagged=tagged)))


def _page_numbers(printed: pikepdf.Pdf, entries: tuple[Entry, ...]) -> list[int]:
    numbers = {page.obj.objgen: number for number, page in enumerate(printed.pages, start=1)}
    return [numbers[_place(printed, entry)[0].objgen] for entry in entries]


def _place(printed: pikepdf.Pdf, entry: Entry) -> pikepdf.Array:
    """Find where in the PDF a heading is: its page, and how far down."""
    return pikepdf.Array(printed.Root.Dests[f"/{entry.anchor}"])


def _finish(printed: pikepdf.Pdf, entries: tuple[Entry, ...]) -> bytes:
    """Add the outline, and take out what differs from one run to the next."""
    for note in ("/CreationDate", "/ModDate", "/Creator"):
        del printed.docinfo[note]
    with printed.open_outline() as outline:
        for entry in entries:
            item = pikepdf.OutlineItem(entry.text, _place(printed, entry))
            (outline.root if entry.level == 1 else outline.root[-1].children).append(item)
    printed.Root.PageMode = pikepdf.Name.UseOutlines
    printed.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    finished = io.BytesIO()
    printed.save(finished, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return finished.getvalue()
