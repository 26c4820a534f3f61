"""What search engines, programs and readers who follow a shared link or a wrong one find of the site."""

import functools
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import ADDRESS, ROOT, ROOTS, Open, Site, shown_source
from tests.site.serving import QuietHandler, served
from torchnn_doc.checker.page.fences import see_material
from torchnn_doc.nn import Linear
from torchnn_doc.site import cards, markdown_pages, templates
from torchnn_doc.site.settings import ink_of

CHAPTER = "06-module-backward/"
NOTEBOOK = "notebooks/06-module-backward/"
CONFIG = load_config(str(ROOT / "mkdocs.yml"))
SITEMAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def pages(site: Site) -> list[str]:
    """The pages of a language by their paths from its root; both languages have the same."""
    folders = [page.parent.relative_to(site.folder).as_posix() for page in site.folder.rglob("index.html")]
    paths = ["" if folder == "." else f"{folder}/" for folder in sorted(folders)]
    return [path for path in paths if not path.startswith("en/")]


def written(site: Site) -> list[str]:
    """The pages that are not copies of others."""
    return [path for path in pages(site) if not path.startswith("notebooks/")]


@functools.cache
def head(site: Site, path: str) -> BeautifulSoup:
    html = (site.folder / path / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html[: html.index("</head>")], "html.parser")


def meta(site: Site, path: str) -> dict[str, str]:
    tags = head(site, path).select("meta[content]")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in tags}


def on_disk(site: Site, address: str) -> Path:
    assert address.startswith(ADDRESS)
    return site.folder / address.removeprefix(ADDRESS)


# Search engines


@pytest.mark.parametrize("root", ROOTS)
def test_search_engines_are_told_of_the_same_page_in_each_language(site: Site, root: str) -> None:
    for path in written(site):
        found = head(site, root + path)
        links = {link["hreflang"]: link["href"] for link in found.select("link[hreflang]")}
        chinese, english = f"{ADDRESS}{path}", f"{ADDRESS}en/{path}"
        assert links == {"zh-TW": chinese, "en": english, "x-default": english}
        assert found.select_one(f'link[rel=canonical][href="{ADDRESS}{root}{path}"]')


@pytest.mark.parametrize("root", ROOTS)
def test_a_notebook_sends_search_engines_to_its_page(site: Site, root: str) -> None:
    found = head(site, root + NOTEBOOK)
    assert [link["href"] for link in found.select("link[rel=canonical]")] == [f"{ADDRESS}{root}{CHAPTER}"]
    assert found.select("link[hreflang]") == []


@pytest.mark.parametrize("root", ROOTS)
def test_the_sitemap_names_every_page_once_and_in_each_language(site: Site, root: str) -> None:
    entries = ElementTree.parse(site.folder / root / "sitemap.xml").findall("url", SITEMAP)
    found = {
        entry.findtext("loc", namespaces=SITEMAP): {
            link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", SITEMAP)
        }
        for entry in entries
    }
    assert len(entries) == len(found)
    assert found == {
        f"{ADDRESS}{root}{path}": {
            "zh-TW": f"{ADDRESS}{path}",
            "en": f"{ADDRESS}en/{path}",
            "x-default": f"{ADDRESS}en/{path}",
        }
        for path in written(site)
    }


def test_the_sitemaps_are_the_same_on_another_day(site: Site) -> None:
    assert [file.name for file in site.folder.rglob("sitemap*")] == ["sitemap.xml", "sitemap.xml"]
    for root in ROOTS:
        assert "lastmod" not in (site.folder / root / "sitemap.xml").read_text(encoding="utf-8")


def robots(address: str) -> str:
    config = load_config(str(ROOT / "mkdocs.yml"), site_url=address)
    env = Environment(loader=FileSystemLoader(ROOT / "docs" / "overrides"), autoescape=False)
    templates.on_env(env, config=config, files=Files([]))
    return env.get_template("robots.txt").render(config=config)


def test_robots_txt_names_both_sitemaps_at_the_root_of_a_domain_and_is_nowhere_else(site: Site) -> None:
    named = re.findall(r"^Sitemap: (.*)$", (site.folder / "robots.txt").read_text("utf-8"), re.MULTILINE)
    assert named == [f"{ADDRESS}{root}sitemap.xml" for root in ROOTS]
    assert not (site.folder / "en" / "robots.txt").exists()
    assert robots(ADDRESS)
    assert not robots(f"{ADDRESS}project/")


