"""A reader runs, changes and stops the code of the pages, in a real browser, with the built site alone."""

import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Request, expect

from tests.sampling import sampled
from tests.site.conftest import CHAPTER, NAMES, ROOT, ROOTS, Open, Site, watch
from tests.site.serving import QuietHandler, served
from tests.site.weight import bytes_of
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_source

LARGE = re.compile(r"\.(gz|zip|whl)$")
SAME = {"": "和頁面所寫相同", "en/": "as on the page"}
READY = 120_000  # milliseconds; a machine that does other things besides is slow to start Python
PAGES = sorted(
    page.stem
    for page in (ROOT / "docs" / "en").glob("*.md")
    if any(
        not (each.notest or each.fixtures or each.needs)
        for each in read_page(read_source(page, page.name)).blocks
    )
)

Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """The profile of a reader; what is loaded once is in its cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def troubles() -> list[str]:
    """What the pages of `visit` log as errors; a test that expects some looks at them and clears them."""
    return []


@pytest.fixture
def visit(site: Site, reader: BrowserContext, troubles: list[str]) -> Iterator[Visit]:
    """Give a function that opens a page with its buttons; nothing that happens there may go wrong unseen."""
    pages: list[Page] = []

    def opened(path: str) -> Page:
        page = reader.new_page()
        page.on("dialog", accept)
        pages.append(page)
        watch(page, site.address, troubles)
        page.goto(site.address + path)
        ask(page)
        return page

    yield opened
    for page in pages:
        page.close()
    forget(reader, site)
    assert troubles == []


def forget(reader: BrowserContext, site: Site) -> None:
    """Drop what is kept of blocks: the next test begins with the page's own."""
    page = reader.new_page()
    page.goto(f"{site.address}assets/javascripts/site.js")
    page.evaluate("keys => keys.forEach((key) => localStorage.removeItem(key))", [*kept(page), "live-last"])
    page.close()


