"""The layer to play with shows the package's numbers, whatever is called, dragged and typed, to everyone."""

import copy
import functools
import gzip
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.sampling import sampled
from tests.site.accessibility import expect_no_violation
from tests.site.conftest import LANGUAGES, ROOT, Open, Scheme, Site, shown_source
from tests.site.weight import imported
from torchnn_doc import nn, torch
from torchnn_doc.nn import Linear, Module
from torchnn_doc.torch.printing import tostring

PATH = "explore/"
SCRIPTS = ROOT / "docs" / "assets" / "javascripts" / "explore"
METHODS: dict[str, Callable[..., object]] = {
    "zeroGradParameters": Module.zeroGradParameters,
    "forward": Linear.updateOutput,
    "updateGradInput": Linear.updateGradInput,
    "accGradParameters": Linear.accGradParameters,
    "updateParameters": Module.updateParameters,
}
ROUND = tuple(METHODS)
TENSORS = ("weight", "bias", "gradWeight", "gradBias", "output", "gradInput")
KILOBYTES = 20  # of all scripts as they are sent
PIXELS = 8  # of a drag for a step
SECONDS_A_CALL = 5

quickly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# The mathematics, against the package


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A page without anything that can import the figure's modules by their names."""

    def serve(route: Route) -> None:
        file = SCRIPTS / route.request.url.rpartition("/")[2]
        if file.is_file():
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page = browser.new_page()
    page.route("**/*", serve)
    page.goto("http://figure.invalid/")
    yield page
    page.close()


@dataclass(frozen=True)
class Start:
    """What the figure starts from; `weight` and `bias` are those of a new layer of the seed."""

    seed: int
    x: list[float]
    g: list[float]
    rate: float
    target: list[float]
    by_target: bool

    def layer(self) -> Linear:
        torch.manualSeed(self.seed)
        return nn.Linear(2, 3)

    def for_the_figure(self) -> dict[str, object]:
        weight, bias = self.layer().parameters()[0]
        return {
            "weight": weight.tolist(),
            "bias": bias.tolist(),
            "input": self.x,
            "gradOutput": self.g,
            "learningRate": [self.rate],
            "target": self.target,
            "fromTarget": self.by_target,
        }


def unknown(layer: Linear) -> Linear:
    """The layer with what nobody knows of a new one, its buffers, as numbers that are none."""
    for buffer in layer.parameters()[1]:
        buffer.fill(np.nan)
    layer.output, layer.gradInput = torch.Tensor([np.nan] * 3), torch.Tensor([np.nan] * 2)
    return layer


def package(start: Start, log: list[str]) -> tuple[dict[str, Any], list[float]]:
    """The layer after all calls, and the losses on the way, as the package computes them."""
    layer, criterion = unknown(start.layer()), nn.MSECriterion()
    x, target = torch.Tensor(start.x), torch.Tensor(start.target)
    g = torch.Tensor([np.nan] * 3 if start.by_target else start.g)
    losses = []
    for call in log:
        if call == "forward":
            y = layer.forward(x)
            losses.append(criterion.forward(y, target))
            if start.by_target:
                g = criterion.backward(y, target)
        elif call == "updateParameters":
            layer.updateParameters(start.rate)
        elif call == "zeroGradParameters":
            layer.zeroGradParameters()
        else:
            getattr(layer, call)(x, g)
    return {name: np.array(getattr(layer, name)) for name in TENSORS} | {"gradOutput": np.array(g)}, losses


def assert_equal(shown: object, expected: object, name: str, scale: float) -> None:
    """Equal within 1e-12, relative to the largest number about: a sum that cancels keeps no more."""
    np.testing.assert_allclose(
        np.array(shown, dtype=float), np.array(expected), rtol=1e-12, atol=1e-12 * scale, err_msg=name
    )


numbers = st.floats(-10, 10).map(lambda value: round(value, 6))
starts = st.builds(
    Start,
    seed=st.integers(0, 2**32 - 1),
    x=st.lists(numbers, min_size=2, max_size=2),
    g=st.lists(numbers, min_size=3, max_size=3),
    rate=st.floats(0, 0.5),
    target=st.lists(numbers, min_size=3, max_size=3),
    by_target=st.booleans(),
)


@quickly
@given(start=starts, log=st.lists(st.sampled_from(ROUND), max_size=12))
def test_any_calls_in_any_order_give_the_numbers_of_the_package(
    scripts: Page, start: Start, log: list[str]
) -> None:
    code = "async ([start, log]) => (await import('/session.js')).replay(start, log)"
    figure = scripts.evaluate(code, [start.for_the_figure(), log])
    expected, losses = package(start, log)
    scale = max([1.0, *(float(np.nanmax(np.abs(v), initial=0)) ** 2 for v in expected.values())])
    for name, values in expected.items():
        assert_equal(figure["after"][name], values, name, scale)
    assert_equal(figure["losses"], losses, "losses", scale)


