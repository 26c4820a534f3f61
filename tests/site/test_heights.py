"""What is not on the screen is not laid out, and takes as much room as if it were."""

import pytest

from tests.site.conftest import Open

# The heights of all that can be left out, as the page has them and as they are when all is laid out.
HEIGHTS = """
() => [...document.querySelectorAll("div.arithmatex, .highlight code, span.figure")].map((element) => {
  const kept = element.getBoundingClientRect().height;
  element.style.contentVisibility = "visible";
  const whole = element.getBoundingClientRect().height;
  element.style.contentVisibility = "";
  return [kept, whole];
})
"""


@pytest.mark.parametrize("path", ["07-batches/", "en/10-spirals/", "notebooks/04-training-loop/", "errata/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_left_out_keeps_its_height(open_page: Open, path: str, width: int) -> None:
    heights = open_page(path, width=width).evaluate(HEIGHTS)
    assert len(heights) > 20
    assert [pair for pair in heights if abs(pair[0] - pair[1]) > 2.5] == []


def test_formulas_below_the_screen_are_left_out(open_page: Open) -> None:
    page = open_page("en/07-batches/")
    rendered = page.locator("div.arithmatex .katex-html").evaluate_all(
        "formulas => formulas.map((each) => each.checkVisibility({ contentVisibilityAuto: true }))"
    )
    assert not all(rendered)
    page.locator("div.arithmatex").last.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('div.arithmatex .katex-html')].at(-1)"
        ".checkVisibility({ contentVisibilityAuto: true })"
    )
