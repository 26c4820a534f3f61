"""The glossary, and the definitions that the terms of the other pages carry as tooltips."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from tests.sampling import sampled
from tests.site.accessibility import expect_no_violation
from tests.site.conftest import LANGUAGES, PAGES, ROOT, ROOT_OF, ROOTS, Open, Scheme, Site
from torchnn_doc.site.glossary import GlossaryError, Term, mark, read_terms

CHAPTERS = [page.stem for page in sorted((ROOT / "docs" / "en").glob("[0-9]*.md"))]
CHAPTER = "06-module-backward/"
AGREED = {
    "forward propagation": "前向傳播",
    "backward propagation": "反向傳播",
    "gradient": "梯度",
    "chain rule": "連鎖律",
    "loss function": "損失函數",
    "learning rate": "學習率",
    "parameter": "參數",
    "weight": "權重",
    "bias": "偏差",
    "layer": "層",
    "module": "模組",
    "container": "容器",
    "outer product": "外積",
    "transpose": "轉置",
    "batch": "批次",
    "partial derivative": "偏導數",
    "Jacobian matrix": "雅可比矩陣",
    "finite differences": "有限差分",
}
CHINESE_TITLE = re.compile(r"(?P<chinese>[^（）]+)(?:（(?P<english>.+)）)?")

TERMS = [
    Term("gradient", "gradient", "<p>The slopes.</p>", ("gradient", "梯度")),
    Term("gradient-descent", "gradient descent", "<p>Downhill.</p>", ("gradient descent", "梯度下降")),
    Term("batch", "batch", "<p>Several samples.</p>", ("batch",)),
]


def text_of(language: str) -> str:
    return (ROOT / "docs" / language / "glossary.md").read_text(encoding="utf-8")


def terms_of(language: str) -> tuple[Term, ...]:
    return read_terms(text_of(language), f"{language}/glossary.md")


def english_and_chinese() -> dict[str, str]:
    """The English terms with the Chinese ones, as the headings of the Chinese page have them."""
    titles = [CHINESE_TITLE.fullmatch(term.title) for term in terms_of("zh-TW")]
    return {title["english"] or title["chinese"]: title["chinese"] for title in titles if title}


def terms_in(content: str) -> list[tuple[str, str]]:
    links = BeautifulSoup(mark(content, TERMS, "../glossary/"), "html.parser").select("a.term")
    return [(link.get_text(), str(link["href"])) for link in links]


def built(site: Site, path: str) -> Tag:
    article = site.html(path).select_one("article")
    assert article
    return article


def test_the_first_mention_of_a_term_leads_to_the_glossary_and_the_others_stay_text() -> None:
    assert terms_in("<p>A Gradient, and a gradient.</p>") == [("Gradient", "../glossary/#gradient")]


def test_a_term_is_found_in_chinese_which_has_no_spaces() -> None:
    assert terms_in("<p>先算梯度再走一步</p>") == [("梯度", "../glossary/#gradient")]


def test_a_plural_is_a_mention_and_a_part_of_a_word_is_not() -> None:
    found = [("batches", "../glossary/#batch"), ("gradients", "../glossary/#gradient")]
    assert terms_in("<p>Mini-batch, batched, gradientless; batches and gradients</p>") == found


def test_the_longest_term_is_the_one_that_is_meant() -> None:
    assert terms_in("<p>梯度下降</p>") == [("梯度下降", "../glossary/#gradient-descent")]
    assert terms_in("<p>gradient descent, then gradient</p>") == [
        ("gradient descent", "../glossary/#gradient-descent"),
        ("gradient", "../glossary/#gradient"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<h2>The gradient</h2>",
        "<p><code>gradient</code></p>",
        "<pre><code>batch = <span>gradient</span></code></pre>",
        '<p><a href="x">the <em>gradient</em></a></p>',
        r'<p><span class="arithmatex">\(\text{gradient}\)</span></p>',
        '<p><img alt="a gradient" src="x.svg"/></p>',
        "<!-- gradient -->",
        "<table><tr><th>gradient</th></tr></table>",
    ],
    ids=["heading", "code", "block", "link", "formula", "attribute", "comment", "head of a table"],
)
def test_what_is_no_plain_text_is_left_alone(content: str) -> None:
    assert mark(content, TERMS, "") == content


def test_each_term_of_a_page_has_one_definition_which_no_search_finds() -> None:
    soup = BeautifulSoup(mark("<p>A batch, a gradient, a batch.</p>", TERMS, ""), "html.parser")
    tips = soup.select(".term-tip[popover][data-search-exclude]")
    assert [tip["id"] for tip in tips] == [link["aria-describedby"] for link in soup.select("a.term")]
    assert [tip.get_text() for tip in tips] == ["batchSeveral samples.", "gradientThe slopes."]


def test_a_glossary_without_terms_changes_nothing() -> None:
    assert (
        mark("<p>A gradient</p>", read_terms("# Glossary {#top}\n", "glossary.md"), "") == "<p>A gradient</p>"
    )


@pytest.mark.parametrize("entry", ["### gradient\n\nSlopes.\n", "### gradient {#gradient}\nSlopes.\n"])
def test_an_entry_without_id_or_definition_is_an_error_with_its_line(entry: str) -> None:
    with pytest.raises(GlossaryError, match=r"glossary\.md:3: given '### gradient"):
        read_terms(f"# Glossary\n\n{entry}", "glossary.md")


@pytest.mark.parametrize(
    ("heading", "places", "also"),
    [
        (
            '### slope {#slope data-also="gradient, tilt"}',
            '<span lang="zh-TW">斜率</span> · ',
            "斜率 gradient tilt",
        ),
        ('### 斜率（slope） {#slope data-forms="" data-also="坡度"}', "", "slope 坡度"),
    ],
    ids=["en", "zh-TW"],
)
def test_an_entry_has_other_names_and_the_places_that_introduce_it(
    heading: str, places: str, also: str
) -> None:
    entry = f"{heading}\n\nRise over run.\n\n{places}[1](01-a.md#top), [2](02-b.md#run)\n"
    (term,) = read_terms(entry, "glossary.md")
    assert term.also == tuple(also.split())
    assert term.places == ("01-a.md#top", "02-b.md#run")


def test_two_terms_with_the_same_form_are_an_error() -> None:
    twice = [*TERMS, Term("slope", "slope", "", ("gradient",))]
    with pytest.raises(GlossaryError, match="'gradient' is a form of both gradient and slope"):
        mark("<p></p>", twice, "")


def test_both_glossaries_have_the_same_terms_in_the_same_order() -> None:
    ids = [term.id for term in terms_of("en")]
    assert ids == [term.id for term in terms_of("zh-TW")]
    assert len(set(ids)) == len(ids) >= 60
    titles = [term.title.lower() for term in terms_of("en")]
    assert titles == sorted(titles)


def test_every_term_that_was_agreed_on_is_there_in_both_languages() -> None:
    assert AGREED.items() <= english_and_chinese().items()


def test_the_english_page_gives_the_chinese_terms_of_the_chinese_page() -> None:
    given = dict(
        re.findall(r'^### ([^{]+) \{[^\n]+\n\n.+\n\n<span lang="zh-TW">(.+)</span>', text_of("en"), re.M)
    )
    chinese = {english: term for english, term in english_and_chinese().items() if english != term}
    assert given == chinese
    assert [term.title for term in terms_of("en")] == list(english_and_chinese())


@pytest.mark.parametrize("language", ROOT_OF)
def test_a_definition_is_one_to_three_sentences_without_formulas(language: str) -> None:
    for term in terms_of(language):
        text = BeautifulSoup(term.definition, "html.parser").get_text()
        assert 1 <= len(re.findall(r"[。？]|\.(?= |$)", text)) <= 3, term.id
        assert "$" not in text
        assert "<a" not in term.definition


@pytest.mark.parametrize("root", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_carries_definitions_that_the_glossary_has(site: Site, root: str, chapter: str) -> None:
    glossary = {str(heading["id"]) for heading in built(site, f"{root}glossary/").select("h3[id]")}
    article = built(site, f"{root}{chapter}/")
    links = article.select("a.term")
    tips = {str(tip["id"]) for tip in article.select("[popover]")}
    assert links
    for link in links:
        address, _, term = str(link["href"]).partition("#")
        assert address == "../glossary/"
        assert term in glossary
        assert f"term-{term}" in tips
        assert link["aria-describedby"] == f"term-{term}"
        assert not link.find_parent(["pre", "code", "h1", "h2", "h3", "th"])


def test_every_term_with_a_form_is_met_on_some_page(site: Site) -> None:
    met = {
        str(link["href"]).partition("#")[2]
        for root in ROOTS
        for page in PAGES
        if not page.startswith("notebooks/")
        for link in site.html(root + page).select("a.term")
    }
    assert {term.id for language in ROOT_OF for term in terms_of(language) if term.forms} == met


@pytest.mark.parametrize("root", LANGUAGES)
def test_pages_of_another_subject_and_the_notebooks_to_download_have_none(site: Site, root: str) -> None:
    for path in ("checker-reference/", "on-your-computer/"):
        assert built(site, root + path).select("a.term") == []
    for notebook in (site.folder / root / "notebooks").glob("*.ipynb"):
        assert "term-tip" not in notebook.read_text(encoding="utf-8")


def opened_tips(page: Page) -> list[str]:
    return list(page.locator(".term-tip:popover-open").evaluate_all("tips => tips.map(tip => tip.id)"))


def test_the_mouse_opens_a_definition_and_may_move_onto_it(open_page: Open) -> None:
    page = open_page(f"en/{CHAPTER}")
    tip = page.locator("#term-gradient")
    page.locator("a.term[href$='#gradient']").hover()
    expect(tip).to_be_visible()
    tip.hover()
    page.wait_for_timeout(400)  # longer than a definition waits before it closes
    expect(tip).to_be_visible()
    page.locator("h1").hover()
    expect(tip).to_be_hidden()


def test_the_keyboard_leads_from_term_to_term_and_opens_definitions_and_escape_closes_them(
    open_page: Open,
) -> None:
    page = open_page(f"en/{CHAPTER}")
    terms = page.locator("a.term")
    terms.first.focus()
    for number in range(1, terms.count()):
        page.keyboard.press("ArrowRight")
        expect(terms.nth(number)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    term = terms.nth(terms.count() - 2)
    expect(term).to_be_focused()
    assert opened_tips(page) == [term.get_attribute("aria-describedby")]
    page.keyboard.press("Escape")
    assert opened_tips(page) == []


def test_the_first_tap_opens_a_definition_and_the_second_leads_to_the_glossary(
    browser: Browser, site: Site
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{site.address}{CHAPTER}")
    term = page.locator("a.term[href$='#chain-rule']")
    term.tap()
    assert opened_tips(page) == ["term-chain-rule"]
    box = page.locator("#term-chain-rule").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator("h1").tap()
    assert opened_tips(page) == []
    term.tap()
    term.tap()
    page.wait_for_url(f"{site.address}glossary/#chain-rule")
    phone.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_an_open_definition(open_page: Open, root: str, scheme: Scheme) -> None:
    page = open_page(f"{root}{CHAPTER}", scheme=scheme)
    term = page.locator("a.term[href$='#gradient']")
    term.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(term).to_be_focused()
    expect(page.locator("#term-gradient")).to_be_visible()
    expect_no_violation(page, "a.term", ".term-tips")


def test_without_a_script_a_term_is_a_link_and_no_definition_is_in_the_way(
    browser: Browser, site: Site
) -> None:
    reader = browser.new_context(java_script_enabled=False)
    page = reader.new_page()
    page.goto(f"{site.address}en/{CHAPTER}")
    expect(page.locator("#term-gradient")).to_be_hidden()
    page.locator("a.term[href$='#gradient']").click()
    page.wait_for_url(f"{site.address}en/glossary/#gradient")
    reader.close()