def printed(values: np.ndarray[Any, Any]) -> tuple[str, list[str]]:
    """The factor and the numbers that the package prints for a tensor."""
    *lines, _ = tostring(values.view(torch.Tensor)).strip().splitlines()
    factor = lines.pop(0).removesuffix(" *").strip() if lines[0].endswith("*") else ""
    return factor, " ".join(lines).split()


magnitudes = st.sampled_from([1e-9, 1e-5, 1e-3, 1, 1e3, 1e6, 1e12])
entries = st.one_of(
    st.integers(-(10**12), 10**12).map(float),
    st.integers(-(10**7), 10**7).map(lambda n: n / 2**5),  # halves of the last decimal
    st.builds(lambda m, x: m * x, magnitudes, st.floats(-10, 10)),
    st.builds(lambda m, s: float(np.nextafter(m, s)), magnitudes, st.sampled_from([0.0, np.inf])),
).filter(lambda value: value == 0 or abs(value) >= np.finfo(float).tiny)  # with all of its digits


@quickly
@given(values=st.lists(entries, min_size=1, max_size=6))
@example(values=[123456.5])
@example(values=[1234567.5, 1000000.5])
@example(values=[1234567890.0])
@example(values=[0.0321, -0.0])
@example(values=[0.00001234])
def test_the_digits_are_those_that_the_package_prints(scripts: Page, values: list[float]) -> None:
    code = "async (values) => (await import('/printing.js')).print(values)"
    shown = scripts.evaluate(code, values)
    assert (shown["factor"], shown["texts"]) == printed(np.array(values))


@quickly
@given(start=starts, log=st.lists(st.sampled_from(ROUND), min_size=1, max_size=8))
def test_each_line_of_a_working_comes_to_the_number_that_it_makes(
    scripts: Page, start: Start, log: list[str]
) -> None:
    code = """async ([start, log, last]) => {
        const { before, after } = (await import('/session.js')).replay(start, log);
        const lines = (await import('/workings.js')).workings(last, before, after);
        return [after, lines.map(({ makes, text }) => [makes, text])];
    }"""
    known = ["zeroGradParameters", "forward", *log]
    after, lines = scripts.evaluate(code, [start.for_the_figure(), known, log[-1]])
    for makes, text in lines:
        name, *at = makes.split(".")
        value = functools.reduce(lambda part, index: part[int(index)], at, after[name])
        _, *working, result = text.split(" = ")
        assert float(result) == pytest.approx(value, rel=5e-5, abs=5e-5)
        for terms in working:
            size = sum(abs(float(number)) for number in re.findall(r"\d[\d.]*(?:e[+-]\d+)?", terms))
            assert eval(terms.replace("·", "*")) == pytest.approx(value, abs=1e-4 * (size + 1))


def test_a_weight_is_set_from_the_beginning_of_the_round_under_way(scripts: Page) -> None:
    code = "async ([log, entry]) => (await import('/session.js')).withParameter(log, entry)"
    entry = {"name": "weight", "i": 0, "j": 1, "value": 2}
    older = entry | {"value": 1}
    other = entry | {"i": 1}
    log = [older, "forward", "updateParameters", older, other, "forward"]
    assert scripts.evaluate(code, [log, entry]) == [*log[:3], entry, other, "forward"]


# The figure on its page


@pytest.fixture
def figure(open_page: Open) -> Page:
    return opened(open_page)


def opened(
    open_page: Open, root: str = "en/", scheme: Scheme = "light", width: int = 1280, *, path: str = PATH
) -> Page:
    """The page as it is for a reader who wants no motion: a call is then done at once."""
    page = open_page(root + path, scheme=scheme, width=width)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    expect(page.locator(".explore.ready")).to_be_visible()
    return page


def press(page: Page, *calls: str) -> None:
    for call in calls:
        page.locator(f"button[data-call={call}]").click()


def act(page: Page, action: str, times: int = 1) -> None:
    for _ in range(times):
        page.locator(f"[data-do={action}]").click()


def cells(page: Page, name: str) -> Locator:
    return page.locator(f"[data-name={name}] .cell")


def texts(page: Page, name: str) -> list[str]:
    return cells(page, name).all_inner_texts()


def values(page: Page, name: str) -> list[float]:
    read: list[str] = cells(page, name).evaluate_all("cells => cells.map((cell) => cell.value)")
    return [float(value) for value in read]


def outputs(page: Page) -> list[list[str]]:
    """The numbers of each tensor that the page's Python blocks print, in order."""
    text = "\n".join(page.locator("article .output code").all_inner_texts())
    return [tensor.split() for tensor in re.split(r"\[torch\.DoubleTensor.*\]", text)]


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
def test_the_figure_starts_and_ends_a_round_with_the_numbers_of_the_python_blocks(
    open_page: Open, root: str
) -> None:
    page = opened(open_page, root)
    weight, bias, output, gradInput, gradWeight, gradBias, new_weight, new_bias, _ = outputs(page)
    assert (texts(page, "weight"), texts(page, "bias")) == (weight, bias)
    assert set(texts(page, "output") + texts(page, "gradWeight")) == {"?"}
    act(page, "next", times=4)
    assert (texts(page, "output"), texts(page, "gradInput")) == (output, gradInput)
    assert (texts(page, "gradWeight"), texts(page, "gradBias")) == (gradWeight, gradBias)
    act(page, "next")
    assert (texts(page, "weight"), texts(page, "bias")) == (new_weight, new_bias)


