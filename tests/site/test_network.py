"""The network to play with shows the package's numbers, whatever is dragged, typed or trained."""

import copy
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from tests.sampling import sampled
from tests.site.accessibility import expect_no_violation
from tests.site.conftest import LANGUAGES, Open, Scheme, Site
from tests.site.test_explore import (
    PAUSES,
    PIXELS,
    SCRIPTS,
    TYPED,
    Deed,
    act,
    assert_equal,
    assert_numbers_fit,
    cells,
    change,
    changed,
    drag,
    focused,
    moving,
    quickly,
    scripts,
    swipe,
    tab_through,
    texts,
    type_number,
    values,
)
from tests.site.test_explore import (
    opened as opened_on,
)
from tests.site.weight import imported
from torchnn_doc import nn, torch

__all__ = ["scripts"]  # a fixture

PATH = "07-network-backward/"
GIVEN = ("x", "t", "W", "b", "V", "c", "rate")
COMPUTED = ("a", "h", "y", "J", "dJdy", "dJdV", "dJdc", "dJdh", "dJda", "dJdW", "dJdb", "dJdx")
STEPS = 100
LIMITS = {"least": -100.0, "most": 100.0, "step": 0.1}
Numbers = dict[str, list[float]]  # of each tensor, row by row


# The package's network


def start() -> Numbers:
    """What chapter 7 starts from."""
    torch.manualSeed(0)
    nn.Linear(1, 2)
    net = nn.Sequential().add(nn.Linear(2, 3)).add(nn.Linear(3, 1))
    W, b, V, c = (parameter.ravel().tolist() for parameter in net.parameters()[0])
    return {"x": [1, -2], "t": [1], "W": W, "b": b, "V": V, "c": c, "rate": [0.05]}


class Network:
    """nn.Sequential and its criterion with these numbers, after a pass forward and backward."""

    def __init__(self, numbers: Numbers) -> None:
        self.net = nn.Sequential().add(nn.Linear(2, 3)).add(nn.Sigmoid()).add(nn.Linear(3, 1))
        self.criterion = nn.MSECriterion()
        self.rate = numbers["rate"][0]
        self.x, self.t = torch.Tensor(numbers["x"]), torch.Tensor(numbers["t"])
        for parameter, name in zip(self.net.parameters()[0], ("W", "b", "V", "c"), strict=True):
            parameter[...] = np.reshape(numbers[name], parameter.shape)
        self.net.zeroGradParameters()
        self.loss = self.criterion.forward(self.net.forward(self.x), self.t)
        self.net.backward(self.x, self.criterion.backward(self.net.output, self.t))

    def numbers(self) -> Numbers:
        first, sigmoid, last = self.net
        dJdW, dJdb, dJdV, dJdc = self.net.parameters()[1]
        outputs = {"a": first.output, "h": sigmoid.output, "y": last.output, "J": self.loss}
        of_last = {"dJdy": self.criterion.gradInput, "dJdV": dJdV, "dJdc": dJdc, "dJdh": last.gradInput}
        of_first = {"dJda": sigmoid.gradInput, "dJdW": dJdW, "dJdb": dJdb, "dJdx": first.gradInput}
        made: dict[str, Any] = {**outputs, **of_last, **of_first}
        return {name: np.ravel(value).tolist() for name, value in made.items()}

    def stepped(self) -> Numbers:
        """W, b, V and c after a step."""
        self.net.updateParameters(self.rate)
        named = zip(("W", "b", "V", "c"), self.net.parameters()[0], strict=True)
        return {name: parameter.ravel().tolist() for name, parameter in named}


def all_finite(numbers: Numbers) -> bool:
    with np.errstate(all="ignore"):
        computed = {**numbers, **Network(numbers).numbers()}
    return all(math.isfinite(value) for each in computed.values() for value in each)


def assert_numbers(shown: Numbers, given: Numbers) -> None:
    """They are what the package computes; a sum that cancels is as exact as its largest term."""
    expected = {**given, **Network(given).numbers()}
    largest = max(1.0, *(abs(value) for each in expected.values() for value in each))
    for name, numbers in expected.items():
        assert_equal(shown[name], numbers, name, scale=largest**2)


