"""What readers look for, each with the page that they want, typed into the search box of the built site."""

import json
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError
from playwright.sync_api import Browser, Locator, Page, expect

from tests.sampling import sampled
from tests.site.accessibility import expect_no_violation
from tests.site.conftest import Open, Scheme, Site
from torchnn_doc.site.search_index import readable, searched, traditional

MODULES, CONTAINERS, CRITERIONS = "01-module-linear/", "02-container-sequential/", "03-criterion/"
LOOP, LOSS, BACKWARD, BATCHES = (
    "04-training-loop/",
    "05-criterion-backward/",
    "06-module-backward/",
    "08-batches/",
)
NETWORK = "07-network-backward/"
CHECK, OWN, SPIRALS = "09-gradient-check/", "10-own-module/", "11-spirals/"
NN, TORCH, NAMES, CREDITS = "api-nn/", "api-torch/", "names/", "credits/"

# Names of code are looked for in both languages.
CODE = {
    "gradInput": BACKWARD,
    "gradOutput": BACKWARD,
    "accGrad": BACKWARD,
    "zeroGrad": BACKWARD,
    "updateGrad": BACKWARD,
    "gradcheck": CHECK,
    "addBuffer": BATCHES,
    "sizeAverage": CRITERIONS,
    "nn.Linear": MODULES,
    "Sequential": CONTAINERS,
    "LogSoftMax": NN,
    "ClassNLLCriterion": NN,
    "MSECriterion": NN,
    "softmax": SPIRALS,
    "manualSeed": TORCH,
    "PyTorch": NAMES,
    "Torch7": "differences/",
    "varies": "checker-reference/",
    "--accept": "checker-reference/",
    "rtol": "checker-reference/",
    "doctest": "checker-migrate/",
}
# A slip of the finger, or a letter too many or too few.
MISSPELT = {
    "seqential": CONTAINERS,
    "gradInptu": BACKWARD,
    "accGradParamters": BACKWARD,
    "backpropogation": BACKWARD,
    "criteron": CRITERIONS,
    "Jacobain": CHECK,
    "sofmax": SPIRALS,
    "PyTroch": NAMES,
}
# Words that the course has others for.
OTHER_WORDS = {
    "numerical gradient": CHECK,
    "activation function": NETWORK,
    "automatic differentiation": CHECK,
    "minibatch": BATCHES,
    "SGD": LOOP,
    "relu": NN,
}
SEARCHES = {
    "": CODE
    | MISSPELT
    | OTHER_WORDS
    | {
        "反向傳播": BACKWARD,
        "前向傳播": MODULES,
        "梯度": BACKWARD,
        "梯度檢查": CHECK,
        "檢查梯度": CHECK,
        "學習率": LOOP,
        "梯度下降": LOOP,
        "線性迴歸": LOOP,
        "緩衝區歸零": LOOP,
        "損失": CRITERIONS,
        "損失函數": LOSS,
        "損失函數的梯度": LOSS,
        "導數": LOSS,
        "偏導數": BACKWARD,
        "連鎖律": BACKWARD,
        "外積": BACKWARD,
        "轉置": BACKWARD,
        "權重": BACKWARD,
        "單位矩陣": BACKWARD,
        "批次": BATCHES,
        "雅可比矩陣": CHECK,
        "中央差分": CHECK,
        "均方誤差": CRITERIONS,
        "交叉熵": SPIRALS,
        "梯度消失": SPIRALS,
        "螺旋線": SPIRALS,
        "容器": CONTAINERS,
        "自己的模組": OWN,
        "張量": TORCH,
        "亂數": TORCH,
        "名稱對照表": NAMES,
        "練習": "exercises/",
        "勘誤": "errata/",
        "詞彙": "glossary/",
        "怎麼檢查": "how-checked/",
        "安裝": "checker-start/",
        "致謝": CREDITS,
        "Jacobian": CHECK,
        "entropy": NN,
        "numpy": TORCH,
        "epoch": LOOP,
        "mean squared error": CRITERIONS,
        # misspelt, with a character that sounds or looks the same
        "連鎖率": BACKWARD,
        "偏倒數": BACKWARD,
        "梯度下將": LOOP,
        "雅克比矩陣": CHECK,
        # in simplified characters
        "学习率": LOOP,
        "反向传播": BACKWARD,
        "损失函数": LOSS,
        "检查梯度": CHECK,
        "权重": BACKWARD,
        "链式法则": BACKWARD,
        "线性回归": LOOP,
        "随机种子": BACKWARD,
        "激活函数": NETWORK,
        "自动微分": CHECK,
        # other words
        "激活函數": NETWORK,
        "均方誤差 微分": LOSS,
        "數值梯度": CHECK,
        "成本函數": CRITERIONS,
        "批量": BATCHES,
        "學習速率": LOOP,
        "步長": LOOP,
        "發散": LOOP,
        "优化器": LOOP,
        "點積": MODULES,
        "倒傳遞": BACKWARD,
        "飽和": NETWORK,
        "多層感知器": CONTAINERS,
        "離線": "on-your-computer/",
    },
    "en/": CODE
    | MISSPELT
    | OTHER_WORDS
    | {
        "backpropagation": BACKWARD,
        "backprop": BACKWARD,
        "backward propagation": BACKWARD,
        "gradient": BACKWARD,
        "gradients": BACKWARD,
        "batch": BATCHES,
        "batches": BATCHES,
        "derivative": LOSS,
        "derivatives": LOSS,
        "partial derivatives": BACKWARD,
        "chain rule": BACKWARD,
        "outer product": BACKWARD,
        "transpose": BACKWARD,
        "identity matrix": BACKWARD,
        "weights": BACKWARD,
        "Jacobian": CHECK,
        "finite differences": CHECK,
        "central difference": CHECK,
        "gradient check": CHECK,
        "loss": CRITERIONS,
        "loss function": CRITERIONS,
        "criterions": CRITERIONS,
        "mean squared error": CRITERIONS,
        "MSE": CRITERIONS,
        "cross entropy": SPIRALS,
        "vanishing gradients": SPIRALS,
        "spiral": SPIRALS,
        "XOR": SPIRALS,
        "learning rate": LOOP,
        "gradient descent": LOOP,
        "linear regression": LOOP,
        "training loop": LOOP,
        "container": CONTAINERS,
        "containers": CONTAINERS,
        "own module": OWN,
        "custom layer": OWN,
        "randn": TORCH,
        "exercise": "exercises/",
        "exercises": "exercises/",
        "errata": "errata/",
        "glossary": "glossary/",
        "differences": "differences/",
        "install": "checker-start/",
        "Sybil": "checker-migrate/",
        "GitHub annotations": "checker-reference/",
        "licence": CREDITS,
        # misspelt
        "grdient check": CHECK,
        "gradiant descent": LOOP,
        "vanishing gradeints": SPIRALS,
        "derivitive": LOSS,
        "transposse": BACKWARD,
        "spirls": SPIRALS,
        # other words
        "cost function": CRITERIONS,
        "decision boundary": SPIRALS,
        "reproducible": BACKWARD,
        "step size": LOOP,
        "diverge": LOOP,
        "dot product": MODULES,
        "saturation": NETWORK,
        "MLP": CONTAINERS,
        "offline": "on-your-computer/",
        # Chinese, of Taiwan and of the mainland
        "反向傳播": BACKWARD,
        "学习率": LOOP,
    },
}
NONSENSE = ("kubernetes", "qwertyuiop", "今天天氣很好", "卷积")
SEARCH_WORKER = "assets/javascripts/workers/site-search.js?material=search.a7633da7.min.js"
FAILED = {"": "無法載入搜尋功能，請檢查網路連線。", "en/": "Search could not be loaded. Are you online?"}
ROOTS = tuple(SEARCHES)
TO_START = {"": "打字進行搜尋", "en/": "Type to start searching"}
SECTIONS = "search/sections.json"
FIRST_THREE = ".md-search-result__item:nth-child(-n+3)"