def test_the_start_is_the_layer_of_chapter_6_to_the_last_bit(figure: Page) -> None:
    torch.manualSeed(0)
    nn.Linear(1, 2)
    weight, bias = nn.Linear(2, 3).parameters()[0]
    assert values(figure, "weight") == weight.ravel().tolist()
    assert values(figure, "bias") == bias.tolist()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_after_random_keys_and_calls_is_what_the_package_prints(
    figure: Page, seed: int
) -> None:
    chance = random.Random(seed)
    log = [chance.choice(ROUND) for _ in range(8)]
    press(figure, *log[:4])
    for name in ("input", "gradOutput", "learningRate"):
        for k in range(cells(figure, name).count()):
            cells(figure, name).nth(k).press(chance.choice(["ArrowUp", "ArrowDown", "PageUp", "PageDown"]))
    press(figure, *log[4:])
    torch.manualSeed(0)
    nn.Linear(1, 2)
    layer = unknown(nn.Linear(2, 3))
    x, g = (torch.Tensor(values(figure, name)) for name in ("input", "gradOutput"))
    rate = values(figure, "learningRate")
    arguments = {"forward": (x,), "updateParameters": rate, "zeroGradParameters": ()}
    for call in log:
        getattr(layer, call)(*arguments.get(call, (x, g)))
    for name in TENSORS:
        tensor = np.array(getattr(layer, name))
        assert_equal(values(figure, name), tensor.ravel(), name, scale=1)
        if np.isnan(tensor).any():
            assert set(texts(figure, name)) == {"?"}
        else:
            factor = figure.locator(f"[data-name={name}] .factor").inner_text().removeprefix("× ")
            assert (factor, texts(figure, name)) == printed(tensor)


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
@pytest.mark.parametrize("call", ROUND)
def test_a_call_lights_its_formula_its_lines_of_code_and_its_arrow(
    open_page: Open, root: str, call: str
) -> None:
    page = opened(open_page, root)
    press(page, call)
    lit = page.locator(".explore .step .how:visible")
    assert lit.count() == 1
    assert lit.locator(".katex-display").count() == 1
    expect(page.locator("button[aria-current=step]")).to_have_text(call)
    arrows = page.locator(".arrow.lit").evaluate_all("all => all.map((arrow) => arrow.dataset.call)")
    assert set(arrows) == ({call} if call != "zeroGradParameters" else set())
    code = page.locator(".explore .step .highlight:visible")
    assert (code.locator("code").text_content() or "").rstrip() == shown_source(METHODS[call])
    lines = [line.strip() for line in code.locator(".hll").all_text_contents()]
    assert "\n".join(lines) == LIT[call]


LIT = {
    "zeroGradParameters": "for _, gradient in self._checked_pairs():\ngradient[...] = 0",
    "forward": "input.dot(self.weight.T, out=self.output)  # row by row: (W x)^T = x^T W^T\n"
    "if self.bias is not None:\nself.output += self.bias",
    "updateGradInput": "gradOutput.dot(self.weight, out=self.gradInput)  # row by row: (W^T g)^T = g^T W",
    "accGradParameters": "self.gradWeight += times(scale, self._outer_product(gradOutput, input))\n"
    "self.gradBias += times(scale, self._sum_of_rows(gradOutput))",
    "updateParameters": "for parameter, gradient in each_once(self._checked_pairs()):\n"
    "parameter -= learningRate * gradient",
}


def workings(page: Page) -> list[str]:
    return page.locator(".workings li:visible").all_inner_texts()


def test_the_numbers_are_put_into_the_formula(figure: Page) -> None:
    act(figure, "next", times=3)
    assert workings(figure) == [
        "∂J/∂x₁ = 0.1453·1 + 0.0635·2 - 0.1080·3 = -0.0516",
        "∂J/∂x₂ = 0.5062·1 + 0.4911·2 + 0.1747·3 = 2.0126",
    ]
    act(figure, "next")
    assert workings(figure)[3] == "gradWeight₂₁ = 0 + 2·4 = 8"
    act(figure, "next")
    assert workings(figure)[-2:] == ["W₃₂ = 0.1747 - 0.02·15 = -0.1253", "b₃ = -0.0883 - 0.02·3 = -0.1483"]