@pytest.fixture(scope="module")
def kept_open(browser: Browser) -> Iterator[Page]:
    """What `page` gives, as the tests before have left it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def page(site: Site, kept_open: Page, troubles: list[str]) -> Iterator[Page]:
    """A chapter with its buttons as it is when it has just been opened, but that Python may be there already.

    To start it takes ten times as long as what most tests do with it.
    """
    watch(kept_open, site.address, troubles)
    if not kept_open.url.endswith(CHAPTER):
        kept_open.goto(f"{site.address}en/{CHAPTER}")
        ask(kept_open)
    yield kept_open
    kept_open.on("dialog", accept)
    kept_open.locator(".live-reset:visible").evaluate_all("all => all.forEach(button => button.click())")
    if kept_open.locator(".live-output, .cm-editor, .live-run:text-is('Stop')").count():
        kept_open.goto("about:blank")  # what one test leaves unfinished troubles no other
    kept_open.remove_listener("dialog", accept)
    assert troubles == []


def accept(dialog: Dialog) -> None:
    dialog.accept()


def kept(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return [key for key in keys if key.startswith("live-code ")]


def ask(page: Page) -> None:
    """Ask for the code to be run, unless that was done on an earlier page."""
    if not page.evaluate("localStorage.getItem('live-code')"):
        page.locator(".live-ask button").click()
    page.locator(".live-bar").first.wait_for(state="attached")
    page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")


def block(page: Page, number: int) -> Locator:
    return page.locator("[data-live]:has(.live-run)").nth(number - 1)


def expect_state(of: Locator, state: str) -> None:
    expect(of).to_have_attribute("data-live-state", state, timeout=READY)


def write(page: Page, of: Locator, code: str) -> None:
    """Put code into the editor of a block and run it, by keyboard."""
    edit = of.locator(".live-edit")
    editor = of.locator(".cm-content")
    if edit.is_visible():
        edit.click()
    else:
        editor.focus()
    expect(editor).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")


def test_nothing_is_loaded_before_it_is_asked_for(open_page: Open, site: Site) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}en/{CHAPTER}", wait_until="networkidle")
    assert asked
    assert [url for url in asked if "live" in url] == []
    expect(page.locator(".live-bar")).to_have_count(0)


def test_python_is_offered_on_the_pages_that_have_a_block_to_run(site: Site) -> None:
    pages = {name: "en/" if name == "index" else f"en/{name}/" for name in NAMES}
    assert [name for name in NAMES if site.html(pages[name]).select(".live-ask")] == PAGES


def test_what_every_reader_loads_is_tiny(site: Site) -> None:
    assert bytes_of(site.folder / "assets" / "javascripts" / "site.js") < 3000


@pytest.mark.parametrize("root", ROOTS)
def test_without_scripts_there_are_no_buttons(browser: Browser, site: Site, root: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.address + root + CHAPTER)
    expect(page.locator(".live-ask")).to_be_hidden()
    page.close()


# Each page in one language, by turns: the checker holds both to the same code and outputs.
CASES = {name: ROOTS[place % 2] for place, name in enumerate(PAGES)}
SAMPLE = ["10-own-module"]  # which prints, draws and fails


@pytest.mark.parametrize("name", sampled(CASES, SAMPLE))
def test_every_block_of_a_page_prints_in_the_browser_what_the_page_shows(visit: Visit, name: str) -> None:
    page = visit(CASES[name] + ("" if name == "index" else f"{name}/"))
    runnable = page.locator("[data-live]:has(.live-run)")
    plans = runnable.evaluate_all("all => all.map(block => JSON.parse(block.dataset.live))")
    assert plans
    for number, following in enumerate([*plans[1:], {"fresh": True}], start=1):
        if following.get("fresh"):  # the last of its namespace, which runs those above it first
            block(page, number).locator(".live-run").click()
    for number in range(1, len(plans) + 1):
        expect_state(block(page, number), "same")
    drawn = (ROOT / "docs" / "en" / f"{name}.md").read_text(encoding="utf-8").count('python {draws="')
    expect(page.locator(".live-picture")).to_have_count(drawn)


def test_a_wrong_value_is_shown_beside_the_right_one_with_its_digits_marked(page: Page) -> None:
    first = block(page, 1)
    code = first.locator("pre code").inner_text()
    write(page, first, code.replace("print(l1.weight)", "l1.weight[0, 0] += 0.001\nprint(l1.weight)"))
    expect_state(first, "edited")
    expect(first.locator(".live-status")).to_contain_text("edited · not as on the page")
    assert page.locator(".live-differs mark").all_inner_texts() == ["6"]
    assert page.locator(".live-page mark").all_inner_texts() == ["5"]
    assert "0.1463" in page.locator(".live-differs").inner_text()
    assert "0.1453" in page.locator(".live-page").inner_text()
    parts = [first.locator(".live-bar"), page.locator(".live-differs"), page.locator(".live-page")]
    boxes = [part.bounding_box() for part in parts]
    for upper, lower in pairwise(boxes):
        assert upper
        assert lower
        assert upper["y"] + upper["height"] <= lower["y"] + 1


def test_what_is_changed_above_changes_what_is_run_below(page: Page) -> None:
    block(page, 2).locator(".live-run").click()
    expect_state(block(page, 2), "same")
    write(page, block(page, 1), "unknown = 1")
    block(page, 2).locator(".live-run").click()
    expect(page.locator(".live-error")).to_contain_text("NameError", timeout=READY)


def test_a_block_that_is_run_twice_prints_the_same_twice(page: Page) -> None:
    last = page.locator("[data-live]:has(.live-run)").last
    for _ in range(2):
        last.locator(".live-run").click()
        expect(last.locator(".live-run")).to_have_text("Stop")
        expect(last.locator(".live-run")).to_have_text("Run", timeout=READY)
        expect_state(last, "same")


def test_a_run_begins_with_nothing_and_what_was_printed_stays_when_it_is_stopped(page: Page) -> None:
    first = block(page, 1)
    first.locator(".live-run").click()
    expect_state(first, "same")
    write(page, first, "print('so far')\nwhile True:\n    pass")
    expect(first.locator(".live-run")).to_have_text("Stop")
    assert first.get_attribute("data-live-state") is None
    output = page.locator(".live-output")
    expect(output).to_have_text("so far", timeout=READY)
    block(page, 4).locator(".live-run").click()
    expect(block(page, 4).locator(".live-status")).to_have_text("Waiting for block 1 …")
    expect(page.locator(".live-ask")).to_contain_text("Python is running block 1 …")
    first.locator(".live-run").click()  # stops the one that waits with it
    for each in (first, block(page, 4)):
        expect(each.locator(".live-run")).to_have_text("Run")
        expect(each.locator(".live-status")).to_contain_text("Stopped")
    assert first.get_attribute("data-live-state") is None
    expect(output).to_have_text("so far")
    # An endless block above is named also where the one below is the one that was asked for.
    block(page, 4).locator(".live-run").click()
    expect(block(page, 4).locator(".live-status")).to_have_text("Waiting for block 1 …", timeout=READY)
    expect(page.locator(".live-ask")).to_contain_text("Python is running block 1 …")
    first.locator(".live-run").click()


def test_an_edited_block_is_marked_as_edited_and_those_below_say_so(page: Page) -> None:
    first, second = block(page, 1), block(page, 2)
    code = first.locator("pre code").inner_text()
    write(page, first, f"{code}\nl1.weight[0, 0] += 1\nl1.weight.sum()")
    expect(first.locator(".live-status")).to_contain_text("edited · as on the page", timeout=READY)
    expect(page.locator(".live-value")).to_contain_text(re.compile(r"\d"))
    second.locator(".live-run").click()
    expect(second.locator(".live-status")).to_contain_text("block 1 is edited · ", timeout=READY)
    assert second.get_attribute("data-live-state") in ("same", "edited")


def test_python_s_words_are_explained_and_a_long_output_scrolls(page: Page) -> None:
    first = block(page, 1)
    note = page.locator(".live-note")
    write(page, first, "import torch")
    expect(note).to_contain_text("from torchnn_doc import torch", timeout=READY)
    write(page, first, "for i in range(200_000):\n    print(i)")
    expect(note).to_contain_text("Cut here", timeout=READY)
    box = page.locator(".live-differs").bounding_box()
    assert box
    assert box["height"] < 600
    expect(page.locator(".live-differs code")).to_have_attribute("tabindex", "0")


def test_an_error_shows_the_line_of_the_block_and_holds_back_what_needs_it(page: Page) -> None:
    write(page, block(page, 1), "x = 1\n\nx / 0")
    error = page.locator(".live-error")
    expect(error).to_contain_text('File "block 1", line 3', timeout=READY)
    expect(error).to_contain_text("ZeroDivisionError: division by zero")
    block(page, 2).locator(".live-run").click()
    expect(block(page, 2).locator(".live-status")).to_contain_text("block 1", timeout=READY)
    write(page, block(page, 1), "print(x)")  # what the failed run has left is gone
    expect(error).to_contain_text("NameError", timeout=READY)


def test_reset_makes_the_block_what_it_was(page: Page) -> None:
    first = block(page, 1)
    shown, printed = first.locator("pre").inner_text(), page.locator("article .output").first.inner_text()
    claim = page.locator("article .output > .compared").first
    expect(claim).to_be_visible()
    first.locator(".live-edit").click()
    expect(claim).to_be_hidden()  # it is not about what the reader writes
    write(page, first, "print(1)")
    expect_state(first, "edited")
    page.once("dialog", accept)
    first.locator(".live-reset").click()
    expect(claim).to_be_visible()
    expect(page.locator(".live-output, .cm-editor")).to_have_count(0)
    expect(first.locator(".live-edit")).to_be_focused()
    assert first.locator("pre").inner_text() == shown
    assert page.locator("article .output").first.inner_text() == printed


def test_the_keyboard_is_enough_and_tab_leaves_the_editor(page: Page) -> None:
    first = block(page, 1)
    first.locator(".live-run").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("for i in range(2):")
    page.keyboard.press("Enter")
    page.keyboard.type("print(i)")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.keyboard.type("if i:")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")  # indents
    page.keyboard.type("print(9)")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".live-differs")).to_contain_text(re.compile(r"0\n1\n9"), timeout=READY)
    first.locator(".cm-content").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(first.locator(".live-run")).to_be_focused()


def test_the_second_visit_takes_python_from_the_cache(page: Page, site: Site) -> None:
    block(page, 1).locator(".live-run").click()
    expect_state(block(page, 1), "same")
    page.context.route(LARGE, lambda route: route.abort())
    again = page.context.new_page()
    again.goto(site.address + CHAPTER)  # in the other language, which has the same files
    ask(again)
    block(again, 1).locator(".live-run").click()
    expect_state(block(again, 1), "same")
    again.close()
    page.context.unroute(LARGE)


@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
def test_where_python_cannot_be_loaded_the_page_says_so_and_stays_whole(
    browser: Browser, site: Site, root: str
) -> None:
    context = browser.new_context()
    context.route("**/*.wasm.gz", lambda route: route.fulfill(status=503))
    page = context.new_page()
    page.goto(site.address + root + CHAPTER)
    outputs = page.locator("article .output").all_text_contents()
    ask(page)
    expect(page.locator(".live-ask")).to_contain_text("pyodide.asm.wasm.gz: 503", timeout=READY)
    block(page, 2).locator(".live-run").click()
    expect(block(page, 2).locator(".live-status")).to_contain_text("503", timeout=READY)
    expect(block(page, 2).locator(".live-run")).to_have_text({"": "執行", "en/": "Run"}[root])
    assert page.locator("article .output").all_text_contents() == outputs
    context.unroute("**/*.wasm.gz")
    block(page, 2).locator(".live-run").click()
    expect_state(block(page, 2), "same")
    context.close()


@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
def test_a_block_that_cannot_run_says_why(visit: Visit, root: str) -> None:
    page = visit(f"{root}09-gradient-check/")
    torch = page.locator("[data-live]", has_text="import torch as pytorch")
    expect(torch.locator(".live-bar")).to_contain_text("PyTorch")
    expect(torch.locator(".live-bar button")).to_have_count(0)
    source = page.locator("[data-live]", has_text="def _of_module(")
    expect(source.locator(".live-bar")).not_to_be_empty()
    expect(source.locator(".live-bar button")).to_have_count(0)


def test_a_phone_does_not_scroll_sideways(site: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(site.address + CHAPTER)
    ask(page)
    block(page, 1).locator(".live-edit").click()
    expect(block(page, 1).locator(".cm-content")).to_be_focused()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.close()


class StrictHandler(QuietHandler):
    """Serves files with the strictest policy for scripts that WebAssembly allows."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "script-src 'self' 'wasm-unsafe-eval'")
        super().end_headers()