def search_box(page: Page) -> Locator:
    box = page.locator(".md-search__input")
    box.focus()
    return box


def results(page: Page, address: str, within: str = ".md-search-result__item") -> Locator:
    """The results that lead to a page or to a section of it."""
    return page.locator(f"{within} .md-search-result__link[href^='{address}']")


def text(section: dict[str, str]) -> str:
    """The words of a section, which the index has cut apart where they are Chinese."""
    return BeautifulSoup(section["text"], "html.parser").get_text().replace("\u200b", "")


def sections(site: Site, root: str) -> list[dict[str, str]]:
    """What can be found: the sections of all pages."""
    loaded = json.loads((site.folder / root / SECTIONS).read_text(encoding="utf-8"))
    found: list[dict[str, str]] = loaded["sections"]
    return found


@pytest.mark.parametrize("root", ROOTS)
def test_the_search_worker_stands_around_the_one_of_material_that_it_was_written_for(
    site: Site, root: str
) -> None:
    settings = json.loads(site.html(root).select_one("#__config").get_text())  # type: ignore[union-attr]
    assert settings["search"].removeprefix("./") == SEARCH_WORKER, (
        "Material has another search worker: read docs/assets/javascripts/workers/taught-search.js against it"
    )


@pytest.mark.parametrize("root", ROOTS)
def test_the_page_that_readers_want_is_among_the_first_three(
    open_page: Open, site: Site, root: str, subtests: pytest.Subtests
) -> None:
    page = open_page(root)
    box = search_box(page)
    for words, wanted in SEARCHES[root].items():
        with subtests.test(words):
            box.fill("")
            expect(page.locator(".md-search-result__item")).to_have_count(0)
            box.fill(words)
            expect(results(page, f"{site.address}{root}{wanted}", FIRST_THREE).first).to_be_attached()