def test_backward_twice_without_zeroing_adds(figure: Page) -> None:
    press(figure, "zeroGradParameters", "forward")
    for expected in (["1", "2", "3"], ["2", "4", "6"]):
        press(figure, "updateGradInput", "accGradParameters")
        assert texts(figure, "gradBias") == expected
        assert texts(figure, "gradInput") == ["-0.0516", "2.0126"]
    press(figure, "zeroGradParameters", "backward")
    expect(cells(figure, "gradBias").last).to_have_text("3")


def test_without_zeroing_nobody_knows_the_weights_after_a_step(figure: Page) -> None:
    press(figure, "forward", "updateGradInput", "accGradParameters", "updateParameters")
    assert set(texts(figure, "weight")) == {"?"}


def test_a_gradient_of_zero_changes_nothing(figure: Page) -> None:
    act(figure, "next", times=5)
    for k in range(3):
        type_number(figure, cells(figure, "gradOutput").nth(k), "0")
    assert set(texts(figure, "gradWeight") + texts(figure, "gradInput")) == {"0"}
    assert texts(figure, "weight")[0] == "0.1453"


def test_a_step_that_is_too_large_makes_the_loss_grow(figure: Page) -> None:
    act(figure, "target")
    act(figure, "next", times=12)
    losses = figure.locator(".losses output")
    expect(losses).to_have_text("0.2724 → 0.0527 → 0.0102")
    for _ in range(6):
        cells(figure, "learningRate").press("ArrowUp")
    expect(cells(figure, "learningRate")).to_have_text("0.08")
    expect(losses).to_have_text("0.2724 → 0.4189 → 0.6441")
    assert cells(figure, "gradOutput").first.get_attribute("role") is None


def test_undo_takes_back_each_call_and_each_change_and_reset_everything(figure: Page) -> None:
    act(figure, "next", times=2)
    drag(figure, cells(figure, "input").first, 5 * PIXELS)
    type_number(figure, cells(figure, "weight").first, "7")
    assert values(figure, "output")[0] == pytest.approx(7 * 4.5 + 0.5062115501831903 * 5 + 0.2063254362338569)
    act(figure, "undo", times=2)
    assert (texts(figure, "input"), texts(figure, "output")[0]) == (["4", "5"], "3.3187")
    act(figure, "undo")
    assert texts(figure, "output") == ["?", "?", "?"]
    assert texts(figure, "gradBias") == ["0", "0", "0"]
    act(figure, "undo")
    expect(figure.locator("[data-do=undo]")).to_have_attribute("aria-disabled", "true")
    expect(figure.locator("[data-step=start] .how")).to_be_visible()
    cells(figure, "input").first.press("ArrowUp")
    act(figure, "reset")
    assert texts(figure, "input") == ["4", "5"]
    act(figure, "undo")
    assert texts(figure, "input") == ["4.1000", "5.0000"]


def test_a_drag_to_the_side_changes_a_number_and_all_that_follows_from_it(figure: Page) -> None:
    press(figure, "forward")
    for name, before, after in (("input", "4", "4.5000"), ("weight", "0.1453", "0.6453")):
        cell = cells(figure, name).first
        expect(cell).to_have_text(before)
        drag(figure, cell, 5 * PIXELS)
        expect(cell).to_have_text(after)
    x, w, b = (values(figure, name) for name in ("input", "weight", "bias"))
    assert values(figure, "output")[0] == pytest.approx(w[0] * x[0] + w[1] * x[1] + b[0], rel=1e-12)


def type_number(page: Page, cell: Locator, text: str) -> None:
    """Click a number and type another in its place."""
    cell.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("text", ["-2.5", "−2.5", "－２．５", "-25e-1"])
def test_a_number_can_be_typed(figure: Page, text: str) -> None:
    cell = cells(figure, "input").first
    type_number(figure, cell, text)
    expect(cell).to_have_text("-2.5000")
    expect(cell).to_be_focused()
    cell.press("1")  # a digit begins, without a click
    figure.keyboard.type("2")
    figure.keyboard.press("Tab")
    expect(cell).to_have_text("12")


def test_a_number_that_is_looked_at_and_left_keeps_its_last_digit(figure: Page) -> None:
    cell = cells(figure, "weight").first
    for leave in ("Enter", "Escape", "Tab"):
        cell.click()
        figure.keyboard.press(leave)
    assert values(figure, "weight")[0] == 0.14532935210365638
    expect(figure.locator("[data-do=undo]")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", {"": "沒有輸入數字", "en/": "No number was typed"}),
        ("-", {"": "「-」不是數字", "en/": "“-” is not a number"}),
        ("4 apples", {"": "「4 apples」不是數字", "en/": "“4 apples” is not a number"}),
        ("0x10", {"": "「0x10」不是數字", "en/": "“0x10” is not a number"}),
        ("1e999", {"": "-100 到 100 之間", "en/": "between -100 and 100"}),
        ("100.5", {"": "-100 到 100 之間", "en/": "between -100 and 100"}),
    ],
)
def test_what_is_no_number_is_refused_in_words_and_stays_to_be_mended(
    open_page: Open, root: str, text: str, said: dict[str, str]
) -> None:
    page = opened(open_page, root)
    cell = cells(page, "input").first
    cell.click()
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    trouble = page.get_by_role("status").filter(has_text=said[root])
    expect(trouble).to_contain_text("4")
    expect(trouble).to_be_visible()
    expect(page.locator(".typed")).to_have_value(text)
    page.keyboard.press("End")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("3")
    expect(trouble).to_have_count(0)


