"""What readers take along: the course as a book in each language, and the site as a zip."""

import functools
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from tests.sampling import sampled, whole
from tests.site.conftest import ROOT, ROOT_OF, ROOTS, Site, watch
from tests.site.serving import served
from tests.site.test_live_code import READY
from tests.site.test_print import CUT_OFF
from torchnn_doc.site.downloads.archive import archive
from torchnn_doc.site.downloads.book import SOLUTIONS, assemble
from torchnn_doc.site.downloads.edition import Edition, UnreadableSiteError, read
from torchnn_doc.site.downloads.printer import NoFontError, open_book, pdf

CHAPTER = re.compile(r"\d\d-")
TWO = ("01-", "06-")  # chapters, of which one refers to the other
MEGABYTES = 7  # of a book
FOOT = 20 / 25.4 * 72  # the margin below, in points
TEXT_WIDTH = (210 - 2 * 20) / 25.4 * 96  # between the margins of book.css, in pixels


@dataclass(frozen=True)
class Book:
    """A book that was made: what its sheets say without spaces, its outline, and what is in the file."""

    sheets: list[str]
    feet: list[str]
    outline: list[tuple[str, int]]
    file: pikepdf.Pdf
    size: int

    @property
    def text(self) -> str:
        return "".join(self.sheets)


def squeezed(text: str) -> str:
    """A text without spaces and joined letters, neither of which a PDF keeps."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())


@pytest.fixture(scope="session", params=sampled(["two chapters", "all chapters"], ["two chapters"]))
def course(request: pytest.FixtureRequest, site: Site) -> Site:
    """The site, or one that has two of its chapters, of which books are made sooner."""
    if request.param == "all chapters":
        return site
    folder = site.folder.with_name("two-chapters")
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            shutil.copytree(site.folder, folder, ignore=not_of_two_chapters)
    return Site(folder, site.address)


def not_of_two_chapters(_: str, names: list[str]) -> set[str]:
    """The chapters that are left out, when a folder is copied."""
    return {name for name in names if CHAPTER.match(name) and not name.startswith(TWO)}


@pytest.fixture(scope="session")
def downloads(course: Site) -> Path:
    """The folder of what the project's one command makes of the course."""
    folder = course.folder.with_name(f"{course.folder.name}-downloads")
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            command = [sys.executable, "-m", "torchnn_doc.site.downloads", str(course.folder), str(folder)]
            made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
    return folder


@functools.cache
def opened(file: Path) -> Book:
    reader = PdfDocument(file)
    outline = [
        (entry.get_title(), entry.get_dest().get_index()) for entry in reader.get_toc() if entry.level == 0
    ]
    sheets = [squeezed(sheet.get_textpage().get_text_range()) for sheet in reader]
    feet = [sheet.get_textpage().get_text_bounded(top=FOOT).strip() for sheet in reader]
    return Book(sheets, feet, outline, pikepdf.open(file), file.stat().st_size)


@pytest.fixture(params=ROOT_OF)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(downloads: Path, language: str) -> Book:
    return opened(downloads / f"nn-module.{language}.pdf")


def chapters(site: Site, language: str) -> dict[str, BeautifulSoup]:
    folder = site.folder / ROOT_OF[language]
    names = [file.name for file in sorted(folder.glob("[0-9][0-9]-*/"))]
    return {name: site.html(f"{ROOT_OF[language]}{name}/") for name in [*names, "glossary", "errata"]}


def heading(page: BeautifulSoup) -> str:
    found = copy(page.select("article h1")[0])
    for mark in found.select(".headerlink"):
        mark.decompose()
    return found.get_text()


def one_chapter(site: Site, language: str) -> Edition:
    edition = read(site.folder / ROOT_OF[language], language)
    return replace(edition, chapters=edition.chapters[:1])


def test_the_outline_leads_to_each_chapter_in_order(book: Book, course: Site, language: str) -> None:
    titles = [heading(page) for page in chapters(course, language).values()]
    titles.insert(-2, SOLUTIONS[language])  # before the glossary and the errata
    assert [title for title, _ in book.outline] == titles
    for title, number in book.outline:
        assert squeezed(title) in book.sheets[number]
    assert [number for _, number in book.outline] == sorted({number for _, number in book.outline})


