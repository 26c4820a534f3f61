"""A reader answers the exercises on their page, wrongly and rightly, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.sampling import sampled
from tests.site.accessibility import expect_no_violation
from tests.site.conftest import ROOT_OF, Scheme, Site, watch
from tests.site.test_grading import LANGUAGES, verdict_on, words_of
from tests.site.test_live_code import READY
from tests.site.wrong_answers import WRONG, solutions

ENDLESS = "def output(weight, bias, x):\n    while True:\n        pass\n"
# Or axe would see colours on their way.
STILL = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
}"""


@pytest.fixture(scope="module")
def readers(browser: Browser, site: Site) -> Iterator[dict[str, Page]]:
    """The page of each language, with Python asked for; nothing there may go wrong unseen."""
    troubles: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = {}
    for language, root in ROOT_OF.items():
        page = opened[language] = context.new_page()
        watch(page, site.address, troubles)
        page.goto(f"{site.address}{root}exercises/")
        if language == "zh-TW":  # the second one remembers
            page.locator(".live-ask button").click()
        page.locator(".live-grade").first.wait_for()
    yield opened
    context.close()
    assert troubles == []


def block_of(page: Page, exercise: str) -> Locator:
    return page.locator(f"[data-exercise={exercise}] > [data-live]")


def answer(page: Page, exercise: str, code: str) -> Locator:
    """Write an answer and have it graded, by keyboard."""
    block = block_of(page, exercise)
    block.locator(".live-grade").wait_for()
    if block.locator(".live-edit").is_visible():
        block.locator(".live-edit").click()
    editor = block.locator(".cm-content")
    expect(editor).to_be_visible()
    editor.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")
    return block


def expect_verdict(language: str, block: Locator, verdict: dict[str, object]) -> None:
    words = words_of(language)
    values = verdict["values"]
    assert isinstance(values, dict)
    expect(block.locator(".live-grade")).to_have_text(words["grade"], timeout=READY)
    expect(block.locator(".live-verdict")).to_contain_text(
        words["verdicts"][verdict["message"]].format(**values), use_inner_text=True
    )
    expect(block).to_have_attribute("data-live-state", "same" if verdict["passed"] else "differs")


@pytest.mark.parametrize("exercise", sampled(WRONG, ["linear-output", "mse-loss", "acc-grad-parameters"]))
@pytest.mark.parametrize("language", sampled(LANGUAGES, ["zh-TW"]))
def test_wrong_answers_are_told_what_is_wrong_and_the_solution_passes(
    readers: dict[str, Page], language: str, exercise: str
) -> None:
    solution = solutions(language)[exercise]
    first_of_each = {wrong.message: wrong for wrong in reversed(WRONG[exercise])}
    made = [solution.replace(wrong.right, wrong.wrong, 1) for wrong in first_of_each.values()]
    for code in [*made, solution]:
        block = answer(readers[language], exercise, code)
        expect_verdict(language, block, verdict_on(exercise, code))


def test_a_solved_exercise_is_marked_also_on_the_next_visit(readers: dict[str, Page]) -> None:
    page = readers["en"]
    marks = page.locator("#accuracy .live-solved")
    page.evaluate("localStorage.clear(); localStorage.setItem('live-code', 'on')")
    page.reload()
    block_of(page, "accuracy").locator(".live-grade").wait_for()
    expect(marks).to_have_count(0)
    code = solutions("en")["accuracy"].replace(".sum()", ".sum().item()")
    expect_verdict("en", answer(page, "accuracy", code), verdict_on("accuracy", code))
    expect(marks).to_have_text("solved")
    page.reload()
    expect(marks).to_have_text("solved")
    expect(block_of(page, "accuracy").locator("pre code").first).to_have_text(code)
    expect(block_of(page, "accuracy").locator(".live-verdict")).to_have_text("")  # the task is the same


def test_an_endless_loop_is_stopped_and_the_next_answer_is_graded(readers: dict[str, Page]) -> None:
    page = readers["en"]
    block = answer(page, "linear-output", ENDLESS)
    expect(block.locator(".live-grade")).to_have_text("Stop")
    block.locator(".live-grade").click()
    expect(block.locator(".live-status")).to_contain_text("Stopped")
    solution = solutions("en")["linear-output"]
    expect_verdict("en", answer(page, "linear-output", solution), verdict_on("linear-output", solution))


def test_an_error_shows_the_line_and_a_wrong_figure_both_results(readers: dict[str, Page]) -> None:
    page = readers["en"]
    box = page.locator("[data-exercise=linear-output]")
    answer(page, "linear-output", "def output(weight, bias, x):\n    return missing")
    expect(box.locator(".live-error")).to_contain_text("line 2, in output", timeout=READY)
    answer(page, "linear-output", "def output(weight, bias, x):\n    return weight.dot(x) + 2 * bias")
    expect(box.locator(".live-differs")).to_contain_text("[torch.DoubleTensor of size 3]", timeout=READY)
    expect(box.locator(".live-page")).to_contain_text("[torch.DoubleTensor of size 3]")
    expect(box.locator(".live-error")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_graded_answer_is_accessible_and_fits_a_phone(readers: dict[str, Page], scheme: Scheme) -> None:
    page = readers["zh-TW"]
    code = solutions("zh-TW")["acc-grad-parameters"].replace("gradBias +=", "gradBias =")
    expect_verdict(
        "zh-TW", answer(page, "acc-grad-parameters", code), verdict_on("acc-grad-parameters", code)
    )
    page.emulate_media(color_scheme=scheme)
    page.evaluate(STILL)
    expect(page.locator("[data-exercise=acc-grad-parameters] .live-verdict")).to_have_role("status")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    expect_no_violation(page, ".md-content")


@pytest.mark.parametrize("language", sampled(ROOT_OF, ["en"]))
@pytest.mark.parametrize("scripts", [True, False])
def test_hints_come_one_at_a_time_and_the_solution_last(
    browser: Browser, site: Site, language: str, scripts: bool
) -> None:
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(f"{site.address}{ROOT_OF[language]}exercises/")
    folds = page.locator("[data-exercise=update-grad-input] > details")
    expect(folds).to_have_count(3)
    for number in range(3):
        expect(page.locator("[data-exercise=update-grad-input] > details:visible")).to_have_count(number + 1)
        folds.nth(number).locator("summary").click()
    expect(folds.last).to_contain_text("self.weight.t().dot(gradOutput)")
    page.close()