def test_keys_step_a_number_up_to_its_limits(figure: Page) -> None:
    cell = cells(figure, "input").first
    for key, text in (
        ("ArrowUp", "4.1000"),
        ("PageUp", "5.1000"),
        ("PageDown", "4.1000"),
        ("ArrowDown", "4"),
        ("End", "100"),
        ("ArrowUp", "100"),
        ("Home", "-100"),
    ):
        cell.press(key)
        expect(cell).to_have_text(text)
    rate = cells(figure, "learningRate").first
    rate.press("Home")
    expect(rate).to_have_text("0")
    rate.click()
    figure.keyboard.press("ArrowUp")  # also out of the field to type in
    expect(rate).to_have_text("0.01")


def drag(page: Page, cell: Locator, pixels: int) -> None:
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=5)
    page.mouse.up()


def test_a_finger_drags_sideways_and_scrolls_up_and_down(browser: Browser, site: Site) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 600}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{site.address}{PATH}")
    cell = cells(page, "input").first
    expect(cell).to_have_text("4")
    swipe(page, cell, 5 * PIXELS, 0)
    expect(cell).to_have_text("4.5000")
    top = page.evaluate("scrollY")
    swipe(page, cell, 0, -200)
    expect(cell).to_have_text("4.5000")
    scrolled = "top => new Promise(resolve => onscroll = () => scrollY > top + 50 && resolve(true))"
    assert page.evaluate("top => scrollY > top + 50", top) or page.evaluate(scrolled, top)
    phone.close()


def swipe(page: Page, cell: Locator, right: int, down: int) -> None:
    cell.evaluate("cell => cell.scrollIntoView({ block: 'center' })")
    box = cell.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = page.context.new_cdp_session(page)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 11):
        point = {"x": x + right * part / 10, "y": y + down * part / 10}
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_tab_key_stops_once_for_all_numbers_and_at_every_button(figure: Page) -> None:
    spinbuttons = figure.get_by_role("spinbutton")
    assert spinbuttons.count() == 2 + 6 + 3 + 3 + 1
    labels = spinbuttons.evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert {"x 1", "W 3, 2", "b 1", "∂J/∂y 3", "η"} <= set(labels)
    stops = tab_through(figure, figure.locator("button[data-call=zeroGradParameters]"))
    assert set(ROUND) | {"backward", "Next", "Undo", "Play", "Reset"} <= set(stops)
    assert [stop for stop in stops if stop in labels] == ["x 1"]
    spinbuttons.first.focus()
    reached = []
    for _ in labels:
        reached.append(focused(figure))
        figure.keyboard.press("ArrowRight")
    assert reached == labels
    figure.keyboard.press("ArrowLeft")
    assert focused(figure) == labels[-1]
    assert labels[-1] in tab_through(figure, figure.locator("button[data-call=zeroGradParameters]"))


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText")
    return name


def tab_through(page: Page, first: Locator) -> list[str]:
    """The names of where the Tab key stops in the figure."""
    first.focus()
    stops = []
    while page.evaluate("Boolean(document.activeElement.closest('.explore'))"):
        stops.append(focused(page))
        page.keyboard.press("Tab")
    return stops


def test_a_screen_reader_hears_the_value_of_a_number_and_what_a_call_did(figure: Page) -> None:
    cell = figure.get_by_role("spinbutton", name="W 1, 2")
    cell.press("ArrowDown")
    assert cell.get_attribute("aria-valuetext") == cell.inner_text() == "0.4062"
    assert float(cell.get_attribute("aria-valuenow") or "") == values(figure, "weight")[1]
    press(figure, "zeroGradParameters", "updateGradInput")
    says = figure.get_by_role("status").filter(has_text="updateGradInput")
    expect(says).to_contain_text("Each input affects the loss")
    expect(says).to_contain_text("gradInput: -0.0516, 1.9126.")


def moving(open_page: Open, path: str = PATH) -> Page:
    """The page as it is for all others, with a clock that the test moves on."""
    page = open_page(f"en/{path}")
    page.emulate_media(reduced_motion="no-preference")
    page.clock.install()
    page.reload()  # all its scripts must go by one clock
    expect(page.locator(".explore.ready")).to_be_visible()
    return page