def test_the_table_of_contents_names_the_sheet_that_a_chapter_starts_on(book: Book) -> None:
    contents = "".join(book.sheets[1 : book.outline[0][1]])
    for title, number in book.outline:
        assert f"{squeezed(title)}{number + 1}" in contents


def test_every_sheet_but_the_cover_has_its_number_at_its_foot(book: Book) -> None:
    assert book.feet == ["", *(str(number) for number in range(2, len(book.sheets) + 1))]


def test_no_solution_stands_in_the_chapter_of_its_exercise(book: Book, course: Site, language: str) -> None:
    first = dict(book.outline)[SOLUTIONS[language]]
    pages = [copy(page) for page in chapters(course, language).values()]
    for claim in [each for page in pages for each in page.select(".compared")]:
        claim.extract()  # of an output, in whose first line it stands
    solutions = [
        solution.extract() for page in pages for solution in page.select("details.success:not(:has(.katex))")
    ]
    chapter = squeezed("".join(page.get_text() for page in pages))
    lines = [map(squeezed, solution.get_text().splitlines()) for solution in solutions]
    # Of each its last line that stands nowhere else, as the size of an output may.
    own = [[line for line in each if len(line) > 25 and line not in chapter] for each in lines]
    ends = [each[-1] for each in own if each]
    assert ends
    before, after = ("".join(sheets) for sheets in (book.sheets[:first], book.sheets[first:]))
    assert [line for line in ends if line in before or line not in after] == []


def test_every_output_and_block_of_code_is_in_the_book(book: Book, course: Site, language: str) -> None:
    for name, page in chapters(course, language).items():
        lost = [
            line
            for block in page.select("article pre code")
            for line in block.get_text().splitlines()
            if squeezed(line) not in book.text
        ]
        assert lost == [], name


def test_every_formula_of_the_book_has_its_tex_as_alternative_text(
    book: Book, course: Site, language: str
) -> None:
    formulas = {
        squeezed(formula.get_text())
        for page in chapters(course, language).values()
        for formula in page.select("article annotation")
    }
    objects = (each for each in book.file.objects if isinstance(each, pikepdf.Dictionary))
    assert len(formulas) > 100
    assert formulas <= {squeezed(str(each.Alt)) for each in objects if "/Alt" in each}


def test_the_book_is_tagged_names_its_language_and_is_not_large(book: Book, language: str) -> None:
    assert book.file.Root.MarkInfo.Marked
    assert book.file.Root.Lang == language
    assert book.size < MEGABYTES * 1e6
    assert squeezed(str(book.file.docinfo.Title)) in book.sheets[0]  # in letters, not in boxes


def test_links_lead_inside_the_book_or_to_the_published_site(book: Book, course: Site, language: str) -> None:
    names = "|".join(chapters(course, language))
    annotations = [each for sheet in book.file.pages for each in sheet.get("/Annots", [])]
    addresses = [str(each.A.URI) for each in annotations if "/A" in each and "/URI" in each.A]
    inside = [str(each.Dest) for each in annotations if "/Dest" in each]
    assert len(inside) > 50
    assert set(inside) <= set(book.file.Root.Dests.keys())
    assert "https://example.org/" in addresses or "https://example.org/en/" in addresses
    assert [each for each in addresses if not each.startswith("https://")] == []
    assert [
        each for each in addresses if re.search(rf"example\.org/(en/)?({names}|glossary|errata)", each)
    ] == []


def test_nothing_of_the_book_is_cut_off_by_the_edge_of_the_paper(
    browser: Browser, course: Site, language: str
) -> None:
    edition = read(course.folder / ROOT_OF[language], language)
    page = open_book(browser, assemble(edition), edition)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(TEXT_WIDTH), "height": 1000})
    assert page.evaluate(CUT_OFF, TEXT_WIDTH) == []
    page.close()