@pytest.mark.parametrize("root", sampled(ROOTS, [""]))
def test_nonsense_finds_nothing(open_page: Open, site: Site, root: str, subtests: pytest.Subtests) -> None:
    page = open_page(root)
    box = search_box(page)
    for words in NONSENSE:
        with subtests.test(words):
            box.fill("gradInput")
            expect(results(page, f"{site.address}{root}{BACKWARD}").first).to_be_attached()
            box.fill(words)
            expect(page.locator(".md-search-result__item")).to_have_count(0)


def test_letters_typed_one_by_one_are_looked_for(open_page: Open, site: Site) -> None:
    page = open_page("en/")
    search_box(page).press_sequentially("accGrad")
    expect(results(page, f"{site.address}en/{BACKWARD}").first).to_be_attached()


def test_an_input_method_is_waited_for(open_page: Open, site: Site) -> None:
    page = open_page(CREDITS)
    box = search_box(page)
    box.fill("Sybil ")
    expect(results(page, f"{site.address}checker-migrate/").first).to_be_attached()
    method = page.context.new_cdp_session(page)
    for letters in ("ㄨ", "ㄨㄞ", "外ㄐ", "外ㄐㄧ"):
        method.send("Input.imeSetComposition", {"text": letters, "selectionStart": 1, "selectionEnd": 1})
    picks_a_word = {"key": "Enter", "isComposing": True, "bubbles": True}
    box.dispatch_event("keydown", picks_a_word)
    method.send("Input.insertText", {"text": "外積"})
    expect(results(page, f"{site.address}{BACKWARD}").first).to_be_attached()
    assert page.url == site.address + CREDITS


@pytest.mark.parametrize("root", ROOTS)
def test_no_page_is_found_twice(site: Site, root: str) -> None:
    pages = {section["location"].partition("#")[0] for section in sections(site, root)}
    assert {NN, "exercises/", "glossary/"} < pages
    assert not [page for page in pages if page.startswith("notebooks/")]


@pytest.mark.parametrize(
    ("root", "definition"), [("", "好比一疊矩陣"), ("en/", "a stack of matrices, so to speak")]
)
def test_a_definition_is_found_in_the_glossary_and_not_wherever_it_is_shown(
    site: Site, root: str, definition: str
) -> None:
    assert definition in site.html(root + BACKWARD).get_text()
    found = [each["location"] for each in sections(site, root) if definition in text(each)]
    assert found == ["glossary/#third-order-array"]


@pytest.mark.parametrize("root", ROOTS)
def test_searching_gives_no_hint_away(site: Site, root: str) -> None:
    hints = site.html(f"{root}exercises/").select(".exercise details p:not(:has(code, .arithmatex, a))")
    searched = "".join(map(text, sections(site, root)))
    assert len(hints) > 10
    assert not [hint.get_text() for hint in hints if hint.get_text() in searched]


