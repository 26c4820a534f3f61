"""A formula off the screen is not laid out for the eye, and takes as much room as if it were."""

import pytest

from tests.site.conftest import Open

# The heights of formulas on lines of their own, as the page has them and as they are when all is laid out.
HEIGHTS = """
() => {
  const formulas = [...document.querySelectorAll(".katex-display .katex-html")];
  const [kept, whole] = ["hidden", "visible"].map((visibility) => {
    for (const formula of formulas) formula.style.contentVisibility = visibility;
    return formulas.map((formula) => formula.getBoundingClientRect().height); // all of them from one layout
  });
  return kept.map((height, number) => [height, whole[number]]);
}
"""

LAID_OUT = """
async (element) => {
  await new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 200));
  return element.checkVisibility({ contentVisibilityAuto: true });
}
"""


@pytest.mark.parametrize("path", ["08-batches/", "en/11-spirals/", "notebooks/04-training-loop/", "errata/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_left_out_keeps_its_height(open_page: Open, path: str, width: int) -> None:
    heights = open_page(path, width=width).evaluate(HEIGHTS)
    assert len(heights) > 5
    assert [pair for pair in heights if abs(pair[0] - pair[1]) > 2.5] == []


def test_a_formula_is_laid_out_when_it_comes_onto_the_screen(open_page: Open) -> None:
    box = open_page("en/08-batches/").locator("article > div.arithmatex").last
    seen = box.locator(".katex-html > :first-child")
    assert not seen.evaluate(LAID_OUT)
    assert box.locator("math").evaluate(LAID_OUT)  # what a screen reader reads
    box.scroll_into_view_if_needed()
    assert seen.evaluate(LAID_OUT)