def test_motion_is_for_those_who_want_it(open_page: Open) -> None:
    page = moving(open_page)
    press(page, "forward")
    assert page.evaluate("document.getAnimations().length") > 0
    assert workings(page) == []
    page.clock.run_for(SECONDS_A_CALL * 1000)
    assert len(workings(page)) == 3
    page.emulate_media(reduced_motion="reduce")
    press(page, "accGradParameters")
    assert len(workings(page)) == 9
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_reader_chooses_the_speed(open_page: Open) -> None:
    page = moving(open_page)
    for speed, some in (("0.5", 1), ("1", 2), ("4", 3)):
        act(page, "reset")
        page.get_by_label("Speed").select_option(speed)
        press(page, "forward")
        page.clock.run_for(1700)
        assert len(workings(page)) == some


def test_play_goes_through_a_round_and_can_be_paused(open_page: Open) -> None:
    page = moving(open_page)
    play, current = page.locator("[data-do=play]"), page.locator("button[aria-current=step]")
    play.click()
    expect(current).to_have_text("zeroGradParameters")
    page.clock.run_for(SECONDS_A_CALL * 1000)
    expect(current).to_have_text("forward")
    play.click()
    page.clock.run_for(60_000)
    expect(current).to_have_text("forward")
    play.click()
    expect(play).to_have_text("Pause")
    page.clock.run_for(60_000)
    expect(current).to_have_text("updateParameters")
    expect(play).to_have_text("Play")
    assert texts(page, "weight")[0] == "0.0653"


# Whatever the reader does, and however fast, the numbers are those of the calls made


@dataclass(frozen=True)
class Deed:
    """What a reader does: presses, drags, keys and typed text, and how long the pause before the next is."""

    kind: str  # "call", "call twice", "do", "drag", "key" or "type"
    on: str  # a call, an action, or a tensor and the place of a number in it
    steps: int = 0
    key: str = ""  # or the text
    pause: int = 0  # milliseconds of the page's own clock


NUMBERS = ("input 0", "input 1", "weight 0", "weight 5", "bias 1", "gradOutput 2", "learningRate 0")
PAUSES = st.sampled_from([0, 100, 300, 1000, 2500])
KEYS = {"ArrowUp": 1, "ArrowDown": -1, "PageUp": 10, "PageDown": -10}
TYPED = ("0", "-2.5", "0.25", "100", "", "-", "abc", "1e999")
deeds = st.one_of(
    st.builds(Deed, st.just("call"), st.sampled_from([*ROUND, "backward"]), pause=PAUSES),
    st.builds(Deed, st.just("call twice"), st.sampled_from([*ROUND, "backward"]), pause=PAUSES),
    st.builds(Deed, st.just("do"), st.sampled_from(["next", "play", "undo", "reset"]), pause=PAUSES),
    st.builds(Deed, st.just("drag"), st.sampled_from(NUMBERS), st.integers(-5, 5), pause=PAUSES),
    st.builds(
        Deed, st.just("key"), st.sampled_from(NUMBERS), key=st.sampled_from([*KEYS, "Home"]), pause=PAUSES
    ),
    st.builds(Deed, st.just("type"), st.sampled_from(NUMBERS), key=st.sampled_from(TYPED), pause=PAUSES),
)


def do(page: Page, deed: Deed) -> None:
    """Do it as a reader does, with the mouse and the keyboard."""
    if deed.kind.startswith("call"):
        button = page.locator(f"button[data-call={deed.on}]")
        button.dblclick() if deed.kind == "call twice" else button.click()
    elif deed.kind == "do":
        if page.locator(f"[data-do={deed.on}]").is_enabled():  # there may be nothing to take back
            act(page, deed.on)
    else:
        name, k = deed.on.split()
        change(page, cells(page, name).nth(int(k)), deed)
    page.clock.run_for(deed.pause)


def change(page: Page, cell: Locator, deed: Deed) -> None:
    """Drag the number, or step it by a key, or type another; what is no number is left standing."""
    if deed.kind == "drag":
        if page.locator(".typed").count():
            page.keyboard.press("Escape")  # or the mouse would mark the text of a field that is open
        drag(page, cell, deed.steps * PIXELS)
        if not deed.steps:
            page.keyboard.press("Escape")  # that was a click, which opens a field to type into
    elif deed.kind == "key":
        cell.press(deed.key)
    else:
        cell.press("Delete")
        page.keyboard.type(deed.key)
        page.keyboard.press("Enter")


def changed(before: float, deed: Deed, *, least: float, most: float, step: float) -> float | None:
    """What the number is then; None where that is no deed, since nothing is changed."""
    begin = 0.0 if np.isnan(before) else before
    if deed.kind == "type":
        shown = "" if np.isnan(before) else f"{before:.6g}"
        if deed.key in ("", "-", "abc", "1e999", shown) or not least <= float(deed.key) <= most:
            return None
        return float(deed.key)
    if deed.kind == "key" and deed.key == "Home":
        return least
    steps = KEYS[deed.key] if deed.kind == "key" else deed.steps
    if steps == 0:
        return None
    return min(max(round(begin + steps * step, 12), min(least, begin)), max(most, begin))


Entry = str | tuple[str, int, float]  # a call, or a parameter set by hand