@pytest.mark.parametrize("root", ROOTS)
def test_no_result_shows_TeX(site: Site, root: str) -> None:
    for section in sections(site, root):
        shown = BeautifulSoup(section["title"] + section["text"], "html.parser")
        for code in shown.select("code, pre"):
            code.decompose()
        assert "\\" not in shown.get_text(), section["location"]


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"\(\partial J/\partial x\)", "∂J/∂x"),
        (r"\(W^T\, g\) \(\log 2\)", "W^T g log 2"),
        (r"\(i &lt; n\)", "i &lt; n"),
        (r"so<p></p>\[ x \\ y \]<p>is</p>", "so<p></p><p>is</p>"),
        (r"<code>r'\('</code> and \(x\)", r"<code>r'\('</code> and x"),
    ],
)
def test_a_formula_in_a_result_is_written_as_a_reader_types_it(tex: str, written: str) -> None:
    assert readable(tex) == written


@pytest.mark.parametrize("root", sampled(ROOTS, [""]))
def test_nothing_is_loaded_before_a_search(open_page: Open, site: Site, root: str) -> None:
    page = open_page(root)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.reload()
    box = search_box(page)
    expect(page.locator(".md-search-result__meta")).to_have_text(TO_START[root])
    assert site.address + root + SECTIONS not in loaded
    box.fill("gradInput")
    expect(results(page, f"{site.address}{root}{BACKWARD}").first).to_be_attached()
    assert site.address + root + SECTIONS in loaded


@pytest.mark.parametrize("root", sampled(ROOTS, [""]))
def test_a_search_that_cannot_be_loaded_says_so_until_it_can(browser: Browser, site: Site, root: str) -> None:
    page = browser.new_page()
    page.goto(site.address + root)
    page.route(f"**/{SECTIONS}", lambda route: route.abort("internetdisconnected"))
    box = search_box(page)
    box.fill("gradIn")
    said = page.locator(".md-search-result__meta")
    expect(said).to_have_text(FAILED[root])
    page.unroute_all()
    box.fill("gradInput")
    expect(results(page, f"{site.address}{root}{BACKWARD}").first).to_be_attached()
    expect(said).not_to_have_text(FAILED[root])
    page.close()


def test_no_result_holds_the_signs_that_chinese_words_are_cut_at(open_page: Open) -> None:
    page = open_page()
    search_box(page).fill("梯度")
    shown = page.locator(".md-search-result__list")
    expect(shown.locator("article")).not_to_have_count(0)
    assert "\u200b" not in shown.inner_text()


def test_a_simplified_character_stands_for_the_more_frequent_of_its_traditional_ones() -> None:
    assert traditional(Counter("學發發髮")) == {"学": "學", "发": "發"}


def test_a_simplified_character_that_is_written_in_taiwan_too_stays() -> None:
    assert traditional(Counter("複製限制")) == {"复": "複"}


def test_the_names_of_a_section_are_searched_and_those_of_none_are_told() -> None:
    section = {"location": "05/#entry", "title": "Slope", "text": ""}
    assert searched([section], {"05/#entry": ["微分"]}) == [section | {"tags": ["微分"]}]
    with pytest.raises(PluginError, match=r"no section.* 04/#entry"):
        searched([section], {"04/#entry": ["微分"]})


def test_the_found_part_of_a_name_is_marked_to_its_end(open_page: Open) -> None:
    page = open_page("en/")
    search_box(page).fill("gradIn")
    heading = page.locator(".md-search-result__article h2", has_text="updateGradInput").first
    expect(heading.locator("mark")).to_have_text("GradInput")


@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_can_read_what_is_found(open_page: Open, root: str, scheme: Scheme, width: int) -> None:
    page = open_page(root, scheme=scheme, width=width)
    search_box(page).fill("gradInput")
    expect(page.locator(".md-search-result__item")).not_to_have_count(0)
    expect_no_violation(page, ".md-search__inner")
    panel = page.locator(".md-search__scrollwrap")
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