entries = st.floats(-3, 3).map(lambda value: round(value, 6))
networks = st.fixed_dictionaries(
    {
        **{
            name: st.lists(entries, min_size=size, max_size=size)
            for name, size in {"x": 2, "t": 1, "W": 6, "b": 3, "V": 3, "c": 1}.items()
        },
        "rate": st.lists(st.floats(0, 0.2), min_size=1, max_size=1),
    }
)


def for_the_figure(numbers: Numbers) -> dict[str, Any]:
    W, V = np.reshape(numbers["W"], (3, 2)).tolist(), [numbers["V"]]
    return {**numbers, "W": W, "V": V}


@quickly
@given(numbers=networks, count=st.integers(0, 30))
def test_any_network_and_any_number_of_steps_give_the_numbers_of_the_package(
    scripts: Page, numbers: Numbers, count: int
) -> None:
    code = """async ([given, count]) => {
        const { pass, train } = await import('/training.js');
        const state = train({ given, losses: [] }, count).at(-1) ?? { given, losses: [] };
        const flat = Object.entries(pass(state.given)).map(([name, value]) => [name, value.flat()]);
        return [Object.fromEntries(flat), state.losses];
    }"""
    shown, losses = scripts.evaluate(code, [for_the_figure(numbers), count])
    expected = []
    for _ in range(count):
        network = Network(numbers)
        expected.append(network.loss)
        numbers = {**numbers, **network.stepped()}
    np.testing.assert_allclose(losses, expected, rtol=1e-9, atol=1e-12)
    for name, value in {**numbers, **Network(numbers).numbers()}.items():
        np.testing.assert_allclose(shown[name], value, rtol=1e-9, atol=1e-12, err_msg=name)


@quickly
@given(numbers=networks)
def test_each_formula_comes_to_its_number(scripts: Page, numbers: Numbers) -> None:
    code = """async (given) => {
        const { formula } = await import('/formulas.js');
        const all = (await import('/training.js')).pass(given);
        return Object.entries(all).flatMap(([name, rows]) => rows.flatMap((row, i) =>
            [row].flat().map((value, j) => [name, value, formula(name, [i, j], all)])));
    }"""
    network = Network(numbers)
    gradients = dict(zip("WbVc", network.net.parameters()[1], strict=True))
    places: dict[str, int] = {}
    for name, number, written in scripts.evaluate(code, for_the_figure(numbers)):
        if name in ("x", "t", "rate"):
            assert written is None
            continue
        k = places[name] = places.get(name, -1) + 1
        after = number - numbers["rate"][0] * gradients[name].ravel()[k] if name in gradients else number
        *working, result = written["figures"].split(" = ")
        assert float(result) == pytest.approx(after, rel=5e-5, abs=5e-5)
        for terms in working:
            assert evaluated(terms) == pytest.approx(after, rel=1e-3, abs=5e-3)


def evaluated(terms: str) -> float:
    return float(eval(terms.replace("·", "*").replace("²", "**2"), {"exp": math.exp}))


# The figure on its page


opened = partial(opened_on, path=PATH)


@pytest.fixture
def figure(open_page: Open) -> Page:
    return opened(open_page)


def shown(page: Page) -> Numbers:
    return {name: values(page, name) for name in (*GIVEN, *COMPUTED)}


def explained(page: Page) -> list[str]:
    return page.locator(".network .formula p").all_inner_texts()


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
def test_it_starts_with_the_numbers_of_the_chapter(open_page: Open, root: str) -> None:
    page = opened(open_page, root)
    assert {name: values(page, name) for name in GIVEN} == start()
    printed = page.locator("article .output code").all_inner_texts()
    for name in ("W", "b", "V", "c", "dJdy", "dJdh", "dJda", "dJdW", "dJdV", "J"):
        for text in texts(page, name):
            assert any(text in output for output in printed), (name, text)
    assert texts(page, "dJdx") == ["-0.0131", "0.0066"]
    act(page, "step")
    assert texts(page, "J") == ["0.2784"]
    act(page, "step", times=3)
    assert texts(page, "J") == ["0.1100"]  # the last that the chapter's loop prints