@pytest.fixture
def strict_address(site: Site) -> Iterator[str]:
    with served(site.folder, StrictHandler) as address:
        yield address


def test_a_strict_policy_for_scripts_is_enough(browser: Browser, strict_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{strict_address}en/{CHAPTER}")
    ask(page)
    write(page, block(page, 1), "print(1 + 1)")
    expect(page.locator(".live-differs")).to_contain_text("2", timeout=READY)
    page.close()


FULL = (
    """Object.defineProperty(Storage.prototype, "setItem", { value() { throw new DOMException("full"); } })"""
)


def test_where_nothing_can_be_stored_code_runs_all_the_same(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    troubles: list[str] = []
    watch(page, site.address, troubles)
    page.add_init_script(FULL)
    page.goto(f"{site.address}en/{CHAPTER}")
    ask(page)
    write(page, block(page, 1), "print(1)")
    expect_state(block(page, 1), "edited")
    page.close()
    assert troubles == []


def test_what_a_reader_has_written_stays_and_reset_forgets_it(visit: Visit) -> None:
    page = visit(f"en/{CHAPTER}")
    third = block(page, 3)
    shown = third.locator("pre code").inner_html()
    write(page, third, "print('mine')")
    expect(third.locator(".live-run")).to_have_text("Stop")  # it need not end
    page.close()
    again = visit(CHAPTER)  # in the other language, which has the same blocks
    third = block(again, 3)
    expect(third.locator("pre code")).to_have_text("print('mine')\n")
    third.locator(".live-run").click()
    expect_state(third, "edited")
    third.locator(".live-edit").click()
    expect(third.locator(".cm-content")).to_have_text("print('mine')")
    third.locator(".live-reset").click()
    assert kept(again) == []
    again.reload()
    again.locator(".live-bar").first.wait_for(state="attached")
    assert block(again, 3).locator("pre code").inner_html() == shown


NOTE_PROGRESS = """() => {
    window.said = [];
    const article = document.querySelector("article"); // where depends on what is waited for
    const note = (bar) => bar && window.said.push([bar.parentElement.textContent, bar.value]);
    const look = () => note(article.querySelector("progress"));
    new MutationObserver(look).observe(article, {childList: true, subtree: true});
}"""


@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
def test_what_the_button_promises_is_fetched_and_counted_and_the_block_prints_what_the_page_shows(
    browser: Browser, site: Site, root: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    fetched: dict[str, int] = {}

    def note(request: Request) -> None:
        if "/assets/live/" in request.url and not re.search("settings|codemirror", request.url):
            fetched[request.url] = request.sizes()["responseBodySize"]

    context.on("requestfinished", note)
    page.goto(f"{site.address}{root}10-own-module/")
    python, figure = map(float, re.findall(r"\d+\.\d", page.locator(".live-ask").inner_text()))
    page.evaluate(NOTE_PROGRESS)
    ask(page)
    first = block(page, 1)
    printed = page.locator("article .output pre").first.inner_text()
    first.locator(".live-run").click()
    expect_state(first, "same")
    expect(first.locator(".live-status")).to_contain_text(SAME[root])
    assert page.locator(".live-output").inner_text().strip() == printed.strip()
    expect(page.locator("article .output:not(.live-output)").first).to_be_hidden()
    said = page.evaluate("window.said")
    assert all(re.search(r"[\d.]+ .*[\d.]+ MB|Python", text) for text, _ in said)
    values = [value for _, value in said]
    assert values == sorted(values)
    assert values[-1] / 1e6 == pytest.approx(python, abs=0.06)
    assert sum(fetched.values()) / 1e6 == pytest.approx(python, abs=0.06)
    write(page, first, "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nplt.plot([2])")
    expect(first.locator(".live-status")).to_contain_text(
        re.compile(rf"matplotlib.* {figure} MB"), timeout=READY
    )
    expect(page.locator(".live-picture")).to_have_count(2, timeout=READY)
    assert sum(fetched.values()) / 1e6 == pytest.approx(python + figure, abs=0.1)
    context.close()


def test_input_asks_the_reader_and_can_be_stopped(page: Page) -> None:
    first = block(page, 1)
    field = page.locator(".live-input input")
    write(page, first, "name = input('Who? ')\nprint('Hello', name)\ninput()")
    expect(page.locator(".live-output")).to_have_text("Who? ", timeout=READY)
    expect(field).to_be_focused()
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.locator(".live-output")).to_have_text("Who? Ada\nHello Ada\n")
    expect(field).to_be_focused()
    first.locator(".live-run").click()
    expect(first.locator(".live-status")).to_contain_text("Stopped")
    expect(field).to_have_count(0)
    expect(page.locator(".live-output")).to_have_text("Who? Ada\nHello Ada\n")


CRASHES = {  # with what the browser's console then says, which is Pyodide's own
    "import os\nos._exit(3)": ["script: Program terminated with exit(3)"],
    "import ctypes\nctypes.string_at(-1, 9)": [
        "console: Pyodide has suffered a fatal error. Please report this to the Pyodide maintainers.",
        "console: RuntimeError: memory access out of bounds",
        "console: The cause of the fatal error was:",
        "script: memory access out of bounds",
    ],
}


@pytest.mark.parametrize("code", sampled(CRASHES, ["import os\nos._exit(3)"]))
def test_a_python_that_has_crashed_says_so_and_comes_back(page: Page, troubles: list[str], code: str) -> None:
    first = block(page, 1)
    write(page, first, code)
    expect(first.locator(".live-status")).to_contain_text("Python has stopped", timeout=READY)
    expect(page.locator(".live-ask")).to_contain_text("Python is ready", timeout=READY)
    write(page, first, "print(1)")
    expect_state(first, "edited")
    assert sorted(trouble.splitlines()[0] for trouble in troubles) == CRASHES[code]
    troubles.clear()


def test_reset_asks_before_it_throws_away_what_was_written(page: Page) -> None:
    first = block(page, 1)
    write(page, first, "print('mine')")
    expect_state(first, "edited")
    page.once("dialog", lambda dialog: dialog.dismiss())
    first.locator(".live-reset").click()
    expect(first.locator(".cm-content")).to_have_text("print('mine')")
    page.once("dialog", accept)
    first.locator(".live-reset").click()
    expect(first.locator(".cm-content")).to_have_count(0)
    first.locator(".live-run").click()  # nothing of the reader's is there now, and nothing is asked
    expect_state(first, "same")
    first.locator(".live-reset").click()
    expect(page.locator(".live-output")).to_have_count(0)


def test_what_was_written_for_a_block_that_has_changed_is_shown_until_it_is_deleted(visit: Visit) -> None:
    page = visit(f"en/{CHAPTER}")
    entry = {"block": "2", "code": "print('old')"}
    key = "live-code 06-module-backward 0"  # no block has this digest
    page.evaluate("([key, entry]) => localStorage.setItem(key, JSON.stringify(entry))", [key, entry])
    again = visit(CHAPTER)
    left = again.locator(".live-changed")
    expect(left).to_contain_text("第 2 段")
    expect(left.locator("code")).to_have_text("print('old')")
    left.locator("button").click()
    expect(left).to_have_count(0)
    assert kept(again) == []


def test_a_block_that_has_moved_on_its_page_is_found_again(visit: Visit) -> None:
    page = visit(f"en/{CHAPTER}")
    write(page, block(page, 3), "print('mine')")
    (key,) = kept(page)
    moved = "key => localStorage.setItem(key, localStorage.getItem(key).replace('3', '1'))"
    page.evaluate(moved, key)
    page.reload()
    expect(block(page, 3).locator("pre code").first).to_have_text("print('mine')\n")
    expect(page.locator(".live-changed")).to_have_count(0)


@pytest.mark.parametrize("root", sampled(ROOTS, ["en/"]))
def test_what_a_reader_has_done_is_shown_can_be_taken_along_and_cleared(
    browser: Browser, site: Site, root: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    troubles: list[str] = []
    watch(page, site.address, troubles)
    page.on("dialog", accept)
    page.goto(f"{site.address}{root}")
    expect(page.locator(".live-kept, .live-mark")).to_have_count(0)
    page.goto(f"{site.address}{root}{CHAPTER}")
    ask(page)
    mark = page.locator(f".md-nav--primary a[href*='{CHAPTER}'], .md-nav--primary a[href='./']").locator(
        ".live-mark"
    )
    write(page, block(page, 3), "print('mine')")
    expect(mark).to_have_text("✎")
    solved = {"block": "accuracy", "code": "pass", "solved": True}
    page.evaluate("entry => localStorage.setItem('live-code exercises 0', JSON.stringify(entry))", solved)
    page.goto(f"{site.address}{root}glossary/")
    expect(page.locator(".md-nav--primary a[href*='exercises/'] .live-mark")).to_have_text("✓ 1")
    page.goto(f"{site.address}{root}")
    link = page.locator(".live-kept a")
    expect(link).to_contain_text({"": "從上次的地方繼續", "en/": "Continue where you left"}[root])
    with page.expect_download() as saved:
        page.locator(".live-kept button").first.click()
    code = saved.value.path().read_text(encoding="utf-8")
    assert "print('mine')" in code
    assert "accuracy" in code
    compile(code, "my-code.py", "exec")
    link.click()
    page.wait_for_url(re.compile(rf"{CHAPTER}#"))
    page.goto(f"{site.address}{root}exercises/")
    page.locator(".live-kept button").last.click()
    page.locator(".live-bar").first.wait_for(state="attached")
    expect(page.locator(".live-kept button, .live-mark")).to_have_count(0)
    assert kept(page) == []
    page.goto(f"{site.address}{root}")
    expect(page.locator(".hero")).to_be_visible()
    expect(page.locator(".live-kept")).to_be_hidden()
    context.close()
    assert troubles == []


GROWN = """async (patience) => {
    const cache = await caches.open("live-code");
    const grows = async (key) => {
        const file = await cache.match(key);
        return (await file.blob()).size > file.headers.get("content-length");
    };
    const end = Date.now() + patience;
    while (Date.now() < end) {
        await new Promise((then) => setTimeout(then, 500));
        const grown = await Promise.all((await cache.keys()).map(grows));
        // The standard library, numpy, this package; matplotlib's too where an earlier test has drawn.
        if (grown.filter(Boolean).length >= 3) return true;
    }
    return false;
}"""


def test_the_next_page_need_not_compile_and_its_errors_still_show_python_s_lines(visit: Visit) -> None:
    page = visit(f"en/{CHAPTER}")
    block(page, 1).locator(".live-run").click()
    expect_state(block(page, 1), "same")
    assert page.evaluate(GROWN, READY)
    page.close()
    again = visit(CHAPTER)
    code = """
        import json, os, numpy, torchnn_doc.nn
        print(json.__file__, *(os.path.exists(each.__cached__) for each in (numpy, torchnn_doc.nn)))
        json.loads("x")
    """
    write(again, block(again, 1), textwrap.dedent(code))
    expect(again.locator(".live-output").first).to_contain_text("json/__init__.pyc True True", timeout=READY)
    expect(again.locator(".live-error")).to_contain_text("obj, end = self.raw_decode")


def test_on_the_next_page_python_is_there_before_a_block_is_run(visit: Visit) -> None:
    visit(f"en/{CHAPTER}").close()
    page = visit("en/09-gradient-check/")
    expect(page.locator(".live-ask")).to_contain_text("Python is ready", timeout=READY)


SAVES_DATA = """Object.defineProperty(navigator, "connection", { value: { saveData: true } })"""


def test_where_data_is_to_be_saved_python_waits_for_the_first_run(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.add_init_script(SAVES_DATA)
    page.goto(f"{site.address}en/{CHAPTER}")
    page.evaluate("localStorage.setItem('live-code', 'on')")  # as if asked for on an earlier page
    page.goto(f"{site.address}en/{CHAPTER}", wait_until="networkidle")
    page.locator(".live-bar").first.wait_for(state="attached")
    page.evaluate("new Promise(requestIdleCallback)")
    assert [worker.url for worker in page.workers if "/live/" in worker.url] == []
    with page.expect_worker(lambda worker: "/live/" in worker.url):
        block(page, 1).locator(".live-run").click()
    page.close()


@pytest.fixture
def unready(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose Python never comes, for what needs none."""
    context = browser.new_context()
    context.on("page", lambda page: page.on("dialog", accept))
    context.route(LARGE, lambda _: None)
    yield context
    context.close()


def test_a_block_that_waits_for_python_says_so_and_can_be_stopped(
    unready: BrowserContext, site: Site
) -> None:
    page = unready.new_page()
    page.goto(f"{site.address}en/{CHAPTER}")
    ask(page)
    first = block(page, 1)
    first.locator(".live-run").click()
    expect(first.locator(".live-status")).to_contain_text(re.compile("Starting Python|Loading Python"))
    first.locator(".live-run").click()
    expect(first.locator(".live-run")).to_have_text("Run")
    expect(first.locator(".live-status")).to_have_text("Stopped before its turn.")


def test_stopping_a_block_that_waits_leaves_the_one_that_runs(visit: Visit) -> None:
    page = visit(f"en/{CHAPTER}")
    first, second = block(page, 1), block(page, 2)
    write(page, first, "print('so far')\ninput()\nprint('to the end')")
    expect(page.locator(".live-input input")).to_be_focused(timeout=READY)
    second.locator(".live-run").click()
    expect(second.locator(".live-status")).to_have_text("Waiting for block 1 …")
    second.locator(".live-run").click()
    expect(second.locator(".live-status")).to_have_text("Stopped before its turn.")
    page.locator(".live-input input").press("Enter")
    expect_state(first, "edited")
    expect(page.locator(".live-output").first).to_contain_text("to the end")


def test_reset_does_not_take_what_another_tab_has_written(unready: BrowserContext, site: Site) -> None:
    here, there = unready.new_page(), unready.new_page()
    for page in (here, there):
        page.goto(f"{site.address}en/{CHAPTER}")
        ask(page)
    block(here, 1).locator(".live-edit").click()
    write(there, block(there, 1), "print('mine')")
    block(here, 1).locator(".live-reset").click()
    there.reload()
    expect(block(there, 1).locator("pre code").first).to_have_text("print('mine')\n")


def exercise(page: Page, name: str) -> Locator:
    return page.locator(f"[data-exercise={name}] > [data-live]")


def test_exercises_that_begin_with_the_same_code_are_kept_apart(unready: BrowserContext, site: Site) -> None:
    page = unready.new_page()
    page.goto(f"{site.address}en/exercises/")
    ask(page)
    given = exercise(page, "batch-parameters").locator("pre code").first
    code = given.inner_text()
    assert exercise(page, "acc-grad-parameters").locator("pre code").first.inner_text() == code
    write(page, exercise(page, "acc-grad-parameters"), "print('mine')")
    page.reload()
    expect(exercise(page, "acc-grad-parameters").locator("pre code").first).to_have_text("print('mine')\n")
    expect(given).to_have_text(code)


def test_a_task_that_has_changed_since_it_was_solved_says_so(unready: BrowserContext, site: Site) -> None:
    """Each language has its own text. Where it is read for the first time, nothing is said."""
    page = unready.new_page()
    page.goto(f"{site.address}en/exercises/")
    ask(page)
    write(page, exercise(page, "accuracy"), "pass")
    (key,) = kept(page)
    store = "([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))"
    solved = {"block": "accuracy", "code": "pass", "solved": True}
    page.evaluate(store, [key, solved])
    said = exercise(page, "accuracy").locator(".live-verdict, ~ .live-verdict")
    for root in ("en/", "", "en/"):
        page.goto(f"{site.address}{root}exercises/")
        expect(page.locator("#accuracy .live-solved")).to_be_visible()
        expect(said).to_have_text("")
    page.evaluate(store, [key, {**solved, "tasks": {"en": "0", "zh-TW": "0"}}])
    changed = {"en/": "the task has changed since you solved it", "": "你解出之後，題目改過了"}
    for root, sentence in changed.items():
        page.goto(f"{site.address}{root}exercises/")
        expect(said).to_contain_text(sentence)
        expect(said).not_to_contain_text("{")


def test_where_no_more_can_be_stored_what_was_stored_is_shown(unready: BrowserContext, site: Site) -> None:
    page = unready.new_page()
    page.goto(f"{site.address}en/{CHAPTER}")
    ask(page)
    write(page, block(page, 1), "print('mine')")
    page.add_init_script(FULL)
    page.reload()
    expect(block(page, 1).locator("pre code").first).to_have_text("print('mine')\n")
    expect(page.locator(".md-nav--primary .live-mark").first).to_be_attached()


def test_what_is_written_in_another_tab_is_marked_here_too(unready: BrowserContext, site: Site) -> None:
    here, there = unready.new_page(), unready.new_page()
    for page in (here, there):
        page.goto(f"{site.address}en/{CHAPTER}")
        ask(page)
    mark = here.locator(".md-nav--primary .live-mark")
    expect(mark).to_have_count(0)
    write(there, block(there, 1), "print('mine')")
    expect(mark.first).to_have_text("✎")