def test_no_two_pages_have_the_same_title_or_description(site: Site) -> None:
    paths = [root + path for root in ROOTS for path in written(site)]
    titles = Counter(head(site, path).title.get_text() for path in paths)  # type: ignore[union-attr]
    descriptions = Counter(meta(site, path)["description"] for path in paths)
    assert max(titles.values()) == 1, titles.most_common(2)
    assert max(descriptions.values()) == 1, descriptions.most_common(2)
    assert all(titles)
    assert all(descriptions)


# Shared links


@pytest.mark.parametrize(("root", "locale", "other"), [("", "zh_TW", "en_GB"), ("en/", "en_GB", "zh_TW")])
def test_a_shared_link_shows_the_title_the_description_and_a_card(
    site: Site, root: str, locale: str, other: str
) -> None:
    for path in pages(site):
        found = meta(site, root + path)
        title = head(site, root + path).title
        assert title
        assert title.get_text() == f"{found['og:title']} - {found['og:site_name']}"
        assert found["og:description"] == found["description"]
        assert found["og:url"] == f"{ADDRESS}{root}{path.removeprefix('notebooks/')}"
        assert (found["og:locale"], found["og:locale:alternate"]) == (locale, other)
        assert found["twitter:card"] == "summary_large_image"
        with Image.open(on_disk(site, found["og:image"])) as card:
            assert card.format == "PNG"
            assert card.size == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)


def test_every_page_has_a_card_of_its_own_with_its_title_inside_the_margins(site: Site) -> None:
    found = [on_disk(site, meta(site, root + path)["og:image"]) for root in ROOTS for path in written(site)]
    assert len({file.read_bytes() for file in found}) == len(found)
    for file in found:
        with Image.open(file) as card:
            right = card.crop((cards.WIDTH - cards.MARGIN + 5, 0, cards.WIDTH, cards.HEIGHT - cards.EDGE))
            assert right.tobytes() == Image.new("RGB", right.size, ink_of(CONFIG)).tobytes(), file


def test_the_letters_of_the_cards_have_every_character_of_the_titles(site: Site) -> None:
    letters = cards.font(cards.LETTERS[0])
    missing = bytes(letters.getmask("\uffff"))
    names = {meta(site, root + path)["og:title"] for root in ROOTS for path in written(site)}
    names |= {meta(site, root)["og:site_name"] for root in ROOTS}
    for character in set("".join(names)) - {" "}:
        assert bytes(letters.getmask(character)) != missing, character


def test_a_card_keeps_a_chapters_number_and_its_title_together() -> None:
    assert cards.set_title("8 · Is the gradient right for all of them?")[1][0].startswith("8 · Is the")
    assert cards.set_title("4 · 反向傳播：會學習的迴圈")[1] == ("4 · 反向傳播：", "會學習的迴圈")


def test_a_title_too_long_for_a_card_ends_the_build_with_the_title() -> None:
    with pytest.raises(cards.CardError, match="a a a"):
        cards.card("a " * 200, "site", "#000000")


def test_the_sign_of_the_site_has_the_colour_of_its_header() -> None:
    sign = (ROOT / "docs" / "assets" / "favicon.svg").read_text(encoding="utf-8")
    assert f'fill="{ink_of(CONFIG)}"' in sign


# Programs