class Model:
    """The package's layer after the same deeds; time plays no part in it."""

    GIVEN: ClassVar = {"input": [4.0, 5.0], "gradOutput": [1.0, 2.0, 3.0], "learningRate": [0.02]}

    def __init__(self) -> None:
        torch.manualSeed(0)
        nn.Linear(1, 2)
        self.weight, self.bias = (parameter.copy() for parameter in nn.Linear(2, 3).parameters()[0])
        self.given = copy.deepcopy(Model.GIVEN)
        self.log: list[Entry] = []
        self.past: list[tuple[list[Entry], dict[str, list[float]]]] = []
        self.paused = False

    def layer(self) -> Linear:
        """All of the log done anew with the numbers as they are now, as the page says."""
        layer = unknown(nn.Linear(2, 3))
        for parameter, value in zip(layer.parameters()[0], (self.weight, self.bias), strict=True):
            parameter[...] = value
        x, g = torch.Tensor(self.given["input"]), torch.Tensor(self.given["gradOutput"])
        for entry in self.log:
            if isinstance(entry, tuple):
                name, k, value = entry
                getattr(layer, name).ravel()[k] = value
            elif entry == "updateParameters":
                layer.updateParameters(self.given["learningRate"][0])
            elif entry == "zeroGradParameters":
                layer.zeroGradParameters()
            else:
                getattr(layer, entry)(*((x,) if entry == "forward" else (x, g)))
        return layer

    def calls(self) -> list[int]:
        return [place for place, entry in enumerate(self.log) if isinstance(entry, str)]

    def rest(self) -> list[str]:
        """What is still to come of the round."""
        last = self.log[self.calls()[-1]] if self.calls() else "updateParameters"
        return list(ROUND[(ROUND.index(str(last)) + 1) % len(ROUND) :])

    def do(self, deed: Deed, playing: bool) -> None:
        paused, self.paused = self.paused, deed.on == "play" and playing
        if deed.kind.startswith("call"):
            made = ["updateGradInput", "accGradParameters"] if deed.on == "backward" else [deed.on]
            self.call(made * (2 if deed.kind == "call twice" else 1))
        elif deed.on == "next":
            self.call(self.rest()[:1])
        elif deed.on == "undo":
            self.log, self.given = self.past.pop() if self.past else (self.log, self.given)
        elif deed.on == "reset":
            self.remember()
            self.log, self.given = [], copy.deepcopy(Model.GIVEN)
        elif deed.kind == "do":
            self.call([] if playing or paused else self.rest())
        else:
            self.set(deed)

    def remember(self) -> None:
        self.past.append((list(self.log), copy.deepcopy(self.given)))

    def call(self, calls: list[str]) -> None:
        for call in calls:
            self.remember()
            self.log.append(call)

    def set(self, deed: Deed) -> None:
        name, place = deed.on.split()
        k = int(place)
        before = self.given[name][k] if name in self.given else getattr(self.layer(), name).ravel()[k]
        limits = (0, 1, 0.01) if name == "learningRate" else (-100, 100, 0.1)
        value = changed(float(before), deed, **dict(zip(("least", "most", "step"), limits, strict=True)))
        if value is None:
            return
        self.remember()
        if name in self.given:
            self.given[name][k] = value
            return
        others = [entry for entry in self.log if not (isinstance(entry, tuple) and entry[:2] == (name, k))]
        last = [place for place, entry in enumerate(self.log) if entry == "updateParameters"]
        begin = last[-1] + 1 if last else 0
        round_under_way = [entry for entry in self.log[begin:] if entry in others]
        self.log = [*self.log[:begin], (name, k, value), *round_under_way]


