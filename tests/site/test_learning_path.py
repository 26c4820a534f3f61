"""The way through the course: the list on the start page, its minutes, and the links from page to page."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from mkdocs.config import load_config

from tests.site.conftest import LANGUAGES, ROOT, ROOT_OF, Site
from torchnn_doc.site.excerpts import expand
from torchnn_doc.site.reading_time import (
    CHARACTERS_A_MINUTE,
    SECONDS_A_FORMULA,
    SECONDS_A_LINE_OF_CODE,
    WORDS_A_MINUTE,
    minutes,
)


def _in_order(entry: object) -> Iterator[str]:
    """The pages of the navigation, in groups or not."""
    if isinstance(entry, str):
        yield entry
    else:
        assert isinstance(entry, list | dict)
        for each in entry if isinstance(entry, list) else entry.values():
            yield from _in_order(each)


NAV = list(_in_order(load_config(str(ROOT / "mkdocs.yml")).nav))
PAGES = ["" if page == "index.md" else f"{page.removesuffix('.md')}/" for page in NAV if page.endswith(".md")]
CHAPTERS = [page for page in PAGES if re.match(r"\d", page)]


def led_to(site: Site, path: str, way: str) -> str | None:
    """The address, from the site's root, of a page's link to the previous or to the next one."""
    link = site.html(path).select_one(f".md-footer__link--{way}")
    if link is None:
        return None
    target = (site.folder / path / str(link["href"])).resolve().relative_to(site.folder.resolve())
    return "" if str(target) == "." else f"{target.as_posix()}/"


def test_the_minutes_of_a_page_are_those_of_its_words_code_and_formulas() -> None:
    words = "word " * WORDS_A_MINUTE
    characters = "字" * CHARACTERS_A_MINUTE
    code = "```python\n" + "x = 1\n" * (60 // SECONDS_A_LINE_OF_CODE) + "```\n"
    formulas = "$$\nx = 1\n$$\n\n" * (60 // SECONDS_A_FORMULA)
    for part in (words, characters, code, formulas):
        assert minutes(part) == 1
        assert minutes(f"{part}\n\n" * 7) == 7
    assert minutes(f"{words}\n\n{characters}\n\n{code}\n{formulas}") == 4


@pytest.mark.parametrize(
    "part",
    [
        "```python\nprint(1)\n```\n\n```text {.output}\n" + "1\n" * 500 + "```\n",
        '??? note "Folded"\n\n    ' + "word " * 5000 + "\n\n    ```python\n    x = 1\n    ```\n",
        "<!-- " + "word " * 5000 + "-->",
        "![" + "word " * 5000 + "](figure.svg)",
        "---\ndescription: " + "word " * 5000 + "\n---\n",
    ],
    ids=["output", "folded", "comment", "alternative text", "front matter"],
)
def test_what_a_reader_passes_over_takes_no_time(part: str) -> None:
    assert minutes(part) == 1


@pytest.mark.parametrize("language", ROOT_OF)
def test_the_start_page_states_the_rule(language: str) -> None:
    page = (ROOT / "docs" / language / "index.md").read_text(encoding="utf-8")
    [rule] = re.findall(r"^(?:The minutes|分鐘數).+$", page, re.MULTILINE)
    stated = {WORDS_A_MINUTE, SECONDS_A_LINE_OF_CODE, SECONDS_A_FORMULA}
    assert {int(number) for number in re.findall(r"\d+", rule)} - {CHARACTERS_A_MINUTE} == stated


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_start_page_lists_every_chapter_in_order_with_its_minutes(site: Site, root: str) -> None:
    items = [link.find_parent("li") for link in site.html(root).select("article li > strong > a:not(.term)")]
    listed = {str(item.a["href"]): item.get_text() for item in items if item and item.a}
    assert list(listed) == CHAPTERS
    for chapter, text in listed.items():
        name = f"{chapter.rstrip('/')}.md"
        page = (ROOT / "docs" / LANGUAGES[root] / name).read_text(encoding="utf-8")
        assert re.findall(r"[(（](\d+) ", text) == [str(minutes(expand(page, ROOT, name)))]
        assert 5 <= minutes(expand(page, ROOT, name)) <= 20


@pytest.mark.parametrize("root", LANGUAGES)
def test_next_leads_through_all_pages_and_previous_back(site: Site, root: str) -> None:
    for page, following in pairwise(PAGES):
        assert led_to(site, root + page, "next") == root + following
        assert led_to(site, root + following, "prev") == root + page
    assert led_to(site, root + PAGES[0], "prev") is None
    assert led_to(site, root + PAGES[-1], "next") is None


@pytest.mark.parametrize("root", LANGUAGES)
def test_a_notebook_leads_back_to_its_chapter_and_on_to_the_next(site: Site, root: str) -> None:
    for chapter, following in pairwise(CHAPTERS):
        assert led_to(site, f"{root}notebooks/{chapter}", "prev") == root + chapter
        assert led_to(site, f"{root}notebooks/{chapter}", "next") == root + following


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_list_of_pages_leads_to_every_page_and_to_no_notebook(site: Site, root: str) -> None:
    pages = site.html(f"{root}{CHAPTERS[0]}").select_one(".md-nav--primary")
    assert pages
    links = pages.select("a.md-nav__link:not(.md-nav--secondary a)")
    folder = site.folder / root / CHAPTERS[0]
    listed = [(folder / str(link["href"])).resolve() for link in links if link["href"] != "./"]
    assert listed == [(site.folder / root / page).resolve() for page in PAGES if page != CHAPTERS[0]]