@pytest.mark.parametrize("root", ROOTS)
def test_llms_txt_lists_the_markdown_of_every_page_with_what_it_is_about(site: Site, root: str) -> None:
    text = (site.folder / root / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# \S.*\n\n> \S.*\n\n\S.*\n\n## \S", text)
    entries = re.findall(r"^- \[(.+)\]\((\S+)\): (.+)$", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^- ", text, re.MULTILINE)) == len(written(site))
    for title, address, about in entries:
        page = f"{address.removeprefix(ADDRESS).removesuffix('.md')}/"
        found = meta(site, page.removesuffix("index/"))
        assert (title, about) == (found["og:title"], found["description"])
        assert on_disk(site, address).read_text(encoding="utf-8").count("\n") > 5


@pytest.mark.parametrize("root", ROOTS)
def test_the_markdown_of_a_page_is_whole_and_its_links_lead_on(site: Site, root: str) -> None:
    for path in written(site):
        [link] = head(site, root + path).select('link[type="text/markdown"]')
        file = (site.folder / root / path / str(link["href"])).resolve()
        text = file.read_text(encoding="utf-8")
        assert text.startswith(("# ", "<")), file
        assert not re.search(r"^ *(--8<--|:::) ", text, re.MULTILINE), file
        for target in targets(text):
            assert (file.parent / target).is_file(), f"{file}: {target}"


def targets(markdown: str) -> Iterator[str]:
    """What a page links to and shows from the site itself."""
    for token in see_material(MarkdownIt()).enable("table").parse(markdown):
        for child in token.children or ():
            address = urlsplit(str(child.attrGet("href") or child.attrGet("src") or ""))
            if address.path and not address.scheme:
                yield address.path


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("06-module-backward.md", shown_source(Linear.updateGradInput)),
        ("api-nn.md", inspect.getsource(Linear.updateGradInput)),
    ],
    ids=["chapter", "reference"],
)
def test_the_markdown_of_a_page_has_the_source_code_that_the_page_shows(
    site: Site, root: str, page: str, source: str
) -> None:
    text = (site.folder / root / page).read_text(encoding="utf-8")
    assert " ".join(source.split()) in " ".join(text.split())


def test_a_block_of_the_reference_becomes_the_source_code_it_is_made_from() -> None:
    page = "Before.\n\n::: torchnn_doc.nn.Identity\n    options:\n      x: 1\n\nAfter.\n"
    assert re.fullmatch(
        r"Before\.\n\n```python\nclass Identity\(.*\n```\n\nAfter\.\n",
        markdown_pages.plain(page, ROOT),
        re.DOTALL,
    )


# Wrong addresses


class PagesHandler(QuietHandler):
    """Answers with 404.html for a file that is not there, as GitHub Pages does."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def github_pages(site: Site) -> Iterator[str]:
    with served(site.folder, PagesHandler) as address:
        yield address


@pytest.fixture(params=["nowhere", "en/no/where/at/all/"])
def lost(browser: Browser, github_pages: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at a wrong address, whose own parts must all be there."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if not answer.ok else None)
    wrong = github_pages + request.param
    answer = page.goto(wrong)
    assert answer
    assert answer.status == 404
    yield page
    assert missing == [wrong]
    page.close()


@pytest.mark.parametrize(("language", "home"), [("zh-TW", ""), ("en", "en/")])
def test_a_wrong_address_leads_home_in_both_languages(
    lost: Page, github_pages: str, language: str, home: str
) -> None:
    sentence = lost.locator(f"article p:lang({language})")
    expect(sentence.locator("a")).to_be_visible()
    sentence.locator("a").click()
    lost.wait_for_url(github_pages + home)
    assert lost.locator("html").get_attribute("lang") == language


def test_a_wrong_address_has_the_look_of_the_site_and_leads_to_its_pages(
    lost: Page, github_pages: str
) -> None:
    header = lost.locator(".md-header").evaluate("element => getComputedStyle(element).backgroundColor")
    assert header == "rgb({}, {}, {})".format(*bytes.fromhex(ink_of(CONFIG)[1:]))
    assert lost.evaluate("document.scrollingElement.scrollWidth") <= 360
    chapter = lost.locator(f".md-nav__link[href$='{CHAPTER}']").evaluate("link => link.href")
    assert chapter == github_pages + CHAPTER
    lost.locator(".site-language").click()
    lost.wait_for_url(f"{github_pages}en/")


def test_a_wrong_address_can_be_searched_from(lost: Page, github_pages: str) -> None:
    lost.locator(".md-header__button[for=__search]").click()
    lost.locator(".md-search__input").press_sequentially("accGradParameters")
    lost.locator(f".md-search-result__link[href*='{CHAPTER}']").first.click()
    lost.wait_for_url(re.compile(rf"^{github_pages}{CHAPTER}"))


@pytest.mark.parametrize("root", ROOTS)
def test_search_engines_leave_out_the_page_for_wrong_addresses(open_page: Open, root: str) -> None:
    page = open_page(f"{root}404.html")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("link[rel=canonical], meta[property^='og:']").count() == 0