@pytest.fixture(scope="module")
def moved(browser: Browser, site: Site) -> Iterator[Page]:
    """The page of a reader who wants motion, with a clock that the test moves on."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="no-preference")
    page.clock.install()
    page.goto(f"{site.address}en/{PATH}")
    expect(page.locator(".explore.ready")).to_be_visible()
    yield page
    page.close()


def is_playing(page: Page) -> bool:
    return page.locator("[data-do=play]").inner_text() == "Pause"


@settings(quickly, max_examples=6)
@given(done=st.lists(deeds, min_size=1, max_size=7), motion=st.sampled_from(["no-preference", "reduce"]))
@example(
    done=[Deed("call", call) for call in ("zeroGradParameters", "forward", "backward", "backward")],
    motion="no-preference",
)
@example(
    done=[
        *(Deed("do", "play", pause=pause) for pause in (2500, 100, 0)),
        Deed("drag", "weight 0", 3),
        Deed("call", "backward"),
    ],
    motion="no-preference",
)
@example(
    done=[
        Deed("call twice", "backward"),
        Deed("type", "gradOutput 2", key="0"),
        Deed("type", "weight 0", key="abc"),
        Deed("do", "undo"),
        Deed("do", "undo"),
    ],
    motion="reduce",
)
def test_no_call_is_lost_whatever_is_pressed_or_dragged_meanwhile(
    moved: Page, done: list[Deed], motion: Literal["no-preference", "reduce"]
) -> None:
    moved.emulate_media(reduced_motion=motion)
    moved.reload()
    expect(moved.locator(".explore.ready")).to_be_visible()
    model = Model()
    for deed in done:
        model.do(deed, is_playing(moved))
        do(moved, deed)
    for _ in range(60):  # in steps, each of which does what is due by then
        moved.clock.fast_forward(1000)
    layer = model.layer()
    for name in TENSORS:
        tensor = np.array(getattr(layer, name))
        scale = max(1.0, float(np.nanmax(np.abs(tensor), initial=0)))
        assert_equal(values(moved, name), tensor.ravel(), name, scale)
    for name, given_values in model.given.items():
        assert values(moved, name) == pytest.approx(given_values)


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_figure_at_every_step(open_page: Open, root: str, scheme: Scheme) -> None:
    page = opened(open_page, root, scheme)
    act(page, "target")
    for _ in range(6):
        expect_no_violation(page, ".explore")
        act(page, "next")


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_the_page_sideways_at_any_step(open_page: Open, root: str, width: int) -> None:
    page = opened(open_page, root, width=width)
    act(page, "target")
    for _ in range(6):
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert_numbers_fit(page)
        act(page, "next")


def assert_numbers_fit(page: Page) -> None:
    wide = (
        "cells => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.innerText)"
    )
    assert page.locator(".cell:visible").evaluate_all(wide) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_longest_numbers_fit_their_cells(open_page: Open, width: int) -> None:
    page = opened(open_page, width=width)
    press(page, "zeroGradParameters")
    for name, k, steps in (
        ("input", 0, -41),
        ("input", 1, 600),
        ("gradOutput", 0, -450),
        ("gradOutput", 1, -19),
    ):
        drag(page, cells(page, name).nth(k), steps * PIXELS)
    press(page, "accGradParameters")
    assert "-2.8600e+03" in texts(page, "gradWeight")
    assert_numbers_fit(page)


@pytest.mark.parametrize("path", [PATH, "07-network-backward/"])
def test_a_drawing_is_there_before_the_script(browser: Browser, site: Site, path: str) -> None:
    page = browser.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/explore/{explore,network}.js", hold)
    page.goto(f"{site.address}en/{path}")
    expect(page.locator(".explore svg[role=img]")).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.locator(".explore.ready")).to_be_visible()
    expect(page.locator(".explore svg[role=img]:not(.curve)")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
def test_the_page_stands_without_scripts(browser: Browser, site: Site, root: str) -> None:
    reader = browser.new_context(java_script_enabled=False)
    page = reader.new_page()
    page.goto(f"{site.address}{root}{PATH}")
    expect(page.locator(".explore svg[role=img]")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".explore .katex-display:visible")).to_have_count(5)
    expect(page.locator(".explore .highlight:visible")).to_have_count(5)
    expect(page.locator(".explore button:visible")).to_have_count(0)
    reader.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
def test_where_the_script_cannot_be_loaded_the_page_says_so_and_shows_the_steps(
    browser: Browser, site: Site, root: str
) -> None:
    page = browser.new_page()
    page.route("**/explore/workings.js", lambda route: route.fulfill(status=503))
    page.goto(f"{site.address}{root}{PATH}")
    expect(page.get_by_role("alert")).to_contain_text({"": "無法載入", "en/": "could not be loaded"}[root])
    expect(page.locator(".explore .katex-display:visible")).to_have_count(5)
    expect(page.locator(".bar-of-actions")).to_be_hidden()
    page.close()


def test_the_figure_is_light_and_loaded_on_its_page_only(browser: Browser, site: Site) -> None:
    sent = sum(len(gzip.compress(file.read_bytes())) for file in imported(SCRIPTS / "explore.js"))
    assert sent < KILOBYTES * 1000
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}06-module-backward/", wait_until="networkidle")
    assert not any("/explore/explore.js" in address for address in asked)
    page.goto(site.address + PATH)
    expect(page.locator(".explore.ready")).to_be_visible()
    assert any("/explore/explore.js" in address for address in asked)
    page.close()


@pytest.mark.parametrize("root", LANGUAGES)
def test_the_figure_has_no_inline_script_or_style(site: Site, root: str) -> None:
    page = site.html(root + PATH)
    assert all(script.get("src") for script in page.select("article script:not([type='application/json'])"))
    styled = page.select(".explore [style]")
    assert [element for element in styled if not element.find_parent(class_="katex-html")] == []


@pytest.mark.parametrize("root", LANGUAGES)
@pytest.mark.parametrize("path", ["", "06-module-backward/"])
def test_the_start_page_and_chapter_6_lead_to_the_figure(site: Site, root: str, path: str) -> None:
    assert site.html(root + path).select(f"article a[href$='{PATH}']")