@whole
def test_the_same_site_gives_the_same_bytes(browser: Browser, site: Site) -> None:
    one, other = (
        pdf(browser, assemble(edition), edition)
        for edition in (one_chapter(site, "zh-TW"), one_chapter(site, "zh-TW"))
    )
    assert one == other


def test_a_language_without_a_font_is_not_printed_as_boxes(browser: Browser, site: Site) -> None:
    edition = replace(one_chapter(site, "en"), title="\U000f0001\U000f0002")  # of no script
    with pytest.raises(NoFontError, match=r"en: given .* no font has; .* fonts-noto-cjk"):
        pdf(browser, assemble(edition), edition)


def test_a_site_that_is_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSiteError, match=r"glossary.index\.html: no such page.*make build"):
        read(tmp_path, "en")


@pytest.fixture(scope="module")
def unpacked(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the zip's content, unpacked into some folder of a server."""
    root = tmp_path_factory.mktemp("server")
    with zipfile.ZipFile(downloads / "nn-module.zip") as packed:
        packed.extractall(root / "some" / "where")
    with served(root) as address:
        yield f"{address}some/where/nn-module/"


@pytest.fixture
def reader(browser: Browser, unpacked: str) -> Iterator[Page]:
    """A page on which nothing may go wrong, and no request may leave the copy or fail."""
    troubles: list[str] = []
    page = browser.new_page()
    watch(page, unpacked, troubles)
    page.on("response", lambda response: troubles.append(response.url) if response.status >= 400 else None)
    yield page
    page.close()
    assert troubles == []


@pytest.mark.parametrize("root", ROOTS)
def test_the_site_does_not_link_to_downloads_that_are_not_made(site: Site, root: str) -> None:
    assert "downloads/" not in (site.folder / root / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["", "06-module-backward/", "explore/", "notebooks/06-module-backward/"])
def test_a_copy_of_the_site_under_any_path_works_in_both_languages(
    reader: Page, unpacked: str, path: str
) -> None:
    reader.goto(f"{unpacked}{path}")
    reader.get_by_role("link", name="English", exact=True).click()
    reader.wait_for_url(f"{unpacked}en/{path}")
    reader.get_by_role("link", name="中文", exact=True).click()
    reader.wait_for_url(f"{unpacked}{path}")


@pytest.mark.parametrize(("language", "words"), [("zh-TW", "雅可比矩陣"), ("en", "Jacobian")])
def test_a_copy_of_the_site_can_be_searched(reader: Page, unpacked: str, language: str, words: str) -> None:
    reader.goto(f"{unpacked}{ROOT_OF[language]}")
    reader.locator(".md-search__input").click()
    reader.locator(".md-search__input").press_sequentially(words)
    reader.locator(".md-search-result__link[href*='06-module-backward/']").first.click()
    reader.wait_for_url(f"{unpacked}{ROOT_OF[language]}06-module-backward/**")


def test_a_copy_of_the_site_runs_its_code(reader: Page, unpacked: str) -> None:
    reader.goto(f"{unpacked}en/06-module-backward/")
    reader.locator(".live-ask button").click()
    block = reader.locator("[data-live]:has(.live-run)").first
    block.locator(".live-run").click(timeout=READY)
    expect(block).to_have_attribute("data-live-state", "same", timeout=READY)


def test_the_zip_is_the_same_whenever_the_files_were_written(tmp_path: Path) -> None:
    small = tmp_path / "site"
    (small / "en").mkdir(parents=True)
    (small / "en" / "index.html").write_text("a", encoding="utf-8")
    (small / "404.html").write_text("b", encoding="utf-8")
    archives = []
    for time in (1_000_000_000, 1_500_000_000):
        os.utime(small / "en" / "index.html", (time, time))
        (small / "downloads").mkdir(exist_ok=True)
        archive(small, small / "downloads" / "copy.zip")
        archives.append((small / "downloads" / "copy.zip").read_bytes())
    assert archives[0] == archives[1]
    assert zipfile.ZipFile(io.BytesIO(archives[0])).namelist() == ["copy/en/index.html"]