def test_a_changed_number_changes_what_follows_from_it_and_nothing_else(figure: Page) -> None:
    before = shown(figure)
    drag(figure, cells(figure, "t").first, 5 * PIXELS)
    after = shown(figure)
    assert after["t"] == [1.5]
    changed_ones = {name for name in before if before[name] != after[name]}
    assert changed_ones == {"t", "J", *(name for name in COMPUTED if name.startswith("dJ"))}
    assert_numbers(after, {name: after[name] for name in GIVEN})


def test_a_number_explains_itself_to_the_mouse_a_finger_and_the_keyboard(
    figure: Page, browser: Browser, site: Site
) -> None:
    lines = [
        "a₂ = -1.0822: the output of the first layer",
        "a₂ = W₂₁·x₁ + W₂₂·x₂ + b₂",
        "= 0.0635·1 + 0.4911·(-2) - 0.1635 = -1.0822",
    ]
    a = cells(figure, "a").nth(1)
    a.hover()
    assert explained(figure) == lines
    taken = figure.locator(".cell.takes").evaluate_all("all => all.map((cell) => cell.ariaLabel)")
    assert taken == ["x 1", "x 2", "W 2, 1", "W 2, 2", "b 2"]
    figure.mouse.move(0, 0)
    assert "Point at a number" in explained(figure)[0]
    a.focus()
    assert explained(figure) == lines
    assert a.get_attribute("aria-description") == " ".join(lines[1:])
    figure.keyboard.press("ArrowRight")
    assert explained(figure)[1] == "a₃ = W₃₁·x₁ + W₃₂·x₂ + b₃"
    cells(figure, "V").nth(1).focus()
    assert explained(figure)[1:] == [
        "V₁₂ after a step = V₁₂ - η·∂J/∂V₁₂",
        "= 0.4524 - 0.05·(-0.3126) = 0.4680",
    ]

    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{site.address}en/{PATH}")
    cells(page, "a").nth(1).tap()
    assert explained(page) == lines
    expect(page.locator(".network .formula")).to_be_in_viewport(ratio=1)
    phone.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
def test_a_hundred_steps_draw_the_curve_of_the_loss(open_page: Open, root: str) -> None:
    page = opened(open_page, root)
    act(page, "steps")
    curve = page.locator(".curve")
    points = (curve.locator("polyline").get_attribute("points") or "").split()
    assert len(points) == STEPS + 1
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights)  # downwards
    said = {"": "走了 100 步", "en/": "Steps made: 100"}[root]
    expect(curve).to_have_accessible_name(re.compile(f"{said}.*0.3813"))
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
def test_steps_that_lead_out_of_all_bounds_end_with_a_word(open_page: Open, root: str) -> None:
    page = opened(open_page, root)
    for name in ("x", "rate"):
        cells(page, name).last.press("End")
    act(page, "steps", times=3)
    said = {"": "學習率太大", "en/": "The learning rate is too large"}[root]
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    assert all(math.isfinite(number) for numbers in shown(page).values() for number in numbers)
    assert_numbers_fit(page)
    act(page, "reset")
    assert_numbers(shown(page), start())


def test_undo_goes_back_over_a_reset_too(figure: Page) -> None:
    type_number(figure, cells(figure, "x").first, "3")
    act(figure, "steps")
    trained = shown(figure)
    act(figure, "reset")
    assert_numbers(shown(figure), start())
    act(figure, "undo")
    assert shown(figure) == trained
    act(figure, "undo")
    assert values(figure, "x") == [3, -2]
    act(figure, "undo")
    assert_numbers(shown(figure), start())
    expect(figure.locator("[data-do=undo]")).to_have_attribute("aria-disabled", "true")


# Whatever the reader does, and however fast


PLACES = {"x": 2, "t": 1, "W": 6, "b": 3, "V": 3, "c": 1}
ONES = st.sampled_from([f"{name} {k}" for name, size in PLACES.items() for k in range(size)])
RATE = st.just(
    "rate 0"
)  # by small steps: where it is large, the last digit decides what a hundred steps come to
KEYS = st.sampled_from(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home"])
deeds = st.one_of(
    st.builds(Deed, st.just("do"), st.sampled_from(["step", "steps", "undo", "reset"]), pause=PAUSES),
    st.builds(Deed, st.just("drag"), ONES, st.integers(-5, 5), pause=PAUSES),
    st.builds(Deed, st.just("key"), ONES, key=KEYS, pause=PAUSES),
    st.builds(
        Deed, st.just("key"), RATE, key=st.sampled_from(["ArrowUp", "ArrowDown", "Home"]), pause=PAUSES
    ),
    st.builds(Deed, st.just("type"), ONES, key=st.sampled_from(TYPED), pause=PAUSES),
)


@dataclass
class Model:
    """The package's network after the same deeds; time plays no part in it."""

    given: Numbers = field(default_factory=start)
    past: list[Numbers] = field(default_factory=list)

    def do(self, deed: Deed) -> None:
        if deed.on == "undo":
            self.given = self.past.pop() if self.past else self.given
        elif deed.on == "reset":
            self.become(start())
        elif deed.kind == "do":
            self.train(1 if deed.on == "step" else STEPS)
        else:
            self.set(deed)

    def become(self, given: Numbers) -> None:
        self.past.append(self.given)
        self.given = given

    def train(self, count: int) -> None:
        given = self.given
        for made in range(count):
            after = {**given, **Network(given).stepped()}
            if not all_finite(after):
                if made == 0:
                    return
                break
            given = after
        self.become(given)

    def set(self, deed: Deed) -> None:
        name, place = deed.on.split()
        limits = {"least": 0.0, "most": 1.0, "step": 0.01} if name == "rate" else LIMITS
        value = changed(self.given[name][int(place)], deed, **limits)
        if value is not None:
            given = copy.deepcopy(self.given)
            given[name][int(place)] = value
            self.become(given)


@pytest.fixture(scope="module")
def moved(browser: Browser, site: Site) -> Iterator[Page]:
    """The page of a reader who wants motion, with a clock that the test moves on."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="no-preference")
    page.clock.install()
    page.goto(f"{site.address}en/{PATH}")
    yield page
    page.close()


@settings(quickly, max_examples=6)
@given(done=st.lists(deeds, min_size=1, max_size=7), motion=st.sampled_from(["no-preference", "reduce"]))
@example(
    done=[
        Deed("do", "step", pause=300),
        Deed("do", "steps", pause=1000),
        Deed("drag", "W 3", 4),
        Deed("do", "step", pause=100),
        Deed("type", "x 1", key="abc"),
        Deed("do", "undo"),
        Deed("type", "c 0", key="0"),
    ],
    motion="no-preference",
)
@example(done=[Deed("type", "x 0", key="abc"), Deed("drag", "x 0", 1)], motion="reduce")
def test_no_deed_is_lost_whatever_moves_meanwhile(
    moved: Page, done: list[Deed], motion: Literal["no-preference", "reduce"]
) -> None:
    moved.emulate_media(reduced_motion=motion)
    moved.reload()
    expect(moved.locator(".network.ready")).to_be_visible()
    model = Model()
    for deed in done:
        model.do(deed)
        if deed.kind != "do":
            name, k = deed.on.split()
            change(moved, cells(moved, name).nth(int(k)), deed)
        elif moved.locator(f"[data-do={deed.on}]").is_enabled():  # there may be nothing to take back
            act(moved, deed.on)
        moved.clock.run_for(deed.pause)
    moved.clock.run_for(30_000)
    reached = shown(moved)
    for name, numbers in model.given.items():
        np.testing.assert_allclose(reached[name], numbers, rtol=1e-6, atol=1e-9, err_msg=name)
    assert_numbers(reached, {name: reached[name] for name in GIVEN})


def test_a_step_shows_its_calls_one_by_one_and_motion_is_for_those_who_want_it(open_page: Open) -> None:
    page = moving(open_page, PATH)
    lit = page.locator(".order .lit")
    act(page, "step")
    seen = []
    for _ in range(20):
        if new := [text for text in lit.all_inner_texts() if text not in seen]:
            seen += new
            if seen == ["zeroGradParameters"]:
                assert set(texts(page, "dJdW")) == {"0"}
        page.clock.run_for(250)
    assert seen == ["zeroGradParameters", "forward", "backward", "updateParameters"]
    assert texts(page, "J") == ["0.2784"]
    page.emulate_media(reduced_motion="reduce")
    act(page, "steps")
    assert page.evaluate("document.getAnimations().length") == 0
    assert "1." in texts(page, "y")[0]


# Everyone


def test_the_whole_drawing_is_one_stop_of_the_tab_key(figure: Page) -> None:
    first = cells(figure, "x").first
    assert tab_through(figure, first) == [
        "x 1",
        "One training step",
        "Run 100 steps",
        "Undo",
        "Reset",
        "0.5×\n1×\n2×\n4×",
    ]
    first.focus()
    reached = []
    for _ in range(figure.get_by_role("spinbutton").count()):
        reached.append(focused(figure))
        figure.keyboard.press("ArrowRight")
    names = [re.split(r" \d", name)[0] for name in reached]
    order = list(dict.fromkeys(names))
    assert order[:5] == ["x", "W", "b", "a", "h"]
    assert order[-3:] == ["∂J/∂b", "∂J/∂x", "η"]
    assert len(reached) == len(set(reached)) == 47


def test_a_screen_reader_hears_what_a_number_is_and_what_a_change_did(figure: Page) -> None:
    W = figure.get_by_role("spinbutton", name="W 1, 2", exact=True)
    W.press("ArrowUp")
    assert W.get_attribute("aria-valuetext") == "0.6062"
    status = figure.get_by_role("status").filter(has_text="W₁₂")
    expect(status).to_have_text(re.compile(r"W₁₂ = 0\.6062: J goes from 0\.3813 to "))
    gradient = figure.get_by_role("spinbutton", name="∂J/∂W 1, 2")
    assert gradient.get_attribute("aria-readonly") == "true"
    before = gradient.inner_text()
    gradient.press("ArrowUp")
    gradient.press("5")
    assert gradient.inner_text() == before


def test_a_finger_drags_sideways_and_scrolls_up_and_down(browser: Browser, site: Site) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 600}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{site.address}{PATH}")
    cell = cells(page, "x").first
    expect(cell).to_have_text("1")
    swipe(page, cell, 5 * PIXELS, 0)
    expect(cell).to_have_text("1.5000")
    swipe(page, cell, 0, -100)
    expect(cell).to_have_text("1.5000")
    expect(page.locator(".typed")).to_have_count(0)
    phone.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, [""]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(open_page: Open, root: str, scheme: Scheme) -> None:
    page = opened(open_page, root, scheme)
    expect_no_violation(page, ".explore")
    act(page, "steps")
    cells(page, "W").first.click()
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect_no_violation(page, ".explore")


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_all_numbers_fit_at_every_width(open_page: Open, width: int) -> None:
    page = opened(open_page, width=width)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert_numbers_fit(page)
    act(page, "steps")
    for k, text in enumerate(["-99.98765", "-0.000123"]):
        type_number(page, cells(page, "x").nth(k), text)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert_numbers_fit(page)
    right = "element => element.getBoundingClientRect().right"
    rate = page.locator("[data-name=rate]").evaluate(right)
    assert rate <= page.locator(".explore").evaluate(right)  # whose column may be narrow beside the drawing


def test_the_script_is_loaded_where_the_figure_is_and_is_light(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address + PATH)
    expect(page.locator(".network.ready")).to_be_visible()
    loaded = {address.rpartition("/")[2] for address in asked if "/explore/" in address}
    assert loaded == {file.name for file in imported(SCRIPTS / "network.js") if file.parent == SCRIPTS}
    assert "explore.js" not in loaded
    page.close()


@pytest.mark.parametrize("root", sampled(LANGUAGES, ["en/"]))
def test_without_its_script_the_chapter_has_the_drawing(browser: Browser, site: Site, root: str) -> None:
    reader = browser.new_context(java_script_enabled=False)
    page = reader.new_page()
    page.goto(f"{site.address}{root}{PATH}")
    expect(page.locator(".network svg[role=img]")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    reader.close()
    page = browser.new_page()
    page.route("**/explore/training.js", lambda route: route.abort())
    page.goto(f"{site.address}{root}{PATH}")
    expect(page.get_by_role("alert")).to_contain_text({"": "無法載入", "en/": "could not be loaded"}[root])
    expect(page.locator(".network svg[role=img]")).to_be_visible()
    page.close()
